"""The tree of a query after names were resolved against the model and literals converted by the attribute
they meet.
"""

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
    """What a comparison asks of one stored value."""

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
    """One relation followed; `entity` is what is reached, after a cast. None: the type is not declared, so
    nothing is reached.

    With `key`, the one member of a mapped collection that has it.
    """

    relation: Relation
    entity: Entity | None
    is_cast: bool = False
    key: str | None = None

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
    """Membership in a list; `with_null` tells that the list names no-value too."""

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
class Related:
    """Something is reached by `hops` that meets `criteria`."""

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


BoundCriteria: TypeAlias = Constant | Compare | OneOf | OneOfQuery | Related | AllOf | AnyOf | Negated


@frozen(eq=False)
class BoundPath:
    """Relations followed and the stored attribute at their end."""

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
    """One projected attribute; `types` names the entity types that it was cast to, None for all."""

    attribute: AnyAttribute
    types: frozenset[str] | None
    node: Node | None = None

    def widen(self, types: frozenset[str] | None) -> None:
        self.types = None if self.types is None or types is None else self.types | types


@mutable(eq=False)
class Node:
    """What is projected of one entity: attributes by name, relations with a node of their own."""

    entity: Entity
    projected: dict[str, Projected] = field(factory=dict)

    def add(self, attribute: AnyAttribute, types: frozenset[str] | None) -> Projected:
        known = self.projected.get(attribute.name)
        if known is None:
            known = self.projected[attribute.name] = Projected(attribute, types)
        else:
            known.widen(types)
        return known


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
    """A whole query. Exactly one of `node` (entities) and `grouping` (rows of figures) says what comes back.

    `visible` narrows every table that the query touches, by the name of the type that owns it; only `access`
    fills it.
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
    "OneOf",
    "OneOfQuery",
    "Projected",
    "Reference",
    "Related",
    "Test",
    "Value",
]
