"""Files in the store of the server."""

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
    """The file of a component on the server.

    Reading streams it. Written content is collected in a temporary file; `flush` and `close`
    upload it.
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
        """Return up to *limit* bytes, by default all remaining ones; empty at the end."""
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
        """Collect *content* to be uploaded."""
        if self._written is None:
            self._written = tempfile.NamedTemporaryFile(prefix="callboard-", delete=False)  # noqa: SIM115 - removed by `close`
        self._written.write(content)
        self._unsent = True

    def flush(self) -> None:
        """Upload the written content."""
        if "w" not in self.mode or not self._unsent:
            return
        if self._written is None:
            self.write(b"")
        if self._written is not None:
            self._written.flush()
            transfer.upload(self._session, self.resource_identifier, Path(self._written.name))
        self._unsent = False

    def close(self) -> None:
        """Upload the written content, and remove the temporary file."""
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
    """Access to files in the store of the server by component id. The store has no folders."""

    def __init__(self, session: FileSession, **options: Any) -> None:
        super().__init__(**options)
        self._session = session

    def open(self, resource_identifier: str, mode: str = "rb") -> ServerFile:
        """Return the file of the component as data."""
        return ServerFile(resource_identifier, self._session, mode)

    def upload(self, resource_identifier: str, path: str | os.PathLike[str]) -> None:
        """Upload the file at *path*, directly from disk, as the file of the component."""
        transfer.upload(self._session, resource_identifier, Path(path))

    def remove(self, resource_identifier: str) -> None:
        """Remove the file of the component."""
        transfer.remove(self._session, resource_identifier)

    def exists(self, resource_identifier: str) -> bool:
        """Return False, because a component can be uploaded again; the last upload wins."""
        del resource_identifier
        return False

    def get_container(self, resource_identifier: str) -> None:
        """Return None, because there are no containers."""
        del resource_identifier

    def make_container(self, resource_identifier: str, recursive: bool = True) -> None:
        """Do nothing, because there are no containers."""

    def list(self, resource_identifier: str) -> list[str]:
        """Raise NotImplementedError."""
        raise NotImplementedError("The server store cannot be listed. Query components instead.")

    def is_file(self, resource_identifier: str) -> bool:
        """Raise NotImplementedError."""
        raise NotImplementedError("The server store cannot be listed. Query components instead.")

    def is_container(self, resource_identifier: str) -> bool:
        """Raise NotImplementedError."""
        raise NotImplementedError("The server store cannot be listed. Query components instead.")

    def is_sequence(self, resource_identifier: str) -> bool:
        """Raise NotImplementedError."""
        raise NotImplementedError("The server store cannot be listed. Query components instead.")

    def get_url(self, resource_identifier: str) -> str:
        """Return the URL of the file. It contains the user's API key; don't share it."""
        return self._url("get", id=resource_identifier)

    def get_thumbnail_url(self, resource_identifier: str, size: int | None = None) -> str:
        """Return the URL of a thumbnail, at most *size* pixels wide and high. It contains the API key."""
        return self._url("thumbnail", id=resource_identifier, **({} if size is None else {"size": size}))

    def _url(self, endpoint: str, **parameters: Any) -> str:
        session = self._session
        query = urlencode({**parameters, "username": session.api_user, "apiKey": session.api_key})
        return f"{session.server_url}/component/{endpoint}?{query}"


_ServerAccessor = ServerAccessor
