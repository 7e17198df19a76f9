"""Decide how much of an entity each of its occurrences in an answer contains.

The official Python client merges the rows of an answer in their order, and everything below a row before
the next row. It uses the first occurrence of an entity that it visits, and skips every later one. Within a
row, it visits relations in the order of their names, but relations that equal those in its cache come last.
Which occurrence it visits first therefore depends on the cache, so each one that could be the first is
complete: it has all attributes that any path of the query selects of the entity.

An occurrence is a bare reference, with type and key only, if the client has certainly visited the entity: in
an earlier row, as one of the entities around this occurrence, or as an earlier member of the collections
around it.

Two limits keep an answer proportionate. After MAXIMUM_REPEATS copies, and below MAXIMUM_DEPTH, occurrences
have no relations, only everything else. Such an occurrence is complete for clients that already have the
relations, and others load them when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

EntityDict: TypeAlias = dict[str, Any]
Names: TypeAlias = Mapping[str, tuple[str, ...]]

MAXIMUM_REPEATS = 2_000
"""How many members and entities with relations may be repeated in one answer, beyond one copy of each."""

MAXIMUM_DEPTH = 60
"""How deep entities may be nested. The official client merges an answer recursively, with at least four calls
for each level; Python permits 1,000."""


def place_occurrences(rows: list[EntityDict], keys: Names, relations: Names) -> list[EntityDict]:
    """Return *rows* as they are sent.

    *rows* contain one dict for each entity that occurs several times. The dicts may contain each other in
    cycles, and are not changed. *keys* are the key attributes of each type, *relations* its selected
    relations in the order of their names.
    """
    writer = _Writer(keys, relations)
    return [writer.row(number, row) for number, row in enumerate(rows)]


class _Writer:
    """Writes the rows of one answer. Entities are known by the `id` of their dict."""

    __slots__ = ("_bare", "_certain", "_flat", "_keys", "_met", "_relations", "_repeats", "_row")

    def __init__(self, keys: Names, relations: Names) -> None:
        self._keys = keys
        self._relations = relations
        self._row = 0
        self._met: dict[int, int] = {}  # the row in which each entity was first written
        self._certain: set[int] = set()  # what the client has visited in this row, whatever it has cached
        self._repeats = MAXIMUM_REPEATS
        self._bare: dict[int, EntityDict] = {}
        self._flat: dict[int, EntityDict] = {}

    def row(self, number: int, entity: EntityDict) -> EntityDict:
        """Return a row: always complete, because it is what was queried."""
        self._row = number
        self._met.setdefault(id(entity), number)
        return self._complete(entity, self._relations.get(entity["__entity_type__"], ()), 0)

    def _occurrence(self, entity: EntityDict, depth: int) -> EntityDict:
        identity = id(entity)
        met = self._met.get(identity)
        if (met is not None and met != self._row) or identity in self._certain:
            return self._bare.get(identity) or self._reference(entity)
        names = self._relations.get(entity["__entity_type__"])
        if not names:
            self._met[identity] = self._row
            return entity
        if depth > MAXIMUM_DEPTH:
            return self._without_relations(entity, names)
        if met is None:
            self._met[identity] = self._row
        elif self._repeats > 0:
            self._repeats -= 1 + sum(
                len(value) for name in names if isinstance(value := entity.get(name), list)
            )
        else:
            return self._without_relations(entity, names)
        return self._complete(entity, names, depth)

    def _complete(self, entity: EntityDict, names: tuple[str, ...], depth: int) -> EntityDict:
        written = entity.copy()
        identity = id(entity)
        self._certain.add(identity)
        for name in names:
            value = entity.get(name)
            if value.__class__ is dict:
                written[name] = self._occurrence(value, depth + 1)
            elif value:
                written[name] = self._members(value, depth + 1)
        self._certain.discard(identity)
        return written

    def _members(self, members: list[EntityDict], depth: int) -> list[EntityDict]:
        certain, passed = self._certain, []
        written = []
        for member in members:
            written.append(self._occurrence(member, depth))
            identity = id(member)
            if identity not in certain:
                certain.add(identity)
                passed.append(identity)
        certain.difference_update(passed)
        return written

    def _reference(self, entity: EntityDict) -> EntityDict:
        kind = entity["__entity_type__"]
        made: EntityDict = {"__entity_type__": kind}
        for name in self._keys[kind]:
            made[name] = entity[name]
        self._bare[id(entity)] = made
        return made

    def _without_relations(self, entity: EntityDict, names: tuple[str, ...]) -> EntityDict:
        made = self._flat.get(id(entity))
        if made is None:
            made = {name: value for name, value in entity.items() if not (value and name in names)}
            self._flat[id(entity)] = made
        return made
