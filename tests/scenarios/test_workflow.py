"""Project schemas made through the API, and their effects.

Initial statuses and types, their order, and the history of statuses.
"""

from __future__ import annotations

from typing import Any

import pytest

from callboard.errors import MalformedOperation
from callboard.wire.builtin import OBJECT_TYPE_IDS
from tests.support.film import STATUS, TYPE, VFX, one
from tests.support.operations import Operation, create, delete, moment, ref, update
from tests.support.world import World

SHOT = OBJECT_TYPE_IDS["Shot"]
BUILD = OBJECT_TYPE_IDS["AssetBuild"]
SCHEMA: tuple[Operation, ...] = (
    create(
        "ProjectSchema",
        id="own",
        name="Own",
        task_workflow_schema_id="tasks",
        task_type_schema_id="types",
        asset_version_workflow_schema_id="versions",
    ),
    *(create("WorkflowSchema", id=name, name=name) for name in ("tasks", "versions", "roto")),
    *(
        create("WorkflowSchemaStatus", workflow_schema_id="tasks", status_id=STATUS[name])
        for name in ("Approved", "WIP", "In progress")
    ),
    *(
        create("WorkflowSchemaStatus", workflow_schema_id="roto", status_id=STATUS[name])
        for name in ("Completed", "Ready to start")
    ),
    create("WorkflowSchemaStatus", workflow_schema_id="versions", status_id=STATUS["Revise"]),
    create("TaskTypeSchema", id="types", name="Types"),
    *(
        create("TaskTypeSchemaType", task_type_schema_id="types", type_id=TYPE[name])
        for name in ("Compositing", "Animation", "Rotoscoping")
    ),
    *(
        create("ProjectSchemaObjectType", project_schema_id="own", object_type_id=kind)
        for kind in (SHOT, BUILD, OBJECT_TYPE_IDS["Task"])
    ),
    create("Schema", id="shots", project_schema_id="own", object_type_id=SHOT),
    create("Schema", id="builds", project_schema_id="own", type_id=BUILD),
    create("SchemaStatus", schema_id="shots", status_id=STATUS["On Hold"], sort=0),
    create("SchemaStatus", schema_id="shots", status_id=STATUS["Not started"], sort=1),
    create("SchemaStatus", schema_id="builds", status_id=STATUS["WIP"]),
    create("SchemaType", schema_id="builds", type_id=TYPE["Prop"], sort=1),
    create("SchemaType", schema_id="builds", type_id=TYPE["Vehicle"], sort=0),
    create(
        "ProjectSchemaOverride",
        id="override",
        project_schema_id="own",
        type_id=TYPE["Rotoscoping"],
        workflow_schema_id="roto",
    ),
    create("ProjectSchemaOverride", project_schema_id="own", type_id=TYPE["Animation"]),
)
"""A whole schema, with separate statuses for one type of tasks, and none for another."""

PRODUCTION: tuple[Operation, ...] = (
    create("Project", id="p", name="p", project_schema_id="own"),
    create("Shot", id="s", name="s", parent_id="p"),
    create("AssetBuild", id="b", name="b", parent_id="p"),
    create("Folder", id="f", name="f", parent_id="p"),
    create("Task", id="plain", name="plain", parent_id="s"),
    create("Task", id="roto-task", name="roto", parent_id="s", type_id=TYPE["Rotoscoping"]),
    create("Task", id="anim", name="anim", parent_id="s", type_id=TYPE["Animation"]),
    create("Task", id="odd", name="odd", parent_id="s", type_id=TYPE["Modeling"]),
    create("Asset", id="a", name="a", context_id="s"),
    create("AssetVersion", id="v", asset_id="a"),
)


def initial_values(world: World) -> dict[str, tuple[str | None, str | None]]:
    """Return the status and the type of every context, by identifier."""
    text = "select status.name, type.name from TypedContext where project_id is p"
    found: dict[str, tuple[str | None, str | None]] = {
        row["id"]: (row["status"] and row["status"]["name"], row["type"] and row["type"]["name"])
        for row in world.ask(world.admin, text, normalised=False).data
    }
    return found


