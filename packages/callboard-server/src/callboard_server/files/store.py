"""Where bytes are kept, by keys that the store makes."""

from __future__ import annotations

from types import TracebackType
from typing import BinaryIO, NewType, Protocol, Self

from attrs import frozen

Key = NewType("Key", str)
"""The name of a file in the store: made by the store, opaque to all others, never a user's path."""

BLOCK_BYTES = 1 << 20
"""How much is read or written at once."""


@frozen
class Stat:
    """What the store knows of a file."""

    size: int


class Incoming(Protocol):
    """Bytes on their way in.

    Nobody sees them before `keep`; leaving the `with` block without it discards them.
    """

    def write(self, block: bytes | bytearray) -> None:
        """Add *block*."""

    def keep(self) -> Key:
        """Make all that was written durable, then visible; return its key."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Store(Protocol):
    """Keeps files. Its methods block: servers call them in worker threads."""

    def put(self) -> Incoming:
        """Begin a new file."""

    def open(self, key: Key) -> BinaryIO:
        """Return the bytes of *key*, for reading at any position. Raises: NotFound."""

    def stat(self, key: Key) -> Stat:
        """Return what is known of *key*. Raises: NotFound."""

    def delete(self, key: Key) -> None:
        """Remove *key*, and what was derived from it. Removing what is gone already is fine."""

    def link(self, key: Key) -> str | None:
        """Return an address at which clients fetch *key* themselves.

        None when its bytes pass through the server.
        """
