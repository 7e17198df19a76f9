"""A second, simple implementation of the query language: bound queries over lists of rows, row by row.

It is slow and uses no database. Both databases must return what it returns. Rows are dictionaries of stored
values, by the name of the type that owns their table. Every entity in an answer is complete: nothing is
normalised.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cmp_to_key, partial
from typing import Any

from attrs import field, frozen

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.model.attributes import (
    Boolean,
    Collection,
    Computed,
    Instant,
    JsonObject,
    ManyToMany,
    MappedCollection,
    Number,
    Reference,
    Scalar,
    Stored,
    Text,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.query.bound import (
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
    OfType,
    OneOf,
    OneOfQuery,
    Projected,
    Related,
    Test,
)
from callboard_server.query.plan.variables import numeric
from callboard_server.query.syntax import Function

Row = Mapping[str, Any]
Projection = dict[str, Any]


@frozen(eq=False)
class Naive:
    model: Model
    rows: Mapping[str, Sequence[Row]]
    visible: Mapping[str, BoundCriteria]
    dense: dict[str, list[Row]] = field(factory=dict)

    # -- Queries
    # --------------------------------------------------------------------------------------------------------

    def answer(self, query: BoundQuery) -> list[Projection]:
        """Return the result of *query*, in order."""
        found = [
            row for row in self.of(query.entity) if query.criteria is None or self.holds(query.criteria, row)
        ]
        if query.grouping:
            return self._page(query, self._figures(query, found))
        assert query.node is not None
        node = query.node
        found.sort(key=lambda row: tuple(row[name] for name in query.entity.key))
        for order in reversed(query.order_by):
            found.sort(key=cmp_to_key(self._comparing(order.path)), reverse=order.descending)
        return [self.project(row, node) for row in self._page(query, found)]

    def _page(self, query: BoundQuery, found: list[Any]) -> list[Any]:
        start = query.offset or 0
        return found[start:] if query.limit is None else found[start : start + query.limit]

    def _comparing(self, path: BoundPath) -> Callable[[Row, Row], int]:
        """Return how rows compare by *path*. Reversing keeps the order of equals, for repeated sorting."""

        def compare(one: Row, other: Row) -> int:
            left, right = (self._place_of(path, row) for row in (one, other))
            return (left > right) - (left < right)

        return compare

    def _place_of(self, path: BoundPath, row: Row) -> tuple[Any, ...]:
        reached = next(self.reach(row, path.hops), None)
        if isinstance(path.attribute, Instant):
            return self._sortable(path.attribute, reached and reached[path.attribute.column])
        if not isinstance(path.attribute, Variable):
            return self._sortable(path.attribute, self.value(path, row))
        number, text = (
            (None, None)
            if reached is None
            else (reached[path.attribute.as_number], reached[path.attribute.as_text])
        )
        return (number is not None, number or 0, text is not None, (text or "").lower(), text or "")

    def _sortable(self, attribute: Scalar, value: Any) -> tuple[Any, ...]:
        if value is None:
            return (0,)
        return (1, value.lower(), value) if isinstance(attribute, Text) and attribute.caseless else (1, value)

    def of(self, entity: Entity, *, narrowed: bool = True) -> list[Row]:
        """Return the rows of *entity*'s types that the user may see."""
        root = self.model.root(entity)
        stored = self._dense(root) if root.dense else self.rows.get(self.model.store(root).name, ())
        return [row for row in stored if self._is(row, entity) and (not narrowed or self._is_seen(row, root))]

    def _dense(self, root: Entity) -> list[Row]:
        """Return the rows of a type without a table.

        These are pairs, or a custom attribute value for each entity and each configuration that applies.
        """
        if root.name not in self.dense:
            is_pairs = root.name == "AssetAncestor"
            self.dense[root.name] = list(self._asset_ancestors() if is_pairs else self._dense_rows(root))
        return self.dense[root.name]

    def _asset_ancestors(self) -> Iterator[Row]:
        for asset in self.rows.get("Asset", ()):
            if asset["context_id"] is not None:
                for above in (asset["context_id"], *ancestors(self, asset["context_id"])):
                    yield {"asset_id": asset["id"], "ancestor_id": above}

    def _dense_rows(self, root: Entity) -> Iterator[Row]:
        kind = DENSE[root.name]
        owners = [
            row
            for row in self.rows.get(kind.owner, ())
            if kind.owner != "Resource" or row["resource_type"] == "user"
        ]
        configurations = [
            row for row in self.rows.get("CustomConfigurationBase", ()) if row["_kind"] == "attribute"
        ]
        values = {
            (row["configuration_id"], row["entity_id"]): row
            for row in self.rows.get("CustomAttributeValue", ())
        }
        for owner in owners:
            applying = [row for row in configurations if applies(kind, owner, row)]
            own_keys = {row["key"] for row in applying if row["project_id"] is not None}
            for row in applying:
                if row["project_id"] is None and row["key"] in own_keys:
                    continue
                stored = values.get((row["id"], owner["id"]))
                yield {
                    "configuration_id": row["id"],
                    "entity_id": owner["id"],
                    "key": row["key"],
                    **value_of_owner(kind, owner, row, stored),
                }

    def _is(self, row: Row, entity: Entity) -> bool:
        if entity is self.model.root(entity):
            return True
        return self._type(row, entity) in self.model.concrete(entity)

    def _type(self, row: Row, entity: Entity) -> Entity:
        root = self.model.root(entity)
        name = self.model.discriminator(root)
        return self.model.concrete_by_value(root, row[name]) if name else root

    def _is_seen(self, row: Row, root: Entity) -> bool:
        criteria = self.visible.get(root.name)
        return criteria is None or Naive(self.model, self.rows, {}).holds(criteria, row)

    # -- Criteria
    # --------------------------------------------------------------------------------------------------------

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
            case OfType(types=types):
                return self._type(row, types[0]) in types
            case Related(hops=hops, criteria=inner):
                return any(inner is None or self.holds(inner, reached) for reached in self.reach(row, hops))
            case Compare() | OneOf() | OneOfQuery():
                return any(self._meets_at(criteria, reached) for reached in self.reach(row, criteria.hops))
        raise AssertionError(criteria)

    def _meets_at(self, criteria: Compare | OneOf | OneOfQuery, row: Row) -> bool:
        if isinstance(criteria.attribute, Variable):
            return self._variable_meets(criteria, criteria.attribute, row)
        return self.meets(criteria, self.read(row, criteria.attribute))

    def _variable_meets(self, criteria: Compare | OneOf | OneOfQuery, attribute: Variable, row: Row) -> bool:
        """Return whether a value of any type meets *criteria*.

        By its text, its number, or an item of its list.
        """
        text, value = row[attribute.as_text], row[attribute.as_number]
        match criteria:
            case OneOfQuery(query=query, negated=negated):
                return (text is not None and text in self.column(query)) != negated
            case OneOf(values=values, with_null=with_null, negated=negated):
                return (
                    (with_null and text is None)
                    or any(equals_variable(text, value, str(each)) for each in values)
                ) != negated
            case Compare(test=Test.NULL):
                return text is None
            case Compare(test=Test.NOT_NULL):
                return text is not None
            case Compare(test=Test.EQUAL | Test.ON_DAY, value=expected):
                return equals_variable(text, value, str(expected))
            case Compare(test=Test.UNEQUAL | Test.NOT_ON_DAY, value=expected):
                return not equals_variable(text, value, str(expected))
            case Compare(test=Test.LIKE | Test.NOT_LIKE as test, value=expected):
                given = None if row[attribute.column] is None else json.loads(row[attribute.column])
                texts = list(map(str, given)) if isinstance(given, list) else [text]
                is_like = any(compare(Test.LIKE, one, expected) for one in texts)
                return is_like == (test is Test.LIKE)
            case Compare(test=test, value=expected):
                number = numeric(str(expected))
                if number is not None:
                    return value is not None and compare(test, value, number)
                return text is not None and compare(test, text.lower(), str(expected).lower())
        raise AssertionError(criteria)

    def read(self, row: Row, attribute: Scalar) -> Any:
        """Return the value of *attribute* of *row*, stored or derived from other rows.

        An instant is returned in whole seconds.
        """
        value = DERIVED[attribute.name](self, row) if attribute.derived else row[attribute.column]
        return value[:19] if isinstance(attribute, Instant) and value is not None else value

    def reach(self, row: Row, hops: Hops) -> Iterator[Row]:
        """Return every row at the end of *hops*."""
        if not hops:
            yield row
            return
        for reached in self.follow(row, hops[0]):
            yield from self.reach(reached, hops[1:])

    def follow(self, row: Row, hop: Hop) -> list[Row]:
        if hop.entity is None or (hop.owners and self._type(row, hop.owners[0]) not in hop.owners):
            return []
        match hop.relation:
            case Reference(via=via, to=to):
                held = self._named(row, via)
                other_end = to or hop.entity.key[0]
                return [
                    other
                    for other in self.of(hop.entity)
                    if held is not None and self._named(other, other_end) == held
                ]
            case Collection(via=via, own=own, only=only):
                members = [
                    other for other in self.of(hop.entity) if row[own] is not None and other[via] == row[own]
                ]
                return [other for other in members if only is None or other[only[0]] == only[1]]
            case MappedCollection(via=via, own=own, key=key):
                members = [
                    other for other in self.of(hop.entity) if row[own] is not None and other[via] == row[own]
                ]
                return [
                    other
                    for other in members
                    if hop.key is None or (key is not None and other[key] == hop.key)
                ]
            case ManyToMany(through=through, near=near, far=far):
                ties = [tie for tie in self.of(self.model.entity(through)) if tie[near] == row["id"]]
                linked = {tie[far] for tie in ties}
                return [other for other in self.of(hop.entity) if other["id"] in linked]
        raise AssertionError(hop)

    def _named(self, row: Row, name: str) -> Any:
        """Return the value of *name* in *row*, stored or derived from other rows."""
        return row[name] if name in row else DERIVED[name](self, row)

    def meets(self, criteria: Compare | OneOf | OneOfQuery, value: Any) -> bool:
        match criteria:
            case Compare(test=test, value=expected, attribute=attribute):
                return compare(test, folded(attribute, value), folded(attribute, expected))
            case OneOf(values=values, with_null=with_null, negated=negated, attribute=attribute):
                listed = (
                    with_null
                    if value is None
                    else folded(attribute, value) in [folded(attribute, each) for each in values]
                )
                return listed != negated
            case OneOfQuery(query=query, negated=negated):
                return (value is not None and value in self.column(query)) != negated
        raise AssertionError(criteria)

    def column(self, query: BoundSubquery) -> list[Any]:
        found = [
            row for row in self.of(query.entity) if query.criteria is None or self.holds(query.criteria, row)
        ]
        return [value for row in found if (value := self.value(query.path, row)) is not None]

    def value(self, path: BoundPath, row: Row) -> Any:
        """Return the value at the end of *path*, which contains no collection."""
        for reached in self.reach(row, path.hops):
            return self.read(reached, path.attribute)
        return None

    # -- Answers
    # --------------------------------------------------------------------------------------------------------

    def project(self, row: Row, node: Node) -> Projection:
        kind = self._type(row, node.entity)
        entity: Projection = {"__entity_type__": self.model.answered(kind).name}
        for projected in node.projected.values():
            if projected.types is None or kind.name in projected.types:
                entity[projected.attribute.name] = self._projected(row, projected)
        return entity

    def _projected(self, row: Row, projected: Projected) -> Any:
        attribute = projected.attribute
        match attribute:
            case Stored():
                return on_wire(attribute, self.read(row, attribute))
            case Computed():
                return self._computed(row, attribute)
            case Reference() | Collection() | MappedCollection() | ManyToMany():
                members = self._members(row, projected)
                if isinstance(attribute, Reference):
                    return members[0] if members else None
                return members
        raise AssertionError(attribute)

    def _members(self, row: Row, projected: Projected) -> list[Projection]:
        relation, node = projected.attribute, projected.node
        if node is None:
            return []
        assert isinstance(relation, Reference | Collection | MappedCollection | ManyToMany)
        reached = self.follow(row, Hop(relation, node.entity))
        reached.sort(key=lambda other: tuple(other[name] for name in node.entity.key))
        for name in reversed(node.entity.in_order_of):
            column = name.lstrip("-")
            reached.sort(key=partial(_nothing_first, column), reverse=name != column)
        return [self.project(other, node) for other in reached]

    def _computed(self, row: Row, attribute: Computed) -> Any:
        if attribute.name == "thumbnail_url":
            pictured = self._named(row, attribute.inputs[0])
            return url_object(f"thumbnail:{pictured}" if pictured else "placeholder")
        if attribute.name == "url":
            is_served = "location_id" not in row or (
                row["location_id"] == SERVER_LOCATION_ID and row["component_id"]
            )
            return url_object(f"url:{row['component_id']}") if is_served else None
        if attribute.function == "group_link":
            return self._way("Resource", row["id"])
        if attribute.function == "context_link":
            return self._way("Context", row["id"])
        if attribute.function == "version_link":
            return self._way_to_version(row)
        raise AssertionError(attribute)

    def _way(self, root: str, identifier: str | None) -> list[Projection]:
        """Return the path down to a row of *root*'s table, which is its last element."""
        way: list[Projection] = []
        while row := self._row(root, identifier):
            name = row["full_name"] if root == "Context" and row["full_name"] is not None else row["name"]
            way.insert(
                0, {"type": self._type(row, self.model.entity(root)).name, "id": row["id"], "name": name}
            )
            identifier = row["parent_id"]
        return way

    def _way_to_version(self, version: Row) -> list[Projection] | None:
        asset = self._row("Asset", version["asset_id"])
        if asset is None:
            return None
        number = version["version"]
        name = asset["name"] if number is None else f"{asset['name']} v{number}"
        return [
            *self._way("Context", asset["context_id"]),
            {"type": "AssetVersion", "id": version["id"], "name": name},
        ]

    def _row(self, root: str, identifier: str | None) -> Row | None:
        return next((row for row in self.rows.get(root, ()) if row["id"] == identifier), None)

    def _figures(self, query: BoundQuery, found: list[Row]) -> list[Projection]:
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
                **{
                    key.name: on_wire(key.path.attribute, value)
                    for key, value in zip(keys, values, strict=True)
                },
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


