"""Write to the store while counting and hashing."""

from __future__ import annotations

import hashlib

from attrs import frozen

from callboard_server.files.store import BLOCK_BYTES, Incoming, Key, Store


@frozen
class StoredContent:
    """A file that was written to the store. `md5` is in hexadecimal."""

    key: Key
    size: int
    md5: str


class HashingWriter:
    """Writes to *incoming*, and counts and hashes what it writes. Its methods block."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._digest = hashlib.md5(usedforsecurity=False)
        self.size = 0

    @property
    def md5(self) -> str:
        return self._digest.hexdigest()

    def add(self, block: bytes | bytearray) -> None:
        """Hash *block* and write it."""
        self.hash(block)
        self.write(block)

    def hash(self, block: bytes | bytearray) -> None:
        """Hash and count *block*. It must be written as well; both may happen at the same time."""
        self._digest.update(block)
        self.size += len(block)

    def write(self, block: bytes | bytearray) -> None:
        """Write *block*."""
        self._incoming.write(block)

    def keep(self) -> StoredContent:
        """Make the file durable and visible."""
        return StoredContent(self._incoming.keep(), self.size, self.md5)


def concatenate(store: Store, keys: list[Key]) -> StoredContent:
    """Write a new file with the content of the files *keys*, in order."""
    with store.put() as incoming:
        writer = HashingWriter(incoming)
        for key in keys:
            with store.open(key) as part:
                while block := part.read(BLOCK_BYTES):
                    writer.add(block)
        return writer.keep()
