"""`/web/keys`: the API keys of the user."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard_server.actions.api_keys import create_api_key, list_api_keys, revoke_api_key
from callboard_server.records.api_keys import KeyRow
from callboard_server.server.authentication import authenticate
from callboard_server.server.request_body import read_form, text_field
from callboard_server.server.services import services_of

NO_STORE = {"Cache-Control": "no-store"}


async def get_keys(request: Request) -> Response:
    """`GET /web/keys`: the user's API keys, without their text."""
    actor = await authenticate(request)
    found = await services_of(request).read_as(actor, list_api_keys)
    return JSONResponse([key_fields(row) for row in found], headers=NO_STORE)


async def post_key(request: Request) -> Response:
    """`POST /web/keys`: create a key. Only this response contains its text."""
    actor = await authenticate(request)
    name = text_field(await read_form(request), "name")
    new = await services_of(request).write_as(actor, lambda call: create_api_key(call, name))
    return JSONResponse(
        {"id": new.row.id, "name": new.row.name, "key": new.text}, status_code=201, headers=NO_STORE
    )


async def delete_key(request: Request) -> Response:
    """`DELETE /web/keys/{id}`: revoke a key of the user."""
    actor = await authenticate(request)
    key_id = request.path_params["id"]
    await services_of(request).write_as(actor, lambda call: revoke_api_key(call, key_id))
    return Response(status_code=204, headers=NO_STORE)


def key_fields(row: KeyRow) -> dict[str, Any]:
    """Return a key as JSON."""
    return {
        "id": row.id,
        "name": row.name,
        "created_at": instant_field(row.created_at),
        "last_used_at": None if row.last_used_at is None else instant_field(row.last_used_at),
    }


def instant_field(text: str) -> dict[str, str]:
    """Return a stored instant as JSON."""
    return {"__type__": "datetime", "value": text}
