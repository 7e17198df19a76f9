"""Visibility: no query reveals ann's jobs to bob."""

from __future__ import annotations

import json

import pytest

from callboard.errors import CallboardError
from callboard.wire.builtin import SERVER_LOCATION_ID, UPLOAD_ASSET_TYPE_ID
from tests.support.operations import Operation, create, delete, ref, update
from tests.support.world import Make, World

SECRET = "top secret"


@pytest.fixture
def anns(world: World, make: Make) -> World:
    """Ann has a job with a file; bob has one without."""
    make.job(world.ann, id="anns", status="running", description=SECRET)
    make.file(world.ann, id="file-of-ann", job="anns", name=SECRET, size=777)
    world.do(
        world.ann,
        create("Metadata", parent_id="file-of-ann", parent_type="FileComponent", key="k", value=SECRET),
    )
    make.job(world.bob, id="bobs", status="queued")
    return world


def test_users_see_their_jobs_and_administrators_see_all(anns: World) -> None:
    assert anns.values(anns.ann, "Job") == ["anns"]
    assert anns.values(anns.bob, "Job") == ["bobs"]
    assert anns.values(anns.admin, "Job") == ["anns", "bobs"]


NOTHING = [
    "Job where id is anns",
    "Job where user_id is ann-id",
    "Job where user.username is ann",
    "Job where user has (username is ann)",
    f'Job where data like "%{SECRET}%"',
    "Job where job_components any ()",
    "Job where job_components.component.size is 777",
    "Job where not (id is bobs)",
    "Job where id not_in (bobs)",
    "Job where id in (select job_id from JobComponent)",
    "Job where id not_in (select id from Job where id is bobs)",
    "Job where status is running or status is_not running and id is_not bobs",
    "JobComponent",
    "JobComponent where job.id is anns",
    "JobComponent where component.name is_not nonsense",
    "Component",
    "FileComponent where id is file-of-ann",
    "FileComponent where size > 0",
    "Component where component_locations any ()",
    "Component where metadata any (value like '%secret%')",
    "Component where id in (select component_id from JobComponent)",
    "Component where id in (select component_id from ComponentLocation)",
    "ComponentLocation",
    "ComponentLocation where component.size is 777",
    "ComponentLocation where component_id is file-of-ann",
    "Metadata",
    "Metadata where key is k",
    "Metadata where parent_id is file-of-ann",
    "Location where location_components any ()",
    "Location where location_components.component.name is_not nonsense",
    "Location where id in (select location_id from ComponentLocation)",
    "User where id in (select user_id from Job where status is running)",
    "User where id in (select user_id from Job where id is_not bobs)",
    "select count(id) from Component group by size",
    "select max(size) from Component group by name",
    "select count(component_id) from JobComponent group by job.status",
    "select count(id) from Job where id is anns group by status",
    "select count(id) from ComponentLocation group by component.name",
    "select count(parent_id) from Metadata group by value",
    "select component.name from JobComponent order by component.size",
]


@pytest.mark.parametrize("text", NOTHING)
def test_queries_return_nothing_of_others(anns: World, text: str) -> None:
    assert anns.rows(anns.bob, text) == []


@pytest.mark.parametrize("text", NOTHING)
def test_the_owner_gets_results(anns: World, text: str) -> None:
    """The same queries return rows, so the test above proves something."""
    everything = anns.rows(anns.admin, text)
    own = anns.rows(anns.ann, text)
    assert everything or text.startswith("Job where")
    if "bobs" not in text:
        assert own == everything


def test_aggregates_count_visible_rows_only(anns: World) -> None:
    text = "select count(id) from Job group by status"
    assert anns.rows(anns.bob, text) == [{"status": "queued", "count_id": 1}]
    assert anns.rows(anns.ann, text) == [{"status": "running", "count_id": 1}]
    assert len(anns.rows(anns.admin, text)) == 2


def test_sorting_reveals_nothing_of_others(anns: World, make: Make) -> None:
    make.file(anns.bob, id="bobs-file", job="bobs", name="b")
    rows = anns.rows(
        anns.bob, "select component.name, job.id from JobComponent order by job.user.username, component.name"
    )
    assert [row["component_id"] for row in rows] == ["bobs-file"]


