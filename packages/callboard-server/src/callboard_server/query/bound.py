"""The bound tree of a query: names are resolved in the model, literals are values of their attributes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

from attrs import field, frozen, mutable

from callboard_server.model.attributes import (
    AnyAttribute,
    Collection,
    Computed,
    ManyToMany,
    MappedCollection,
    Reference,
    Relation,
    Scalar,
)
from callboard_server.model.entity import Entity
from callboard_server.query.syntax import Function

Value: TypeAlias = str | int | float | bool


class Test(Enum):
    """How a stored value is compared."""

    EQUAL = "="
    UNEQUAL = "!="
    NULL = "null"
    NOT_NULL = "not null"
    LIKE = "like"
    NOT_LIKE = "not like"
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    ON_DAY = "on day"
    NOT_ON_DAY = "not on day"


@frozen(eq=False)
class Hop:
    """One relation of a path, which leads to `entity`, after a cast if there is one.

    `entity` is None when the model does not declare the type; the relation is then always empty. With `key`,
    it leads to the member of a mapped collection that has this key. With `owners`, it is empty for entities
    of all other types.
    """

    relation: Relation
    entity: Entity | None
    is_cast: bool = False
    key: str | None = None
    owners: tuple[Entity, ...] | None = None

    @property
    def to_many(self) -> bool:
        return self.key is None and isinstance(self.relation, Collection | MappedCollection | ManyToMany)


Hops: TypeAlias = tuple[Hop, ...]


@frozen(eq=False)
class Constant:
    value: bool


@frozen(eq=False)
class Compare:
    hops: Hops
    attribute: Scalar
    test: Test
    value: Value | None = None


@frozen(eq=False)
class OneOf:
    """The value is in a list; `with_null` means that the list contains `none` as well."""

    hops: Hops
    attribute: Scalar
    negated: bool
    values: tuple[Value, ...]
    with_null: bool = False


@frozen(eq=False)
class OneOfQuery:
    hops: Hops
    attribute: Scalar
    negated: bool
    query: BoundSubquery


@frozen(eq=False)
class OfType:
    """The entity is of one of `types`, which share a table."""

    types: tuple[Entity, ...]


@frozen(eq=False)
class Related:
    """`hops` lead to something that meets `criteria`."""

    hops: Hops
    criteria: BoundCriteria | None


@frozen(eq=False)
class AllOf:
    items: tuple[BoundCriteria, ...]


@frozen(eq=False)
class AnyOf:
    items: tuple[BoundCriteria, ...]


@frozen(eq=False)
class Negated:
    item: BoundCriteria


BoundCriteria: TypeAlias = (
    Constant | Compare | OneOf | OneOfQuery | OfType | Related | AllOf | AnyOf | Negated
)


@frozen(eq=False)
class BoundPath:
    """The stored attribute at the end of `hops`."""

    hops: Hops
    attribute: Scalar


@frozen(eq=False)
class BoundSubquery:
    entity: Entity
    path: BoundPath
    criteria: BoundCriteria | None


@frozen(eq=False)
class BoundOrder:
    path: BoundPath
    descending: bool


@mutable(eq=False)
class Projected:
    """One projected attribute. `types` are the entity types that it was cast to; None means all."""

    attribute: AnyAttribute
    types: frozenset[str] | None
    node: Node | None = None

    def widen(self, types: frozenset[str] | None) -> None:
        self.types = None if self.types is None or types is None else self.types | types


@mutable(eq=False)
class Node:
    """The projections of one entity. A relation has a node of its own.

    They are kept by name, and a further meaning of a name by its own key.
    """

    entity: Entity
    projected: dict[str, Projected] = field(factory=dict)

    def add(self, attribute: AnyAttribute, types: frozenset[str] | None, key: str | None = None) -> Projected:
        key = key or attribute.name
        projected = self.projected.get(key)
        if projected is None:
            projected = self.projected[key] = Projected(attribute, types)
        else:
            projected.widen(types)
        return projected


@frozen(eq=False)
class BoundAggregate:
    function: Function
    path: BoundPath
    name: str


@frozen(eq=False)
class GroupKey:
    path: BoundPath
    name: str


@frozen(eq=False)
class Grouping:
    keys: tuple[GroupKey, ...]
    aggregates: tuple[BoundAggregate, ...]


@frozen(eq=False)
class BoundQuery:
    """A whole query: with a `node` it returns entities, with a `grouping` one row per group.

    `visible` are criteria for every table that the query reads, by the name of the type that owns the table.
    Only `access` sets them.
    """

    entity: Entity
    criteria: BoundCriteria | None
    order_by: tuple[BoundOrder, ...]
    offset: int | None
    limit: int | None
    node: Node | None = None
    grouping: Grouping | None = None
    visible: Mapping[str, BoundCriteria] = field(factory=dict)


__all__ = [
    "AllOf",
    "AnyOf",
    "BoundAggregate",
    "BoundCriteria",
    "BoundOrder",
    "BoundPath",
    "BoundQuery",
    "BoundSubquery",
    "Compare",
    "Computed",
    "Constant",
    "GroupKey",
    "Grouping",
    "Hop",
    "Hops",
    "Negated",
    "Node",
    "OfType",
    "OneOf",
    "OneOfQuery",
    "Projected",
    "Reference",
    "Related",
    "Test",
    "Value",
]
