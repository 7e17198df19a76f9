"""Named constants. Compare the symbols with `is`."""

from __future__ import annotations

import os
from typing import Any, Final

__all__ = [
    "CHUNK_SIZE",
    "COMPONENT_ADDED_TO_LOCATION_TOPIC",
    "COMPONENT_REMOVED_FROM_LOCATION_TOPIC",
    "CONNECT_LOCATION_ID",
    "CREATED",
    "DELETED",
    "MODIFIED",
    "NOT_SET",
    "ORIGIN_LOCATION_ID",
    "REVIEW_LOCATION_ID",
    "SERVER_LOCATION_ID",
    "UNMANAGED_LOCATION_ID",
    "Symbol",
]


class Symbol:
    """A named constant, equal only to itself; *value* is its truth value."""

    __slots__ = ("name", "value")

    def __init__(self, name: str, value: bool = True) -> None:
        self.name = name
        self.value = value

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Symbol({self.name})"

    def __bool__(self) -> bool:
        return bool(self.value)

    def __copy__(self) -> Symbol:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Symbol:
        return self

    def __reduce__(self) -> str | tuple[Any, ...]:
        return self.name if globals().get(self.name) is self else (Symbol, (self.name, self.value))


NOT_SET: Final = Symbol("NOT_SET", value=False)
"""The value of an attribute without a value; it is false."""

CREATED: Final = Symbol("CREATED")
MODIFIED: Final = Symbol("MODIFIED")
DELETED: Final = Symbol("DELETED")

COMPONENT_ADDED_TO_LOCATION_TOPIC: Final = "ftrack.location.component-added"
COMPONENT_REMOVED_FROM_LOCATION_TOPIC: Final = "ftrack.location.component-removed"

ORIGIN_LOCATION_ID: Final = "ce9b348f-8809-11e3-821c-20c9d081909b"
UNMANAGED_LOCATION_ID: Final = "cb268ecc-8809-11e3-a7e2-20c9d081909b"
REVIEW_LOCATION_ID: Final = "cd41be70-8809-11e3-b98a-20c9d081909b"
CONNECT_LOCATION_ID: Final = "07b82a97-8cf9-11e3-9383-20c9d081909b"
SERVER_LOCATION_ID: Final = "3a372bde-05bc-11e4-8908-20c9d081909b"

CHUNK_SIZE: Final = int(os.environ.get("FTRACK_API_FILE_CHUNK_SIZE") or 1024 * 1024)
"""Number of bytes to copy at once between locations."""
