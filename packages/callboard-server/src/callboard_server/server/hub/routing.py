"""Routing events to the connections of this process. Each event is examined once for all of them.

The hub reads events from the relay, so it delivers the events of all processes in sequence. Events that
clients publish follow the same path: they are first stored, many in one transaction, and then read back.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import orjson
import structlog
from attrs import define, field

from callboard.errors import Busy, CallboardError, InvalidCredentials
from callboard.wire.expression import Expression, is_aimed_at
from callboard.wire.packets import DISCONNECT, event_packet, event_packet_of_text
from callboard.wire.values import instant_text
from callboard_server.access.tickets import Admission, renewed
from callboard_server.actions.event_consumers import consumer_position, move_consumer, move_consumers
from callboard_server.events.client_events import ReceiptRequest, missed, receipt, receipt_request
from callboard_server.events.outbox import append
from callboard_server.events.topics import DELIVERED, LOST
from callboard_server.records.hub_positions import Position
from callboard_server.records.hub_tickets import Ticket
from callboard_server.server.hub.directory import Directory
from callboard_server.server.hub.launches import LAUNCH, Launches
from callboard_server.server.hub.listeners import Listener, Subscription, subscriber_of, subscription_of
from callboard_server.server.hub.presence import Presence
from callboard_server.server.relay import Item
from callboard_server.server.services import Services

log = structlog.get_logger()

HEARTBEAT_SECONDS = 8.0
SILENCE_SECONDS = 75.0
WAIT_SECONDS = 15.0
MOST_IN_ONE_COMMIT = 500
FAREWELL_SECONDS = 1.0
LEAVING_SECONDS = 0.2

Publication = tuple[str, dict[str, Any], "asyncio.Future[None]"]


@define(eq=False)
class Hub:
    """All connections of this process.

    `cursor` is the last event that was routed to connections that are not behind.
    """

    services: Services
    cursor: int = 0
    listeners: set[Listener] = field(factory=set)
    is_stopping: bool = False
    presence: Presence = field(init=False)
    launches: Launches = field(factory=Launches)
    _directory: Directory = field(factory=Directory)
    _publications: asyncio.Queue[Publication] = field(factory=asyncio.Queue)
    _tasks: list[asyncio.Task[None]] = field(factory=list)
    _catching_up: set[asyncio.Task[None]] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.presence = Presence(self.services, lambda: self.listeners)

    async def start(self) -> None:
        """Start to deliver events, beginning with the next one. The relay must have started."""
        self.cursor = self.services.relay.last
        for work in (self._follow, self._publish, self._beat, self.presence.run):
            self._tasks.append(asyncio.create_task(work(), name=f"hub{work.__name__}"))

    async def disconnect_all(self) -> None:
        """Disconnect all listeners before the server stops.

        They receive a disconnect packet first, so that older clients reconnect. Without it, a closed socket
        would stop them.
        """
        self.is_stopping = True
        listeners = list(self.listeners)
        if not listeners:
            return
        for listener in listeners:
            listener.send(DISCONNECT)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(
                asyncio.gather(*(listener.drained() for listener in listeners)), FAREWELL_SECONDS
            )
        await asyncio.sleep(LEAVING_SECONDS)
        for listener in listeners:
            listener.close()
        await asyncio.sleep(0)

    async def stop(self) -> None:
        """Stop all tasks, and store the positions of listeners that resume."""
        for listener in list(self.listeners):
            listener.close()
        for task in (*self._tasks, *self._catching_up):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._catching_up, return_exceptions=True)
        await self._keep_positions()
        await self.presence.leave()

    # ------------------------------------------------------------------------------------------- connections

    def enter(self, admission: Admission) -> Listener:
        """Return a new connection for *admission*."""
        now = instant_text(self.services.clock())
        listener = Listener(admission, last_frame_at=time.monotonic(), confirmed=self.cursor, since=now)
        self.listeners.add(listener)
        self.presence.changed()
        return listener

    async def leave(self, listener: Listener) -> None:
        """Remove *listener*, store its position, and notify publishers that wait for it."""
        listener.close()
        self.listeners.discard(listener)
        self.presence.removed(listener)
        for about in listener.unanswered():
            self._send_receipt(LOST, about, [listener])
        reached = _positions(listener)
        for subscription in list(listener.subscriptions.values()):
            self._forget(subscription)
        await self._keep(reached)

    def frame_received(self, listener: Listener, *, is_heartbeat: bool) -> None:
        """Record a frame from *listener*. A heartbeat confirms everything before the server's oldest one."""
        listener.last_frame_at = time.monotonic()
        if is_heartbeat:
            listener.beat_answered()

    async def subscribe(self, listener: Listener, data: object, source: object = None) -> None:
        """Add the subscription in *data*, or replace the one with the same id. Raises: MalformedOperation.

        *source* is the source of the event that subscribes, in which clients describe themselves.
        """
        subscription = subscription_of(listener, data, self.cursor)
        listener.introduce(source, subscription.metadata)
        if subscription.resumes:
            subscription.since = await self._resume_position(listener, subscription)
        if previous := listener.subscriptions.get(subscription.id):
            self._forget(previous)
        listener.subscriptions[subscription.id] = subscription
        self._directory.add(subscription)
        self.presence.changed()
        if subscription.since < self.cursor:
            self._fall_behind(subscription)

    def unsubscribe(self, listener: Listener, data: object) -> None:
        """Remove the subscription that *data* names. An unknown one is ignored."""
        identifier, _ = subscriber_of(data)
        if subscription := listener.subscriptions.get(identifier):
            self._forget(subscription)

    def _forget(self, subscription: Subscription) -> None:
        subscription.listener.subscriptions.pop(subscription.id, None)
        self._directory.remove(subscription)

    # ------------------------------------------------------------------------------------------- publishing

    async def publish(self, event: dict[str, Any]) -> None:
        """Store *event*, and return when it is stored. Raises: Busy, when the server is stopping."""
        if self.is_stopping:
            raise Busy("The server is stopping.")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._publications.put((event["topic"], event, future))
        await future

    def _send_receipt(self, topic: str, about: ReceiptRequest, listeners: list[Listener]) -> None:
        """Notify the publisher of an event about what happened to *listeners*.

        This is best effort: without the database, no receipt is sent.
        """
        if self.is_stopping:
            return
        event = receipt(topic, about, [listener.card for listener in listeners], self.services.new_id())
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._publications.put_nowait((topic, event, future))

    async def _publish(self) -> None:
        while True:
            batch = [await self._publications.get()]
            while len(batch) < MOST_IN_ONE_COMMIT and not self._publications.empty():
                batch.append(self._publications.get_nowait())
            try:
                now = instant_text(self.services.clock())
                events = [(topic, orjson.dumps(event).decode()) for topic, event, _ in batch]
                await self.services.write(partial(append, events=events, now=now))
            except Exception as error:  # noqa: BLE001  # the publishers get the error; the hub continues
                for _, _, future in batch:
                    if not future.done():
                        future.set_exception(
                            error
                            if isinstance(error, CallboardError)
                            else Busy("The event could not be stored.")
                        )
            else:
                for _, _, future in batch:
                    if not future.done():
                        future.set_result(None)

    # ------------------------------------------------------------------------------------------- routing

    async def _follow(self) -> None:
        while not self.services.relay.is_stopping:
            try:
                for item in await self.services.relay.after(self.cursor):
                    self._route(item)
                    self.cursor = item.sequence
                await asyncio.sleep(0)
                await self.services.relay.wait(self.cursor, WAIT_SECONDS)
            except Exception as error:  # noqa: BLE001  # after any database error, delivery continues as soon as possible
                log.warning("hub.behind", error=str(error))
                await asyncio.sleep(1)

    def _route(self, item: Item) -> None:
        if item.row.topic == LAUNCH:
            self.launches.remember(item.event)
        found = self._directory.candidates(item.row.topic, item.event)
        candidates = (one for one in found if not one.listener.behind and item.sequence > one.listener.cursor)
        reached = []
        for listener, frame in _deliveries(item, candidates):
            listener.send(frame)
            reached.append(listener)
        if reached and item.may_need_receipts:
            self._confirm_delivery(item, reached)

    def _confirm_delivery(self, item: Item, reached: list[Listener]) -> None:
        """Notify the publisher of *item*, if it requested receipts, that *reached* received it."""
        if (request := receipt_request(item.event)) is not None:
            for listener in reached:
                listener.expect(request)
            self._send_receipt(DELIVERED, request, reached)

    def _fall_behind(self, subscription: Subscription) -> None:
        """Let a connection read events on its own from the start of *subscription*, until it catches up."""
        listener, since = subscription.listener, subscription.since
        listener.go_back(since)
        if listener.behind:
            listener.cursor = min(listener.cursor, since)
            return
        for other in listener.subscriptions.values():
            if other is not subscription:
                other.since = max(other.since, self.cursor)
        listener.behind, listener.cursor = True, since
        task = asyncio.create_task(self._catch_up(listener), name="hub-catching-up")
        self._catching_up.add(task)
        task.add_done_callback(self._catching_up.discard)

    async def _catch_up(self, listener: Listener) -> None:
        try:
            await self._read_on(listener)
        except Exception as error:  # noqa: BLE001  # the client reconnects and continues after what it confirmed
            log.warning("hub.catching_up_failed", error=str(error))
            listener.close("The events that it missed could not be read.")

    async def _read_on(self, listener: Listener) -> None:
        while not listener.is_closed:
            items = await self.services.relay.after(listener.cursor)
            for item in items:
                for _, frame in _deliveries(item, tuple(listener.subscriptions.values())):
                    listener.send(frame)
                    if item.may_need_receipts:
                        self._confirm_delivery(item, [listener])
                for subscription in listener.subscriptions.values():
                    subscription.since = max(subscription.since, item.sequence)
                listener.cursor = item.sequence
            if not items and listener.cursor >= self.cursor:
                listener.behind = False
                return
            await listener.drained()

    # --------------------------------------------------------------------------------- positions, heartbeats

    async def _resume_position(self, listener: Listener, subscription: Subscription) -> int:
        """Return the position of a listener that resumes. A new listener starts with the next event."""
        actor, name = listener.admission.actor, subscription.id
        found = await self.services.read(lambda tx: consumer_position(tx, actor, name))
        if found is None:
            start = found = self.cursor
            await self.services.write(lambda tx: move_consumer(tx, actor, name, start, self.services.clock()))
        first, _ = await self.services.relay.ends()
        if found < first - 1:
            log.warning(
                "hub.missed",
                user=listener.admission.actor.username,
                subscriber=subscription.id,
                after=found,
                before=first,
            )
            listener.send(event_packet(missed(subscription.id, found, first, self.services.new_id())))
        return min(found, self.cursor)

    async def _keep_positions(self) -> None:
        moved = [listener for listener in self.listeners if listener.confirmed != listener.stored]
        confirmed = [listener.confirmed for listener in moved]
        await self._keep([position for listener in moved for position in _positions(listener)])
        for listener, sequence in zip(moved, confirmed, strict=True):
            listener.stored = sequence

    async def _keep(self, reached: list[Position]) -> None:
        if reached:
            now = self.services.clock()
            await self.services.write(lambda tx: move_consumers(tx, reached, now))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                await self._renew()
                for listener in list(self.listeners):
                    if time.monotonic() - listener.last_frame_at > SILENCE_SECONDS:
                        listener.close("It did not answer heartbeats.")
                    self.beat(listener)
                await self._keep_positions()
            except Exception as error:  # noqa: BLE001  # the next beat follows soon
                log.warning("hub.beat", error=str(error))

    def beat(self, listener: Listener) -> None:
        """Send *listener* a heartbeat. Its answer confirms that everything before has arrived."""
        listener.beat(listener.cursor if listener.behind else self.cursor)

    async def _renew(self) -> None:
        """Check all credentials again: keys may have been revoked and users deactivated since."""
        by_ticket: dict[Ticket, list[Listener]] = {}
        for listener in self.listeners:
            by_ticket.setdefault(listener.admission.ticket, []).append(listener)
        now = self.services.clock()
        for ticket, listeners in by_ticket.items():
            try:
                actor = await self.services.read(partial(renewed, ticket=ticket, now=now))
            except InvalidCredentials:
                for listener in listeners:
                    self._disconnect(listener)
            else:
                for listener in listeners:
                    listener.admission = Admission(actor, ticket)

    def _disconnect(self, listener: Listener) -> None:
        for subscription in list(listener.subscriptions.values()):
            self._forget(subscription)
        listener.send(DISCONNECT)
        asyncio.get_running_loop().call_later(
            FAREWELL_SECONDS, listener.close, "Its key was revoked, or its user was deactivated."
        )


