"""Encode and decode values as JSON, for requests and for `Session.encode` and `decode`.

An entity is written as its reference. At the top level a strategy may add attributes:
`all` (fetched if needed), `set_only` (all with a stored value), `modified_only`, and
`persisted_only` (the server's values, without computed attributes).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from callboard.core.attribute import Attribute
from callboard.core.collection import Collection, MappedCollection
from callboard.core.entity import Entity
from callboard.core.owner import Member
from callboard.instant import Instant
from callboard.symbol import NOT_SET
from callboard.wire.values import (
    ENTITY_TYPE_KEY,
    encode_precise_datetime,
    entity_reference,
    is_datetime,
)

__all__ = ["STRATEGIES", "decode", "encode", "encode_batch", "reference", "revived"]

Build = Callable[[str, dict[str, Any]], Entity]


def reference(entity: Member) -> dict[str, str]:
    """Return the reference to *entity*."""
    return entity_reference(entity.entity_type, entity.primary_key().items())


def encode_batch(operations: object) -> bytes:
    """Return *operations* as JSON, with a reference for each entity."""
    return json.dumps(operations, default=_plain, separators=(",", ":")).encode()


def encode(data: object, strategy: str = "set_only") -> str:
    """Return *data* as JSON with sorted keys, and entities encoded by *strategy*.

    Raises: ValueError for an unknown strategy, TypeError for a value that JSON cannot represent.
    """
    select = STRATEGIES.get(strategy)
    if select is None:
        raise ValueError(f"The strategy must be one of {', '.join(STRATEGIES)}; got {strategy!r}.")

    def plain(value: Any) -> Any:
        if isinstance(value, Entity):
            return {**reference(value), **{name: _inner(part) for name, part in select(value)}}
        return _plain(value)

    return json.dumps(data, default=plain, sort_keys=True)


def decode(text: str | bytes, build: Build) -> Any:
    """Return the values in *text*; *build* returns an entity for a type and values."""
    return revived(json.loads(text), build)


def revived(value: Any, build: Build) -> Any:
    """Return *value*, parsed from JSON, with instants and entities at any depth."""
    if value.__class__ is list:
        return [revived(member, build) for member in value]
    if value.__class__ is not dict:
        return value
    if is_datetime(value):
        return Instant.from_wire(value)
    inner = {name: revived(part, build) for name, part in value.items()}
    return build(inner.pop(ENTITY_TYPE_KEY), inner) if ENTITY_TYPE_KEY in inner else inner


def _plain(value: Any) -> Any:
    """Return *value*, which JSON cannot represent, as a value that it can."""
    if isinstance(value, Entity):
        return reference(value)
    if isinstance(value, (Collection, MappedCollection)):
        return [reference(member) for member in _members(value)]
    moment = value if isinstance(value, date) else getattr(value, "datetime", None)
    if isinstance(moment, date):
        return encode_precise_datetime(moment)
    if isinstance(value, (set, frozenset)):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"Cannot encode {value!r}: {type(value).__name__} has no representation in JSON.")


def _inner(value: Any) -> Any:
    """Return *value* with bare references for entities, regardless of the strategy."""
    if isinstance(value, (Entity, Collection, MappedCollection)):
        return _plain(value)
    if value.__class__ is list:
        return [_inner(member) for member in value]
    return value


def _members(value: Collection | MappedCollection) -> Collection:
    return value.collection if isinstance(value, MappedCollection) else value


def _all(entity: Entity) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in entity.items() if value is not NOT_SET)


def _set_only(entity: Entity) -> Iterator[tuple[str, Any]]:
    for attribute in entity.attributes:
        if attribute.is_set(entity):
            yield attribute.name, _known(attribute, entity)


def _modified_only(entity: Entity) -> Iterator[tuple[str, Any]]:
    for attribute in entity.attributes:
        if attribute.is_modified(entity):
            yield attribute.name, attribute.get_local_value(entity)


def _persisted_only(entity: Entity) -> Iterator[tuple[str, Any]]:
    for attribute in entity.attributes:
        value = NOT_SET if attribute.computed else attribute.get_remote_value(entity)
        if value is not NOT_SET:
            yield attribute.name, value


def _known(attribute: Attribute, entity: Entity) -> Any:
    local = attribute.get_local_value(entity)
    return attribute.get_remote_value(entity) if local is NOT_SET else local


STRATEGIES: Final[dict[str, Callable[[Entity], Iterator[tuple[str, Any]]]]] = {
    "all": _all,
    "set_only": _set_only,
    "modified_only": _modified_only,
    "persisted_only": _persisted_only,
}
