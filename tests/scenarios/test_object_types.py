"""Object types that a studio adds: each is a separate entity type, at once and in every process."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callboard.wire.builtin import NO_PRIORITY_ID, OBJECT_TYPE_IDS
from callboard_server.model.entity import Discriminator
from callboard_server.model.types import standard_model, studio_model
from callboard_server.model.wire_schema import wire_schemas
from callboard_server.records.studio import Studio, shape_of
from callboard_server.testing import separate_server
from tests.conftest import DATABASES
from tests.support.live import Person, administrator, fresh
from tests.support.operations import Operation, create, delete, update
from tests.support.postgres import Postgres
from tests.support.world import ADMIN, World

VFX = "caddd816-acb5-11e1-8668-f23c91df1211"


@pytest.fixture(scope="module", params=DATABASES)
def people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Person, Person]]:
    """The administrator on two processes that share one database."""
    folder: Path = tmp_path_factory.mktemp("servers")
    postgres: Postgres | None = None if request.param == "sqlite" else request.getfixturevalue("postgres")
    name = postgres.create() if postgres else ""
    with contextlib.ExitStack() as stack:
        database = postgres.url(name) if postgres else None
        servers = [stack.enter_context(separate_server(folder, database=database)) for _ in range(2)]
        here, there = (stack.enter_context(administrator(server)) for server in servers)
        yield here, there
    if postgres:
        postgres.drop(name)


def schemas(person: Person) -> dict[str, dict[str, Any]]:
    """Return the schemas of all entity types, by name, as clients receive them."""
    found: list[dict[str, Any]] = person.do({"action": "query_schemas"})[0]
    return {schema["id"]: schema for schema in found}


def schema_hash(person: Person) -> str:
    return str(person.do({"action": "query_server_information"})[0]["schema_hash"])


def kind(name: str, **data: Any) -> tuple[str, Operation]:
    """Return the identifier of a new object type, and the operation that makes it."""
    identifier = fresh()
    return identifier, create("ObjectType", id=identifier, name=name, **data)


def project(person: Person) -> str:
    identifier = fresh()
    person.do(create("Project", id=identifier, name=identifier, project_schema_id=VFX))
    return identifier


def test_a_new_type_is_available_in_every_process_at_once(people: tuple[Person, Person]) -> None:
    here, there = people
    assert "VirtualCamera" not in schemas(there)
    before = schema_hash(there)
    identifier, operation = kind("Virtual Camera")
    here.do(operation)
    for person in people:
        schema = schemas(person)["VirtualCamera"]
        assert schema["alias_for"] == {"id": "Task", "classifiers": {"object_typeid": identifier}}
        assert schema["properties"]["object_type_id"]["default"] == identifier
        assert schemas(person)["Shot"]["properties"].keys() == schema["properties"].keys()
        assert schema_hash(person) != before
    assert schema_hash(here) == schema_hash(there)


def test_contexts_of_a_new_type_behave_like_built_in_ones(people: tuple[Person, Person]) -> None:
    here, there = people
    identifier, operation = kind("Level")
    here.do(operation)
    inside, camera, task = project(here), fresh(), fresh()
    key = fresh()
    number = here.ask('CustomAttributeType where name is "number"')[0]["id"]
    there.do(
        create(
            "CustomAttributeConfiguration",
            id=key,
            key="rooms",
            type_id=number,
            entity_type="task",
            object_type_id=identifier,
            default=3,
        )
    )
    there.do(
        create("Level", id=camera, name="l010", parent_id=inside),
        create("Task", id=task, name="layout", parent_id=camera),
        create("Level", id=key, name="l011", parent_id=camera),
    )
    here.do(update("ContextCustomAttributeValue", [key, camera], value=5))
    row = here.ask(
        "select name, object_type.name, custom_attributes, project.name, link "
        f"from Level where id is {camera}"
    )[0]
    assert row["__entity_type__"] == "Level"
    assert row["object_type"]["name"] == "Level"
    assert [value["value"] for value in row["custom_attributes"]] == [5]
    assert [step["type"] for step in row["link"]] == ["Project", "Level"]
    assert {
        one["id"] for one in there.ask('Level where custom_attributes any (key is "rooms" and value > 2)')
    } == {camera, key}
    assert {one["__entity_type__"] for one in there.ask(f"TypedContext where ancestors.id is {camera}")} == {
        "Task",
        "Level",
    }
    assert (
        there.ask(f"select parent.name from Task where id is {task}")[0]["parent"]["__entity_type__"]
        == "Level"
    )
    assert [
        one["id"]
        for one in here.ask(
            f"Task where parent[Level].custom_attributes.rooms is 5 and project_id is {inside}"
        )
    ] == [task]
    there.do(update("Level", key, parent_id=inside))
    assert here.ask(f"Level where ancestors.id is {camera}") == []
    here.do(delete("Level", camera))
    assert there.ask(f"TypedContext where id in ({camera}, {task})") == []


def test_contexts_start_with_the_status_of_their_type(people: tuple[Person, Person]) -> None:
    here, there = people
    identifier, operation = kind("Prop Group")
    schema, context = fresh(), fresh()
    status = here.ask('Status where name is "In progress"')[0]["id"]
    here.do(
        operation,
        create("Schema", id=schema, project_schema_id=VFX, type_id=identifier),
        create("SchemaStatus", schema_id=schema, status_id=status),
    )
    there.do(create("PropGroup", id=context, name="props", parent_id=project(there)))
    assert here.ask(f"select status_id from PropGroup where id is {context}")[0]["status_id"] == status


def test_renaming_and_deleting_reach_every_process(people: tuple[Person, Person]) -> None:
    here, there = people
    identifier, operation = kind("Biome")
    here.do(operation)
    context = fresh()
    there.do(create("Biome", id=context, name="desert", parent_id=project(there)))
    assert there.ask(f"select name from Biome where id is {context}")[0]["__entity_type__"] == "Biome"
    here.do(update("ObjectType", identifier, name="Climate Zone"))
    assert "Biome" not in schemas(there)
    assert there.ask("select name from ClimateZone")[0]["__entity_type__"] == "ClimateZone"
    assert (
        there.ask(f"select name from TypedContext where id is {context}")[0]["__entity_type__"]
        == "ClimateZone"
    )
    there.refused(400, {"action": "query", "expression": "Biome"})
    assert here.refused(400, delete("ObjectType", identifier))["error_code"] == "validation.in_use"
    here.do(delete("ClimateZone", context))
    here.do(delete("ObjectType", identifier))
    assert "ClimateZone" not in schemas(there)
    there.refused(400, create("ClimateZone", name="x", parent_id=context))


def test_attributes_that_a_type_lacks_cannot_be_changed(people: tuple[Person, Person]) -> None:
    here, there = people
    here.do(kind("Reel", is_statusable=False, is_typeable=True, is_schedulable=False)[1])
    immutable = set(schemas(there)["Reel"]["immutable"])
    assert {"status_id", "status", "bid", "start_date", "end_date"} <= immutable
    assert not {"type_id", "type", "name"} & immutable


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Task", "there is an entity type Task"),
        ("asset build", "there is an entity type AssetBuild"),
        ("Note", "there is an entity type Note"),
        ("3D", "must consist of letters, digits and spaces"),
        ("Set-piece", "must consist of letters, digits and spaces"),
        (" ", "must consist of letters, digits and spaces"),
    ],
)
def test_a_name_that_cannot_be_an_entity_type_is_refused(world: World, name: str, message: str) -> None:
    assert message in world.refusal(ADMIN, create("ObjectType", name=name)).message


def test_the_model_is_cached_until_object_types_change(world: World) -> None:
    studio = Studio(shape_of(standard_model()), studio_model)
    first = world.database.read(studio.current)
    assert {entity.name for entity in first.model} == {entity.name for entity in standard_model()}
    assert world.database.read(studio.current) is first
    identifier = world.do(ADMIN, create("ObjectType", name="Set Piece"))[0]["data"]["id"]
    second = world.database.read(studio.current)
    assert second.model.entity("SetPiece").discriminator == Discriminator(attribute="_kind", value=identifier)
    assert "SetPiece" not in first.model
    assert second.reader is not first.reader
    assert second.tables.model is second.model
    world.do(ADMIN, update("ObjectType", identifier, sort=3))
    assert world.database.read(studio.current) is second


def test_a_deleted_built_in_type_is_no_entity_type(world: World) -> None:
    studio = Studio(shape_of(standard_model()), studio_model)
    world.do(ADMIN, delete("ObjectType", OBJECT_TYPE_IDS["Episode"]))
    assert "Episode" not in world.database.read(studio.current).model


def test_names_of_object_types_are_unique(world: World) -> None:
    error = world.refusal(
        ADMIN, create("ObjectType", name="Set Piece"), create("ObjectType", name="Setpiece")
    )
    assert error.code == "conflict.duplicate"


def test_task_and_milestone_can_be_neither_renamed_nor_deleted(world: World) -> None:
    for name in ("Task", "Milestone"):
        renaming = update("ObjectType", OBJECT_TYPE_IDS[name], name="Take")
        assert f"of the object type {name} cannot be changed" in world.refusal(ADMIN, renaming).message
        assert world.refusal(ADMIN, delete("ObjectType", OBJECT_TYPE_IDS[name])).code == "validation.in_use"
    world.do(ADMIN, update("ObjectType", OBJECT_TYPE_IDS["Shot"], icon="camera"))


def test_a_new_server_has_the_declared_schemas(world: World) -> None:
    """The flags of its object types lead to the same schemas as the declarations."""
    current = world.database.read(Studio(shape_of(standard_model()), studio_model).current)
    found, declared = (
        {one["id"]: one for one in wire_schemas(of)} for of in (current.model, standard_model())
    )
    assert found == declared


FLAGS = {
    "is_statusable": {"status", "status_id"},
    "is_typeable": {"type", "type_id"},
    "is_schedulable": {"bid", "start_date", "end_date", "split_parts"},
    "is_prioritizable": {"priority", "priority_id"},
}


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("name", ["Shot", "Prop Kit"])
def test_a_flag_decides_which_attributes_can_be_changed(world: World, name: str, flag: str) -> None:
    """On built-in object types and on those of a studio."""
    identifier = OBJECT_TYPE_IDS.get(name, "kit")
    others = dict.fromkeys(FLAGS, True)
    if name not in OBJECT_TYPE_IDS:
        world.do(ADMIN, create("ObjectType", id=identifier, name=name))
    studio = Studio(shape_of(standard_model()), studio_model)
    for value in (True, False):
        world.do(ADMIN, update("ObjectType", identifier, **{**others, flag: value}))
        model = world.database.read(studio.current).model
        described = next(one for one in wire_schemas(model) if one["id"] == name.replace(" ", ""))
        assert set().union(*FLAGS.values()) & set(described["immutable"]) == (set() if value else FLAGS[flag])
        default = described["properties"]["priority_id"]["default"]
        assert default == (None if flag == "is_prioritizable" and not value else NO_PRIORITY_ID)
        assert set(described["required"]) >= {"priority_id", "status_id", "type_id"}


def test_a_built_in_type_can_have_another_name(people: tuple[Person, Person]) -> None:
    """Its identifier stays, and other object types may take the old name."""
    here, there = people
    before = schema_hash(there)
    inside, shot = project(here), fresh()
    here.do(create("Shot", id=shot, name="s010", parent_id=inside))
    here.do(update("ObjectType", OBJECT_TYPE_IDS["Shot"], name="Story"))
    assert schema_hash(there) != before
    story = schemas(there)["Story"]
    assert story["alias_for"] == {"id": "Task", "classifiers": {"object_typeid": OBJECT_TYPE_IDS["Shot"]}}
    assert "Shot" not in schemas(there)
    assert there.ask(f"select name from TypedContext where id is {shot}")[0]["__entity_type__"] == "Story"
    here.do(update("ObjectType", OBJECT_TYPE_IDS["Shot"], name="Shot"))
    assert schema_hash(there) == before


def test_a_type_without_priorities_has_none(people: tuple[Person, Person]) -> None:
    here, there = people
    here.do(kind("Wall", is_prioritizable=False)[1])
    context = fresh()
    there.do(create("Wall", id=context, name="w", parent_id=project(there)))
    row = there.ask(f"select priority, object_type.is_prioritizable from Wall where id is {context}")[0]
    assert row["priority"] is None
    assert row["object_type"]["is_prioritizable"] is False
    assert (
        here.ask("select is_prioritizable from ObjectType where name is Task")[0]["is_prioritizable"] is True
    )
