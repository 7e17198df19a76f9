"""Zip archives of stored files, made while they are sent.

Members are not compressed, because renders and videos are compressed already. So the size is known in
advance, and memory use does not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from callboard_server.files.store import BLOCK_BYTES, Key, Store


@frozen
class ArchiveMember:
    """A file in an archive; `name` may contain a folder."""

    name: str
    key: Key
    size: int


def zip_archive(store: Store, members: Sequence[ArchiveMember]) -> tuple[int, ArchiveBytes]:
    """Return the size of a zip archive of *members*, and its bytes."""
    # Imported late, because the server starts faster without; the package ships no types.
    from zipstream import ZIP_STORED, ZipStream  # type: ignore[import-untyped]  # noqa: PLC0415

    stream = ZipStream(compress_type=ZIP_STORED, sized=True)
    for member in members:
        stream.add(_content(store, member.key), member.name, size=member.size)
    return len(stream), ArchiveBytes(iter(stream))


class ArchiveBytes(Iterator[bytes]):
    """The bytes of an archive. Closing it closes the file that is being read."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source

    def __next__(self) -> bytes:
        return next(self._source)

    def close(self) -> None:
        close = getattr(self._source, "close", None)
        if close:
            close()


def _content(store: Store, key: Key) -> Iterator[bytes]:
    """Yield the content of *key*. The file is opened when the first block is read."""
    with store.open(key) as file:
        while block := file.read(BLOCK_BYTES):
            yield block
