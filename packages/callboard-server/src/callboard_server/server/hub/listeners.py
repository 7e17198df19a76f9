"""One connection to the hub: who is there, what they subscribed to, and what waits to be sent."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import deque
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from callboard.errors import MalformedOperation
from callboard.wire.expression import Condition, Expression, parse_expression, required_by, topics_of
from callboard.wire.packets import HEARTBEAT
from callboard_server.access.tickets import Admission
from callboard_server.events.client_events import ReceiptRequest

MOST_SUBSCRIPTIONS = 1000
LONGEST_ID = 255
MOST_WAITING = 20_000
MOST_CHARACTERS_WAITING = 32 << 20
MOST_AWAITED = 100
AWAITED_SECONDS = 900.0
RESUME = "resume"
"""The field of a subscriber's metadata by which it asks for what it missed.

It needs an id that stays the same.
"""


@define(eq=False)
class Subscription:
    """What one subscriber wants to hear.

    Events after `since` that match `expression`, by a target that matches `metadata`.
    """

    listener: Listener
    id: str
    text: str
    metadata: Mapping[str, Any]
    expression: Expression
    topics: frozenset[str] | None
    required: tuple[Condition, ...]
    since: int
    resumes: bool


@define(eq=False)
class Listener:
    """One connection. Frames to be sent wait here, up to a limit: whoever does not read is cut off and holds
    up nobody.

    `cursor` is the newest event that was looked at for this connection alone, while it is `behind`;
    `confirmed` the newest that it has for sure, because it answered a heartbeat that was sent after it.
    Clients answer heartbeats in their order, so the oldest one that is under way is the one that an answer is
    about. `awaited` are events whose publishers want to know who got them, and that this connection did not
    reply to.
    """

    admission: Admission
    id: str = field(factory=lambda: uuid.uuid4().hex)
    host: str | None = None
    application: str | None = None
    awaited: dict[str, tuple[ReceiptRequest, float]] = field(factory=dict)
    subscriptions: dict[str, Subscription] = field(factory=dict)
    behind: bool = False
    cursor: int = 0
    confirmed: int = 0
    stored: int = -1
    heard_at: float = 0.0
    is_closed: bool = False
    _waiting: deque[str] = field(factory=deque)
    _characters: int = 0
    _beats_waiting: deque[int] = field(factory=deque)
    _beats_under_way: deque[int] = field(factory=deque)
    _filled: asyncio.Event = field(factory=asyncio.Event)
    _emptied: asyncio.Event = field(factory=asyncio.Event)
    closed: asyncio.Event = field(factory=asyncio.Event)
    since: str = ""
    reason: str | None = None

    @property
    def waiting(self) -> int:
        """How many frames wait to be sent."""
        return len(self._waiting)

    @property
    def card(self) -> dict[str, str | None]:
        """Who this is, for those whose events it gets."""
        return {
            "id": self.id,
            "username": self.admission.actor.username,
            "host": self.host,
            "application": self.application,
        }

    def introduce(self, *sources: object) -> None:
        """Note the host and the application that *sources* name.

        Of the event that subscribes, and of the subscriber.
        """
        for source in sources:
            if isinstance(source, Mapping):
                self.host = _name(source.get("host")) or self.host
                self.application = _name(source.get("applicationId")) or self.application

    def expect(self, about: ReceiptRequest) -> None:
        """Note that a publisher waits for what this connection makes of an event.

        Only of the newest few is this known.
        """
        self.awaited[about.event_id] = about, time.monotonic()
        if len(self.awaited) > MOST_AWAITED:
            del self.awaited[next(iter(self.awaited))]

    def unanswered(self) -> list[ReceiptRequest]:
        """Return what was not replied to of late."""
        oldest = time.monotonic() - AWAITED_SECONDS
        return [about for about, since in self.awaited.values() if since >= oldest]

    def send(self, frame: str) -> None:
        """Let *frame* be sent in its turn; close the connection when too much waits already."""
        if self.is_closed:
            return
        self._waiting.append(frame)
        self._characters += len(frame)
        self._filled.set()
        if len(self._waiting) > MOST_WAITING or (
            self._characters > MOST_CHARACTERS_WAITING and len(self._waiting) > 1
        ):
            self.close(f"It did not read: {len(self._waiting)} frames waited.")

    def beat(self, reached: int) -> None:
        """Let a heartbeat be sent in its turn.

        Its answer will tell that all events up to *reached* have arrived.
        """
        if not self.is_closed:
            self._beats_waiting.append(reached)
            self.send(HEARTBEAT)

    def heard_beat(self) -> None:
        """Note that the other side answered a heartbeat."""
        if self._beats_under_way:
            self.confirmed = max(self.confirmed, self._beats_under_way.popleft())

    def go_back(self, sequence: int) -> None:
        """Count nothing after *sequence* as confirmed, whatever is under way: it will be sent again."""
        self.confirmed = min(self.confirmed, sequence)
        for beats in (self._beats_waiting, self._beats_under_way):
            for index, reached in enumerate(beats):
                beats[index] = min(reached, sequence)

    def close(self, reason: str | None = None) -> None:
        """Give the connection up, for *reason* when the client did not leave by itself.

        What waits is forgotten.
        """
        if not self.is_closed:
            self.reason = reason
        self.is_closed = True
        self._waiting.clear()
        self._beats_waiting.clear()
        self._characters = 0
        self.closed.set()
        self._filled.set()
        self._emptied.set()

    async def next_frame(self) -> str | None:
        """Return what is to be sent next, once there is something; None when the connection is given up."""
        while not self._waiting and not self.is_closed:
            self._emptied.set()
            self._filled.clear()
            await self._filled.wait()
        if self.is_closed:
            return None
        frame = self._waiting.popleft()
        self._characters -= len(frame)
        if frame == HEARTBEAT and self._beats_waiting:
            self._beats_under_way.append(self._beats_waiting.popleft())
        return frame

    async def drained(self) -> None:
        """Wait until nothing waits to be sent, or the connection is given up."""
        while self._waiting and not self.is_closed:
            self._emptied.clear()
            await self._emptied.wait()


def _name(given: object) -> str | None:
    return given[:LONGEST_ID] if isinstance(given, str) and given else None


def subscription_of(listener: Listener, data: object, since: int) -> Subscription:
    """Return the subscription that *data* of `ftrack.meta.subscribe` asks for. Raises: MalformedOperation."""
    subscriber, metadata = subscriber_of(data)
    text = data.get("subscription") if isinstance(data, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise MalformedOperation(
            '"subscription" must be an expression, such as "topic=ftrack.update".', code="events.expression"
        )
    if len(listener.subscriptions) >= MOST_SUBSCRIPTIONS and subscriber not in listener.subscriptions:
        raise MalformedOperation(
            f"A connection has at most {MOST_SUBSCRIPTIONS} subscriptions.", code="events.subscriptions"
        )
    expression = parse_expression(text)
    return Subscription(
        listener,
        subscriber,
        text,
        metadata,
        expression,
        topics_of(expression),
        required_by(expression),
        since,
        metadata.get(RESUME) is True,
    )


def subscriber_of(data: object) -> tuple[str, Mapping[str, Any]]:
    """Return the id and metadata of the subscriber that *data* of a meta event names.

    Raises: MalformedOperation.
    """
    metadata = data.get("subscriber") if isinstance(data, dict) else None
    identifier = metadata.get("id") if isinstance(metadata, dict) else None
    if (
        not isinstance(metadata, dict)
        or not isinstance(identifier, str)
        or not 0 < len(identifier) <= LONGEST_ID
    ):
        raise MalformedOperation('"subscriber" must be an object with an "id".', code="events.subscriber")
    return identifier, metadata
