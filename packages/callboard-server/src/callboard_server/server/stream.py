"""`GET /events`: news as server-sent events, resumable from any sequence that is still kept, or from a time,
or by name.

`filter` is an expression as subscriptions have it; without one, only what the server itself publishes is
told. Events that clients aimed at certain subscribers are told to those whose `consumer` or `subscriber` in
the query, as an id, is aimed at. With `notices=true`, administrators also get a message `changed` when
consumers, listeners or deliveries changed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import orjson
from attrs import define, evolve, field
from starlette.requests import Request
from starlette.responses import StreamingResponse

from callboard.errors import InvalidCredentials, PermissionDenied
from callboard_server.server.consumers import Wanted, starting_point, wanted_by
from callboard_server.server.identity import identify
from callboard_server.server.notices import LOOK_SECONDS, Comparison, notices_of
from callboard_server.server.relay import Relay
from callboard_server.server.services import services_of

KEEP_ALIVE_SECONDS = 15.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def events(request: Request) -> StreamingResponse:
    """Answer with all news after the cursor that the request names, and then with what comes."""
    actor = await identify(request)
    relay = services_of(request).relay
    comparison = Comparison(notices_of(request)) if request.query_params.get("notices") == "true" else None
    start = await starting_point(request, actor)
    listener = Listener(request, relay, wanted_by(request, actor), start, comparison)
    return StreamingResponse(listener.messages(), media_type="text/event-stream", headers=HEADERS)


@define(eq=False)
class Listener:
    """One connection.

    Pulls from *relay* at its own pace, so what is not sent yet waits in the database and not in memory.
    """

    request: Request
    relay: Relay
    wanted: Wanted
    asked: int | None
    comparison: Comparison | None = None
    cursor: int = 0
    told: int = 0
    quiet_since: float = field(factory=time.monotonic)

    async def messages(self) -> AsyncIterator[bytes]:
        """Yield the lines of the stream until the client leaves or loses access, or the server stops."""
        async for message in self._greeting():
            yield message
        while not self.relay.is_stopping:
            async for message in self._news():
                yield message
            if notice := await self._notice():
                yield notice
            left = self.quiet_since + KEEP_ALIVE_SECONDS - time.monotonic()
            patience = left if self.comparison is None else min(left, LOOK_SECONDS)
            if await self.relay.wait(self.cursor, patience):
                self.quiet_since = time.monotonic()
            elif time.monotonic() - self.quiet_since >= KEEP_ALIVE_SECONDS:
                if not await self._is_still_welcome():
                    return
                self.quiet_since = time.monotonic()
                yield self._keep_alive()

    async def _greeting(self) -> AsyncIterator[bytes]:
        await self._notice()  # what changes after the client reads the greeting is compared with what is now
        first, last = await self.relay.ends()
        asked = last if self.asked is None else self.asked
        self.cursor = self.told = asked if first - 1 <= asked <= last else last
        yield message("hello", {"cursor": last})
        if self.cursor != asked:
            yield message("cursor-too-old", {"cursor": last}, sequence=last)

    async def _news(self) -> AsyncIterator[bytes]:
        while items := await self.relay.after(self.cursor):
            for item in items:
                text = self.wanted.text(item)
                self.cursor = item.sequence
                if text is not None:
                    self.told = item.sequence
                    yield f"id: {item.sequence}\nevent: {item.row.topic}\ndata: {text}\n\n".encode()
            await asyncio.sleep(0)

    async def _notice(self) -> bytes | None:
        """Return the message for what changed besides the news, for administrators alone."""
        if self.comparison is None or not self.wanted.actor.is_administrator:
            return None
        subjects = await self.comparison.changed()
        return message("changed", {"subjects": subjects}) if subjects else None

    def _keep_alive(self) -> bytes:
        """Return a comment; with it the sequence reached, when what came since was for others."""
        if self.told == self.cursor:
            return b": still here\n\n"
        self.told = self.cursor
        return f": still here\nid: {self.cursor}\n\n".encode()

    async def _is_still_welcome(self) -> bool:
        """Tell whether the server goes on and the credentials still hold.

        What they allow may have changed, and counts from now on.
        """
        if self.relay.is_stopping:
            return False
        try:
            self.wanted = evolve(self.wanted, actor=await identify(self.request))
        except (InvalidCredentials, PermissionDenied):
            return False
        return True


def message(name: str, data: object, *, sequence: int | None = None) -> bytes:
    """Return one message of the stream."""
    head = "" if sequence is None else f"id: {sequence}\n"
    return f"{head}event: {name}\ndata: {orjson.dumps(data).decode()}\n\n".encode()
