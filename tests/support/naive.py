"""The query language, told a second time as simply as can be: bound queries over lists of rows, row by row.

Slow, and without any idea of a database. What it answers is what both databases must answer. Rows are dictionaries of stored values, by
the name of the type that owns their table. Answers are complete in every place: nothing is normalised.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cmp_to_key
from typing import Any

from attrs import frozen

from callboard.model.attributes import (
    Boolean,
    Collection,
    Computed,
    Instant,
    ManyToMany,
    MappedCollection,
    Number,
    Reference,
    Scalar,
    Stored,
    Text,
)
from callboard.model.entity import Entity, Model
from callboard.query.bound import (
    AllOf,
    AnyOf,
    BoundAggregate,
    BoundCriteria,
    BoundPath,
    BoundQuery,
    BoundSubquery,
    Compare,
    Constant,
    Hop,
    Hops,
    Negated,
    Node,
    OneOf,
    OneOfQuery,
    Projected,
    Related,
    Test,
)
from callboard.query.syntax import Function
from callboard.wire.builtin import SERVER_LOCATION_ID

Row = Mapping[str, Any]
Told = dict[str, Any]


@frozen(eq=False)
class Naive:
    model: Model
    rows: Mapping[str, Sequence[Row]]
    visible: Mapping[str, BoundCriteria]

    # -- Questions ---------------------------------------------------------------------------------------------------------------

    def answer(self, query: BoundQuery) -> list[Told]:
        """Return what *query* asks for, in order."""
        found = [row for row in self.of(query.entity) if query.criteria is None or self.holds(query.criteria, row)]
        if query.grouping:
            return self._page(query, self._figures(query, found))
        assert query.node is not None
        node = query.node
        found.sort(key=lambda row: tuple(row[name] for name in query.entity.key))
        for order in reversed(query.order_by):
            found.sort(key=cmp_to_key(self._comparing(order.path)), reverse=order.descending)
        return [self.tell(row, node) for row in self._page(query, found)]

    def _page(self, query: BoundQuery, found: list[Any]) -> list[Any]:
        start = query.offset or 0
        return found[start:] if query.limit is None else found[start : start + query.limit]

    def _comparing(self, path: BoundPath) -> Callable[[Row, Row], int]:
        """Return how rows compare by *path*. Reversing keeps the order of equals, as sorting twice needs."""

        def compare(one: Row, other: Row) -> int:
            left, right = (self._sortable(path.attribute, self.value(path, row)) for row in (one, other))
            return (left > right) - (left < right)

        return compare

    def _sortable(self, attribute: Scalar, value: Any) -> tuple[Any, ...]:
        if value is None:
            return (0,)
        return (1, value.lower(), value) if isinstance(attribute, Text) and attribute.caseless else (1, value)

    def of(self, entity: Entity, *, narrowed: bool = True) -> list[Row]:
        """Return the rows of *entity*'s types that who asks may see."""
        root = self.model.root(entity)
        return [row for row in self.rows.get(root.name, ()) if self._is(row, entity) and (not narrowed or self._is_seen(row, root))]

    def _is(self, row: Row, entity: Entity) -> bool:
        return self._type(row, entity) in self.model.concrete(entity)

    def _type(self, row: Row, entity: Entity) -> Entity:
        root = self.model.root(entity)
        name = self.model.discriminator(root)
        return self.model.concrete_by_value(root, row[name]) if name else root

    def _is_seen(self, row: Row, root: Entity) -> bool:
        criteria = self.visible.get(root.name)
        return criteria is None or Naive(self.model, self.rows, {}).holds(criteria, row)

    # -- Criteria ------------------------------------------------------------------------------------------------------------------

    def holds(self, criteria: BoundCriteria, row: Row) -> bool:
        match criteria:
            case Constant(value=value):
                return value
            case AllOf(items=items):
                return all(self.holds(item, row) for item in items)
            case AnyOf(items=items):
                return any(self.holds(item, row) for item in items)
            case Negated(item=item):
                return not self.holds(item, row)
            case Related(hops=hops, criteria=inner):
                return any(inner is None or self.holds(inner, reached) for reached in self.reach(row, hops))
            case Compare() | OneOf() | OneOfQuery():
                return any(self.meets(criteria, reached[criteria.attribute.column]) for reached in self.reach(row, criteria.hops))
        raise AssertionError(criteria)

    def reach(self, row: Row, hops: Hops) -> Iterator[Row]:
        """Return every row at the end of *hops*."""
        if not hops:
            yield row
            return
        for reached in self.follow(row, hops[0]):
            yield from self.reach(reached, hops[1:])

    def follow(self, row: Row, hop: Hop) -> list[Row]:
        if hop.entity is None:
            return []
        match hop.relation:
            case Reference(via=via):
                return [other for other in self.of(hop.entity) if row[via] is not None and other["id"] == row[via]]
            case Collection(via=via, own=own, only=only):
                members = [other for other in self.of(hop.entity) if row[own] is not None and other[via] == row[own]]
                return [other for other in members if only is None or other[only[0]] == only[1]]
            case MappedCollection(via=via, own=own, key=key):
                members = [other for other in self.of(hop.entity) if row[own] is not None and other[via] == row[own]]
                return [other for other in members if hop.key is None or (key is not None and other[key] == hop.key)]
            case ManyToMany(through=through, near=near, far=far):
                ties = [tie for tie in self.of(self.model.entity(through)) if tie[near] == row["id"]]
                return [other for tie in ties for other in self.of(hop.entity) if other["id"] == tie[far]]
        raise AssertionError(hop)

    def meets(self, criteria: Compare | OneOf | OneOfQuery, value: Any) -> bool:
        match criteria:
            case Compare(test=test, value=wanted, attribute=attribute):
                return compare(test, folded(attribute, value), folded(attribute, wanted))
            case OneOf(values=values, with_null=with_null, negated=negated, attribute=attribute):
                listed = with_null if value is None else folded(attribute, value) in [folded(attribute, each) for each in values]
                return listed != negated
            case OneOfQuery(query=query, negated=negated):
                return (value is not None and value in self.column(query)) != negated
        raise AssertionError(criteria)

    def column(self, query: BoundSubquery) -> list[Any]:
        found = [row for row in self.of(query.entity) if query.criteria is None or self.holds(query.criteria, row)]
        return [value for row in found if (value := self.value(query.path, row)) is not None]

    def value(self, path: BoundPath, row: Row) -> Any:
        """Return the value at the end of *path*, which has no collection in it."""
        for reached in self.reach(row, path.hops):
            return reached[path.attribute.column]
        return None

    # -- Answers -------------------------------------------------------------------------------------------------------------------

    def tell(self, row: Row, node: Node) -> Told:
        kind = self._type(row, node.entity)
        told: Told = {"__entity_type__": kind.name}
        for name, projected in node.projected.items():
            if projected.types is None or kind.name in projected.types:
                told[name] = self._told(row, projected)
        return told

    def _told(self, row: Row, projected: Projected) -> Any:
        attribute = projected.attribute
        match attribute:
            case Stored():
                return on_wire(attribute, row[attribute.column])
            case Computed():
                return self._computed(row, attribute)
            case Reference() | Collection() | MappedCollection() | ManyToMany():
                members = self._members(row, projected)
                if isinstance(attribute, Reference):
                    return members[0] if members else None
                return members
        raise AssertionError(attribute)

    def _members(self, row: Row, projected: Projected) -> list[Told]:
        relation, node = projected.attribute, projected.node
        if node is None:
            return []
        assert isinstance(relation, Reference | Collection | MappedCollection | ManyToMany)
        reached = self.follow(row, Hop(relation, node.entity))
        reached.sort(key=lambda other: tuple(other[name] for name in node.entity.key))
        return [self.tell(other, node) for other in reached]

    def _computed(self, row: Row, attribute: Computed) -> Any:
        if attribute.name == "thumbnail_url":
            return {"url": f"thumbnail:{row['thumbnail_id']}"} if row["thumbnail_id"] else None
        if attribute.name == "url":
            is_served = "location_id" not in row or (row["location_id"] == SERVER_LOCATION_ID and row["component_id"])
            return {"url": f"url:{row['component_id']}"} if is_served else None
        if attribute.name == "link":
            return [{"type": "Group", "id": group["id"], "name": group["name"]} for group in reversed(list(self._groups(row)))]
        raise AssertionError(attribute)

    def _groups(self, row: Row) -> Iterator[Row]:
        while row:
            yield row
            row = next((other for other in self.rows["Resource"] if other["id"] == row["parent_id"]), {})

    def _figures(self, query: BoundQuery, found: list[Row]) -> list[Told]:
        assert query.grouping is not None
        keys = query.grouping.keys
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in found:
            groups.setdefault(tuple(self.value(key.path, row) for key in keys), []).append(row)
        ordered = sorted(groups, key=lambda values: [(value is not None, value) for value in values])
        for order in reversed(query.order_by):
            key = self._sorting(order.path, _position(order.path, query))
            ordered.sort(key=key, reverse=order.descending)
        return [
            {
                **{key.name: on_wire(key.path.attribute, value) for key, value in zip(keys, values, strict=True)},
                **{figure.name: self._figure(figure, groups[values]) for figure in query.grouping.aggregates},
            }
            for values in ordered
        ]

    def _sorting(self, path: BoundPath, index: int) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
        return lambda values: self._sortable(path.attribute, values[index])

    def _figure(self, aggregate: BoundAggregate, rows: list[Row]) -> Any:
        values = [value for row in rows if (value := self.value(aggregate.path, row)) is not None]
        match aggregate.function:
            case Function.COUNT:
                return len(values)
            case Function.SUM:
                return _whole(sum(values)) if values else None
            case Function.AVERAGE:
                return _whole(sum(values) / len(values)) if values else None
            case Function.MINIMUM:
                return on_wire(aggregate.path.attribute, min(values)) if values else None
            case Function.MAXIMUM:
                return on_wire(aggregate.path.attribute, max(values)) if values else None
        raise AssertionError(aggregate)


