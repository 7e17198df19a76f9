"""Every kind of attribute with every kind of JSON value.

An invalid value is refused, the error names the attribute, and nothing changes.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

from callboard.errors import CallboardError, ValidationError
from callboard_server.model.attributes import (
    Boolean,
    Collection,
    ForeignKey,
    Instant,
    Integer,
    Json,
    ManyToMany,
    Number,
    Reference,
    Text,
    Variable,
)
from callboard_server.query.values import SURROGATE
from callboard_server.storage.database import Database
from tests.properties.operations import ODD
from tests.properties.studio import BEGINNING, FIRST_FRAME
from tests.support.operations import create, ref, update
from tests.support.world import World, model

ATTRIBUTES: tuple[tuple[str, list[str], str, type], ...] = (
    ("Task", ["t1"], "description", Text),
    ("Job", ["j1"], "data", Json),
    ("NoteLabel", ["nl1"], "sort", Integer),
    ("Task", ["t1"], "bid", Number),
    ("Project", ["p1"], "is_private", Boolean),
    ("Project", ["p1"], "end_date", Instant),
    ("Asset", ["as1"], "type_id", ForeignKey),
    ("Asset", ["as1"], "type", Reference),
    ("Task", ["t1"], "scopes", ManyToMany),
    ("Task", ["t1"], "notes", Collection),
    ("ContextCustomAttributeValue", [FIRST_FRAME, "sh1"], "value", Variable),
)


def fits(kind: type, value: Any) -> bool:
    """Return whether attributes of *kind* accept *value*."""
    if value is None:
        return True
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_time = isinstance(value, dict) and value.get("value") == "2024-01-31T10:00:00"
    is_text = isinstance(value, str) and "\x00" not in value and not SURROGATE.search(value)
    if kind in {Text, Json}:
        # Clients encode every text that looks like a time as a time, so any text may arrive like that.
        holds_text = (
            isinstance(value, dict)
            and value.get("__type__") == "datetime"
            and isinstance(value.get("value"), str)
        )
        return holds_text or (is_text and (kind is Json or len(value) <= 65_536))
    if kind is Integer:
        return bool(
            is_number and math.isfinite(as_float(value)) and value == int(value) and abs(value) < 2**63
        )
    if kind is Number:
        return is_number and math.isfinite(as_float(value))
    if kind is Variable:
        parts = value if isinstance(value, list) else [value]
        return not any(isinstance(part, list) or not fits_variable(part) for part in parts)
    return {
        Boolean: isinstance(value, bool),
        Instant: is_time,
        ManyToMany: bool(value == []),
        Collection: bool(value == []),
    }.get(kind, False)


def fits_variable(value: Any) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 2**63
    return (
        value is None
        or any(fits(kind, value) for kind in (Boolean, Number, Instant))
        or (isinstance(value, str) and fits(Json, value))
    )


def as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


@pytest.fixture(scope="module")
def studio(shared_database: Database) -> World:
    """A world for all values: accepted changes are kept."""
    world = World(shared_database)
    for batch in BEGINNING:
        world.do(world.admin, *batch)
    return world


@pytest.mark.parametrize(
    ("entity_type", "key", "name", "kind"), ATTRIBUTES, ids=lambda value: str(getattr(value, "__name__", ""))
)
def test_an_invalid_value_is_refused_by_name(
    studio: World, entity_type: str, key: list[str], name: str, kind: type
) -> None:
    assert isinstance(model().entity(entity_type).by_name[name], kind)
    for value in ODD:
        operation = update(entity_type, key, **{name: value})
        if not fits(kind, value):
            error = studio.refusal(studio.admin, operation)
            names = (name, "Usr", model().entity(entity_type).name)
            assert any(each in error.message for each in names), error.message
            assert len(error.message) < 1_000
        elif kind is not Variable:  # the type of the custom attribute restricts it further
            assert accepted(studio, operation) in {None, "is required"}, value


def accepted(world: World, operation: dict[str, Any]) -> str | None:
    """Perform *operation*; return None, or the reason if it is refused."""
    try:
        world.do(world.admin, operation)
    except ValidationError as error:
        return "is required" if "is required" in error.message else error.message
    return None


CYCLES: dict[str, list[dict[str, Any]]] = {
    "a shot inside its task": [update("Shot", "sh1", parent_id="t1")],
    "a sequence inside itself": [update("Sequence", "sq1", parent_id="sq1")],
    "two folders inside each other": [
        create("Folder", id="a", name="a", parent_id="p1"),
        create("Folder", id="b", name="b", parent_id="a"),
        update("Folder", "a", parent_id="b"),
    ],
    "a shot inside itself from the beginning": [create("Shot", id="a", name="a", parent_id="a")],
    "a hundred folders in a circle": [
        create("Folder", id=f"a{n}", name="a", parent_id=f"a{(n + 1) % 100}") for n in range(100)
    ],
    "a note that answers itself": [update("Note", "n1", in_reply_to=ref("Note", "n1"))],
    "notes that answer each other": [update("Note", "n1", in_reply_to_id="n2")],
    "a group inside itself": [update("Group", "g1", parent_id="g2")],
}


@pytest.mark.parametrize("name", CYCLES)
def test_no_entity_contains_itself(studio: World, name: str) -> None:
    assert studio.refusal(studio.admin, *CYCLES[name]).message


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "a shot below nothing": (create("Shot", name="x", parent_id="nowhere"), "nowhere"),
    "a shot without a parent": (create("Shot", name="x"), "parent_id is required"),
    "a status that is none": (update("Task", "t1", status_id="t2"), "Task.status_id refers to the Status t2"),
    "a type of assets for a task": (
        update("Task", "t1", type=ref("AssetType", "x")),
        "Task.type must be a reference to Type",
    ),
    "a version of nothing": (
        create("AssetVersion", asset_id="nothing"),
        "AssetVersion.asset_id refers to the Asset nothing",
    ),
    "a note of a type that is none": (
        create("Note", user_id="ann-id", parent_id="t1", parent_type="Tsk"),
        "Unknown entity type 'Tsk'",
    ),
    "a name twice": (create("Shot", name="SH010", parent_id="sq1"), 'name "SH010" already exists'),
    "a name twice by moving": (
        update("Shot", "sh1", parent_id="sq1", name="sh020"),
        'name "sh020" already exists',
    ),
    "a project's name twice": (
        create("Project", name="Demo", project_schema_id="caddd816-acb5-11e1-8668-f23c91df1211"),
        "already exists",
    ),
    "a number of a version twice": (
        create("AssetVersion", asset_id="as1", version=1),
        'version "1" already exists',
    ),
    "an object type is for ever": (
        update("Task", "t1", object_type_id="x"),
        "Task.object_type_id cannot be changed",
    ),
    "what shots do not have": (update("Shot", "sh1", type_id=None, bid="x"), "Shot.bid must be a number"),
    "derived": (update("Task", "t1", time_logged=5), "Task.time_logged is computed"),
    "derived from the parent": (
        update("Task", "t1", ancestors=[ref("Shot", "sh1")]),
        "Task.ancestors is computed from the parent",
    ),
    "history": (create("StatusChange"), "StatusChange is created by the server only"),
    "an unknown attribute": (
        update("Task", "t1", stauts="x"),
        "No attribute 'stauts' exists for schema 'Task'.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_invalid_change_is_refused_by_name(studio: World, name: str) -> None:
    operation, message = BROKEN[name]
    assert message in studio.refusal(studio.admin, operation).message


def test_refusals_are_documented_errors(studio: World) -> None:
    for operation, _ in BROKEN.values():
        error = studio.refusal(studio.admin, operation)
        assert isinstance(error, CallboardError)
        assert error.code
