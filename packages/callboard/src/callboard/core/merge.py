"""Rows of a response become entities, one object each.

A response writes each entity in full once and as a bare reference elsewhere, in any order
and depth (section 6 of the wire protocol). Rows become the storage of their entities as
they are; only entities nested in them are looked at, because they must be found too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from callboard.core.collection import Collection
from callboard.core.entity import Entity
from callboard.wire.values import ENTITY_TYPE_KEY

if TYPE_CHECKING:
    from callboard.core.host import Host

__all__ = ["attach", "merge_rows"]

_CONTAINERS: Final[frozenset[type]] = frozenset({dict, list})
_NO_VALUES: Final[dict[str, Any]] = {}


def merge_rows(host: Host, rows: Iterable[Any], regroup: bool = False) -> list[Any]:
    """Return the entities of *rows*; rows that are no entities (aggregates) stay as they are.

    The entities of one type that arrive together become siblings. With *regroup* they
    also leave the siblings they had.
    """
    response = _Response(host, regroup)
    return [response.entity(row) if ENTITY_TYPE_KEY in row else row for row in rows]


class _Response:
    """The merging of one response."""

    __slots__ = ("_entities", "_groups", "_host", "_regroup", "_types")

    def __init__(self, host: Host, regroup: bool) -> None:
        self._host = host
        self._types = host.types
        self._entities = host.identities.entities
        self._groups: dict[str, tuple[type[Entity], str | None, list[Entity]]] = {}
        self._regroup = regroup

    def entity(self, row: dict[str, Any]) -> Entity:
        """Return the entity of *row*, which becomes its storage or part of it."""
        name = row.pop(ENTITY_TYPE_KEY)
        group = self._groups.get(name)
        if group is None:
            entity_class = self._types[name]
            group = self._groups[name] = (entity_class, entity_class.single_key, [])
        entity_class, key, siblings = group
        value = row.get(key) if key is not None else None
        identity = (name, value) if value.__class__ is str else entity_class.identity_in(row)
        entity = self._entities.get(identity)
        if entity is None:
            entity = entity_class.__new__(entity_class)
            entity.session = self._host
            entity.identity = identity
            entity.local_values = {}
            entity.remote_values = row
            entity.siblings = siblings
            self._entities[identity] = entity
            siblings.append(entity)
            self._link(row, _NO_VALUES)
            return entity
        if entity.siblings is not siblings and (self._regroup or entity.siblings is None):
            entity.siblings = siblings
            siblings.append(entity)
        known = entity.remote_values
        self._link(row, known)
        known.update(row)
        return entity

    def _link(self, row: dict[str, Any], known: dict[str, Any]) -> None:
        """Put entities into *row* where it has nested rows; collections in *known* follow."""
        nested: list[tuple[str, Any]] = []
        nested += [(name, value) for name, value in row.items() if value.__class__ in _CONTAINERS]
        for name, value in nested:
            if value.__class__ is dict:
                if ENTITY_TYPE_KEY in value:
                    row[name] = self.entity(value)
                continue
            if value and value[0].__class__ is dict and ENTITY_TYPE_KEY in value[0]:
                value = row[name] = [self.entity(member) for member in value]  # noqa: PLW2901 - the same list, linked
            collection = known.get(name)
            if collection.__class__ is Collection:
                collection.follow(value)
                row[name] = collection


def attach(host: Host, entity: Entity, seen: dict[int, Entity] | None = None) -> Entity:
    """Return the session's object for *entity*, which may be detached, with all it knows.

    Entities held in relations of *entity* are attached as well.
    """
    seen = {} if seen is None else seen
    if id(entity) in seen:
        return seen[id(entity)]
    known = host.identities.get(entity.identity)
    target = seen[id(entity)] = entity if known is None else known
    if known is None:
        host.identities.add(entity)
    for name, value in list(entity.remote_values.items()):
        entity.remote_values[name] = _attached(host, value, seen)
    if target is not entity:
        target.merge(entity)
    return target


def _attached(host: Host, value: Any, seen: dict[int, Entity]) -> Any:
    if isinstance(value, Entity):
        return attach(host, value, seen)
    if value.__class__ is list:
        return [_attached(host, member, seen) for member in value]
    return value