def _nothing_first(column: str, row: Row) -> tuple[bool, Any]:
    return (row[column] is not None, row[column])


def _position(path: BoundPath, query: BoundQuery) -> int:
    """Return the position of *path* among the group keys."""
    assert query.grouping is not None
    target = ([hop.relation.name for hop in path.hops], path.attribute.name)
    keys = [
        ([hop.relation.name for hop in key.path.hops], key.path.attribute.name) for key in query.grouping.keys
    ]
    return keys.index(target)


def url_object(url: str) -> dict[str, str]:
    return {"value": url, "url": url}


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
    if isinstance(attribute, Variable | JsonObject):
        return json.loads(value)
    return _whole(value) if isinstance(attribute, Number) else value


def folded(attribute: Scalar, value: Any) -> Any:
    return (
        value.lower()
        if isinstance(attribute, Text) and attribute.caseless and isinstance(value, str)
        else value
    )


def equals_variable(text: str | None, value: float | None, expected: str) -> bool:
    """Return whether a value of any type equals *expected*, or has it in its list.

    *text* is the value as text, *value* as a number.
    """
    if text is None:
        return False
    if text.lower() == expected.lower() or f"\n{expected.lower()}\n" in text.lower():
        return True
    number = numeric(expected)
    if number is not None and value == number:
        return True
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", expected)) and text[:10] == expected


