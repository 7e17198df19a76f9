"""The connections of all processes: each process writes a report of its own connections to one row.

It does so when connections change, and periodically. Reports of killed processes expire. A process without
connections writes nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Any

import orjson
import structlog
from attrs import define, field

from callboard.wire.values import instant_text
from callboard_server.records import hub_processes
from callboard_server.server.hub.listeners import Listener
from callboard_server.server.services import Services

log = structlog.get_logger()

DELAY_SECONDS = 1.0
"""How long to wait after a change for further ones. Connections often change in groups."""

REPORT_SECONDS = 20.0
WATCH_SECONDS = 2.0
MANY_WAITING = 100
"""A connection with so many frames waiting can't keep up. While there is one, reports are more frequent."""

FORGET_MILLISECONDS = 60_000
MOST_DISCONNECTED = 50
DISCONNECTED_FOR = timedelta(days=1)
MOST_SUBSCRIPTIONS = 20
LONGEST_EXPRESSION = 300

Report = dict[str, Any]


@define(eq=False)
class Presence:
    """The connections of this process, and the report of them."""

    services: Services
    listeners: Callable[[], Iterable[Listener]]
    disconnected: deque[Report] = field(factory=lambda: deque(maxlen=MOST_DISCONNECTED))
    _changed: asyncio.Event = field(factory=asyncio.Event)
    _is_reported: bool = False
    _reported_at: float = 0.0
    _slow: frozenset[str] = frozenset()

    def changed(self) -> None:
        """Record that connections or subscriptions have changed."""
        self._changed.set()

    def removed(self, listener: Listener) -> None:
        """Record that *listener* has left, and the reason when the server disconnected it."""
        if listener.reason is not None:
            now = instant_text(self.services.clock())
            self.disconnected.append(
                {**listener.card, "since": listener.since, "at": now, "reason": listener.reason}
            )
        self._changed.set()

    def report(self) -> dict[str, list[Report]]:
        """Return the connections, and recent disconnections by the server."""
        oldest = instant_text(self.services.clock() - DISCONNECTED_FOR)
        disconnected = [one for one in self.disconnected if one["at"] >= oldest]
        return {
            "listeners": [listener_fields(listener) for listener in self.listeners()],
            "lost": disconnected,
        }

    async def run(self) -> None:
        """Write reports until cancelled."""
        while True:
            try:
                await asyncio.wait_for(self._changed.wait(), WATCH_SECONDS)
            except TimeoutError:
                if not self._is_due():
                    continue
            self._changed.clear()
            await asyncio.sleep(DELAY_SECONDS)
            try:
                await self._write()
            except Exception as error:  # noqa: BLE001  # the next report follows soon
                log.warning("hub.presence", error=str(error))

    def _is_due(self) -> bool:
        """Return whether to report without a change: the last report is old, or connections are slow."""
        before = self._slow
        slow = (one for one in self.listeners() if one.behind or one.waiting >= MANY_WAITING)
        self._slow = frozenset(one.id for one in slow)
        is_old = time.monotonic() - self._reported_at >= REPORT_SECONDS
        return self._is_reported and (is_old or bool(self._slow | before))

    async def _write(self) -> None:
        report = self.report()
        self._reported_at = time.monotonic()
        process = self.services.process
        if report["listeners"] or report["lost"]:
            text = orjson.dumps(report).decode()
            await self.services.write(
                partial(
                    hub_processes.report_connections,
                    process=process,
                    report=text,
                    forgotten_after=FORGET_MILLISECONDS,
                )
            )
            self._is_reported = True
        elif self._is_reported:
            await self.leave()

    async def leave(self) -> None:
        """Delete the report of this process."""
        if self._is_reported:
            self._is_reported = False
            await self.services.write(partial(hub_processes.remove_process, process=self.services.process))

    async def everywhere(self) -> dict[str, list[Report]]:
        """Return the reports of all processes; of this process, the current state."""
        reports = {
            process: orjson.loads(text)
            for process, text in (
                await self.services.read(partial(hub_processes.reported_connections, age=FORGET_MILLISECONDS))
            ).items()
        }
        reports[self.services.process] = self.report()
        return {
            kind: [{**one, "process": process} for process, each in reports.items() for one in each[kind]]
            for kind in ("listeners", "lost")
        }


def listener_fields(listener: Listener) -> Report:
    """Return *listener*, its subscriptions and how many frames wait, for the report."""
    subscriptions = list(listener.subscriptions.values())
    return {
        **listener.card,
        "since": listener.since,
        "subscriptions": len(subscriptions),
        "expressions": [one.text[:LONGEST_EXPRESSION] for one in subscriptions[:MOST_SUBSCRIPTIONS]],
        "waiting": listener.waiting,
        "is_behind": listener.behind,
    }
