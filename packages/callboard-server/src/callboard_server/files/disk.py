"""A store in a folder.

::

    incoming/<key>             files that are being written
    content/<k>/<ey>/<key>     complete files
    derived/<k>/<ey>/<key>/    derived files, such as thumbnails; may be deleted at any time

A file is written to incoming/, synchronised and renamed. Then the folders are synchronised, so a confirmed
file survives a power loss. What a crash leaves in incoming/ is deleted at the next start. Files that another
process is writing are locked, and kept.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from callboard.errors import NotFound
from callboard_server.files.store import Key, Stat

if sys.platform != "win32":
    import fcntl

KEY = re.compile(r"[0-9a-f]{32}")


class DiskStore:
    """The store in *folder*, which is created when it is missing."""

    def __init__(self, folder: Path) -> None:
        self._incoming = folder / "incoming"
        self._content = folder / "content"
        self._derived = folder / "derived"
        for part in (self._incoming, self._content, self._derived):
            part.mkdir(parents=True, exist_ok=True)

    def put(self) -> IncomingFile:
        key = Key(secrets.token_hex(16))
        return IncomingFile(key, self._incoming / key, self.path(key))

    def open(self, key: Key) -> BinaryIO:
        try:
            return self.path(key).open("rb")
        except FileNotFoundError:
            raise missing() from None

    def stat(self, key: Key) -> Stat:
        try:
            return Stat(self.path(key).stat().st_size)
        except FileNotFoundError:
            raise missing() from None

    def delete(self, key: Key) -> None:
        self.path(key).unlink(missing_ok=True)
        shutil.rmtree(self.beside(key), ignore_errors=True)

    def link(self, key: Key) -> str | None:
        """Return None, because a folder has no address."""
        return None

    def beside(self, key: Key) -> Path:
        """Return the folder for files derived from *key*. It is deleted together with *key*."""
        return placed(self._derived, key)

    def sweep(self) -> int:
        """Delete what interrupted uploads left, and return the number of files."""
        return sum(remove_abandoned(path) for path in list(self._incoming.iterdir()))

    def path(self, key: Key) -> Path:
        """Return the path of the file *key*, for reading only."""
        return placed(self._content, key)


class IncomingFile:
    """A file that is being written, in incoming/."""

    def __init__(self, key: Key, aside: Path, final: Path) -> None:
        self._key = key
        self._aside = aside
        self._final = final
        self._file = FileIO(aside, "xb")
        lock(self._file)

    def write(self, block: bytes | bytearray) -> None:
        rest = memoryview(block)
        while rest:
            rest = rest[self._file.write(rest) :]

    def keep(self) -> Key:
        os.fsync(self._file.fileno())
        self._file.close()
        self._final.parent.mkdir(parents=True, exist_ok=True)
        self._aside.rename(self._final)
        for folder in (self._final.parent, self._final.parent.parent, self._final.parent.parent.parent):
            synchronise(folder)
        return self._key

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._aside.unlink(missing_ok=True)


def remove_abandoned(path: Path) -> bool:
    """Delete the incoming file *path*, unless it is being written. Return whether it was deleted."""
    try:
        with FileIO(path, "r+b") as file:
            lock(file)
    except OSError:
        return False
    path.unlink(missing_ok=True)
    return True


def lock(file: FileIO) -> None:
    """Lock *file* for as long as it is open. Raises: OSError, when another process has locked it."""
    if sys.platform != "win32":  # where open files cannot be deleted anyway
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def placed(folder: Path, key: Key) -> Path:
    """Return the path of *key* below *folder*. Raises: NotFound, for an invalid key."""
    if not KEY.fullmatch(key):
        raise missing()
    return folder / key[:2] / key[2:4] / key


def synchronise(folder: Path) -> None:
    """Write the entries of *folder* to disk, where the system supports that. Windows does so by itself."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def missing() -> NotFound:
    """Return the error for a missing file."""
    return NotFound("The stored file no longer exists.", code="file.not_found")