@frozen
class Dense:
    """A kind of owners of custom attributes.

    It has the table of the owners, the column of their project, and whether they inherit from their parents.
    """

    owner: str
    project: str | None
    entity_type: str | None
    is_inherited: bool = False


DENSE: Mapping[str, Dense] = {
    "ContextCustomAttributeValue": Dense("Context", "project_id", None, is_inherited=True),
    "AssetVersionCustomAttributeValue": Dense(
        "AssetVersion", "project_id", "assetversion", is_inherited=True
    ),
    "AssetCustomAttributeValue": Dense("Asset", "project_id", "asset", is_inherited=True),
    "ListCustomAttributeValue": Dense("List", "project_id", "list"),
    "ListObjectCustomAttributeValue": Dense("ListObject", None, "listobject"),
    "UserCustomAttributeValue": Dense("Resource", None, "user"),
}


def applies(kind: Dense, owner: Row, configuration: Row) -> bool:
    """Return whether *configuration* applies to *owner*, by its kind and by its project, if it has one."""
    if kind.entity_type is None:
        is_project = owner["context_type"] == "show"
        of_kind = configuration["entity_type"] == ("show" if is_project else "task")
        right = of_kind and (is_project or configuration["object_type_id"] == owner["object_type_id"])
        right = bool(right and (is_project or owner["object_type_id"] is not None))
    else:
        right = configuration["entity_type"] == kind.entity_type
    right = right or bool(kind.is_inherited and configuration["is_hierarchical"])
    if kind.owner == "Resource":
        return right
    return right and (
        configuration["project_id"] is None
        or (kind.project is not None and configuration["project_id"] == owner[kind.project])
    )


