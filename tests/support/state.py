"""The state of a world as readers of events keep it: rows by type of table and key, their columns under legacy names."""

from __future__ import annotations

from typing import Any

from callboard.model.attributes import Boolean
from callboard.model.entity import Entity
from tests.support.world import Event, World, model

Key = tuple[str, ...]
State = dict[tuple[str, Key], dict[str, Any]]


def fetched(world: World) -> State:
    """Return the state as it is stored."""
    state: State = {}
    for root in model().stores():
        if root.internal:
            continue
        columns = model().family_columns(root)
        names = ", ".join(f'"{name}"' for name in columns)
        discriminator = model().discriminator(root)
        for values in world.sql(f"SELECT {names} FROM {world.tables.by_root[root.name].name}"):
            row = dict(zip(columns, values, strict=True))
            kind = model().concrete_by_value(root, row[discriminator]) if discriminator else root
            state[root.name, tuple(str(row[name]) for name in root.key)] = legacy(kind, row)
    return state


def legacy(kind: Entity, row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of *kind* in *row* as events tell them."""
    told: dict[str, Any] = {"entity_type": kind.name}
    for attribute in kind.told:
        value = row[attribute.column]
        told[attribute.legacy_name] = bool(value) if isinstance(attribute, Boolean) and value is not None else value
    return told


def advance(state: State, event: Event) -> None:
    """Bring *state* up to *event*, from what it says alone."""
    for entity in event.entities:
        kind = model().entity(entity["entity_type"])
        key = key_of(kind, entity)
        place = (model().root(kind).name, key)
        if place[0] == "CustomAttributeValue" and place not in state and entity["action"] != "add":
            continue  # what an attribute begins with says no more than its configuration does, and was no news
        if entity["action"] == "remove":
            removed = state.pop(place)
            assert {name: change["old"] for name, change in entity["changes"].items()} == without_type(removed)
            continue
        if entity["action"] == "add":
            assert place not in state, "was there already"
            assert all(change["old"] is None for change in entity["changes"].values())
            state[place] = {}
        row = state[place]
        for name, change in entity["changes"].items():
            assert row.get(name) == change["old"], f"{name} was something else"
            row[name] = change["new"]
        row["entity_type"] = kind.name


def key_of(kind: Entity, entity: dict[str, Any]) -> Key:
    """Return the whole key of what *entity* of an event is about."""
    if len(kind.key) == 1:
        return (entity["entityId"],)
    if "entityKey" in entity:
        return tuple(entity["entityKey"])
    side = "new" if entity["action"] == "add" else "old"
    return tuple(entity["changes"][kind.by_name[name].legacy_name][side] for name in kind.key)


def without_type(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "entity_type"}