def _position(path: BoundPath, query: BoundQuery) -> int:
    """Return which of the group keys *path* is."""
    assert query.grouping is not None
    wanted = ([hop.relation.name for hop in path.hops], path.attribute.name)
    keys = [([hop.relation.name for hop in key.path.hops], key.path.attribute.name) for key in query.grouping.keys]
    return keys.index(wanted)


def _whole(value: Any) -> Any:
    """Return a number, without a fraction where it has none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def on_wire(attribute: Scalar, value: Any) -> Any:
    """Return a stored value as it is sent."""
    if value is None:
        return None
    if isinstance(attribute, Instant):
        return {"__type__": "datetime", "value": value}
    if isinstance(attribute, Boolean):
        return bool(value)
    return _whole(value) if isinstance(attribute, Number) else value


def folded(attribute: Scalar, value: Any) -> Any:
    return value.lower() if isinstance(attribute, Text) and attribute.caseless and isinstance(value, str) else value


def compare(test: Test, value: Any, wanted: Any) -> bool:
    """Return whether *value* passes *test*. No value passes only what is asked negated."""
    match test:
        case Test.NULL:
            return value is None
        case Test.NOT_NULL:
            return value is not None
        case Test.UNEQUAL:
            return not compare(Test.EQUAL, value, wanted)
        case Test.NOT_LIKE:
            return not compare(Test.LIKE, value, wanted)
        case Test.NOT_ON_DAY:
            return not compare(Test.ON_DAY, value, wanted)
        case _:
            return value is not None and bool(POSITIVE[test](value, wanted))


def like(text: str, pattern: str) -> bool:
    """Return whether *text* fits *pattern*: `%` is any run of characters, `_` any one."""
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(like(text[start:], pattern[1:]) for start in range(len(text) + 1))
    return bool(text) and pattern[0] in {"_", text[0]} and like(text[1:], pattern[1:])


POSITIVE: Mapping[Test, Callable[[Any, Any], bool]] = {
    Test.EQUAL: operator.eq,
    Test.GREATER: operator.gt,
    Test.LESS: operator.lt,
    Test.AT_LEAST: operator.ge,
    Test.AT_MOST: operator.le,
    Test.LIKE: lambda value, pattern: like(value.lower(), pattern.lower()),
    Test.ON_DAY: lambda value, day: value[:10] == day,
}
