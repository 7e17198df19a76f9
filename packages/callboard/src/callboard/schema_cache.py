"""A cache of schemas on disk, so that a session starts with one small request.

There is one file for each server. It is valid as long as the server reports the same schema
hash. When it cannot be read or written, the schemas are requested.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from callboard.log import logger
from callboard.settings import variable

__all__ = ["CachedSchemas", "SchemaCache"]


class CachedSchemas(NamedTuple):
    """Schemas, and the hash that the server reported for them."""

    schema_hash: str
    schemas: list[dict[str, Any]]


class SchemaCache:
    """The file for one server in *folder*; None disables the cache."""

    def __init__(self, folder: Path | None, server_url: str) -> None:
        name = re.sub(r"[^A-Za-z0-9.-]+", "_", server_url)
        self._server_url = server_url
        self.path = None if folder is None else folder / f"schemas-{name}.json"

    @classmethod
    def at(cls, location: str | os.PathLike[str] | bool | None, server_url: str) -> SchemaCache:
        """Return the cache in the folder *location*; None selects the default folder, False disables it."""
        if location is False:
            return cls(None, server_url)
        if location is None or location is True:
            location = variable("API_SCHEMA_CACHE_PATH")
        return cls(Path(location).expanduser() if location else _default_folder(), server_url)

    def load(self) -> CachedSchemas | None:
        """Return the cached schemas of the server, or None."""
        if self.path is None:
            return None
        try:
            cached = json.loads(self.path.read_bytes())
            if cached["server_url"] != self._server_url or not all(
                "id" in schema for schema in cached["schemas"]
            ):
                return None
            return CachedSchemas(str(cached["schema_hash"]), list(cached["schemas"]))
        except (OSError, ValueError, LookupError, TypeError):
            return None  # missing, incomplete or of another program: the schemas are requested instead

    def store(self, schema_hash: str | None, schemas: list[dict[str, Any]]) -> None:
        """Store *schemas*, unless there is no hash to detect that they are out of date."""
        if self.path is None or not schema_hash:
            return
        content = {"server_url": self._server_url, "schema_hash": schema_hash, "schemas": schemas}
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(content), encoding="utf-8")
            temporary.replace(self.path)
        except OSError as error:
            logger(__name__).debug("schema_cache.not_written: %s", error)


def _default_folder() -> Path | None:
    """Return the default cache folder of the user; None without a home directory."""
    try:
        if sys.platform == "win32":
            return (
                Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
                / "callboard"
                / "Cache"
            )
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "callboard"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "callboard"
    except RuntimeError:
        return None
