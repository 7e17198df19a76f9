"""The event hub: a connection to publish and receive events.

A thread reads packets and replies to the heartbeats of the server. Callbacks run in the thread that calls
`wait`.
"""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from callboard import log
from callboard.errors import MalformedOperation
from callboard.event.base import Event, event_of_wire, wire_of_event
from callboard.event.subscriber import Subscriber
from callboard.exception import EventHubConnectionError, NotFoundError, NotUniqueError
from callboard.settings import text_mapping
from callboard.wire.expression import is_aimed_at
from callboard.wire.packets import (
    ACKNOWLEDGEMENT_CODE,
    DISCONNECT_CODE,
    ERROR_CODE,
    EVENT_CODE,
    EVENT_NAME,
    HEARTBEAT,
    HEARTBEAT_CODE,
    Packet,
    parse_packet,
)

__all__ = ["EventHub", "ServerDetails"]

SUBSCRIBE: Final = "ftrack.meta.subscribe"
UNSUBSCRIBE: Final = "ftrack.meta.unsubscribe"
REPLY: Final = "ftrack.meta.reply"
CONNECTED: Final = "ftrack.meta.connected"
DISCONNECTED: Final = "ftrack.meta.disconnected"

TIMEOUT_SECONDS: Final = 60.0
"""How long to wait for a packet until the connection counts as lost; heartbeats are more frequent."""

ATTEMPTS, DELAY_SECONDS = 30, 10.0
FIRST_DELAY_SECONDS: Final = 0.2
DISCONNECT_SECONDS: Final = 4.0
POLL_SECONDS: Final = 0.1

Acknowledged = Callable[[Mapping[str, Any]], None]


class ServerDetails(NamedTuple):
    """The address of the server; the port is None for the default one."""

    scheme: str
    hostname: str
    port: int | None


