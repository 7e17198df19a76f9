"""`POST /api`: a batch of operations as a JSON array; the response is the array of their results.

A batch is one transaction. Batches that only read run in parallel; batches that write run one after the
other.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Mapping
from typing import Any

import orjson
from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response

from callboard.errors import MalformedOperation
from callboard_server.access.actor import Actor
from callboard_server.actions.batch import check, is_reading, perform
from callboard_server.actions.call import Tokens
from callboard_server.server.authentication import authenticate
from callboard_server.server.request_body import read_body
from callboard_server.server.services import Services
from callboard_server.storage.transaction import Transaction

ABSENT = frozenset({"", "undefined", "null"})
TRUE = frozenset({"1", "true"})
LONGEST_NUMBER = 400


async def post_api(request: Request) -> Response:
    """Perform one batch."""
    services: Services = request.app.state.services
    started = time.perf_counter()
    actor = await authenticate(request)
    operations = check(parse(await read_body(request, services.settings.largest_body)))
    batch = _Batch(
        services,
        actor,
        operations,
        _tokens(request.headers),
        _normalised(request.headers),
        services.base_url(request),
    )
    body, statements = await batch.perform()
    elapsed = (time.perf_counter() - started) * 1000
    timing = f'batch;dur={elapsed:.2f}, statements;desc="{statements}"'
    return Response(body, media_type="application/json", headers={"Server-Timing": timing})


def parse(body: bytes) -> Any:
    """Return the JSON of *body*. Raises: MalformedOperation, with the position of the error."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        with contextlib.suppress(ValueError, RecursionError):
            return with_any_numbers(body)
        raise MalformedOperation(
            f"The request is not valid JSON: {error.msg} (line {error.lineno}, column {error.colno}).",
            span=(error.pos, error.pos + 1),
        ) from None


def with_any_numbers(body: bytes) -> Any:
    """Return the JSON of *body*, which may contain numbers of any size, and those that JSON lacks.

    Python clients send NaN and Infinity. They are read so that the attribute can be named that refuses them.

    Raises: ValueError, when it is not valid otherwise; RecursionError.
    """
    found = json.loads(body, parse_int=lambda text: int(text) if len(text) < LONGEST_NUMBER else float(text))
    json.dumps(found, ensure_ascii=False).encode()  # refuses half of a surrogate pair
    return found


@frozen(eq=False)
class _Batch:
    """One request. It is performed in a thread of the database."""

    services: Services
    actor: Actor
    operations: list[dict[str, Any]]
    tokens: Tokens
    normalised: bool
    base_url: str

    async def perform(self) -> tuple[bytes, int]:
        """Return the body of the response and the number of SQL statements."""
        database = self.services.database
        submit = database.submit_read if is_reading(self.operations) else database.submit_write
        body, freed, statements = await asyncio.wrap_future(submit(self._perform))
        await self.services.free(freed)
        return body, statements

    def _perform(self, tx: Transaction) -> tuple[bytes, list[str], int]:
        call = self.services.call(
            tx, self.actor, self.services.links(self.base_url), self.tokens, normalised=self.normalised
        )
        body = orjson.dumps(perform(call, self.operations))
        return body, call.freed, tx.statements


def _tokens(headers: Mapping[str, str]) -> Tokens:
    client, push = headers.get("ftrack-clienttoken", ""), headers.get("ftrack-pushtoken", "")
    return Tokens(client if client not in ABSENT else None, push if push not in ABSENT else None)


def _normalised(headers: Mapping[str, str]) -> bool:
    """Return whether the response is normalised. It is, unless the options contain `denormalize`.

    Options are separated by `;`. Clients write `name:value`, and documentation `name=value`.
    """
    options = {}
    for pair in headers.get("ftrack-api-options", "").replace("=", ":").split(";"):
        name, _, value = pair.partition(":")
        options[name.strip().lower()] = value.strip().lower() in TRUE
    return not options.get("denormalize", False)