def value_of_owner(kind: Dense, owner: Row, configuration: Row, stored: Row | None) -> Row:
    """Return the value of an attribute of *owner*, with its text and number.

    That is its stored value or else the default, which isn't inherited.
    """
    if stored is not None:
        return {name: stored[name] for name in ("value", "_value_text", "_value_number")}
    is_below = kind.owner != "Context" or owner["context_type"] != "show"
    if kind.is_inherited and configuration["is_hierarchical"] and is_below:
        return {"value": None, "_value_text": None, "_value_number": None}
    return {
        "value": configuration["default"],
        "_value_text": configuration["_default_text"],
        "_value_number": configuration["_default_number"],
    }


def compare(test: Test, value: Any, expected: Any) -> bool:
    """Return whether *value* passes *test*. A missing value passes only negated tests."""
    match test:
        case Test.NULL:
            return value is None
        case Test.NOT_NULL:
            return value is not None
        case Test.UNEQUAL:
            return not compare(Test.EQUAL, value, expected)
        case Test.NOT_LIKE:
            return not compare(Test.LIKE, value, expected)
        case Test.NOT_ON_DAY:
            return not compare(Test.ON_DAY, value, expected)
        case _:
            return value is not None and bool(POSITIVE[test](value, expected))


def like(text: str, pattern: str) -> bool:
    """Return whether *text* fits *pattern*.

    `%` is any run of characters, `_` any one, and a backslash makes the next one literal.
    """
    if not pattern:
        return not text
    if pattern[0] == "\\":
        return bool(text) and pattern[1] == text[0] and like(text[1:], pattern[2:])
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


