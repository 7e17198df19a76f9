"""Turn the rows of a response into entities, one object for each.

An entity occurs any number of times in a response, in any order and at any depth: complete, in
part, or as a bare reference. A row becomes the storage of its entity as it is; only the entities nested in
it are replaced by objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from callboard.core.collection import Collection
from callboard.core.entity import Entity
from callboard.wire.values import ENTITY_TYPE_KEY

if TYPE_CHECKING:
    from callboard.core.identity import Workspace

__all__ = ["attach", "merge_rows"]

_CONTAINERS: Final[frozenset[type]] = frozenset({dict, list})
_NO_VALUES: Final[dict[str, Any]] = {}


def merge_rows(workspace: Workspace, rows: Iterable[Any], regroup: bool = False) -> list[Any]:
    """Return the entities of *rows*; rows that aren't entities (aggregates) are returned unchanged.

    The entities of one type in one response become siblings. With *regroup* they also leave
    their previous siblings.
    """
    response = _Response(workspace, regroup)
    return [response.entity(row) if ENTITY_TYPE_KEY in row else row for row in rows]


class _Response:
    """The merging of one response."""

    __slots__ = ("_entities", "_groups", "_regroup", "_types", "_workspace")

    def __init__(self, workspace: Workspace, regroup: bool) -> None:
        self._workspace = workspace
        self._types = workspace.types
        self._entities = workspace.identities.entities
        self._groups: dict[str, tuple[type[Entity], str | None, list[Entity]]] = {}
        self._regroup = regroup

    def entity(self, row: dict[str, Any]) -> Entity:
        """Return the entity of *row*, which becomes (part of) its storage."""
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
            entity.session = self._workspace
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
        stored = entity.remote_values
        self._link(row, stored)
        stored.update(row)
        return entity

    def _link(self, row: dict[str, Any], stored: dict[str, Any]) -> None:
        """Replace the rows nested in *row* by entities, and update the collections in *stored*."""
        nested: list[tuple[str, Any]] = []
        nested += [(name, value) for name, value in row.items() if value.__class__ in _CONTAINERS]
        for name, value in nested:
            if value.__class__ is dict:
                if ENTITY_TYPE_KEY in value:
                    row[name] = self.entity(value)
                continue
            if value and value[0].__class__ is dict and ENTITY_TYPE_KEY in value[0]:
                value = row[name] = [self.entity(member) for member in value]  # noqa: PLW2901 - the same list, linked
            collection = stored.get(name)
            if collection.__class__ is Collection:
                collection.follow(value)
                row[name] = collection


def attach(workspace: Workspace, entity: Entity, seen: dict[int, Entity] | None = None) -> Entity:
    """Return the session's object for *entity*, with all values of *entity*, which may be detached.

    The entities in its relations are attached as well.
    """
    seen = {} if seen is None else seen
    if id(entity) in seen:
        return seen[id(entity)]
    known = workspace.identities.get(entity.identity)
    target = seen[id(entity)] = entity if known is None else known
    if known is None:
        workspace.identities.add(entity)
    for name, value in list(entity.remote_values.items()):
        entity.remote_values[name] = _attached(workspace, value, seen)
    if target is not entity:
        target.merge(entity)
    return target


def _attached(workspace: Workspace, value: Any, seen: dict[int, Entity]) -> Any:
    if isinstance(value, Entity):
        return attach(workspace, value, seen)
    if value.__class__ is list:
        return [_attached(workspace, member, seen) for member in value]
    return value
