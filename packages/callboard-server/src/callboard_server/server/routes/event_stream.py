"""`GET /events`: events as server-sent events, from any sequence that is kept, from a time, or as a consumer.

`filter` is an expression, as in subscriptions. Without one, the stream contains the events that the server
publishes. Events with a target are sent to streams whose `consumer` or `subscriber` matches it. With
`notices=true`, administrators also receive a message `changed` when consumers, listeners or deliveries
changed.
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
from callboard_server.server.authentication import authenticate
from callboard_server.server.event_filter import EventFilter, event_filter
from callboard_server.server.notices import LOOK_SECONDS, Comparison, notices_of
from callboard_server.server.relay import Relay
from callboard_server.server.routes.event_consumers import starting_point
from callboard_server.server.services import services_of

KEEP_ALIVE_SECONDS = 15.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def get_events(request: Request) -> StreamingResponse:
    """Stream all events after the starting point of the request, and then new ones."""
    actor = await authenticate(request)
    relay = services_of(request).relay
    comparison = Comparison(notices_of(request)) if request.query_params.get("notices") == "true" else None
    start = await starting_point(request, actor)
    stream = EventStream(request, relay, event_filter(request, actor), start, comparison)
    return StreamingResponse(stream.messages(), media_type="text/event-stream", headers=HEADERS)


@define(eq=False)
class EventStream:
    """One connection.

    It reads from *relay* as fast as the client receives, so unsent events wait in the database, not in
    memory.
    """

    request: Request
    relay: Relay
    filter: EventFilter
    start: int | None
    comparison: Comparison | None = None
    cursor: int = 0
    sent: int = 0
    quiet_since: float = field(factory=time.monotonic)

    async def messages(self) -> AsyncIterator[bytes]:
        """Yield the stream until the client disconnects or loses access, or the server stops."""
        async for message in self._greeting():
            yield message
        while not self.relay.is_stopping:
            async for message in self._events():
                yield message
            if notice := await self._notice():
                yield notice
            left = self.quiet_since + KEEP_ALIVE_SECONDS - time.monotonic()
            timeout = left if self.comparison is None else min(left, LOOK_SECONDS)
            if await self.relay.wait(self.cursor, timeout):
                self.quiet_since = time.monotonic()
            elif time.monotonic() - self.quiet_since >= KEEP_ALIVE_SECONDS:
                if not await self._is_still_authorized():
                    return
                self.quiet_since = time.monotonic()
                yield self._keep_alive()

    async def _greeting(self) -> AsyncIterator[bytes]:
        await self._notice()  # changes after the greeting are compared with the state now
        first, last = await self.relay.ends()
        start = last if self.start is None else self.start
        self.cursor = self.sent = start if first - 1 <= start <= last else last
        yield message("hello", {"cursor": last})
        if self.cursor != start:
            yield message("cursor-too-old", {"cursor": last}, sequence=last)

    async def _events(self) -> AsyncIterator[bytes]:
        while items := await self.relay.after(self.cursor):
            for item in items:
                text = self.filter.apply(item)
                self.cursor = item.sequence
                if text is not None:
                    self.sent = item.sequence
                    yield f"id: {item.sequence}\nevent: {item.row.topic}\ndata: {text}\n\n".encode()
            await asyncio.sleep(0)

    async def _notice(self) -> bytes | None:
        """Return a message about what changed besides events. For administrators only."""
        if self.comparison is None or not self.filter.actor.is_administrator:
            return None
        subjects = await self.comparison.changed()
        return message("changed", {"subjects": subjects}) if subjects else None

    def _keep_alive(self) -> bytes:
        """Return a comment, with the current sequence if events for others followed the last message."""
        if self.sent == self.cursor:
            return b": still here\n\n"
        self.sent = self.cursor
        return f": still here\nid: {self.cursor}\n\n".encode()

    async def _is_still_authorized(self) -> bool:
        """Return whether the server is running and the credentials are still valid.

        The permissions of the user are updated.
        """
        if self.relay.is_stopping:
            return False
        try:
            self.filter = evolve(self.filter, actor=await authenticate(self.request))
        except (InvalidCredentials, PermissionDenied):
            return False
        return True


def message(name: str, data: object, *, sequence: int | None = None) -> bytes:
    """Return one message of the stream."""
    head = "" if sequence is None else f"id: {sequence}\n"
    return f"{head}event: {name}\ndata: {orjson.dumps(data).decode()}\n\n".encode()
