"""The projects of a job, and what they permit: the managers of all of them see the job and its files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from callboard_server.access.actor import Actor
from callboard_server.actions.query import run_query
from callboard_server.storage.transaction import Transaction
from tests.support.operations import create, delete, update
from tests.support.world import Make, World


@pytest.fixture
def studio(world: World) -> World:
    """A world with the open project "open" and the private project "dark", each with a task and a version."""
    schema = world.values(world.admin, "ProjectSchema")[0]
    world.do(world.admin, create("User", id="eve-id", username="eve"))
    for name in ("open", "dark"):
        world.do(
            world.admin,
            create("Project", id=name, name=name, full_name=name, project_schema_id=schema),
            create("Task", id=f"{name}-task", name="task", parent_id=name),
            create("Asset", id=f"{name}-asset", name="asset", context_id=f"{name}-task"),
            create("AssetVersion", id=f"{name}-version", asset_id=f"{name}-asset"),
            create("FileComponent", id=f"{name}-file", name="file", version_id=f"{name}-version"),
        )
    world.do(world.admin, update("Project", "dark", is_private=True))
    world.forget_events()
    return world


def manager(world: World, user: str, *projects: str, is_open: bool = False) -> Actor:
    """Make *user* a project manager of *projects*, or of all open ones."""
    held = world.new_id()
    role = world.values(world.admin, 'SecurityRole where name is "Project Manager"')[0]
    world.do(
        world.admin,
        create(
            "UserSecurityRole", id=held, user_id=user, security_role_id=role, is_all_open_projects=is_open
        ),
        *(
            create("UserSecurityRoleProject", project_id=project, user_security_role_id=held)
            for project in projects
        ),
    )
    return world.actor(user)


def job(world: World, data: Any = None, *files: str, owner: Actor | None = None) -> str:
    """Make a job of ann, or of *owner*, with *data* and *files*; return its identifier."""
    identifier = world.new_id()
    text = data if data is None or isinstance(data, str) else json.dumps(data)
    world.do(
        owner or world.ann,
        create("Job", id=identifier, status="running", data=text),
        *(create("JobComponent", job_id=identifier, component_id=file) for file in files),
    )
    return identifier


def projects(world: World, identifier: str) -> set[str]:
    text = f'select project_id from JobProject where job_id is "{identifier}"'

    def read(tx: Transaction) -> set[str]:
        return {row["project_id"] for row in run_query(world.call(tx, world.admin), text, internal=True).data}

    return world.database.read(read)


@pytest.mark.parametrize(
    "data",
    [
        {"task_id": "open-task"},
        {"project_id": "open"},
        {"versionId": "open-version"},
        {"component_id": "open-file"},
        {"selection": [{"entityId": "open-task", "entityType": "task"}]},
        {"action": {"event": {"data": {"selection": [{"entityId": "open-asset"}]}}}},
        {"task_ids": ["open-task", "nothing"]},
    ],
)
def test_the_data_names_the_project(studio: World, data: Any) -> None:
    assert projects(studio, job(studio, data)) == {"open"}


@pytest.mark.parametrize(
    "data",
    [None, "", "open-task", "[", {"description": "open-task"}, {"task": 5}, ["open"], {"paid": "open-task"}],
)
def test_other_data_names_no_project(studio: World, data: Any) -> None:
    assert projects(studio, job(studio, data)) == set()


def test_files_name_the_project(studio: World) -> None:
    made = job(studio, None, "open-file")
    assert projects(studio, made) == {"open"}
    studio.do(studio.ann, delete("JobComponent", ["open-file", made]))
    assert projects(studio, made) == set()


def test_a_file_that_is_published_later_names_the_project(studio: World, make: Make) -> None:
    made = job(studio)
    file = make.file(studio.ann, job=made, name="render")
    assert projects(studio, made) == set()
    studio.do(studio.ann, update("FileComponent", file, version_id="open-version"))
    assert projects(studio, made) == {"open"}


def test_changed_data_changes_the_projects(studio: World) -> None:
    made = job(studio, {"task_id": "open-task"}, "dark-file", owner=studio.admin)
    assert projects(studio, made) == {"open", "dark"}
    studio.do(studio.admin, update("Job", made, data='{"task_id": null}'))
    assert projects(studio, made) == {"dark"}
    studio.do(studio.admin, delete("Project", "dark"))
    assert projects(studio, made) == set()


def test_a_manager_sees_the_jobs_of_their_projects(studio: World) -> None:
    ours, others = job(studio, {"task_id": "open-task"}), job(studio, {"description": "private matter"})
    assert studio.values(studio.bob, "Job") == []
    bob = manager(studio, "bob-id", "open")
    assert studio.values(bob, "Job") == [ours]
    (group,) = studio.rows(bob, "select count(id) from Job group by status")
    assert group["count_id"] == 1
    assert studio.values(studio.actor("eve-id"), "Job") == []
    assert others in studio.values(studio.ann, "Job")


def test_a_manager_of_open_projects_does_not_see_jobs_of_private_ones(studio: World) -> None:
    ours, dark = job(studio, {"id": "open-task"}), job(studio, {"id": "dark-task"})
    both = job(studio, {"ids": ["open-task", "dark-task"]})
    bob = manager(studio, "bob-id", is_open=True)
    assert studio.values(bob, "Job") == [ours]
    eve = manager(studio, "eve-id", "open", "dark")
    assert set(studio.values(eve, "Job")) == {ours, dark, both}


def test_a_manager_sees_the_files_of_the_job(studio: World, make: Make) -> None:
    made = job(studio, {"task_id": "open-task"})
    file = make.file(studio.ann, job=made, name="log")
    assert file not in studio.values(studio.bob, "Component")
    bob = manager(studio, "bob-id", "open")
    assert file in studio.values(bob, "Component")
    assert studio.values(bob, "JobComponent", "job_id") == [made]


def test_a_manager_does_not_change_the_job(studio: World) -> None:
    made = job(studio, {"task_id": "open-task"})
    bob = manager(studio, "bob-id", "open")
    for operation in (update("Job", made, status="failed"), delete("Job", made)):
        assert studio.refusal(bob, operation).code == "permission.denied"


def test_managers_receive_the_events_of_the_job(studio: World, make: Make) -> None:
    manager(studio, "bob-id", "open")
    manager(studio, "eve-id", "dark")
    studio.forget_events()
    made = job(studio, {"task_id": "open-task"})
    secret = job(studio)
    make.file(studio.ann, job=made, name="log")
    studio.do(studio.ann, update("Job", made, status="done"), update("Job", secret, status="done"))
    studio.do(studio.ann, delete("Job", made))
    audiences = {
        (entity["action"], entity["entity_type"], entity["entityId"]): audience
        for event in studio.events()
        for entity, audience in zip(event.entities, event.audiences, strict=True)
    }
    for (action, kind, identifier), audience in audiences.items():
        expected = ["ann-id"] if identifier == secret else ["ann-id", "bob-id"]
        assert audience == expected, (action, kind)
    assert {("add", "Job", made), ("update", "Job", made), ("remove", "Job", made)} <= audiences.keys()
    assert any(kind == "JobComponent" for _, kind, _ in audiences)


def test_joining_a_private_project_hides_the_events_from_its_former_viewers(studio: World) -> None:
    manager(studio, "bob-id", "open")
    made = job(studio, {"task_id": "open-task"})
    studio.forget_events()
    studio.do(studio.ann, update("Job", made, data=json.dumps({"ids": ["open-task", "dark-task"]})))
    assert studio.events()[-1].audience_of("Job") == ["ann-id"]


def test_progress_does_not_search_for_projects(studio: World) -> None:
    """A report that names the same entities needs as many statements as one that names none."""
    named, plain = job(studio, {"task_id": "open-task"}), job(studio, {"done": 1})
    counts = []
    for identifier, more in ((plain, {}), (named, {"task_id": "open-task"})):
        studio.do(studio.ann, update("Job", identifier, data=json.dumps({"done": 2, **more})))
        counts.append(sum("SELECT" in text and "job_component" in text for text in studio.statements))
    assert counts == [0, 0]
