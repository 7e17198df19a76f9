"""A network that a test can break.

It forwards bytes between a browser and a server until the connection is cut.
"""

from __future__ import annotations

import contextlib
import itertools
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

BLOCK_BYTES = 65536
HOST = "127.0.0.1"


class Network:
    """Forwards connections to the server at *target*. `cut` ends all and refuses new ones, until `mend`.

    With a *feed*, it answers the requests for events.
    """

    def __init__(self, target: str, feed: Feed | None = None) -> None:
        self._feed = feed
        parts = urlsplit(target)
        self._target = (parts.hostname or HOST, parts.port or 80)
        self._listening = socket.create_server((HOST, 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_cut = False
        self.url = f"http://{HOST}:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, name="network", daemon=True).start()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        with self._lock:
            self._is_cut = True
            broken, self._open = self._open, set()
        for connection in broken:
            _end(connection)

    def mend(self) -> None:
        """Accept connections again."""
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._is_cut:
                    _end(near)
                else:
                    threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near, socket.create_connection(self._target) as far:
            with self._lock:
                self._open |= {near, far}
            try:
                if _pump(near, far, is_fed=self._feed is not None) and self._feed is not None:
                    self._feed.send(near)
            finally:
                with self._lock:
                    self._open -= {near, far}


class Feed:
    """Answers a browser's request for events with *messages*, instead of the server.

    So a test can publish a thousand events a second without a server that makes them.
    """

    def __init__(self, rate: float, messages: Iterator[bytes]) -> None:
        self._rate = rate
        self._messages = messages
        self.sent = 0

    def send(self, to: socket.socket) -> None:
        """Send messages at the rate of the feed, until the connection ends."""
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n"
        to.sendall(head.encode())
        started = time.monotonic()
        sent = 0
        while True:
            due = int((time.monotonic() - started) * self._rate)
            if due > sent:
                to.sendall(b"".join(itertools.islice(self._messages, due - sent)))
                self.sent, sent = self.sent + due - sent, due
            time.sleep(0.02)


def _pump(near: socket.socket, far: socket.socket, *, is_fed: bool) -> bool:
    """Forward blocks until one side ends. Return True at a request for events that a feed answers."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(near, selectors.EVENT_READ, far)
        waiting.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in waiting.select():
                source = key.fileobj
                assert isinstance(source, socket.socket)
                block = source.recv(BLOCK_BYTES)
                if not block:
                    return False
                if is_fed and source is near and block.startswith(b"GET /events?"):
                    return True
                key.data.sendall(block)


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextlib.contextmanager
def network(target: str, feed: Feed | None = None) -> Iterator[Network]:
    """Forward connections to *target* until the end of the block; *feed* answers requests for events."""
    made = Network(target, feed)
    try:
        yield made
    finally:
        made.close()
