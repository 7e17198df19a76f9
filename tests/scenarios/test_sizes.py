"""Large batches and answers take a fixed number of statements, whatever the number of entities."""

from __future__ import annotations

import pytest

from callboard.errors import DuplicateEntry
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.records.vocabulary import SCHEMAS, STATUSES
from callboard_server.storage.entities import ColumnFilter, find_matching
from tests.support.operations import Operation, create, delete, ref, update
from tests.support.world import Make, World, tables

VFX_SCHEMA_ID = SCHEMAS["VFX Scheme"]["id"]
APPROVED_ID = STATUSES["Approved"][0]


def with_file(number: int) -> list[Operation]:
    return [
        create("Job", id=f"j{number}", status="running"),
        create("FileComponent", id=f"f{number}", name=f"file {number}"),
        create(
            "ComponentLocation", id=f"l{number}", component_id=f"f{number}", location_id=SERVER_LOCATION_ID
        ),
        create("JobComponent", component_id=f"f{number}", job_id=f"j{number}"),
        create("Metadata", parent_id=f"f{number}", parent_type="FileComponent", key="n", value=number),
    ]


def jobs(first: int, count: int) -> list[Operation]:
    return [operation for number in range(first, first + count) for operation in with_file(number)]


@pytest.mark.parametrize("who", ["ann", "admin"])
def test_statements_of_a_commit_do_not_depend_on_its_size(world: World, who: str) -> None:
    actor = getattr(world, who)
    world.do(actor, *jobs(0, 2))
    few = list(world.statements)
    results = world.do(actor, *jobs(10, 200))
    assert world.statements == few
    assert len(results) == 1_000
    assert len(few) < 40

    world.do(actor, *(update("Job", f"j{number}", status="done") for number in range(2)))
    few = list(world.statements)
    world.do(actor, *(update("Job", f"j{number}", status="done") for number in range(10, 210)))
    assert world.statements == few

    world.do(actor, *(delete("Job", f"j{number}") for number in range(2)))
    few = list(world.statements)
    world.do(actor, *(delete("Job", f"j{number}") for number in range(10, 210)))
    assert world.statements == few
    assert world.rows(world.admin, "Component") == []


def test_a_thousand_jobs_in_one_batch(world: World) -> None:
    results = world.do(world.ann, *(create("Job", status="running") for _ in range(1_000)))
    assert len({result["data"]["id"] for result in results}) == 1_000
    assert len(world.events()) == 1
    assert len(world.events()[0].entities) == 1_000
    assert len(world.statements) < 10


PAGE = (
    "select id, status, type, data, created_at, finished_at, user_id, user.username, user.first_name, "
    "user.last_name, "
    "job_components.component.name, job_components.component.file_type, job_components.component.size "
    "from Job order by created_at desc limit 500"
)


@pytest.mark.parametrize("who", ["ann", "admin"])
def test_statements_of_the_page_query_do_not_depend_on_rows(world: World, who: str) -> None:
    world.do(world.ann, *jobs(0, 1))
    world.ask(getattr(world, who), PAGE)
    assert len(world.statements) == 2
    world.do(world.ann, *jobs(10, 100))
    answer = world.ask(getattr(world, who), PAGE)
    assert len(world.statements) == 2
    assert len(answer.data) == 101


def test_an_entity_is_complete_once_and_then_a_reference(world: World, make: Make) -> None:
    make.job(id="a")
    make.job(id="b")
    first, second = world.rows(world.ann, "select user.username from Job")
    assert first["user"] == {
        "__entity_type__": "User",
        "id": "ann-id",
        "resource_type": "user",
        "username": "ann",
    }
    assert second["user"] == {"__entity_type__": "User", "id": "ann-id"}


def test_without_normalisation_every_copy_is_complete(world: World, make: Make) -> None:
    make.job(id="a")
    make.job(id="b")
    first, second = world.ask(world.ann, "select user.username from Job", normalised=False).data
    assert (
        first["user"]
        == second["user"]
        == {"__entity_type__": "User", "id": "ann-id", "resource_type": "user", "username": "ann"}
    )


