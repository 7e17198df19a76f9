"""The parts of the query language that the client processes: entity type, limits and quoting.

The server parses the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from callboard.wire.values import encode_datetime

__all__ = ["Limits", "entity_type_of", "key_condition", "literal", "quoted", "split_limits"]

_SELECT: Final = re.compile(r"\s*select\b", re.IGNORECASE)
_FIRST_WORD: Final = re.compile(r"\s*([^\s]+)")
_PARTS: Final = re.compile(
    r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[()]|\b(?P<name>limit|offset)\s+(?P<count>\d+)\b',
    re.IGNORECASE | re.DOTALL,
)


class Limits(NamedTuple):
    """A query without its limit and offset, and both of them."""

    expression: str
    limit: int | None
    offset: int | None


def split_limits(expression: str) -> Limits:
    """Return *expression* without its `limit` and `offset`, and both of them.

    Text in quotes and parentheses is not changed.
    """
    kept: list[str] = []
    found: dict[str, int] = {}
    depth = end = 0
    for part in _PARTS.finditer(expression):
        name = part["name"]
        if name is None:
            depth += {"(": 1, ")": -1}.get(part.group(), 0)
        elif depth == 0 and name.lower() not in found:
            found[name.lower()] = int(part["count"])
            kept.append(expression[end : part.start()].rstrip())
            end = part.end()
    kept.append(expression[end:])
    return Limits("".join(kept).strip(), found.get("limit"), found.get("offset"))


def entity_type_of(expression: str) -> str | None:
    """Return the entity type that *expression* starts with; None when it starts with `select`."""
    if _SELECT.match(expression):
        return None
    first = _FIRST_WORD.match(expression)
    return first.group(1) if first else ""


def quoted(text: str) -> str:
    """Return *text* as a quoted string of the query language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def literal(value: Any) -> str:
    """Return *value* as a literal of the query language."""
    if isinstance(value, str):
        return quoted(value)
    moment = value if isinstance(value, date) else getattr(value, "datetime", None)
    if isinstance(moment, date):
        return quoted(encode_datetime(moment)["value"])
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value is None else str(value)


def key_condition(keys: Iterable[Mapping[str, Any]]) -> str:
    """Return the condition that matches the entities with these primary *keys*."""
    listed = list(keys)
    if all(len(key) == 1 for key in listed):
        (name,) = listed[0]
        values = ", ".join(literal(key[name]) for key in listed)
        return f"{name} in ({values})" if len(listed) > 1 else f"{name} is {values}"
    return " or ".join(
        f"({' and '.join(f'{name} is {literal(key[name])}' for name in key)})" for key in listed
    )
