"""A network that a test can break.

It forwards bytes between a browser and a server until the connection is cut.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

BLOCK_BYTES = 65536
HOST = "127.0.0.1"


class Network:
    """Forwards connections to the server at *target*. `cut` ends all and refuses new ones, until `mend`."""

    def __init__(self, target: str) -> None:
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
                _pump(near, far)
            finally:
                with self._lock:
                    self._open -= {near, far}


def _pump(near: socket.socket, far: socket.socket) -> None:
    with selectors.DefaultSelector() as waiting:
        waiting.register(near, selectors.EVENT_READ, far)
        waiting.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in waiting.select():
                source = key.fileobj
                assert isinstance(source, socket.socket)
                block = source.recv(BLOCK_BYTES)
                if not block:
                    return
                key.data.sendall(block)


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextlib.contextmanager
def network(target: str) -> Iterator[Network]:
    """Forward connections to *target* until the end of the block."""
    made = Network(target)
    try:
        yield made
    finally:
        made.close()
