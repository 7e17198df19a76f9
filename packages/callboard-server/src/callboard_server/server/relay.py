"""News of the database, held ready for everybody who listens to this process.

One task follows the outbox, woken by each commit (on SQLite it looks once a second for those of other
processes), and keeps the newest events in memory. Listeners pull at their own pace: whoever falls behind what
is held reads on from the database, so nobody's slowness costs more than a page of rows.
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

HELD = 2000
HELD_CHARACTERS = 16 << 20
PAGE = 500
POLL_SECONDS = 1.0


@define(eq=False, slots=False)
class Item:
    """One event, with what everybody may hear worked out once."""

    row: NewsRow

    @property
    def sequence(self) -> int:
        return self.row.sequence

    @cached_property
    def audience(self) -> list[list[str] | None]:
        """For each entity, the users who may hear of it; None for everybody."""
        found: list[list[str] | None] = json.loads(self.row.audience)
        return found

    @cached_property
    def is_for_everybody(self) -> bool:
        return all(users is None for users in self.audience)

    @property
    def wants_receipts(self) -> bool:
        """Tell whether the publisher may want to know who gets this.

        Quickly, and sure only when it says no.
        """
        return self.row.topic != UPDATE and '"receipts":true' in self.row.payload

    @cached_property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.row.payload)
        return found

    def text_for(self, user_id: str, *, is_administrator: bool) -> str | None:
        """Return the event as the user may hear it; None when nothing is left."""
        if is_administrator or self.is_for_everybody:
            return self.row.payload
        entities = self.event["data"]["entities"]
        heard = [
            entity
            for entity, users in zip(entities, self.audience, strict=True)
            if users is None or user_id in users
        ]
        return json.dumps(narrowed(self.event, heard), separators=(",", ":")) if heard else None


def narrowed(event: dict[str, Any], entities: list[dict[str, Any]]) -> dict[str, Any]:
    """Return *event* with *entities* alone, and only their parents."""
    parents = dict.fromkeys(
        parent["entityId"] for entity in entities for parent in entity.get("parents") or ()
    )
    return {**event, "data": {**event["data"], "entities": entities, "parents": list(parents)}}


@define(eq=False)
class Relay:
    """Follows the outbox of *database*. `last` is the newest sequence that is known."""

    database: Database
    last: int = 0
    _held: deque[Item] = field(factory=deque)
    _characters: int = 0
    _wake: asyncio.Event = field(factory=asyncio.Event)
    _changed: asyncio.Event = field(factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None
    is_stopping: bool = False

    async def start(self) -> None:
        """Begin to follow, from what is newest now."""
        _, self.last = await self._ask(news_ends)
        loop = asyncio.get_running_loop()
        self.database.on_commit = partial(self._wake_from_thread, loop)
        self.database.follow()
        self._task = asyncio.create_task(self._follow(), name="relay")

    def _wake_from_thread(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(self._wake.set)

    async def stop(self) -> None:
        """Stop following, and let everybody who waits go."""
        self.database.on_commit = None
        self.release()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def release(self) -> None:
        """Let everybody who waits go: the server is about to stop."""
        self.is_stopping = True
        self._tell()

    async def after(self, cursor: int) -> list[Item]:
        """Return the next events after *cursor*, a page at most.

        From memory where that reaches back far enough.
        """
        if cursor >= self.last:
            return []
        if self._held and self._held[0].sequence <= cursor + 1:
            start = cursor + 1 - self._held[0].sequence
            return [self._held[index] for index in range(start, min(start + PAGE, len(self._held)))]
        return [Item(row) for row in await self._ask(lambda tx: news_after(tx, cursor, PAGE))]

    async def ends(self) -> tuple[int, int]:
        """Return the first and last sequence that the database keeps."""
        return await self._ask(news_ends)

    async def reach(self, sequence: int, seconds: float = POLL_SECONDS) -> None:
        """Wait until the event *sequence*, which was seen in the database, is known here as well."""
        while self.last < sequence and await self.wait(self.last, seconds):
            pass

    async def wait(self, cursor: int, seconds: float) -> bool:
        """Wait until there is news after *cursor*.

        False when *seconds* passed without, or the server stops.
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
            except Exception as error:  # noqa: BLE001  # whatever the database says, listeners are told once it is well again
                log.warning("relay.behind", error=str(error))

    async def _catch_up(self) -> None:
        while rows := await self._ask(lambda tx: news_after(tx, self.last, PAGE)):
            for row in rows:
                self._hold(Item(row))
            self.last = rows[-1].sequence
            self._tell()

    def _hold(self, item: Item) -> None:
        if self._held and item.sequence != self._held[-1].sequence + 1:
            self._held.clear()
            self._characters = 0
        self._held.append(item)
        self._characters += len(item.row.payload)
        while len(self._held) > HELD or (self._characters > HELD_CHARACTERS and len(self._held) > 1):
            self._characters -= len(self._held.popleft().row.payload)

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _ask(self, work: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self.database.submit_read(work))
