"""The first requests of a session: information about the server, and its schemas."""

from __future__ import annotations

import re
from typing import Any, Final

from callboard.api import Api
from callboard.exception import ServerCompatibilityError, ServerError
from callboard.schema_cache import SchemaCache
from callboard.wire.envelope import QUERY_SCHEMAS, QUERY_SERVER_INFORMATION

__all__ = ["check_compatibility", "start"]

_OLDEST: Final = (3, 3, 11)
_INFORMATION: Final = {"action": QUERY_SERVER_INFORMATION}
_SCHEMAS: Final = {"action": QUERY_SCHEMAS}


def start(api: Api, cache: SchemaCache) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return information about the server, and its schemas.

    It sends one request, and a second one when the cached schemas are out of date.
    Raises: ServerError, also when the credentials are wrong.
    """
    cached = cache.load()
    if cached is None:
        information, schemas = _pair(api.post([_INFORMATION, _SCHEMAS]))
    else:
        information = api.post([_INFORMATION])[0]
        if information.get("schema_hash") == cached.schema_hash:
            return information, cached.schemas
        schemas = api.post([_SCHEMAS])[0]
    cache.store(information.get("schema_hash"), schemas)
    return information, schemas


def check_compatibility(information: dict[str, Any]) -> None:
    """Raise ServerCompatibilityError when the server is older than the oldest supported version."""
    version = information.get("version")
    if not version:
        raise ServerCompatibilityError("The server does not report its version.")
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", str(version))
    if numbers and tuple(map(int, numbers.groups())) < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise ServerCompatibilityError(f"The server must have version {oldest} or newer; it has {version}.")


def _pair(results: list[Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if len(results) != 2:
        raise ServerError(f"Expected 2 results at the start of a session; got {len(results)}.")
    return results[0], results[1]
