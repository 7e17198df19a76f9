"""Invalid input gets an error that names the attribute, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.errors import (
    CallboardError,
    DuplicateEntry,
    ImmutableAttribute,
    MalformedOperation,
    NotFound,
    UnknownEntityType,
    UnknownReference,
    ValidationError,
)
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.storage.database import Database
from tests.support.operations import Operation, create, delete, moment, ref, update
from tests.support.world import Make, World

Case = tuple[Operation, type[CallboardError], str]
DID_YOU_MEAN = "query.unknown_entity_type", "validation.unknown_attribute"

FORM: dict[str, Case] = {
    "no type": ({"action": "create", "entity_data": {}}, MalformedOperation, 'create requires "entity_type"'),
    "a type that is no text": (
        {"action": "create", "entity_type": 5, "entity_data": {}},
        MalformedOperation,
        'requires "entity_type"',
    ),
    "no data": (
        {"action": "create", "entity_type": "Job"},
        MalformedOperation,
        'create requires "entity_data"',
    ),
    "data that is a list": (
        {"action": "create", "entity_type": "Job", "entity_data": []},
        MalformedOperation,
        'requires "entity_data"',
    ),
    "update without a key": (
        {"action": "update", "entity_type": "Job", "entity_data": {}},
        MalformedOperation,
        "a list of id",
    ),
    "update without data": (
        {"action": "update", "entity_type": "Job", "entity_key": ["j"]},
        MalformedOperation,
        'requires "entity_data"',
    ),
    "delete without a key": ({"action": "delete", "entity_type": "Job"}, MalformedOperation, "a list of id"),
    "a key of the wrong length": (delete("Job", ["j", "k"]), MalformedOperation, "a list of id"),
    "half of a key": (delete("JobComponent", ["f"]), MalformedOperation, "a list of component_id, job_id"),
    "a key of numbers": (
        {"action": "delete", "entity_type": "Job", "entity_key": [5]},
        MalformedOperation,
        "a list of id",
    ),
    "a key that is null": (
        {"action": "delete", "entity_type": "Job", "entity_key": None},
        MalformedOperation,
        "a list of id",
    ),
    "an empty key": (delete("Job", ""), ValidationError, "Each part of a key must have"),
    "a huge key": (delete("Job", "x" * 300), ValidationError, "Each part of a key must have"),
    "a zero byte in a key": (delete("Job", "a\x00b"), ValidationError, "Each part of a key must have"),
    "another action": (
        {"action": "upsert", "entity_type": "Job"},
        MalformedOperation,
        "must be one of create, update, delete; got 'upsert'",
    ),
    "an unknown type": (create("Jop"), UnknownEntityType, "Unknown entity type 'Jop'"),
    "a type of another case": (create("job"), UnknownEntityType, "Unknown entity type 'job'"),
    "a type that clients do not know": (
        create("JobGrant", job_id="j", user_id="ann-id"),
        UnknownEntityType,
        "'JobGrant'",
    ),
    "an abstract type": (create("Resource"), MalformedOperation, "Resource is abstract"),
    "another abstract type": (create("Context", name="x"), MalformedOperation, "Context is abstract"),
    "a list of nothing known": (
        create("List", system_type="asset"),
        ValidationError,
        "List.system_type must be one of assetversion, task; got 'asset'",
    ),
    "a component of nothing known": (
        create("Component", system_type="folder"),
        ValidationError,
        "Component.system_type must be one of component, file, container, sequence; got 'folder'",
    ),
    "a list of a number": (
        create("List", system_type=5),
        ValidationError,
        "one of assetversion, task; got '5'",
    ),
}

VALUES: dict[str, Case] = {
    "unknown attribute": (
        create("Job", stauts="done"),
        ValidationError,
        "No attribute 'stauts' exists for schema 'Job'",
    ),
    "unknown attribute in update": (
        update("Job", "j", zebra=1),
        ValidationError,
        "No attribute 'zebra' exists for schema 'Job'",
    ),
    "internal collection": (
        create("Job", _grants=[]),
        ValidationError,
        "No attribute '_grants' exists for schema 'Job'",
    ),
    "internal column": (
        create("Job", _changed_at=None),
        ValidationError,
        "No attribute '_changed_at' exists for schema 'Job'",
    ),
    "data as object": (
        create("Job", data={"description": "x"}),
        ValidationError,
        "Job.data must be text; got dict",
    ),
    "data as list": (create("Job", data=[1]), ValidationError, "Job.data must be text; got list"),
    "data as number": (create("Job", data=5), ValidationError, "Job.data must be text; got 5"),
    "status as number": (create("Job", status=1), ValidationError, "Job.status must be text; got 1"),
    "status unknown": (
        create("Job", status="runing"),
        ValidationError,
        "Job.status must be one of queued, running, done, failed",
    ),
    "size as text": (
        create("FileComponent", size="5 MB"),
        ValidationError,
        "FileComponent.size must be a whole number; got '5 MB'",
    ),
    "size as fraction": (
        create("FileComponent", size=5.5),
        ValidationError,
        "must be a whole number; got 5.5",
    ),
    "size as truth": (
        create("FileComponent", size=True),
        ValidationError,
        "must be a whole number; got True",
    ),
    "size not finite": (
        create("FileComponent", size=float("inf")),
        ValidationError,
        "must be a whole number; got inf",
    ),
    "size beyond 64 bits": (create("FileComponent", size=2**63), ValidationError, "at most 64 bits"),
    "size below nothing": (create("FileComponent", size=-1), ValidationError, "must not be negative; got -1"),
    "truth as text": (
        update("User", "ann-id", is_active="yes"),
        ValidationError,
        "User.is_active must be true or false; got 'yes'",
    ),
    "truth as number": (
        update("User", "ann-id", is_active=1),
        ValidationError,
        "User.is_active must be true or false; got 1",
    ),
    "time as text": (
        create("Job", created_at="soon"),
        ValidationError,
        "Job.created_at must be a date and time in ISO 8601; got 'soon'",
    ),
    "time as number": (
        create("Job", created_at=5),
        ValidationError,
        "Job.created_at must be a date and time",
    ),
    "time without value": (
        create("Job", created_at={"__type__": "datetime"}),
        ValidationError,
        "must be a date and time",
    ),
    "time out of the calendar": (
        create("Job", created_at=moment("2024-02-30T00:00:00")),
        ValidationError,
        "must be a date and time",
    ),
    "zero byte": (
        create("Job", data="a\x00b"),
        ValidationError,
        "Job.data must not contain a null character",
    ),
    "half a surrogate pair": (create("Job", data="\ud800"), ValidationError, "half of a surrogate pair"),
    "too long": (
        create("User", username="x" * 256),
        ValidationError,
        "User.username must have at most 255 characters; got 256",
    ),
    "identifier with a slash": (create("Job", id="a/b"), ValidationError, "Job.id must be an identifier"),
    "identifier of 65 characters": (
        create("Job", id="x" * 65),
        ValidationError,
        "Job.id must be an identifier",
    ),
    "identifier as number": (create("Job", id=5), ValidationError, "Job.id must be text; got 5"),
    "identifier empty": (create("Job", id=""), ValidationError, "Each part of a key must have"),
    "two sides that disagree": (
        create("Job", user_id="ann-id", user=ref("User", "bob-id")),
        ValidationError,
        "contradicts ",
    ),
    "twins that disagree": (
        create("UserSecurityRole", is_all_projects=True, is_all_open_projects=False),
        ValidationError,
        "contradicts ",
    ),
    "computed": (
        create("JobComponent", component_id="f", job_id="j", url="http://x"),
        ImmutableAttribute,
        "is computed",
    ),
    "immutable": (
        update("Job", "j", type="other"),
        ImmutableAttribute,
        "Job.type cannot be changed once it is set.",
    ),
    "immutable key": (
        update("Job", "j", id="k"),
        ImmutableAttribute,
        "Job.id cannot be changed once it is set.",
    ),
    "collection as text": (
        update("Job", "j", job_components="f"),
        ValidationError,
        "must be a list of references; got str",
    ),
}

NAMES: dict[str, Case] = {
    "no name": (create("FileComponent", name=""), ValidationError, "FileComponent.name must not be empty"),
    "a blank name": (create("FileComponent", name="   "), ValidationError, "name must not be empty"),
    "a long name": (
        create("FileComponent", name="x" * 1025),
        ValidationError,
        "at most 1024 characters; got 1025",
    ),
    **{
        f"file type {file_type[:20]!r}": (
            create("FileComponent", name="x", file_type=file_type),
            ValidationError,
            message,
        )
        for file_type, message in {
            "./x": "must be the end of a file name",
            "a\\b": "must be the end of a file name",
            ".exr\n": "must be the end of a file name",
            "..": "must be the end of a file name",
            ".x" * 40: "at most 64 characters; got 80",
        }.items()
    },
}

REFERENCES: dict[str, Case] = {
    "user": (
        create("Job", user_id="nobody"),
        UnknownReference,
        "Job.user_id refers to the User nobody, which does not exist.",
    ),
    "user by reference": (
        create("Job", user=ref("User", "nobody")),
        UnknownReference,
        "Job.user_id refers to the User nobody",
    ),
    "user that is a file": (create("Job", user_id="f"), UnknownReference, "Job.user_id refers to the User f"),
    "group as user": (create("Job", user_id="g"), UnknownReference, "Job.user_id refers to the User g"),
    "reference of another type": (
        create("Job", user=ref("Location", "ann-id")),
        ValidationError,
        "Job.user must be a reference to User; got one to Location.",
    ),
    "reference of an unknown type": (
        create("Job", user=ref("Usr", "ann-id")),
        UnknownEntityType,
        "Unknown entity type 'Usr'",
    ),
    "reference without id": (
        create("Job", user={"__entity_type__": "User"}),
        ValidationError,
        "must be the identifier of an entity",
    ),
    "reference as list": (
        create("Job", user=["ann-id"]),
        ValidationError,
        "must be the identifier of an entity; got list",
    ),
    "reference as number": (
        create("Job", user=5),
        ValidationError,
        "must be the identifier of an entity; got 5",
    ),
    "component": (
        create("JobComponent", component_id="x", job_id="j"),
        UnknownReference,
        "refers to the Component x",
    ),
    "job": (create("JobComponent", component_id="f", job_id="x"), UnknownReference, "refers to the Job x"),
    "half an attachment": (
        create("JobComponent", component_id="f"),
        ValidationError,
        "JobComponent.job_id is required.",
    ),
    "location": (
        create("ComponentLocation", component_id="f", location_id="x"),
        UnknownReference,
        "refers to the Location x",
    ),
    "no component in a place": (
        create("ComponentLocation", location_id=SERVER_LOCATION_ID),
        ValidationError,
        "component_id is required",
    ),
    "no place for a component": (
        create("ComponentLocation", component_id="f"),
        ValidationError,
        "location_id is required",
    ),
    "a file as container": (
        create("FileComponent", container_id="f"),
        UnknownReference,
        "refers to the ContainerComponent f",
    ),
    "a type that is not declared": (
        create("FileComponent", version_id="v"),
        UnknownReference,
        "refers to the AssetVersion v",
    ),
    "update of nothing": (
        update("Job", "nobody", status="done"),
        NotFound,
        "There is no Job with the key nobody.",
    ),
    "delete of nothing": (delete("Job", "nobody"), NotFound, "There is no Job with the key nobody."),
    "update as another type": (
        update("SequenceComponent", "f", name="x"),
        NotFound,
        "There is no SequenceComponent with the key f",
    ),
    "delete as another type": (delete("User", "g"), NotFound, "There is no User with the key g"),
}

UNIQUE: dict[str, Case] = {
    "identifier": (create("Job", id="j"), DuplicateEntry, "A Job with the key j already exists."),
    "identifier in the family": (
        create("SequenceComponent", id="f"),
        DuplicateEntry,
        "A FileComponent with the key f already exists.",
    ),
    "username": (
        create("User", username="ann"),
        DuplicateEntry,
        'A User with username "ann" already exists.',
    ),
    "username in another case": (
        create("User", username="ANN"),
        DuplicateEntry,
        'A User with username "ANN" already exists.',
    ),
    "username by update": (
        update("User", "bob-id", username="Ann"),
        DuplicateEntry,
        'A User with username "Ann" already exists.',
    ),
    "location": (
        create("Location", name="FTRACK.server"),
        DuplicateEntry,
        'A Location with name "FTRACK.server" already exists.',
    ),
    "role": (
        create("UserSecurityRole", user_id="admin-id", security_role_id="role-1"),
        DuplicateEntry,
        "A UserSecurityRole with user_id",
    ),
    "username removed": (
        update("User", "ann-id", username=None),
        ValidationError,
        "User.username is required.",
    ),
    "username empty": (
        create("User", username=" "),
        ValidationError,
        "User.username must contain a visible character",
    ),
    "username of a line break": (
        create("User", username="a\nb"),
        ValidationError,
        "User.username must contain a visible character",
    ),
    "username taken away": (
        update("User", "ann-id", username=None),
        ValidationError,
        "User.username is required.",
    ),
}

EVERY = {**FORM, **VALUES, **NAMES, **REFERENCES, **UNIQUE}


@pytest.fixture(scope="module")
def stocked(shared_database: Database) -> World:
    """A world for all refusals, each of which checks that it leaves the world unchanged."""
    world = World(shared_database)
    world.do(
        world.admin,
        create("Job", id="j"),
        create("FileComponent", id="f", name="x"),
        create("Group", id="g", name="G"),
    )
    return world


@pytest.mark.parametrize("name", EVERY, ids=lambda name: ascii(name)[:40])
def test_invalid_input_is_refused_by_name_and_changes_nothing(stocked: World, name: str) -> None:
    operation, kind, message = EVERY[name]
    error = stocked.refusal(stocked.admin, operation)
    assert type(error) is kind
    assert message in error.message
    if error.code in DID_YOU_MEAN and ("Jop" in message or "stauts" in message or "'job'" in message):
        assert error.hint in {'Did you mean "Job"?', 'Did you mean "status"?'}


@pytest.mark.parametrize("name", ["unknown attribute", "user", "username", "immutable", "update of nothing"])
@pytest.mark.parametrize("first", [True, False])
def test_one_invalid_operation_undoes_the_batch(stocked: World, name: str, first: bool) -> None:
    bad, good = EVERY[name][0], create("Job", id="good")
    stocked.refusal(stocked.admin, *((bad, good) if first else (good, bad)))
    assert stocked.values(stocked.admin, "Job where id is good") == []


@pytest.mark.parametrize(
    "name",
    [
        'My "file"',
        "it's",
        "100 %",
        "ünïcödé 日本 🎬",
        "a" * 255,
        ".hidden",
        "a.b.c",
        " x",
        "x ",
        "CON",
        "%s{0}",
        "-rf",
        "~",
    ],
)
def test_unusual_names_are_kept(world: World, make: Make, name: str) -> None:
    make.file(name=name)
    assert world.values(world.ann, "select name from FileComponent", "name") == [name]


@pytest.mark.parametrize("size", [0, 5 * 2**30, 2**63 - 1, 3.0])
def test_sizes_are_kept(world: World, make: Make, size: Any) -> None:
    make.file(size=size)
    assert world.values(world.ann, "select size from FileComponent", "size") == [int(size)]


def test_a_time_for_a_text_attribute_is_stored_as_text(world: World) -> None:
    """Clients encode every text that looks like a time as a time."""
    world.do(world.ann, create("Job", data=moment("2024-01-31T10:00:00.000Z")))
    assert world.values(world.ann, "select data from Job", "data") == ["2024-01-31T10:00:00.000Z"]


def test_a_name_can_change_hands_within_a_batch(world: World) -> None:
    world.do(world.admin, create("User", id="x", username="carl"))
    world.do(world.admin, delete("User", "x"), create("User", id="y", username="CARL"))
    assert world.values(world.admin, "User where username is carl") == ["y"]


@pytest.mark.parametrize("count", [2, 3])
def test_names_can_be_swapped_within_a_batch(world: World, count: int) -> None:
    keys = [f"u{number}" for number in range(count)]
    world.do(world.admin, *(create("User", id=key, username=f"name{key}") for key in keys))
    turned = [*keys[1:], keys[0]]
    world.do(
        world.admin,
        *(update("User", key, username=f"NAME{other}") for key, other in zip(keys, turned, strict=True)),
    )
    for key, other in zip(keys, turned, strict=True):
        assert world.values(world.admin, f"User where username is name{other}") == [key]
