"""The newest events of the database, in memory for all readers in this process.

One task follows the outbox. Each commit wakes it. It also polls once a second, for commits of other processes
on SQLite. Readers read at their own pace. A reader that falls behind the events in memory reads pages from
the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, TypeVar

import orjson
import structlog
from attrs import define, field

from callboard_server.events.topics import UPDATE
from callboard_server.records.outbox import NewsRow, news_after, news_ends
from callboard_server.storage.database import Database
from callboard_server.storage.transaction import Transaction

T = TypeVar("T")

log = structlog.get_logger()

MOST_EVENTS = 2000
MOST_CHARACTERS = 16 << 20
PAGE = 500
POLL_SECONDS = 1.0


@define(eq=False, slots=False)
class Item:
    """An event, whose derived values are computed once for all readers."""

    row: NewsRow

    @property
    def sequence(self) -> int:
        return self.row.sequence

    @cached_property
    def audience(self) -> list[list[str] | None]:
        """The users who may see each entity; None for all users."""
        found: list[list[str] | None] = json.loads(self.row.audience)
        return found

    @cached_property
    def is_for_all(self) -> bool:
        return all(users is None for users in self.audience)

    @property
    def may_need_receipts(self) -> bool:
        """Whether the publisher may have requested receipts. A fast check, with false positives."""
        return self.row.topic != UPDATE and '"receipts":true' in self.row.payload

    @cached_property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.row.payload)
        return found

    def text_for(self, user_id: str, *, is_administrator: bool) -> str | None:
        """Return the event with the entities that the user may see; None if there are none."""
        if is_administrator or self.is_for_all:
            return self.row.payload
        entities = self.event["data"]["entities"]
        visible = [
            entity
            for entity, users in zip(entities, self.audience, strict=True)
            if users is None or user_id in users
        ]
        return json.dumps(narrowed(self.event, visible), separators=(",", ":")) if visible else None


def narrowed(event: dict[str, Any], entities: list[dict[str, Any]]) -> dict[str, Any]:
    """Return *event* with *entities* and their parents only."""
    parents = dict.fromkeys(
        parent["entityId"] for entity in entities for parent in entity.get("parents") or ()
    )
    return {**event, "data": {**event["data"], "entities": entities, "parents": list(parents)}}


@define(eq=False)
class Relay:
    """Follows the outbox of *database*. `last` is the newest sequence that was read."""

    database: Database
    last: int = 0
    _events: deque[Item] = field(factory=deque)
    _characters: int = 0
    _wake: asyncio.Event = field(factory=asyncio.Event)
    _changed: asyncio.Event = field(factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None
    is_stopping: bool = False

    async def start(self) -> None:
        """Start to follow, beginning with the next event."""
        _, self.last = await self._read(news_ends)
        loop = asyncio.get_running_loop()
        self.database.on_commit = partial(self._wake_from_thread, loop)
        self.database.follow()
        self._task = asyncio.create_task(self._follow(), name="relay")

    def _wake_from_thread(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(self._wake.set)

    async def stop(self) -> None:
        """Stop following, and wake all waiting readers."""
        self.database.on_commit = None
        self.release()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def release(self) -> None:
        """Wake all waiting readers, because the server is stopping."""
        self.is_stopping = True
        self._wake_readers()

    async def after(self, cursor: int) -> list[Item]:
        """Return up to a page of events after *cursor*, from memory if possible."""
        if cursor >= self.last:
            return []
        if self._events and self._events[0].sequence <= cursor + 1:
            start = cursor + 1 - self._events[0].sequence
            return [self._events[index] for index in range(start, min(start + PAGE, len(self._events)))]
        return [Item(row) for row in await self._read(lambda tx: news_after(tx, cursor, PAGE))]

    async def ends(self) -> tuple[int, int]:
        """Return the first and the last sequence in the database."""
        return await self._read(news_ends)

    async def reach(self, sequence: int, seconds: float = POLL_SECONDS) -> None:
        """Wait until the event *sequence*, which is in the database, has been read."""
        while self.last < sequence and await self.wait(self.last, seconds):
            pass

    async def wait(self, cursor: int, seconds: float) -> bool:
        """Wait for an event after *cursor*.

        Return False after *seconds* without one, or when the server stops.
        """
        if cursor < self.last or self.is_stopping:
            return not self.is_stopping
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        return cursor < self.last and not self.is_stopping

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            self._wake.clear()
            try:
                await self._catch_up()
            except Exception as error:  # noqa: BLE001  # after any database error, events follow as soon as possible
                log.warning("relay.behind", error=str(error))

    async def _catch_up(self) -> None:
        while rows := await self._read(lambda tx: news_after(tx, self.last, PAGE)):
            for row in rows:
                self._hold(Item(row))
            self.last = rows[-1].sequence
            self._wake_readers()

    def _hold(self, item: Item) -> None:
        if self._events and item.sequence != self._events[-1].sequence + 1:
            self._events.clear()
            self._characters = 0
        self._events.append(item)
        self._characters += len(item.row.payload)
        while len(self._events) > MOST_EVENTS or (
            self._characters > MOST_CHARACTERS and len(self._events) > 1
        ):
            self._characters -= len(self._events.popleft().row.payload)

    def _wake_readers(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _read(self, work: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self.database.submit_read(work))