def test_an_entity_is_complete_wherever_the_first_row_with_it_mentions_it(world: World, make: Make) -> None:
    group = make.entity("Group", name="A")
    child = make.entity("Group", name="B", parent_id=group)
    rows = world.rows(world.admin, "select name, parent.name, children.name from Group order by name")
    assert [row["name"] for row in rows] == ["A", "B"]
    assert rows[0]["children"][0]["name"] == "B"
    assert rows[0]["children"][0]["parent"] == ref("Group", group)
    assert rows[1]["parent"] == ref("Group", group)
    assert rows[1]["id"] == child


def test_references_are_of_the_concrete_type(world: World, make: Make) -> None:
    container = make.entity("SequenceComponent", world.ann)
    make.file(container_id=container)
    (file,) = world.rows(world.ann, "select container from FileComponent")
    assert file["container"] == {
        "__entity_type__": "SequenceComponent",
        "id": container,
        "system_type": "sequence",
        "container_id": None,
        "version_id": None,
    }


@pytest.mark.parametrize(
    ("count", "limit", "expected"), [(4, 2, [2, 2, 0]), (3, 2, [2, 1]), (0, 2, [0]), (1, 2, [1])]
)
def test_pages_follow_each_other(
    world: World, make: Make, count: int, limit: int, expected: list[int]
) -> None:
    for _ in range(count):
        make.job()
    lengths, seen, offset = [], [], 0
    while True:
        answer = world.ask(world.ann, f"Job limit {limit} offset {offset}")
        lengths.append(len(answer.data))
        seen += [row["id"] for row in answer.data]
        if answer.next_offset is None:
            break
        offset = answer.next_offset
    assert lengths == expected
    assert len(set(seen)) == count


def test_a_query_without_a_limit_has_no_next_page(world: World, make: Make) -> None:
    make.job()
    assert world.ask(world.ann, "Job").next_offset is None
    assert world.ask(world.ann, "Job limit 0").next_offset is None
    assert world.ask(world.ann, "Job offset 1").data == []


JOINED = [
    f"{above}{relation}"
    for above in ("", "project.", "created_by.", "thumbnail.")
    for relation in {
        "": (
            "parent",
            "project",
            "status",
            "status.state",
            "type",
            "priority",
            "object_type",
            "thumbnail.version",
            "created_by",
            "thumbnail",
        ),
        "project.": (
            "project_schema",
            "project_schema.asset_version_workflow_schema",
            "disk",
            "created_by",
            "thumbnail",
        ),
        "created_by.": ("user_type", "thumbnail", "thumbnail.container"),
        "thumbnail.": ("container", "version", "version.asset"),
    }[above]
]
"""More than twenty ways from a task to something else."""