def test_projections_omit_invisible_entities(anns: World, make: Make) -> None:
    """A file that two jobs have is returned with the user's own job only."""
    anns.do(anns.admin, create("JobComponent", component_id="file-of-ann", job_id="bobs"))
    (job,) = anns.rows(
        anns.bob,
        "select job_components.component.component_locations, job_components.component.name from Job",
    )
    (attachment,) = job["job_components"]
    assert attachment["component"]["name"] == SECRET
    assert anns.values(anns.bob, "JobComponent", "job_id") == ["bobs"]
    assert anns.values(anns.bob, "Job where job_components.component.id is file-of-ann") == ["bobs"]


def test_references_to_invisible_entities_are_null(anns: World) -> None:
    anns.do(anns.ann, update("User", "ann-id", thumbnail_id="file-of-ann"))
    (seen,) = anns.rows(anns.bob, "select thumbnail.name, thumbnail.size from User where id is ann-id")
    assert seen["thumbnail"] is None
    assert anns.rows(anns.bob, "User where thumbnail has ()") == []
    assert anns.rows(anns.bob, "User where thumbnail.size is 777") == []
    assert len(anns.rows(anns.ann, "User where thumbnail.size is 777")) == 1


def test_a_shared_link_opens_a_job_and_its_files(anns: World) -> None:
    anns.grant("anns", anns.bob)
    assert anns.values(anns.bob, "Job") == ["anns", "bobs"]
    assert anns.values(anns.bob, "select name from FileComponent", "name") == [SECRET]
    assert anns.values(anns.bob, "Metadata", "value") == [SECRET]
    (job,) = anns.rows(anns.bob, "select job_components.component.name from Job where id is anns")
    assert job["job_components"][0]["component"]["name"] == SECRET


def test_files_without_a_job_are_visible_to_all(anns: World, make: Make) -> None:
    loose = make.file(anns.ann, name="loose")
    assert anns.values(anns.bob, "Component") == [loose]


def test_members_of_a_container_of_others_are_invisible(anns: World, make: Make) -> None:
    anns.do(
        anns.ann,
        create("SequenceComponent", id="frames"),
        create("JobComponent", component_id="frames", job_id="anns"),
    )
    make.file(anns.ann, id="frame", container_id="frames", name=SECRET)
    assert anns.rows(anns.bob, "Component") == []


# -- Changes
# ------------------------------------------------------------------------------------------------------------

UNKNOWN = "00000000-0000-4000-8000-000000000000"

PROBES: dict[str, tuple[str, list[Operation]]] = {
    "update": ("anns", [update("Job", "anns", status="done")]),
    "update of nothing": ("anns", [update("Job", "anns")]),
    "update with a bad value": ("anns", [update("Job", "anns", status="nonsense")]),
    "update of what is immutable": ("anns", [update("Job", "anns", type="other")]),
    "taking it over": ("anns", [update("Job", "anns", user_id="bob-id")]),
    "delete": ("anns", [delete("Job", "anns")]),
    "attaching to it": (
        "anns",
        [create("FileComponent", id="f"), create("JobComponent", component_id="f", job_id="anns")],
    ),
    "attaching to it by reference": (
        "anns",
        [
            create("FileComponent", id="f"),
            create("JobComponent", component=ref("Component", "f"), job=ref("Job", "anns")),
        ],
    ),
    "taking its file": ("file-of-ann", [create("JobComponent", component_id="file-of-ann", job_id="bobs")]),
    "taking its file into a container": (
        "file-of-ann",
        [create("ContainerComponent", members=[ref("FileComponent", "file-of-ann")])],
    ),
    "detaching its file": ("anns", [delete("JobComponent", ["file-of-ann", "anns"])]),
    "renaming its file": ("file-of-ann", [update("FileComponent", "file-of-ann", name="x")]),
    "renaming its file as another type": (
        "file-of-ann",
        [update("SequenceComponent", "file-of-ann", name="x")],
    ),
    "deleting its file": ("file-of-ann", [delete("Component", "file-of-ann")]),
    "placing its file": (
        "file-of-ann",
        [
            create(
                "ComponentLocation",
                component_id="file-of-ann",
                location_id="cb268ecc-8809-11e3-a7e2-20c9d081909b",
            )
        ],
    ),
    "showing its file": ("file-of-ann", [update("User", "bob-id", thumbnail_id="file-of-ann")]),
    "describing its file as another user": (
        "file-of-ann",
        [create("Metadata", parent_id="file-of-ann", parent_type="User", key="x", value="x")],
    ),
    "changing its description": ("file-of-ann", [update("Metadata", ["file-of-ann", "k"], value="x")]),
    "deleting its description": ("file-of-ann", [delete("Metadata", ["file-of-ann", "k"])]),
}


