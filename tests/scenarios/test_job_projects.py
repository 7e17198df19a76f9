"""The projects of a job, and what they permit: the managers of all of them see the job and its files."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

import callboard
from callboard.event.base import Event
from callboard_server.access.actor import Actor
from callboard_server.actions.action_jobs import add_projects_of_selection
from callboard_server.actions.query import run_query
from callboard_server.server.hub.launches import CreatedJob, Launches
from callboard_server.storage.transaction import Transaction
from callboard_server.testing import RunningServer
from tests.support.live import Person, fresh
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


def test_the_selection_of_an_action_names_the_project(studio: World) -> None:
    made = job(studio)
    run(studio, studio.ann, made, {"open-task"})
    assert projects(studio, made) == {"open"}
    studio.do(studio.ann, update("Job", made, data=json.dumps({"id": "open-version"})))
    studio.do(studio.ann, update("Job", made, data=json.dumps({"id": "dark-version"})))
    assert projects(studio, made) == {"dark"}, "the data replaced the project that it also named"
    run(studio, studio.admin, made, {"open-task"})
    studio.do(studio.ann, update("Job", made, data="{}"))
    assert projects(studio, made) == {"open"}, "the project of the action stays"


def test_only_the_owner_adds_the_projects_of_a_selection(studio: World) -> None:
    made = job(studio)
    bob = manager(studio, "bob-id", "open")
    run(studio, bob, made, {"open-task"})
    run(studio, bob, "no-such-job", {"open-task"})
    assert projects(studio, made) == set()
    assert studio.values(bob, "Job") == []


def run(world: World, actor: Actor, job_id: str, selection: set[str]) -> None:
    """Reply to an action on *selection* with the job *job_id*, as *actor*."""
    world.database.write(lambda tx: add_projects_of_selection(world.call(tx, actor), job_id, selection))


def test_the_reply_of_an_action_leads_from_its_selection_to_its_job() -> None:
    launches = Launches()
    selection = [{"entityType": "task", "entityId": "t1"}, {"entityId": 5}, "odd"]
    launches.remember({"topic": "ftrack.action.launch", "id": "e1", "data": {"selection": selection}})
    launches.remember({"topic": "ftrack.action.launch", "id": "e2", "data": {"selection": "odd"}})

    def reply(to: str, data: object) -> CreatedJob | None:
        return launches.created_job({"topic": "ftrack.meta.reply", "inReplyToEvent": to, "data": data})

    assert reply("e1", {"job_id": "j"}) == CreatedJob("j", frozenset({"t1"}))
    assert reply("e1", {"jobId": "j"}) == CreatedJob("j", frozenset({"t1"}))
    for to, data in (
        ("e1", {"success": True}),
        ("e2", {"job_id": "j"}),
        ("e3", {"job_id": "j"}),
        ("e1", None),
    ):
        assert reply(to, data) is None


def test_a_manager_sees_the_job_of_an_action_on_the_project(server: RunningServer, admin: Person) -> None:
    """Over the hub, as the web interface and a program on the network do."""
    schema = admin.ask("ProjectSchema")[0]["id"]
    project, task, made = fresh(), fresh(), fresh()
    admin.do(
        create("Project", id=project, name=project, full_name=project, project_schema_id=schema),
        create("Task", id=task, name="comp", parent_id=project),
    )
    launcher, program = (
        callboard.Session(server.url, admin.key, admin.username, schema_cache_path=False) for _ in range(2)
    )
    admin.do(create("Job", id=made, status="running"))

    def launched(event: Event) -> dict[str, Any]:
        return {"success": True, "job_id": made}

    def found() -> list[str]:
        rows = admin.http.get("/web/jobs", params={"project": project}).json()["data"]
        return [row["id"] for row in rows]

    with launcher, program:
        launcher.event_hub.connect()
        program.event_hub.connect()
        program.event_hub.subscribe("topic=ftrack.action.launch and data.actionIdentifier=pack", launched)
        replies: list[Any] = []
        data = {"actionIdentifier": "pack", "selection": [{"entityType": "task", "entityId": task}]}
        deadline = time.monotonic() + 20
        while not (replies and found()) and time.monotonic() < deadline:
            # Launched again until the subscription of the other connection applies.
            launcher.event_hub.publish(
                Event(topic="ftrack.action.launch", data=data), on_reply=replies.append
            )
            program.event_hub.wait(duration=0.3)
            launcher.event_hub.wait(duration=0.3)
    assert found() == [made]