def ancestors(naive: Naive, context_id: str) -> Iterator[str]:
    """Yield the ancestors of a context, nearest first."""
    parents = {row["id"]: row["parent_id"] for row in naive.rows.get("Context", ())}
    above = parents.get(context_id)
    while above is not None:
        yield above
        above = parents.get(above)


def thumbnail_source(naive: Naive, context: Row) -> Row | None:
    """Return the context whose thumbnail represents *context*: itself, or the nearest above with one."""
    contexts = {row["id"]: row for row in naive.rows.get("Context", ())}
    for identifier in (context["id"], *ancestors(naive, context["id"])):
        if contexts[identifier]["thumbnail_id"] is not None:
            return contexts[identifier]
    return None


def thumbnail_source_id(naive: Naive, context: Row) -> str | None:
    found = thumbnail_source(naive, context)
    return found["id"] if found else None


def shown_thumbnail_id(naive: Naive, row: Row) -> str | None:
    """Return the thumbnail of a context or a version, or of the nearest context around it with one."""
    if "asset_id" in row:
        if row["thumbnail_id"] is not None:
            return str(row["thumbnail_id"])
        asset = next(each for each in naive.rows["Asset"] if each["id"] == row["asset_id"])
        row = next(each for each in naive.rows["Context"] if each["id"] == asset["context_id"])
    found = thumbnail_source(naive, row)
    return found["thumbnail_id"] if found else None


