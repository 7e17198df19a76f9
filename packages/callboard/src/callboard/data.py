"""Open resources: bytes that are read or written."""

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
        """Return up to *limit* bytes, by default all remaining ones."""

    @abstractmethod
    def write(self, content: Any) -> None:
        """Write *content*."""

    def flush(self) -> None:  # noqa: B027 - only some kinds of data have a buffer
        """Write buffered content to the resource."""

    def seek(self, offset: int, whence: int = 0) -> None:
        """Move to *offset*."""
        raise NotImplementedError(f"{type(self).__name__} does not support seek().")

    def tell(self) -> int:
        """Return the current offset."""
        raise NotImplementedError(f"{type(self).__name__} does not support tell().")

    def close(self) -> None:
        """Flush and close the resource."""
        self.closed = True


class FileWrapper(Data):
    """A file object as data."""

    def __init__(self, wrapped_file: IO[Any]) -> None:
        super().__init__()
        self.wrapped_file = wrapped_file
        self._wrote = False

    def read(self, limit: int | None = None) -> Any:
        """Return up to *limit* bytes, by default all remaining ones."""
        if self._wrote:
            self.flush()
            self._wrote = False
        return self.wrapped_file.read(-1 if limit is None else limit)

    def write(self, content: Any) -> None:
        """Write *content*."""
        self.wrapped_file.write(content)
        self._wrote = True

    def flush(self) -> None:
        """Write buffered content to the resource."""
        self.wrapped_file.flush()

    def seek(self, offset: int, whence: int = 0) -> None:
        """Move to *offset*."""
        self.wrapped_file.seek(offset, whence)

    def tell(self) -> int:
        """Return the current offset."""
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
    """Text or bytes as data; initial text is read back as text."""

    def __init__(self, content: str | bytes | None = None) -> None:
        super().__init__(tempfile.TemporaryFile())  # noqa: SIM115 - closed by `close`
        self._is_text = isinstance(content, str)
        if content is not None:
            self.wrapped_file.write(content.encode() if isinstance(content, str) else content)
            self.wrapped_file.seek(0)

    def read(self, limit: int | None = None) -> Any:
        """Return up to *limit* bytes, or text when the initial content was text."""
        content = super().read(limit)
        return content.decode() if self._is_text else content

    def write(self, content: Any) -> None:
        """Write *content*."""
        super().write(content.encode() if isinstance(content, str) else content)
