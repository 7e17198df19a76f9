"""Reading the body of a request, up to a limit."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request

from callboard.errors import MalformedOperation, TooLarge

LARGEST_FORM = 64 << 10
"""The largest body that pages of the web interface send."""


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body of *request*. Raises: TooLarge, before more than *limit* bytes are in memory."""
    if int(request.headers.get("content-length") or 0) > limit:
        raise too_large(limit)
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > limit:
            raise too_large(limit)
    return bytes(body)


async def read_form(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of *request*. Raises: MalformedOperation, TooLarge.

    The content type must be JSON, which forms of other sites cannot send.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise MalformedOperation("The content type of the request must be application/json.")
    try:
        found = orjson.loads(await read_body(request, LARGEST_FORM))
    except orjson.JSONDecodeError:
        raise MalformedOperation("The request is not valid JSON.") from None
    if not isinstance(found, dict):
        raise MalformedOperation("The request must be a JSON object.")
    return found


def text_field(form: dict[str, Any], name: str) -> str:
    """Return the text *name* of *form*. Raises: MalformedOperation, when it is missing or not a text."""
    value = form.get(name)
    if not isinstance(value, str):
        raise MalformedOperation(f'"{name}" must be text.')
    return value


def too_large(limit: int) -> TooLarge:
    """Return the error for a body of more than *limit* bytes."""
    return TooLarge(f"The request is larger than {limit} bytes, the most that this server accepts.")