def time_logged(naive: Naive, context: Row) -> float:
    inside = {
        pair["context_id"]
        for pair in naive.rows.get("ContextAncestor", ())
        if pair["ancestor_id"] == context["id"]
    }
    logged = (
        row["duration"]
        for row in naive.rows.get("Timelog", ())
        if row["context_id"] in inside | {context["id"]}
    )
    return float(sum(duration for duration in logged if duration is not None))


def _higher_versions(naive: Naive, asset_id: str | None, above: int) -> bool:
    versions = (
        row
        for row in naive.rows.get("AssetVersion", ())
        if asset_id is not None and row["asset_id"] == asset_id
    )
    return any(
        row["is_published"] and row["version"] is not None and row["version"] > above for row in versions
    )


def is_latest_version(naive: Naive, version: Row) -> bool:
    if not version["is_published"]:
        return False
    return version["version"] is None or not _higher_versions(naive, version["asset_id"], version["version"])


def latest_version_id(naive: Naive, asset: Row) -> str | None:
    published = [
        row
        for row in naive.rows.get("AssetVersion", ())
        if row["asset_id"] == asset["id"] and row["is_published"]
    ]
    numbered = [row for row in published if row["version"] is not None]
    latest = max(
        numbered,
        key=lambda row: row["version"],
        default=min(published, key=lambda row: str(row["id"]), default=None),
    )
    return latest["id"] if latest else None


def session_thumbnail_id(naive: Naive, session: Row) -> str | None:
    versions = {row["id"]: row for row in naive.rows.get("AssetVersion", ())}
    if session["thumbnail_source_id"] is not None:
        named: str | None = versions[session["thumbnail_source_id"]]["thumbnail_id"]
        return named
    objects = [
        row for row in naive.rows.get("ReviewSessionObject", ()) if row["review_session_id"] == session["id"]
    ]
    objects = [row for row in objects if row["version_id"] in versions]
    first = min(
        objects,
        key=lambda row: (row["sort_order"] is not None, row["sort_order"] or 0, row["id"]),
        default=None,
    )
    return versions[first["version_id"]]["thumbnail_id"] if first else None


def place_of_setting(_naive: Naive, row: Row) -> str | None:
    return f"{row['group']}/{row['name']}"


DERIVED: Mapping[str, Callable[[Naive, Row], Any]] = {
    "time_logged": time_logged,
    "bid_time_logged_difference": lambda naive, row: (row["bid"] or 0.0) - time_logged(naive, row),
    "is_latest_version": is_latest_version,
    "_latest_version_id": latest_version_id,
    "thumbnail_source_id": thumbnail_source_id,
    "_shown_thumbnail_id": shown_thumbnail_id,
    "thumbnail_id": session_thumbnail_id,
    "_place": place_of_setting,
    "_setting_place": place_of_setting,
}
"""The functions of derived attributes, by name."""