LARGE = {
    "many alternatives": "Job where " + " or ".join(f'id is "{number}"' for number in range(3_000)),
    "many conditions": "Job where " + " and ".join(f'id is_not "{number}"' for number in range(3_000)),
    "composite keys": "Metadata where "
    + " or ".join(f'(parent_id is "{number}"and key is "k")' for number in range(2_000)),
    "a long list": "Job where id in (" + ",".join(map(str, range(50_000))) + ")",
    "deep relations": "Group where " + "children any (" * 23 + "name is a" + ")" * 23,
    "deep negation": "Group where " + "not children any (name is a and not (" * 12 + "id is a" + "))" * 12,
    "deep subqueries": "Job where " + "id in (select id from Job where " * 23 + "id is a" + ")" * 23,
    "deep logic": "Job where " + "(id is 1 and (id is 2 or " * 29 + "id is 1" + "))" * 29,
    "deep and wide": "Job where "
    + ("(" + " and ".join(["id is 1"] * 100) + " and not (") * 20
    + "id is 1"
    + "))" * 20,
    "a long pattern": 'Job where data like "' + "x" * 9_000 + '%"',
    "the same projection": "select " + ",".join(["id"] * 3_000) + " from Job",
    "ten thousand identifiers": "Task where id in ("
    + ",".join(f'"{number:032x}"' for number in range(10_000))
    + ")",
    "fifty parentheses": "Task where " + "(" * 50 + "name is comp" + ")" * 50,
    "two hundred projections": "select "
    + ",".join(
        f"{way}{name}"
        for way in ("", "parent.", "project.", "status.", "type.")
        for name in ("name", "id")
        for _ in range(20)
    )
    + " from Task",
    "twenty joins": "Task where " + " and ".join(f"{way}.id is_not x" for way in JOINED),
    "long paths": "select " + ",".join(f"{'parent.' * depth}name" for depth in range(11)) + " from Group",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_queries_work_on_both_databases(world: World, name: str) -> None:
    assert world.rows(world.ann, LARGE[name]) == []


def test_adding_to_many_siblings_reads_few_of_them(world: World, make: Make) -> None:
    """A query for the name checks uniqueness among siblings, so that thousands of rows aren't returned."""
    project = make.entity("Project", name="show", project_schema_id=VFX_SCHEMA_ID)
    world.do(
        world.admin, *(create("Folder", name=f"folder {number}", parent_id=project) for number in range(50))
    )
    root = tables().model.entity("Context")
    filters = {
        "parent_id": ColumnFilter(False, {project}),
        "name": ColumnFilter(True, {"folder 7", "folder new"}),
    }
    (found,) = world.database.read(lambda tx: find_matching(tx, tables(), root, filters))
    assert (found["parent_id"], found["name"]) == (project, "folder 7")
    with pytest.raises(DuplicateEntry, match="FOLDER 7"):
        world.do(world.admin, create("Folder", name="FOLDER 7", parent_id=project))


def test_only_projects_are_siblings_of_a_project(world: World, make: Make) -> None:
    """For projects, a missing parent counts as the same parent.

    A task with the name of a new project is no sibling of it.
    """
    project = make.entity("Project", name="show", project_schema_id=VFX_SCHEMA_ID)
    folder = make.entity("Folder", name="twin", parent_id=project)
    twin = make.entity("Project", name="twin", project_schema_id=VFX_SCHEMA_ID)
    assert world.values(world.admin, 'Context where name is "twin" order by context_type') in (
        [twin, folder],
        [folder, twin],
    )
    for again in (
        create("Folder", name="Twin", parent_id=project),
        create("Project", name="Show", project_schema_id=VFX_SCHEMA_ID),
    ):
        with pytest.raises(DuplicateEntry, match=again["entity_data"]["name"]):
            world.do(world.admin, again)


def test_statements_of_work_on_a_production_do_not_depend_on_its_size(world: World, make: Make) -> None:
    """Rules and events query the parents of all entities once."""
    project = make.entity("Project", name="show", project_schema_id=VFX_SCHEMA_ID)
    counted = [tasks_with_versions(world, project, first, count) for first, count in ((0, 2), (10, 40))]
    assert counted[0] == counted[1]


def tasks_with_versions(world: World, project: str, first: int, count: int) -> list[int]:
    """Create shots with a task, an asset, a version and a file each, and change them.

    Return the number of statements of each batch.
    """
    numbers = range(first, first + count)
    batches = (
        [create("Shot", id=f"s{n}", name=f"sh{n}", parent_id=project) for n in numbers],
        [create("Task", id=f"t{n}", name="comp", parent_id=f"s{n}") for n in numbers],
        [create("Asset", id=f"a{n}", name="comp", context_id=f"s{n}") for n in numbers],
        [create("AssetVersion", id=f"v{n}", asset_id=f"a{n}", task_id=f"t{n}") for n in numbers],
        [create("FileComponent", id=f"c{n}", name="main", version_id=f"v{n}") for n in numbers],
        [
            create(
                "Note",
                id=f"n{n}",
                content="x",
                parent_id=f"v{n}",
                parent_type="AssetVersion",
                user_id="ann-id",
            )
            for n in numbers
        ],
        [update("Task", f"t{n}", status_id=APPROVED_ID) for n in numbers],
        [update("Asset", f"a{n}", name="final") for n in numbers],
        [update("AssetVersion", f"v{n}", comment="better") for n in numbers],
    )
    counted = []
    for batch in batches:
        world.do(world.admin, *batch)
        counted.append(len(world.statements))
    return counted


def test_a_sum_may_exceed_64_bits(world: World, make: Make) -> None:
    for size in (2**63 - 1, 2**63 - 1, 3):
        make.file(size=size)
    (sums,) = world.rows(world.admin, "select sum(size), max(size) from FileComponent group by system_type")
    assert sums["sum_size"] == pytest.approx(2**64)
    assert sums["max_size"] == 2**63 - 1
    (sums,) = world.rows(
        world.admin, "select sum(size) from FileComponent where size < 5 group by system_type"
    )
    assert sums["sum_size"] == 3
