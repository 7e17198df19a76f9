"""Schemas kept on disk, so that a session starts with one small request.

One file per server; what is kept counts only while the server still names its hash. A
cache that cannot be read or written is no reason to fail: schemas are then asked for.
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

__all__ = ["KeptSchemas", "SchemaCache"]


class KeptSchemas(NamedTuple):
    """Schemas and the hash under which their server knew them."""

    schema_hash: str
    schemas: list[dict[str, Any]]


class SchemaCache:
    """The file for one server in *folder*; None for a cache that keeps nothing."""

    def __init__(self, folder: Path | None, server_url: str) -> None:
        name = re.sub(r"[^A-Za-z0-9.-]+", "_", server_url)
        self._server_url = server_url
        self.path = None if folder is None else folder / f"schemas-{name}.json"

    @classmethod
    def at(cls, location: str | os.PathLike[str] | bool | None, server_url: str) -> SchemaCache:
        """Return the cache in the folder *location*; None takes the usual place, False is no cache."""
        if location is False:
            return cls(None, server_url)
        if location is None or location is True:
            location = variable("API_SCHEMA_CACHE_PATH")
        return cls(Path(location).expanduser() if location else _usual_folder(), server_url)

    def load(self) -> KeptSchemas | None:
        """Return what is kept for the server; None when there is nothing usable."""
        if self.path is None:
            return None
        try:
            kept = json.loads(self.path.read_bytes())
            if kept["server_url"] != self._server_url or not all(
                "id" in schema for schema in kept["schemas"]
            ):
                return None
            return KeptSchemas(str(kept["schema_hash"]), list(kept["schemas"]))
        except (OSError, ValueError, LookupError, TypeError):
            return None  # missing, torn or foreign: the server is asked instead

    def store(self, schema_hash: str | None, schemas: list[dict[str, Any]]) -> None:
        """Keep *schemas*; without a hash nothing could tell when they are out of date."""
        if self.path is None or not schema_hash:
            return
        kept = {"server_url": self._server_url, "schema_hash": schema_hash, "schemas": schemas}
        aside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps(kept), encoding="utf-8")
            aside.replace(self.path)
        except OSError as error:
            logger(__name__).debug("schema_cache.not_written: %s", error)


def _usual_folder() -> Path | None:
    """Return the folder for caches of this user; None when there is no home."""
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
