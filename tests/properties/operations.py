"""Random operations on every entity type. Most of them may be accepted, some cannot."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from callboard_server.model.attributes import (
    AnyAttribute,
    Boolean,
    Collection,
    Computed,
    ForeignKey,
    Instant,
    Integer,
    Json,
    JsonObject,
    ManyToMany,
    MappedCollection,
    Number,
    Reference,
    Text,
    Variable,
)
from callboard_server.model.entity import Entity
from tests.properties.studio import ANY_OWNER, IDENTIFIERS, identifiers_of, public_types
from tests.support.operations import Operation, create, delete, moment, update
from tests.support.world import model

NESTED: list[Any] = []
for _ in range(60):
    NESTED = [NESTED]

ODD: tuple[Any, ...] = (
    None,
    True,
    5,
    -1,
    1.5,
    "",
    "x",
    [],
    {},
    [1],
    ["a", None],
    {"a": 1},
    {"id": 5},
    {"__entity_type__": "User", "id": "ann-id"},
    {"__entity_type__": "Usr"},
    {"__entity_type__": 5},
    [{"__entity_type__": "User"}],
    [{"__entity_type__": "Task", "id": "t1"}, 5],
    moment("2024-01-31T10:00:00"),
    moment("yesterday"),
    {"__type__": "datetime"},
    {"__type__": ["datetime"], "value": {}},
    [moment("2024-01-31T10:00:00")],
    2**63,
    -(2**63),
    10**400,
    1e300,
    float("inf"),
    float("nan"),
    "a\x00b",
    "\ud800",
    ["\udfff"],
    "x" * 70_000,
    "{",
    "../..",
    NESTED,
)
"""Values that no attribute accepts, or only few."""

TEXTS = ("", "a", "main", "Ünï", "25", "none", "a b", "task", "{}")
SCHEMA_NAMES = ("Task", "task", "AssetVersion", "asset_version", "User", "show", "FileComponent", "Nothing")
WHOLE, REAL = (0, 1, -1, 1001, 2**53), (0.0, 1.5, -2.25, 3600.0, 1e-9)
MOMENTS = tuple(map(moment, ("2024-01-31T10:00:00", "1999-12-31T23:59:59.999Z", "2024-06-01")))
VALUES = ("a", "tense", 25, 2.5, True, None, ["a", "b"], *MOMENTS)

OBJECTS: tuple[Any, ...] = ({}, {"strokes": [[0, 1.5]]}, '{"a": null}')

odd = st.sampled_from(ODD)


def one_in(count: int, rare: st.SearchStrategy[Any], usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(1, count).flatmap(lambda drawn: rare if drawn == 1 else usual)


@cache
def fitting(entity: Entity, attribute: AnyAttribute) -> st.SearchStrategy[Any]:
    """Return values of the kind that *attribute* accepts."""
    match attribute:
        case Text() if attribute.choices:
            return st.sampled_from(attribute.choices)
        case Text() if attribute.name == "id":
            return st.sampled_from(identifiers_of(entity))
        case Text() if attribute.schema_name or attribute.name in {"parent_type", "entity_type"}:
            return st.sampled_from(SCHEMA_NAMES)
        case Text() if attribute.name in {"parent_id", "entity_id", "from_id", "to_id"}:
            return st.sampled_from(ANY_OWNER)
        case Text() | Json():
            return st.sampled_from(TEXTS)
        case Integer():
            return st.sampled_from(WHOLE)
        case Number():
            return st.sampled_from((*WHOLE, *REAL))
        case Boolean():
            return st.booleans()
        case Instant():
            return st.sampled_from(MOMENTS)
        case Variable():
            return st.sampled_from(VALUES)
        case JsonObject():
            return st.sampled_from(OBJECTS)
        case ForeignKey(target=target):
            return st.sampled_from(identifiers_of(model().entity(target)))
        case Reference(target=target):
            return references(target)
        case Collection(target=target) | MappedCollection(target=target) | ManyToMany(target=target):
            return st.lists(references(target), max_size=2)
        case Computed():
            return st.none()
    raise AssertionError(attribute)


@cache
def references(target: str) -> st.SearchStrategy[Any]:
    entity = model().entity(target)
    return st.sampled_from(identifiers_of(entity)).map(
        lambda name: {"__entity_type__": target, **dict.fromkeys(entity.key, name)}
    )


@cache
def values_of(entity: Entity, attribute: AnyAttribute, *, oddities: int) -> st.SearchStrategy[Any]:
    """Return values for *attribute*, of which about one in *oddities* is odd; none with 0."""
    return one_in(oddities, odd, fitting(entity, attribute)) if oddities else fitting(entity, attribute)


@st.composite
def operations(draw: st.DrawFn, *, oddities: int = 20) -> Operation:
    """Return any operation on any type."""
    entity = draw(st.sampled_from(public_types()))
    action = draw(st.sampled_from(("create", "create", "update", "update", "delete")))
    if action == "create":
        needed = [
            a
            for a in entity.stored
            if (a.required or a.name == "key" or a.name == entity.parent) and not a.internal
        ]
        chosen = [*needed, *draw(some_attributes(entity))]
        return create(entity.name, **{a.name: draw(values_of(entity, a, oddities=oddities)) for a in chosen})
    key = [draw(fitting(entity, entity.by_name[name])) for name in entity.key]
    if action == "delete":
        return delete(entity.name, key)
    return update(
        entity.name,
        key,
        **{a.name: draw(values_of(entity, a, oddities=oddities)) for a in draw(some_attributes(entity))},
    )


@cache
def some_attributes(entity: Entity) -> st.SearchStrategy[list[AnyAttribute]]:
    public = [
        attribute
        for attribute in entity.attributes
        if not attribute.internal and attribute.name not in entity.key
    ]
    return (
        st.lists(st.sampled_from(public), max_size=3, unique_by=lambda attribute: attribute.name)
        if public
        else st.just([])
    )


@st.composite
def likely(draw: st.DrawFn, *, oddities: int = 0) -> Operation:
    """Return an operation on an existing entity."""
    name = draw(st.sampled_from(tuple(IDENTIFIERS)))
    entity = model().entity(name)
    form = draw(st.sampled_from(("update", "update", "delete", "any")))
    if form == "any":
        return draw(operations(oddities=oddities))
    key = draw(st.sampled_from(IDENTIFIERS[name]))
    if form == "delete":
        return delete(name, key)
    return update(
        name,
        key,
        **{a.name: draw(values_of(entity, a, oddities=oddities)) for a in draw(some_attributes(entity))},
    )
