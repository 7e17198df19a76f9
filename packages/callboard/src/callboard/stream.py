"""The durable stream of events, as an iterator: missed events first, in order, then new ones.

For a named consumer the server stores the position. The events of a page are acknowledged when the loop
requests the next page, or earlier by `acknowledge`. When a program stops in the middle of a page, the
server delivers the rest again, so every event is handled at least once.
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
PAGE_SIZE: Final = 500
RETRY_SECONDS: Final = 300.0
"""How long to retry when the server is unreachable, for example during a restart."""


class EventStream:
    """The events of the server, in order. Each is a dict as in the event hub, with its `sequence` added.

    `Session.events` returns it. Iterate with `for` or `async for`, in one thread only.
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
        self._fetched: deque[dict[str, Any]] = deque()
        self._cursor: int | None = None
        self._previous: int | None = None
        self._last: int | None = None
        self._acknowledged: int | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self

    def __next__(self) -> dict[str, Any]:
        """Return the next event. The first event of a page acknowledges the previous page.

        Raises: ServerError, with the code `events.cursor_too_old` when the requested events have been
        deleted; ServerUnreachableError, when the server is unreachable for five minutes.
        """
        while not self._fetched:
            self._acknowledge(self._cursor)
            if not self._fetch() and not self._follow:
                self._acknowledge(self._cursor)
                raise StopIteration
        event = self._fetched.popleft()
        self._previous, self._last = self._last, event["sequence"]
        return event

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        return self

    async def __anext__(self) -> dict[str, Any]:
        """Return the next event without blocking the event loop. Raises the same errors as `__next__`."""
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
        """Acknowledge the last event before the next one is requested."""
        if self._last is not None:
            self._acknowledge(self._last)

    def fail(self, message: str) -> None:
        """Report that handling the last event failed, and acknowledge the events before it.

        The server delivers the event again. Administrators see which consumer fails, at which event, and
        how often. An error of this request is ignored, because another one is already being handled.
        """
        if self._consumer is None or self._last is None:
            return
        body = json.dumps({"consumer": self._consumer, "sequence": self._last, "message": message}).encode()
        with contextlib.suppress(ServerError, ServerUnreachableError):
            if self._previous is not None and self._previous > (self._acknowledged or 0):
                self._request(
                    "POST",
                    "/events/acknowledge",
                    json.dumps({"consumer": self._consumer, "sequence": self._previous}).encode(),
                )
            self._request("POST", "/events/failure", body)

    def _acknowledge(self, sequence: int | None) -> None:
        if self._consumer is None or sequence is None or sequence == self._acknowledged:
            return
        body = json.dumps({"consumer": self._consumer, "sequence": sequence}).encode()
        self._request_with_retry("POST", "/events/acknowledge", body)
        self._acknowledged = sequence

    def _fetch(self) -> bool:
        """Fetch a page of events; return whether it contains any."""
        seconds = WAIT_SECONDS if self._follow else 0.0
        if self._api.timeout is not None:
            seconds = min(seconds, self._api.timeout / 2)
        query = {
            "seconds": seconds,
            "limit": PAGE_SIZE,
            **({"filter": self._expression} if self._expression else {}),
        }
        if self._consumer:
            query["consumer"] = self._consumer
        query |= self._start if self._cursor is None else {"after": self._cursor}
        found = self._request_with_retry("GET", f"/events/next?{urlencode(query)}")
        self._cursor = int(found["cursor"])
        self._fetched.extend({**one["event"], "sequence": one["sequence"]} for one in found["events"])
        return bool(found["events"])

    def _request_with_retry(self, method: str, path: str, body: bytes | None = None) -> Any:
        """Send a request; while following events, retry when the server is unreachable."""
        until, pause = time.monotonic() + RETRY_SECONDS, 0.2
        while True:
            try:
                return self._request(method, path, body)
            except ServerUnreachableError:
                if not self._follow or time.monotonic() + pause > until:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, 10.0)

    def _request(self, method: str, path: str, body: bytes | None) -> Any:
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
                f"{path} returned status {answer.status} in an unexpected format.",
                code="server.unexpected_format",
            )
        return found


def _start(since: int | datetime | str | None) -> dict[str, Any]:
    """Return the start of the stream as query parameters: after a sequence, or at a time."""
    if since is None:
        return {}
    if isinstance(since, datetime):
        return {"since": since.isoformat()}
    return {"after": since} if isinstance(since, int) else {"since": since}