def _positions(listener: Listener) -> list[Position]:
    """Return the positions of the subscriptions of *listener* that resume."""
    user_id = listener.admission.actor.user_id
    return [
        Position(user_id, one.id, listener.confirmed)
        for one in listener.subscriptions.values()
        if one.resumes
    ]


def _deliveries(item: Item, candidates: Iterable[Subscription]) -> Iterator[tuple[Listener, str]]:
    """Yield each connection that receives *item* by one of *candidates*, once, with its frame."""
    views: dict[str | None, _View | None] = {}
    done: set[Listener] = set()
    for subscription in candidates:
        listener = subscription.listener
        if listener in done or listener.is_closed or item.sequence <= subscription.since:
            continue
        actor = listener.admission.actor
        viewer = None if item.is_for_all or actor.is_administrator else actor.user_id
        if viewer not in views:
            views[viewer] = (
                _View(item.row.payload, item.event) if viewer is None else _narrowed_view(item, viewer)
            )
        view = views[viewer]
        if view is not None and view.matches(subscription):
            done.add(listener)
            yield listener, view.frame


def _narrowed_view(item: Item, user_id: str) -> _View | None:
    text = item.text_for(user_id, is_administrator=False)
    return None if text is None else _View(text, orjson.loads(text))


@define(eq=False)
class _View:
    """An event as a group of users may see it.

    Each expression is evaluated once, regardless of the number of its subscriptions.
    """

    text: str
    _event: dict[str, Any]
    _frame: str | None = None
    _matched: dict[int, bool] = field(factory=dict)

    @property
    def frame(self) -> str:
        if self._frame is None:
            self._frame = event_packet_of_text(self.text)
        return self._frame

    def matches(self, subscription: Subscription) -> bool:
        """Return whether *subscription* matches, by its expression and by the target of the event."""
        expression: Expression = subscription.expression
        matched = self._matched.get(id(expression))
        if matched is None:
            matched = self._matched[id(expression)] = expression.matches(self._event)
        return matched and is_aimed_at(self._event.get("target"), subscription.metadata)
