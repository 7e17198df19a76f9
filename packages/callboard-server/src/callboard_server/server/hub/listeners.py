"""One connection to the hub: its user, its subscriptions and the frames that wait to be sent."""

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
"""The field of a subscriber's metadata that requests missed events. The subscriber needs a constant id."""


@define(eq=False)
class Subscription:
    """The subscription of one subscriber to events after `since` that match `expression`.

    The targets of events are matched against `metadata`.
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
    """One connection.

    Frames wait here to be sent, up to a limit. A client that does not read is disconnected.

    While the connection is `behind`, `cursor` is the last event that was read for it. `confirmed` is the last
    event that it has certainly received, because it answered a heartbeat that was sent afterwards. Clients
    answer heartbeats in order, so an answer belongs to the oldest unanswered one. `awaited` are the events
    whose publishers requested receipts, and that this connection has not replied to.
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
    last_frame_at: float = 0.0
    is_closed: bool = False
    _waiting: deque[str] = field(factory=deque)
    _characters: int = 0
    _beats_waiting: deque[int] = field(factory=deque)
    _beats_sent: deque[int] = field(factory=deque)
    _filled: asyncio.Event = field(factory=asyncio.Event)
    _emptied: asyncio.Event = field(factory=asyncio.Event)
    closed: asyncio.Event = field(factory=asyncio.Event)
    since: str = ""
    reason: str | None = None

    @property
    def waiting(self) -> int:
        """The number of frames that wait to be sent."""
        return len(self._waiting)

    @property
    def card(self) -> dict[str, str | None]:
        """The identity of this connection, for the publishers of events."""
        return {
            "id": self.id,
            "username": self.admission.actor.username,
            "host": self.host,
            "application": self.application,
        }

    def introduce(self, *sources: object) -> None:
        """Record the host and the application from *sources*: of the subscribing event and the subscriber."""
        for source in sources:
            if isinstance(source, Mapping):
                self.host = _name(source.get("host")) or self.host
                self.application = _name(source.get("applicationId")) or self.application

    def expect(self, about: ReceiptRequest) -> None:
        """Record that a publisher waits for a reply from this connection. Only the newest ones are kept."""
        self.awaited[about.event_id] = about, time.monotonic()
        if len(self.awaited) > MOST_AWAITED:
            del self.awaited[next(iter(self.awaited))]

    def unanswered(self) -> list[ReceiptRequest]:
        """Return the recent events without a reply."""
        oldest = time.monotonic() - AWAITED_SECONDS
        return [about for about, since in self.awaited.values() if since >= oldest]

    def send(self, frame: str) -> None:
        """Queue *frame*. Close the connection when too much is queued."""
        if self.is_closed:
            return
        self._waiting.append(frame)
        self._characters += len(frame)
        self._filled.set()
        if len(self._waiting) > MOST_WAITING or (
            self._characters > MOST_CHARACTERS_WAITING and len(self._waiting) > 1
        ):
            self.close(f"It did not read: {len(self._waiting)} frames were queued.")

    def beat(self, reached: int) -> None:
        """Queue a heartbeat. Its answer confirms that all events up to *reached* have arrived."""
        if not self.is_closed:
            self._beats_waiting.append(reached)
            self.send(HEARTBEAT)

    def beat_answered(self) -> None:
        """Record that the client answered a heartbeat."""
        if self._beats_sent:
            self.confirmed = max(self.confirmed, self._beats_sent.popleft())

    def go_back(self, sequence: int) -> None:
        """Treat nothing after *sequence* as confirmed, because it will be sent again."""
        self.confirmed = min(self.confirmed, sequence)
        for beats in (self._beats_waiting, self._beats_sent):
            for index, reached in enumerate(beats):
                beats[index] = min(reached, sequence)

    def close(self, reason: str | None = None) -> None:
        """Close the connection and discard queued frames.

        *reason* is set when the server disconnects the client.
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
        """Wait for the next frame to send, and return it; None when the connection is closed."""
        while not self._waiting and not self.is_closed:
            self._emptied.set()
            self._filled.clear()
            await self._filled.wait()
        if self.is_closed:
            return None
        frame = self._waiting.popleft()
        self._characters -= len(frame)
        if frame == HEARTBEAT and self._beats_waiting:
            self._beats_sent.append(self._beats_waiting.popleft())
        return frame

    async def drained(self) -> None:
        """Wait until all frames are sent, or the connection is closed."""
        while self._waiting and not self.is_closed:
            self._emptied.clear()
            await self._emptied.wait()


def _name(given: object) -> str | None:
    return given[:LONGEST_ID] if isinstance(given, str) and given else None


def subscription_of(listener: Listener, data: object, since: int) -> Subscription:
    """Return the subscription in *data* of `ftrack.meta.subscribe`. Raises: MalformedOperation."""
    subscriber, metadata = subscriber_of(data)
    text = data.get("subscription") if isinstance(data, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise MalformedOperation(
            '"subscription" must be an expression, such as "topic=ftrack.update".', code="events.expression"
        )
    if len(listener.subscriptions) >= MOST_SUBSCRIPTIONS and subscriber not in listener.subscriptions:
        raise MalformedOperation(
            f"A connection can have at most {MOST_SUBSCRIPTIONS} subscriptions.", code="events.subscriptions"
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
    """Return the id and the metadata of the subscriber in *data* of a meta event.

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
