"""The state of a world as readers of events keep it: rows by table and key, with columns under legacy names.

Custom attribute values are texts, by the entity that has them and the key of the attribute, as in events.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callboard_server.events.update_event import TYPED_CONTEXT, TYPED_CONTEXT_ID, plain
from callboard_server.model.attributes import Boolean, Scalar
from callboard_server.model.entity import Entity
from callboard_server.work.custom_attribute_changes import event_text
from tests.support.world import Event, World, model

VALUE = "CustomAttributeValue"
CUSTOM = "custom attribute"

Key = tuple[str, ...]
State = dict[tuple[str, Key], dict[str, Any]]


def fetched(world: World) -> State:
    """Return the stored state."""
    state: State = {}
    for root in model().stores():
        if root.internal or root.name == VALUE:
            continue
        columns = model().family_columns(root)
        names = ", ".join(f'"{name}"' for name in columns)
        discriminator = model().discriminator(root)
        for values in world.sql(f"SELECT {names} FROM {world.tables.by_root[root.name].name}"):
            row = dict(zip(columns, values, strict=True))
            kind = model().concrete_by_value(root, row[discriminator]) if discriminator else root
            state[root.name, tuple(str(row[name]) for name in root.key)] = legacy(kind, row)
    return state | custom_values(world)


def custom_values(world: World) -> State:
    """Return the custom attribute values that aren't null."""
    configurations, values = (world.tables.by_root[name].name for name in ("CustomConfigurationBase", VALUE))
    text = (
        f"SELECT v.entity_id, c.key, v.value FROM {values} v JOIN {configurations} c ON c.id = "
        "v.configuration_id"
    )
    return {
        (CUSTOM, (str(entity_id), str(key))): {"text": event_text(value)}
        for entity_id, key, value in world.sql(text)
        if value is not None
    }


def legacy(kind: Entity, row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of *kind* in *row* as events contain them.

    Without those that follow from other entities: a move is published, and not each project below it.
    """
    columns: dict[str, Any] = {"entity_type": kind.name}
    for attribute in own_attributes(kind):
        value = row[attribute.column]
        columns[attribute.legacy_name] = (
            bool(value) if isinstance(attribute, Boolean) and value is not None else plain(attribute, value)
        )
    return columns


def own_attributes(kind: Entity) -> Iterator[Scalar]:
    """Yield the stored attributes of *kind* that don't follow from other entities."""
    return (attribute for attribute in kind.public_stored if not attribute.settled)


def advance(state: State, event: Event) -> None:
    """Apply *event* to *state*, using only what the event contains."""
    for entity in event.entities:
        kind = model().entity(entity["entity_type"])
        key = key_of(kind, entity)
        settled = {attribute.legacy_name for attribute in kind.public_stored if attribute.settled}
        changes = {name: change for name, change in entity["changes"].items() if name not in settled}
        if kind.legacy_name == TYPED_CONTEXT and "id" in changes:
            assert changes.pop(TYPED_CONTEXT_ID) == changes["id"]
        place = (model().root(kind).name, key)
        columns = {attribute.legacy_name for attribute in own_attributes(kind)}
        custom = {name: change for name, change in changes.items() if name not in columns}
        advance_custom(state, entity["entityId"], custom)
        if entity["action"] == "remove":
            removed = state.pop(place)
            for other in [
                other for other in state if other[0] == CUSTOM and other[1][0] == entity["entityId"]
            ]:
                del state[other]
            assert {name: change["old"] for name, change in changes.items()} == without_type(removed)
            continue
        if entity["action"] == "add":
            assert place not in state, "was there already"
            assert all(change["old"] is None for change in changes.values())
            state[place] = {}
        row = state[place]
        for name, change in changes.items():
            if name in custom:
                continue
            assert row.get(name) == change["old"], f"{name} was something else"
            row[name] = change["new"]
        row["entity_type"] = kind.name


def advance_custom(state: State, identifier: str, changes: dict[str, dict[str, Any]]) -> None:
    """Apply *changes* to the custom attributes of an entity.

    Initial values aren't published, so the old text may be missing.
    """
    for name, change in changes.items():
        place = (CUSTOM, (identifier, name))
        assert place not in state or state[place]["text"] == change["old"], f"{name} was something else"
        if change["new"] is None:
            state.pop(place, None)
        else:
            state[place] = {"text": change["new"]}


def key_of(kind: Entity, entity: dict[str, Any]) -> Key:
    """Return the complete key of the row that *entity* of an event describes."""
    if len(kind.key) == 1:
        return (entity["entityId"],)
    if "entityKey" in entity:
        return tuple(entity["entityKey"])
    side = "new" if entity["action"] == "add" else "old"
    return tuple(entity["changes"][kind.by_name[name].legacy_name][side] for name in kind.key)


def without_type(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "entity_type"}
