"""Bytes being read or written, wherever they are."""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from typing import IO, Any

__all__ = ["Data", "File", "FileWrapper", "String"]


class Data(ABC):
    """An open resource."""

    def __init__(self) -> None:
        self.closed = False

    @abstractmethod
    def read(self, limit: int | None = None) -> Any:
        """Return up to *limit* bytes, all that remain by default."""

    @abstractmethod
    def write(self, content: Any) -> None:
        """Write *content*."""

    def flush(self) -> None:  # noqa: B027 - nothing to do unless a kind of data buffers
        """Make sure that what was written has arrived."""

    def seek(self, offset: int, whence: int = 0) -> None:
        """Move to *offset*."""
        raise NotImplementedError(f"{type(self).__name__} cannot seek.")

    def tell(self) -> int:
        """Return the present offset."""
        raise NotImplementedError(f"{type(self).__name__} has no position.")

    def close(self) -> None:
        """Flush and give back the resource."""
        self.closed = True


class FileWrapper(Data):
    """A file object as data."""

    def __init__(self, wrapped_file: IO[Any]) -> None:
        super().__init__()
        self.wrapped_file = wrapped_file
        self._wrote = False

    def read(self, limit: int | None = None) -> Any:
        """Return up to *limit* bytes, all that remain by default."""
        if self._wrote:
            self.flush()
            self._wrote = False
        return self.wrapped_file.read(-1 if limit is None else limit)

    def write(self, content: Any) -> None:
        """Write *content*."""
        self.wrapped_file.write(content)
        self._wrote = True

    def flush(self) -> None:
        """Make sure that what was written has arrived."""
        self.wrapped_file.flush()

    def seek(self, offset: int, whence: int = 0) -> None:
        """Move to *offset*."""
        self.wrapped_file.seek(offset, whence)

    def tell(self) -> int:
        """Return the present offset."""
        return self.wrapped_file.tell()

    def close(self) -> None:
        """Flush and close the file."""
        if not self.wrapped_file.closed:
            self.wrapped_file.close()
        super().close()


class File(FileWrapper):
    """The file at *path* as data."""

    def __init__(self, path: str, mode: str = "rb") -> None:
        super().__init__(Path(path).open(mode))  # noqa: SIM115 - closed by `close`


class String(FileWrapper):
    """Text or bytes as data; what goes in as text comes out as text."""

    def __init__(self, content: str | bytes | None = None) -> None:
        super().__init__(tempfile.TemporaryFile())  # noqa: SIM115 - closed by `close`
        self._is_text = isinstance(content, str)
        if content is not None:
            self.wrapped_file.write(content.encode() if isinstance(content, str) else content)
            self.wrapped_file.seek(0)

    def read(self, limit: int | None = None) -> Any:
        """Return what remains, as text when it went in as text."""
        content = super().read(limit)
        return content.decode() if self._is_text else content

    def write(self, content: Any) -> None:
        """Write *content*."""
        super().write(content.encode() if isinstance(content, str) else content)