class EventHub:
    """Publishes events, and passes received events to subscribers.

    Raises: ValueError for a URL without a scheme or host, TypeError for headers or cookies that are not
    mappings.
    """

    def __init__(
        self,
        server_url: str,
        api_user: str,
        api_key: str,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
    ) -> None:
        self.id = uuid.uuid4().hex
        found = urlsplit(server_url)
        if not found.scheme or not found.hostname:
            raise ValueError(f"`server_url` must contain a scheme and a host; got {server_url!r}.")
        self.server = ServerDetails(found.scheme, found.hostname, found.port)
        self.logger = log.logger(f"{__name__}.EventHub")
        self._api_user = api_user
        self._api_key = api_key
        self._headers = text_mapping("headers", headers)
        self._cookies = text_mapping("cookies", cookies)
        self._lock = threading.RLock()
        self._subscribers: list[Subscriber] = []
        self._replies: dict[str, Callable[[Event], Any]] = {}
        self._acknowledged: dict[str, Acknowledged] = {}
        self._unsent: list[Event] = []
        self._arrived: queue.Queue[Event] = queue.Queue()
        self._connection: Any = None
        self._reader: threading.Thread | None = None
        self._numbers = 0
        self._is_initialised = False
        self._is_disconnecting = False
        self._auto_reconnect_attempts = ATTEMPTS
        self._auto_reconnect_delay = DELAY_SECONDS

    # ------------------------------------------------------------------ connecting

    @property
    def connected(self) -> bool:
        """Whether the hub is connected."""
        return self._connection is not None

    @property
    def secure(self) -> bool:
        """Whether the connection is encrypted."""
        return self.server.scheme == "https"

    def get_network_location(self) -> str:
        """Return the host and port of the server."""
        host = f"[{self.server.hostname}]" if ":" in self.server.hostname else self.server.hostname
        return f"{host}:{self.server.port}" if self.server.port else host

    def get_server_url(self) -> str:
        """Return the URL of the server."""
        return f"{self.server.scheme}://{self.get_network_location()}"

    def init_connection(self) -> None:
        """Announce a connection, so that events published before it is established are queued."""
        self._is_initialised = True

    def connect(self) -> None:
        """Connect, register all subscribers, and publish queued events.

        Raises: EventHubConnectionError.
        """
        self.init_connection()
        if self.connected:
            raise EventHubConnectionError("The event hub is already connected.")
        self._is_disconnecting = False
        try:
            connection = self._opened()
        except Exception as error:
            raise EventHubConnectionError(
                f"Cannot connect to the event hub at {self.get_server_url()}: {error}"
            ) from error
        with self._lock:
            self._connection = connection
            self._reader = threading.Thread(
                target=self._read, args=(connection,), name="callboard-events", daemon=True
            )
            self._reader.start()
            if self.get_subscriber_by_identifier(self.id) is None:
                self._subscribers.append(
                    Subscriber(f"topic={REPLY}", self._handle_reply, {"id": self.id}, 100)
                )
            for subscriber in self._subscribers:
                self._register(subscriber)
            unsent, self._unsent = self._unsent, []
            for event in unsent:
                self._send(event)

    def _opened(self) -> Any:
        """Return a WebSocket connected to the server."""
        try:
            import websocket
        except ImportError:
            raise EventHubConnectionError(
                "The event hub requires websocket-client. Run: pip install 'callboard[events]'"
            ) from None
        import urllib3

        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {**self._headers, **({"cookie": cookie} if cookie else {})}
        credentials = {"ftrack-user": self._api_user, "ftrack-api-key": self._api_key}
        with urllib3.PoolManager(retries=False, timeout=TIMEOUT_SECONDS) as http:
            answer = http.request(
                "GET", f"{self.get_server_url()}/socket.io/1/", headers={**headers, **credentials}
            )
        if answer.status != 200:
            raise EventHubConnectionError(f"{answer.status}: {answer.data.decode(errors='replace')[:500]}")
        ticket, _, _, transports = answer.data.decode().split(":")
        if "websocket" not in transports.split(","):
            raise EventHubConnectionError("the server does not support WebSockets.")
        url = (
            f"{'wss' if self.secure else 'ws'}://{self.get_network_location()}/socket.io/1/websocket/{ticket}"
        )
        return websocket.create_connection(
            url, timeout=TIMEOUT_SECONDS, header=headers, enable_multithread=True
        )

    def disconnect(self, unsubscribe: bool = True, reconnect: bool = False) -> None:
        """Disconnect, and remove all subscribers unless *unsubscribe* is false.

        Raises: EventHubConnectionError, when the hub is not connected.
        """
        if not self.connected:
            raise EventHubConnectionError("The event hub is not connected.")
        self._is_disconnecting = not reconnect
        if unsubscribe:
            for subscriber in list(self._subscribers):
                with contextlib.suppress(NotFoundError):
                    self.unsubscribe(subscriber.metadata["id"])
        reader = self._reader
        self._drop()
        self._is_initialised = reconnect
        if reader is not None and reader is not threading.current_thread():
            reader.join(DISCONNECT_SECONDS)

    def reconnect(self, attempts: int = 10, delay: float = 5) -> None:
        """Reconnect with all subscribers; *delay* is the longest pause between attempts, in seconds.

        Raises: EventHubConnectionError, when no attempt succeeds.
        """
        if self.connected:
            self.disconnect(unsubscribe=False, reconnect=True)
        pause = min(FIRST_DELAY_SECONDS, delay)
        for _ in range(attempts):
            if self._try_connect():
                return
            time.sleep(pause)
            pause = min(2 * pause, delay)
        raise EventHubConnectionError(
            f"Cannot reconnect to the event hub at {self.get_server_url()} after {attempts} attempts."
        )

    def _try_connect(self) -> bool:
        try:
            self.connect()
        except EventHubConnectionError as error:
            self.logger.debug("Cannot reconnect yet: %s", error)
            return False
        return True

    def _drop(self) -> None:
        with self._lock:
            connection, self._connection = self._connection, None
            self._acknowledged.clear()
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close(timeout=0)
            with contextlib.suppress(Exception):
                connection.shutdown()

    # ------------------------------------------------------------------ subscribing

    def subscribe(
        self,
        subscription: str,
        callback: Callable[[Event], Any],
        subscriber: Mapping[str, Any] | None = None,
        priority: float = 100,
    ) -> str:
        """Call *callback* with the events that match *subscription*; return the id of the subscriber.

        *subscriber* is metadata that targets of events are matched against. Include an `id` for a subscriber
        that keeps its identity; with `"resume": True` it also receives the events that it missed while it
        was disconnected. A return value of the callback other than None is published as a reply.
        Raises: ParseError; NotUniqueError, when the id is already in use.
        """
        metadata = {"id": uuid.uuid4().hex, **(subscriber or {})}
        with self._lock:
            if self.get_subscriber_by_identifier(metadata["id"]) is not None:
                raise NotUniqueError(f"There is already a subscriber with the identifier {metadata['id']!r}.")
            added = Subscriber(subscription, callback, metadata, priority)
            self._subscribers.append(added)
            if self.connected:
                self._register(added)
        return str(metadata["id"])

    @contextlib.contextmanager
    def subscription(
        self,
        subscription: str,
        callback: Callable[[Event], Any],
        subscriber: Mapping[str, Any] | None = None,
        priority: float = 100,
    ) -> Iterator[None]:
        """Subscribe for the duration of a `with` block."""
        identifier = self.subscribe(subscription, callback, subscriber, priority)
        try:
            yield
        finally:
            self.unsubscribe(identifier)

    def unsubscribe(self, subscriber_identifier: str) -> None:
        """Remove a subscriber. Raises: NotFoundError."""
        with self._lock:
            found = self.get_subscriber_by_identifier(subscriber_identifier)
            if found is None:
                raise NotFoundError(f"There is no subscriber with the identifier {subscriber_identifier!r}.")
            self._subscribers.remove(found)
            if self.connected:
                self._send(Event(UNSUBSCRIBE, data={"subscriber": found.metadata}))

    def get_subscriber_by_identifier(self, identifier: str) -> Subscriber | None:
        """Return the subscriber with that id, or None."""
        return next((one for one in list(self._subscribers) if one.metadata.get("id") == identifier), None)

    def _register(self, subscriber: Subscriber) -> None:
        data = {"subscriber": subscriber.metadata, "subscription": str(subscriber.subscription)}
        self._send(Event(SUBSCRIBE, data=data), f"Cannot subscribe {subscriber}")

    # ------------------------------------------------------------------ publishing

    def publish(
        self,
        event: Event,
        synchronous: bool = False,
        on_reply: Callable[[Event], Any] | None = None,
        on_error: str = "raise",
    ) -> list[Any] | bool | None:
        """Publish *event*.

        With *synchronous*, only the subscribers of this hub are called, immediately; their return values are
        returned. Otherwise the server delivers the event, also to this hub, and *on_reply* is called with
        each reply in the thread that calls `wait`. While a connection is being established, the event is
        queued, and True is returned.

        Raises: EventHubConnectionError when not connected, unless *on_error* is "ignore".
        """
        self._complete(event)
        if synchronous:
            return self._handle(event, synchronous=True)
        if on_reply is not None:
            self._replies[event["id"]] = on_reply
        with self._lock:
            if self.connected:
                self._send(event)
                return None
            if self._is_initialised:
                self._unsent.append(event)
                return True
        if on_error == "ignore":
            self.logger.info("Not published, because the event hub is not connected: %s", event)
            return None
        raise EventHubConnectionError("Cannot publish: the event hub is not connected. Call connect() first.")

    def publish_reply(
        self, source_event: Mapping[str, Any], data: Any, source: Mapping[str, Any] | None = None
    ) -> None:
        """Reply to *source_event* with *data*; *source* defaults to the hub."""
        reply = Event(
            REPLY,
            data=data,
            source=source,
            target=f"id={source_event['source']['id']}",
            in_reply_to_event=source_event["id"],
        )
        self.publish(reply)

    def _complete(self, event: Event) -> None:
        source = dict(event["source"] or {})
        source.setdefault("id", self.id)
        source.setdefault("user", {"username": self._api_user})
        source.setdefault("host", socket.gethostname())
        event["source"] = source

    def _send(self, event: Event, failure: str = "Cannot publish the event") -> None:
        """Send *event*, and log an error when the server rejects it.

        The reading thread handles a lost connection.
        """
        self._complete(event)
        with self._lock:
            self._numbers += 1
            number = str(self._numbers)
            body = json.dumps({"name": EVENT_NAME, "args": [wire_of_event(event)]})

            def acknowledged(answer: Mapping[str, Any]) -> None:
                if not answer.get("success"):
                    self.logger.error("%s: %s (%s)", failure, answer.get("message"), event["topic"])

            self._acknowledged[number] = acknowledged
            self._send_frame(f"{EVENT_CODE}:{number}+::{body}")

    def _send_frame(self, frame: str) -> None:
        connection = self._connection
        if connection is None:
            return
        try:
            connection.send(frame)
        except Exception as error:  # noqa: BLE001 - the reading thread gets any error of the socket as well, and reconnects
            self.logger.warning("Cannot send to the event hub: %s", error)

    # ------------------------------------------------------------------ receiving

    def wait(self, duration: float | None = None) -> None:
        """Handle events for *duration* seconds, or until the connection is lost and cannot be restored.

        Raises: EventHubConnectionError, when the hub was never connected.
        """
        if not self._is_initialised and not self.connected:
            raise EventHubConnectionError(
                "Cannot wait for events: the event hub is not connected. Call connect() first."
            )
        until = None if duration is None else time.monotonic() + duration
        while until is None or time.monotonic() < until:
            left = POLL_SECONDS if until is None else max(0.0, min(POLL_SECONDS, until - time.monotonic()))
            try:
                event = self._arrived.get(timeout=left)
            except queue.Empty:
                continue
            self._handle(event)
            if event["topic"] == DISCONNECTED:
                return

    def _handle(self, event: Event, synchronous: bool = False) -> list[Any]:
        """Call the subscribers for *event*, in the order of their priorities; return their results."""
        results: list[Any] = []
        for subscriber in sorted(self._subscribers, key=lambda one: one.priority):
            if not is_aimed_at(event["target"], subscriber.metadata) or not subscriber.interested_in(event):
                continue
            try:
                result = subscriber.callback(event)
            except Exception:
                self.logger.exception("%s raised an error for %s", subscriber, event)
            else:
                results.append(result)
                if not synchronous and result is not None:
                    self._answer(event, result, subscriber)
            if event.is_stopped():
                break
        return results

    def _answer(self, event: Event, result: Any, subscriber: Subscriber) -> None:
        try:
            self.publish_reply(event, result, subscriber.metadata)
        except (EventHubConnectionError, KeyError, TypeError) as error:
            self.logger.warning("Cannot reply to %s: %s", event, error)

    def _handle_reply(self, event: Event) -> None:
        callback = self._replies.get(event["in_reply_to_event"])
        if callback is not None:
            callback(event)

    def _read(self, connection: Any) -> None:
        """Read packets from *connection*; when it is lost, reconnect."""
        self._arrived.put(Event(CONNECTED))
        with contextlib.suppress(Exception):
            while self._connection is connection:
                frame = connection.recv()
                if not frame or not self._process(frame):
                    break
        if self._connection is not connection or self._is_disconnecting:
            return
        self._drop()
        try:
            self.reconnect(self._auto_reconnect_attempts, self._auto_reconnect_delay)
        except EventHubConnectionError:
            self._is_initialised = False
            self._arrived.put(Event(DISCONNECTED))

    def _process(self, frame: str) -> bool:
        """Process *frame*; return False when the server disconnects.

        An invalid frame is logged and ignored.
        """
        try:
            packet = parse_packet(frame)
            if packet.code == EVENT_CODE:
                self._arrived.put(event_of_wire(packet.event()))
        except MalformedOperation as error:
            self.logger.warning("The event hub sent an invalid packet: %s", error)
            return True
        if packet.code == HEARTBEAT_CODE:
            self._send_frame(HEARTBEAT)
        elif packet.code == ACKNOWLEDGEMENT_CODE:
            self._acknowledge(packet)
        elif packet.code == ERROR_CODE:
            self.logger.error("The event hub reported an error: %s", packet.data)
        return packet.code != DISCONNECT_CODE

    def _acknowledge(self, packet: Packet) -> None:
        number, _, answers = packet.data.partition("+")
        callback = self._acknowledged.pop(number, None)
        with contextlib.suppress(ValueError, TypeError, IndexError, AttributeError):
            if callback is not None:
                callback(json.loads(answers)[0])