INITIAL_VALUES = {
    "s": ("On Hold", None),
    "b": ("WIP", "Vehicle"),
    "f": (None, None),
    "plain": ("WIP", "Animation"),
    "roto-task": ("Ready to start", "Rotoscoping"),
    "anim": ("WIP", "Animation"),
    "odd": ("WIP", "Modeling"),
}


@pytest.mark.parametrize(
    "batches",
    [(SCHEMA, PRODUCTION), ((*SCHEMA, *PRODUCTION),), ((*PRODUCTION, *SCHEMA),)],
    ids=["two", "one", "backwards"],
)
def test_a_schema_takes_effect_at_once(world: World, batches: tuple[tuple[Operation, ...], ...]) -> None:
    """In the next batch and in the same one, in any order."""
    for batch in batches:
        world.do(world.admin, *batch)
    assert initial_values(world) == INITIAL_VALUES
    assert one(world, "select status.name from AssetVersion")["status"]["name"] == "Revise"


SYNONYMS = ("_task_workflow.statuses", "task_workflow_schema.statuses", "_schemas", "object_type_schemas")


def test_both_names_of_a_relation_return_the_same(world: World) -> None:
    world.do(world.admin, *SCHEMA)
    found = {
        row["id"]: (row["type_id"], row["object_type_id"])
        for row in world.rows(
            world.admin, "select type_id, object_type_id from Schema where project_schema_id is own"
        )
    }
    assert found == {"shots": (SHOT, SHOT), "builds": (BUILD, BUILD)}
    schema = one(
        world,
        f"select {', '.join(SYNONYMS)}, _overrides.type_id from ProjectSchema where id is own",
    )
    assert schema["_task_workflow"]["id"] == schema["task_workflow_schema"]["id"] == "tasks"
    assert (
        {each["id"] for each in schema["_schemas"]}
        == {each["id"] for each in schema["object_type_schemas"]}
        == {"shots", "builds"}
    )
    assert TYPE["Rotoscoping"] in {each["type_id"] for each in schema["_overrides"]}


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_statuses_and_types_are_in_order(world: World) -> None:
    """Clients use the first one as the default."""
    world.do(world.admin, *SCHEMA)
    schema = one(
        world,
        (
            "select _task_workflow.statuses.name, _task_type_schema.types.name "
            "from ProjectSchema where id is own"
        ),
    )
    assert names(schema["_task_workflow"]["statuses"]) == ["WIP", "In progress", "Approved"]
    assert names(schema["_task_type_schema"]["types"]) == ["Animation", "Compositing", "Rotoscoping"]
    statuses = world.rows(
        world.admin, "select task_status.name from SchemaStatus where schema_id is shots order by sort"
    )
    assert [row["task_status"]["name"] for row in statuses] == ["On Hold", "Not started"]


def test_the_parts_of_a_schema_are_replaced_as_a_whole(world: World) -> None:
    world.do(world.admin, *SCHEMA)
    statuses = [ref("Status", STATUS[name]) for name in ("Omitted", "WIP")]
    world.do(
        world.admin,
        update("WorkflowSchema", "tasks", statuses=statuses),
        update("TaskTypeSchema", "types", types=[ref("Type", TYPE["FX"])]),
    )
    world.do(world.admin, *PRODUCTION)
    found = initial_values(world)
    assert (found["plain"], found["roto-task"]) == (("WIP", "FX"), ("Ready to start", "Rotoscoping"))


def test_deleting_a_schema_deletes_its_parts(world: World) -> None:
    world.do(world.admin, *SCHEMA)
    world.do(world.admin, delete("ProjectSchema", "own"))
    for kind in (
        "Schema where project_schema_id is own",
        "SchemaStatus where schema_id is shots",
        "ProjectSchemaOverride",
    ):
        assert world.rows(world.admin, kind) == []
    world.do(world.admin, delete("WorkflowSchema", "tasks"))
    assert world.rows(world.admin, "WorkflowSchemaStatus where workflow_schema_id is tasks") == []


