"""The tree of a filter, and which payloads it matches."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from attrs import frozen

Payload: TypeAlias = Mapping[str, Any]
"""What a webhook receives for one change, as `events.webhook_payload` builds it."""


@frozen
class Path:
    """The names that lead to a value in a payload."""

    names: tuple[str, ...]

    def find(self, payload: Payload) -> Any:
        """Return the value in *payload*; None when the path leads to nothing."""
        found: Any = payload
        for name in self.names:
            if not isinstance(found, Mapping) or name not in found:
                return None
            found = found[name]
        return found


@frozen
class Text:
    """A text. A number or boolean equals it that is written the same."""

    text: str


@frozen
class Constant:
    """A number, true, false or null. A text equals it that is the same as its spelling, `text`."""

    value: float | bool | None
    text: str


Value: TypeAlias = Path | Text | Constant


@frozen
class Condition:
    """One comparison: `=`, or `!=` when `is_negated`."""

    path: Path
    is_negated: bool
    value: Value

    def matches(self, payload: Payload) -> bool:
        """Return whether *payload* meets this condition."""
        return self._equals(self.path.find(payload), payload) is not self.is_negated

    def _equals(self, found: Any, payload: Payload) -> bool:
        if isinstance(self.value, Path):
            other = self.value.find(payload)
            return same(found, other) or (isinstance(found, list) and any(same(one, other) for one in found))
        if isinstance(found, list):
            return any(equals(one, self.value) for one in found)
        return equals(found, self.value)


@frozen
class Not:
    """`not`: matches what *inner* does not match."""

    inner: Filter

    def matches(self, payload: Payload) -> bool:
        """Return whether *payload* meets this filter."""
        return not self.inner.matches(payload)


@frozen
class And:
    """`and`: matches what all of *parts* match."""

    parts: tuple[Filter, ...]

    def matches(self, payload: Payload) -> bool:
        """Return whether *payload* meets this filter."""
        return all(part.matches(payload) for part in self.parts)


@frozen
class Or:
    """`or`: matches what one of *parts* matches."""

    parts: tuple[Filter, ...]

    def matches(self, payload: Payload) -> bool:
        """Return whether *payload* meets this filter."""
        return any(part.matches(payload) for part in self.parts)


Filter: TypeAlias = Condition | Not | And | Or


def same(one: Any, other: Any) -> bool:
    """Return whether two values are equal; true does not equal 1."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def equals(found: Any, value: Text | Constant) -> bool:
    """Return whether *found*, a value in a payload, equals *value*, which is written in a filter."""
    if isinstance(found, str):
        is_null = isinstance(value, Constant) and value.value is None
        return found == value.text and not is_null
    if isinstance(value, Constant):
        return same(found, value.value)
    return found is not None and json.dumps(found) == value.text


def conditions(tree: Filter) -> Iterator[Condition]:
    """Return every comparison in *tree*."""
    match tree:
        case Condition():
            yield tree
        case Not(inner=inner):
            yield from conditions(inner)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from conditions(part)


def names_operation(tree: Filter, operation: str) -> bool:
    """Return whether *tree* compares the operation with *operation*."""
    return any(
        one.path.names == ("entity", "operation")
        and not isinstance(one.value, Path)
        and one.value.text == operation
        for one in conditions(tree)
    )