@pytest.mark.parametrize("name", PROBES)
def test_changing_an_invisible_entity_fails_as_if_it_did_not_exist(anns: World, name: str) -> None:
    """The same batch about an identifier that doesn't exist gets the same error."""
    identifier, operations = PROBES[name]
    nowhere = json.loads(json.dumps(operations).replace(f'"{identifier}"', f'"{UNKNOWN}"'))
    hidden, missing = anns.refusal(anns.bob, *operations), anns.refusal(anns.bob, *nowhere)
    assert type(hidden) is type(missing)
    assert hidden.message.replace(identifier, "X") == missing.message.replace(UNKNOWN, "X")
    assert (hidden.code, hidden.hint) == (missing.code, missing.hint)
    assert SECRET not in hidden.message


@pytest.mark.parametrize("identifier", ["file-of-ann", UNKNOWN])
def test_describing_an_invisible_entity_stores_nothing_as_if_it_did_not_exist(
    anns: World, identifier: str
) -> None:
    described = create("Metadata", parent_id=identifier, parent_type="FileComponent", key="x", value="x")
    before = anns.contents()["metadata"]
    anns.do(anns.bob, described)
    assert anns.contents()["metadata"] == before


def test_a_create_reveals_only_that_an_identifier_is_taken(anns: World) -> None:
    error = anns.refusal(anns.bob, create("Job", id="anns"))
    assert error.code == "conflict.duplicate"
    assert SECRET not in error.message


SHARED: dict[str, list[Operation]] = {
    "update": [update("Job", "anns", status="done")],
    "delete": [delete("Job", "anns")],
    "attach": [create("FileComponent", id="f"), create("JobComponent", component_id="f", job_id="anns")],
    "detach": [delete("JobComponent", ["file-of-ann", "anns"])],
    "rename": [update("FileComponent", "file-of-ann", name="x")],
    "describe": [
        create("Metadata", parent_id="file-of-ann", parent_type="FileComponent", key="x", value="x")
    ],
}


@pytest.mark.parametrize("name", SHARED)
def test_a_shared_link_grants_read_access_only(anns: World, name: str) -> None:
    anns.grant("anns", anns.bob)
    error = anns.refusal(anns.bob, *SHARED[name])
    assert error.code == "permission.denied"
    assert "belongs to another user" in error.message


FOR_ADMINISTRATORS: dict[str, list[Operation]] = {
    "a job of another user": [create("Job", user_id="ann-id")],
    "giving a job away": [update("Job", "bobs", user_id="ann-id")],
    "a user": [create("User", username="carl")],
    "another's name": [update("User", "ann-id", first_name="X")],
    "the own username": [update("User", "bob-id", username="x")],
    "the own type": [update("User", "bob-id", user_type_id=None)],
    "making oneself inactive": [update("User", "bob-id", is_active=False)],
    "oneself": [delete("User", "bob-id")],
    "a group": [create("Group", name="G")],
    "a membership": [create("Group", id="g", name="G"), create("Membership", user_id="bob-id", group_id="g")],
    "a role": [create("SecurityRole", name="Mine")],
    "the administrators' role": [create("UserSecurityRole", user_id="bob-id", security_role_id="role-1")],
    "a location": [create("Location", name="mine")],
    "another's metadata": [create("Metadata", parent_id="ann-id", parent_type="User", key="k", value="v")],
    "another's metadata as a resource": [
        create("Metadata", parent_id="ann-id", parent_type="Resource", key="k", value="v")
    ],
    "a role's metadata": [
        create("Metadata", parent_id="role-1", parent_type="SecurityRole", key="k", value="v")
    ],
}