def test_clients_can_read_task_templates(film: World) -> None:
    template = one(
        film,
        (
            "select items.task_type.name from TaskTemplate "
            f'where project_schema_id is "{VFX}" and name is "Asset"'
        ),
    )
    assert {item["task_type"]["name"] for item in template["items"]} == {
        "Modeling",
        "Texture",
        "Rigging",
        "Lookdev",
    }


# -- The history of statuses
# ------------------------------------------------------------------------------------------------------------


def history(world: World, kind: str, identifier: str) -> list[tuple[str | None, str, str]]:
    """Return the changes of a status as clients read them: from, to, and when."""
    text = (
        "select status_changes.status.name, status_changes.from_status.name, status_changes.date from "
        f"{kind} where id is {identifier}"
    )
    (entity,) = world.ask(world.admin, text, normalised=False).data
    return [
        (
            each["from_status"] and each["from_status"]["name"],
            each["status"]["name"],
            each["date"]["value"][11:16],
        )
        for each in entity["status_changes"]
    ]


def test_every_status_change_is_recorded(film: World) -> None:
    assert history(film, "Task", "comp") == [(None, "Not started", "10:00")]
    film.clock.advance(hours=1)
    film.do(film.ann, update("Task", "comp", status_id=STATUS["In progress"]))
    film.clock.advance(hours=1)
    film.do(
        film.ann,
        update("Task", "comp", status=ref("Status", STATUS["Approved"])),
        update("Task", "comp", bid=5),
    )
    film.do(film.ann, update("Task", "comp", status_id=STATUS["Approved"]))
    assert history(film, "Task", "comp") == [
        (None, "Not started", "10:00"),
        ("Not started", "In progress", "11:00"),
        ("In progress", "Approved", "12:00"),
    ]
    newest = one(
        film,
        (
            "select user_id, parent_id, parent_type, parent.name from TypedContextStatusChange "
            f'where status_id is "{STATUS["Approved"]}"'
        ),
    )
    assert (newest["user_id"], newest["parent_id"], newest["parent"]["name"]) == ("ann-id", "comp", "comp")


def test_status_changes_of_versions_are_recorded(film: World) -> None:
    film.clock.advance(minutes=1)
    film.do(film.ann, update("AssetVersion", "v1", status_id=STATUS["Approved"]))
    assert [each[:2] for each in history(film, "AssetVersion", "v1")] == [
        (None, "Pending Review"),
        ("Pending Review", "Approved"),
    ]
    kinds = {row["__entity_type__"] for row in film.rows(film.ann, "StatusChange")}
    assert kinds == {"AssetVersionStatusChange", "TypedContextStatusChange"}
    entities = [
        entity for entity in film.events()[-1].entities if entity["entity_type"] == "AssetVersionStatusChange"
    ]
    assert [link["entityId"] for link in entities[0]["parents"]][1:] == ["v1", "plate", "sh1", "sq", "film"]
    film.do(film.admin, delete("AssetVersion", "v1"))
    assert film.rows(film.ann, "AssetVersionStatusChange") == []


def test_only_the_last_status_of_a_batch_is_recorded(film: World) -> None:
    film.do(
        film.ann,
        update("Task", "comp", status_id=STATUS["WIP"]),
        update("Task", "comp", status_id=STATUS["Not started"]),
    )
    film.clock.advance(minutes=1)
    film.do(
        film.ann,
        update("Task", "comp", status_id=STATUS["WIP"]),
        update("Task", "comp", status_id=STATUS["Approved"]),
    )
    assert [each[:2] for each in history(film, "Task", "comp")] == [
        (None, "Not started"),
        ("Not started", "Approved"),
    ]


def test_the_status_history_is_read_only(film: World) -> None:
    identifier = film.values(film.admin, "TypedContextStatusChange")[0]
    for operation in (
        create("TypedContextStatusChange", parent_id="comp"),
        update("StatusChange", identifier, date=moment("2020-01-01")),
    ):
        assert isinstance(film.refusal(film.admin, operation), MalformedOperation)
