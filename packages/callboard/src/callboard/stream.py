"""The durable stream of events, as something to loop over: what a program missed comes first, in order, then
what is new.

With a consumer's name the server remembers the place: the events of a page count as dealt with once the loop
asks for more, or up to the last one after `acknowledge`. A program that ends in the middle gets the rest
again, so every event is handled at least once.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlencode

from callboard.api import Api, server_error
from callboard.exception import ServerError, ServerUnreachableError
from callboard.wire.envelope import is_error

__all__ = ["EventStream"]

WAIT_SECONDS: Final = 25.0
PAGE: Final = 500
PATIENCE_SECONDS: Final = 300.0
"""How long a server may be away, as for a restart, before the loop ends with an error."""


class EventStream:
    """Events from the server, one after the other; each is a dict as listeners know it, with its `sequence`
    beside.

    Made by `Session.events`. Loop with `for` or `async for`. Not for several threads at once.
    """

    def __init__(
        self,
        api: Api,
        server_url: str,
        since: int | datetime | str | None,
        consumer: str | None,
        expression: str | None,
        *,
        follow: bool,
    ) -> None:
        self._api = api
        self._server_url = server_url
        self._consumer = consumer
        self._expression = expression
        self._follow = follow
        self._start = _start(since)
        self._waiting: deque[dict[str, Any]] = deque()
        self._cursor: int | None = None
        self._before: int | None = None
        self._given: int | None = None
        self._acknowledged: int | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self

    def __next__(self) -> dict[str, Any]:
        """Return the next event. Once a page is through, its events count as dealt with.

        Raises: ServerError, with the code `events.cursor_too_old` when events were asked for that are not
        kept any more; ServerUnreachableError, when the server is away for five minutes.
        """
        while not self._waiting:
            self._acknowledge(self._cursor)
            if not self._fetch() and not self._follow:
                self._acknowledge(self._cursor)
                raise StopIteration
        event = self._waiting.popleft()
        self._before, self._given = self._given, event["sequence"]
        return event

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        return self

    async def __anext__(self) -> dict[str, Any]:
        """Return the next event without blocking the loop; raises as `__next__` does."""
        import asyncio

        found = await asyncio.to_thread(next, self, None)
        if found is None:
            raise StopAsyncIteration
        return found

    def __enter__(self) -> EventStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.acknowledge()
        elif error is not None and isinstance(error, Exception):
            self.fail(f"{kind.__name__}: {error}")

    def acknowledge(self) -> None:
        """Say that the event that was given last has been dealt with, before the next is asked for."""
        if self._given is not None:
            self._acknowledge(self._given)

    def fail(self, message: str) -> None:
        """Say that the event that was given last could not be dealt with, and why; those before it were.

        It comes again the next time. Administrators see which consumer is stuck, at what, and how often it
        tried. That the server does not hear of it is no error: there is one already.
        """
        if self._consumer is None or self._given is None:
            return
        body = json.dumps({"consumer": self._consumer, "sequence": self._given, "message": message}).encode()
        with contextlib.suppress(ServerError, ServerUnreachableError):
            if self._before is not None and self._before > (self._acknowledged or 0):
                self._ask(
                    "POST",
                    "/events/acknowledge",
                    json.dumps({"consumer": self._consumer, "sequence": self._before}).encode(),
                )
            self._ask("POST", "/events/failure", body)

    def _acknowledge(self, sequence: int | None) -> None:
        if self._consumer is None or sequence is None or sequence == self._acknowledged:
            return
        body = json.dumps({"consumer": self._consumer, "sequence": sequence}).encode()
        self._patiently("POST", "/events/acknowledge", body)
        self._acknowledged = sequence

    def _fetch(self) -> bool:
        """Bring in a page of events; tell whether it has any."""
        seconds = WAIT_SECONDS if self._follow else 0.0
        if self._api.timeout is not None:
            seconds = min(seconds, self._api.timeout / 2)
        query = {
            "seconds": seconds,
            "limit": PAGE,
            **({"filter": self._expression} if self._expression else {}),
        }
        if self._consumer:
            query["consumer"] = self._consumer
        query |= self._start if self._cursor is None else {"after": self._cursor}
        found = self._patiently("GET", f"/events/next?{urlencode(query)}")
        self._cursor = int(found["cursor"])
        self._waiting.extend({**one["event"], "sequence": one["sequence"]} for one in found["events"])
        return bool(found["events"])

    def _patiently(self, method: str, path: str, body: bytes | None = None) -> Any:
        """Ask the server; while events are followed, wait for one that restarts."""
        until, pause = time.monotonic() + PATIENCE_SECONDS, 0.2
        while True:
            try:
                return self._ask(method, path, body)
            except ServerUnreachableError:
                if not self._follow or time.monotonic() + pause > until:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, 10.0)

    def _ask(self, method: str, path: str, body: bytes | None) -> Any:
        headers = {
            **self._api.identification,
            "accept": "application/json",
            "content-type": "application/json",
        }
        answer = self._api.request(method, f"{self._server_url}{path}", headers=headers, body=body)
        try:
            found = json.loads(answer.data)
        except ValueError:
            found = None
        if is_error(found):
            raise server_error(found)
        if answer.status >= 400 or not isinstance(found, Mapping):
            raise ServerError(
                f"{path} answered with status {answer.status} in an unexpected format.",
                code="server.unexpected_format",
            )
        return found


def _start(since: int | datetime | str | None) -> dict[str, Any]:
    """Return where to begin, as the server is asked for it: after a sequence, or at a time."""
    if since is None:
        return {}
    if isinstance(since, datetime):
        return {"since": since.isoformat()}
    return {"after": since} if isinstance(since, int) else {"since": since}