@pytest.mark.parametrize("name", FOR_ADMINISTRATORS)
def test_some_changes_require_an_administrator(anns: World, name: str) -> None:
    error = anns.refusal(anns.bob, *FOR_ADMINISTRATORS[name])
    assert error.code == "permission.denied"
    assert error.hint == "Ask an administrator for it."


@pytest.mark.parametrize("name", [name for name in FOR_ADMINISTRATORS if name != "oneself"])
def test_administrators_make_these_changes(anns: World, name: str) -> None:
    anns.do(anns.admin, *FOR_ADMINISTRATORS[name])


def test_administrators_end_the_jobs_of_others(anns: World) -> None:
    """As a job killer does: it lists the running jobs and fails the selected ones."""
    running = anns.rows(
        anns.admin,
        'select id, user_id, status, created_at, data from Job where status in ("queued", "running")',
    )
    for job in running:
        anns.do(anns.admin, update("Job", job["id"], status="failed"))
    assert anns.values(anns.admin, "select status from Job", "status") == ["failed", "failed"]


def test_users_change_their_names_and_picture(anns: World, make: Make) -> None:
    picture = make.file(anns.bob)
    anns.do(
        anns.bob,
        update("User", "bob-id", first_name="B", last_name="C", email="b@example.com", thumbnail_id=picture),
    )
    anns.do(anns.bob, create("Metadata", parent_id="bob-id", parent_type="User", key="k", value="v"))
    assert anns.values(anns.ann, "select first_name from User where id is bob-id", "first_name") == ["B"]


def test_users_change_their_jobs(anns: World) -> None:
    anns.do(anns.bob, update("Job", "bobs", status="running", data="x"))
    anns.do(
        anns.bob, create("FileComponent", id="f"), create("JobComponent", component_id="f", job_id="bobs")
    )
    anns.do(anns.bob, delete("JobComponent", ["f", "bobs"]), delete("Job", "bobs"))
    assert anns.values(anns.bob, "Job") == []


def test_a_refused_operation_undoes_the_whole_batch(anns: World) -> None:
    error: CallboardError = anns.refusal(
        anns.bob, update("Job", "bobs", status="done"), create("User", username="x")
    )
    assert error.code == "permission.denied"


def test_files_of_a_version_are_visible_whichever_job_made_them(world: World) -> None:
    schema = world.values(world.admin, 'ProjectSchema where name is "VFX Scheme"')[0]
    world.do(
        world.admin,
        create("Project", id="project", name="project", project_schema_id=schema),
        create(
            "Asset",
            id="asset",
            name="asset",
            context_id="project",
            type=ref("AssetType", UPLOAD_ASSET_TYPE_ID),
        ),
        create("AssetVersion", id="version", asset_id="asset"),
    )
    world.do(
        world.ann,
        create("Job", id="encode"),
        create("FileComponent", id="review", name="review", version_id="version"),
        create("FileComponent", id="scratch", name="scratch"),
        create("JobComponent", job_id="encode", component_id="review"),
        create("JobComponent", job_id="encode", component_id="scratch"),
        create("ComponentLocation", id="place", component_id="review", location_id=SERVER_LOCATION_ID),
    )
    (event,) = world.events()[-1:]
    audiences = {
        entity["entityId"]: audience
        for entity, audience in zip(event.entities, event.audiences, strict=True)
        if entity["entity_type"] != "JobComponent"
    }
    assert audiences == {"encode": ["ann-id"], "review": None, "place": None, "scratch": ["ann-id"]}
    assert world.values(world.bob, 'Component where id in ("review", "scratch")', "id") == ["review"]
    assert world.values(world.bob, "ComponentLocation where component_id is review", "id") == ["place"]
    assert world.values(world.bob, "JobComponent where component_id is review", "component_id") == []
    world.do(
        world.bob, create("Metadata", parent_id="review", parent_type="FileComponent", key="k", value="v")
    )
    assert world.events()[-1].audience_of("Metadata") is None
