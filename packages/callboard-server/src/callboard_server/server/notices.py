"""Notices for administrators that consumers, listeners or deliveries have changed.

A notice names what changed, and the client fetches it again. Changes are found by comparing marks. One
statement reads them at most once a second for all connections of this process, and only while a connection
requests notices. So each process notices the changes of all processes.
"""

from __future__ import annotations

import asyncio
import time

import structlog
from attrs import define, field, fields
from starlette.requests import Request

from callboard_server.records.marks import Marks, marks
from callboard_server.server.hub.presence import FORGET_MILLISECONDS
from callboard_server.storage.database import Database

log = structlog.get_logger()

PACE_SECONDS = 1.0
LOOK_SECONDS = 0.5
"""How often a connection compares: more often than marks are read, so that the two waits don't add up."""

SUBJECTS = tuple(one.name for one in fields(Marks))


@define(eq=False)
class Notices:
    """The marks of *database*, read at most once in `PACE_SECONDS` for all connections."""

    database: Database
    _marks: Marks | None = None
    _read_at: float = float("-inf")
    _reading: asyncio.Lock = field(factory=asyncio.Lock)

    async def marks(self) -> Marks | None:
        """Return the marks; None as long as the database has not answered once."""
        async with self._reading:
            if time.monotonic() - self._read_at >= PACE_SECONDS:
                self._read_at = time.monotonic()
                try:
                    reading = self.database.submit_read(lambda tx: marks(tx, FORGET_MILLISECONDS))
                    self._marks = await asyncio.wrap_future(reading)
                except Exception as error:  # noqa: BLE001  # the next look finds what changed meanwhile
                    log.warning("notices.behind", error=str(error))
            return self._marks


@define(eq=False)
class Comparison:
    """What one connection has seen of *notices*, and when it was last sent one."""

    notices: Notices
    _seen: Marks | None = None
    _sent_at: float = float("-inf")

    async def changed(self) -> list[str]:
        """Return the subjects to send a notice about: those that changed, at most once in `PACE_SECONDS`."""
        if time.monotonic() - self._sent_at < PACE_SECONDS:
            return []
        before, now = self._seen, await self.notices.marks()
        self._seen = now
        if before is None or now is None:
            return []
        found = [subject for subject in SUBJECTS if getattr(before, subject) != getattr(now, subject)]
        if found:
            self._sent_at = time.monotonic()
        return found


def notices_of(request: Request) -> Notices:
    """Return the notices of the application that *request* came to."""
    found = request.app.state.notices
    assert isinstance(found, Notices)
    return found
