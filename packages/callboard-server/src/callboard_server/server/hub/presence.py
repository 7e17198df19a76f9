"""Who is connected, told to all processes: each writes down its own connections, in one row, when they change
and once in a while.

Processes that were killed are forgotten by their age. A server that nobody listens to writes nothing.
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

QUIET_SECONDS = 1.0
"""So long after a change the next one is waited for: connections often come in crowds."""

TELL_SECONDS = 20.0
WATCH_SECONDS = 2.0
MANY_WAITING = 100
"""A connection with so many frames waiting can't keep up. While there is one, reports are more frequent."""

FORGET_MILLISECONDS = 60_000
MOST_LOST = 50
LOST_FOR = timedelta(days=1)
MOST_SUBSCRIPTIONS = 20
LONGEST_EXPRESSION = 300

Told = dict[str, Any]


@define(eq=False)
class Presence:
    """What this process tells of its connections."""

    services: Services
    listeners: Callable[[], Iterable[Listener]]
    lost: deque[Told] = field(factory=lambda: deque(maxlen=MOST_LOST))
    _changed: asyncio.Event = field(factory=asyncio.Event)
    _is_told: bool = False
    _told_at: float = 0.0
    _slow: frozenset[str] = frozenset()

    def changed(self) -> None:
        """Note that connections or their subscriptions are others by now."""
        self._changed.set()

    def left(self, listener: Listener) -> None:
        """Note that *listener* is gone, and why, when it was cut off."""
        if listener.reason is not None:
            now = instant_text(self.services.clock())
            self.lost.append({**listener.card, "since": listener.since, "at": now, "reason": listener.reason})
        self._changed.set()

    def told(self) -> dict[str, list[Told]]:
        """Return what there is to tell."""
        oldest = instant_text(self.services.clock() - LOST_FOR)
        lost = [one for one in self.lost if one["at"] >= oldest]
        return {"listeners": [described(listener) for listener in self.listeners()], "lost": lost}

    async def tell(self) -> None:
        """Tell all processes, for ever."""
        while True:
            try:
                await asyncio.wait_for(self._changed.wait(), WATCH_SECONDS)
            except TimeoutError:
                if not self._is_due():
                    continue
            self._changed.clear()
            await asyncio.sleep(QUIET_SECONDS)
            try:
                await self._write()
            except Exception as error:  # noqa: BLE001  # the next time comes soon
                log.warning("hub.presence", error=str(error))

    def _is_due(self) -> bool:
        """Return whether to report although nobody came or left: an old report, or slow connections."""
        before = self._slow
        slow = (one for one in self.listeners() if one.behind or one.waiting >= MANY_WAITING)
        self._slow = frozenset(one.id for one in slow)
        is_old = time.monotonic() - self._told_at >= TELL_SECONDS
        return self._is_told and (is_old or bool(self._slow | before))

    async def _write(self) -> None:
        told = self.told()
        self._told_at = time.monotonic()
        process = self.services.process
        if told["listeners"] or told["lost"]:
            text = orjson.dumps(told).decode()
            await self.services.write(
                partial(
                    hub_processes.report_connections,
                    process=process,
                    report=text,
                    forgotten_after=FORGET_MILLISECONDS,
                )
            )
            self._is_told = True
        elif self._is_told:
            await self.leave()

    async def leave(self) -> None:
        """Let this process be forgotten."""
        if self._is_told:
            self._is_told = False
            await self.services.write(partial(hub_processes.remove_process, process=self.services.process))

    async def everywhere(self) -> dict[str, list[Told]]:
        """Return what all processes tell: of this one as it is now."""
        told = {
            process: orjson.loads(text)
            for process, text in (
                await self.services.read(partial(hub_processes.reported_connections, age=FORGET_MILLISECONDS))
            ).items()
        }
        told[self.services.process] = self.told()
        return {
            kind: [{**one, "process": process} for process, each in told.items() for one in each[kind]]
            for kind in ("listeners", "lost")
        }


def described(listener: Listener) -> Told:
    """Return what is told of *listener*: who it is, what it wants to hear, and how much of that waits."""
    subscriptions = list(listener.subscriptions.values())
    return {
        **listener.card,
        "since": listener.since,
        "subscriptions": len(subscriptions),
        "expressions": [one.text[:LONGEST_EXPRESSION] for one in subscriptions[:MOST_SUBSCRIPTIONS]],
        "waiting": listener.waiting,
        "is_behind": listener.behind,
    }
