"""Files kept by the server itself."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlencode

from callboard.accessor import transfer
from callboard.accessor.base import Accessor
from callboard.data import Data

if TYPE_CHECKING:
    from callboard.protocols import FileSession

__all__ = ["ServerAccessor", "ServerFile"]


class ServerFile(Data):
    """One component's bytes on the server.

    Reading streams them. What is written waits in a temporary file and is sent by `flush`
    and `close`.
    """

    def __init__(self, resource_identifier: str, session: FileSession, mode: str = "rb") -> None:
        super().__init__()
        self.mode = mode
        self.resource_identifier = resource_identifier
        self._session = session
        self._pieces: Iterator[bytes] | None = None
        self._rest = b""
        self._written: IO[bytes] | None = None
        self._unsent = "w" in mode

    def read(self, limit: int | None = None) -> bytes:
        """Return up to *limit* bytes, all that remain by default; empty at the end."""
        if self._pieces is None:
            self._pieces = transfer.download(self._session, self.resource_identifier)
        parts, size = [self._rest], len(self._rest)
        while limit is None or size < limit:
            piece = next(self._pieces, None)
            if piece is None:
                break
            parts.append(piece)
            size += len(piece)
        content = b"".join(parts)
        cut = len(content) if limit is None else limit
        self._rest = content[cut:]
        return content[:cut]

    def write(self, content: bytes) -> None:
        """Keep *content* until it is sent."""
        if self._written is None:
            self._written = tempfile.NamedTemporaryFile(prefix="callboard-", delete=False)  # noqa: SIM115 - removed by `close`
        self._written.write(content)
        self._unsent = True

    def flush(self) -> None:
        """Send what was written."""
        if "w" not in self.mode or not self._unsent:
            return
        if self._written is None:
            self.write(b"")
        if self._written is not None:
            self._written.flush()
            transfer.upload(self._session, self.resource_identifier, Path(self._written.name))
        self._unsent = False

    def close(self) -> None:
        """Send what was written, and forget it here."""
        if self.closed:
            return
        super().close()
        try:
            self.flush()
        finally:
            if self._written is not None:
                self._written.close()
                Path(self._written.name).unlink(missing_ok=True)


class ServerAccessor(Accessor):
    """Access to components by their ids. A server's store has no folders."""

    def __init__(self, session: FileSession, **options: Any) -> None:
        super().__init__(**options)
        self._session = session

    def open(self, resource_identifier: str, mode: str = "rb") -> ServerFile:
        """Return the bytes of the component as data."""
        return ServerFile(resource_identifier, self._session, mode)

    def upload(self, resource_identifier: str, path: str | os.PathLike[str]) -> None:
        """Send the file at *path*, straight from disk, as the bytes of the component."""
        transfer.upload(self._session, resource_identifier, Path(path))

    def remove(self, resource_identifier: str) -> None:
        """Remove the bytes of the component."""
        transfer.remove(self._session, resource_identifier)

    def exists(self, resource_identifier: str) -> bool:
        """Return False: a component may be sent again, the last bytes count."""
        del resource_identifier
        return False

    def get_container(self, resource_identifier: str) -> None:
        """Return None: there are no containers."""
        del resource_identifier

    def make_container(self, resource_identifier: str, recursive: bool = True) -> None:
        """Do nothing: there are no containers."""

    def list(self, resource_identifier: str) -> list[str]:
        """Raise NotImplementedError."""
        raise NotImplementedError("Components on the server are found by query.")

    def is_file(self, resource_identifier: str) -> bool:
        """Raise NotImplementedError."""
        raise NotImplementedError("Components on the server are found by query.")

    def is_container(self, resource_identifier: str) -> bool:
        """Raise NotImplementedError."""
        raise NotImplementedError("Components on the server are found by query.")

    def is_sequence(self, resource_identifier: str) -> bool:
        """Raise NotImplementedError."""
        raise NotImplementedError("Components on the server are found by query.")

    def get_url(self, resource_identifier: str) -> str:
        """Return a URL of the bytes; it contains the user's key, so it is not for sharing."""
        return self._url("get", id=resource_identifier)

    def get_thumbnail_url(self, resource_identifier: str, size: int | None = None) -> str:
        """Return a URL of an image of the component that fits *size* pixels; it contains the user's key."""
        return self._url("thumbnail", id=resource_identifier, **({} if size is None else {"size": size}))

    def _url(self, endpoint: str, **parameters: Any) -> str:
        session = self._session
        query = urlencode({**parameters, "username": session.api_user, "apiKey": session.api_key})
        return f"{session.server_url}/component/{endpoint}?{query}"


_ServerAccessor = ServerAccessor
