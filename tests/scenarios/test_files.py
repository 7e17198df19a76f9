"""Components: attachments, locations, and what is deleted together."""

from __future__ import annotations

import pytest

from callboard.errors import DuplicateEntry, NotFound, UnknownReference, ValidationError
from callboard.wire.builtin import ORIGIN_LOCATION_ID, SERVER_LOCATION_ID
from tests.support.operations import create, delete, ref, update
from tests.support.world import Make, World, url_object


def count(world: World, entity_type: str) -> int:
    """Return the number of entities of *entity_type*."""
    return len(world.rows(world.admin, f"select {world.model.entity(entity_type).key[0]} from {entity_type}"))


def test_the_example_of_the_documentation_works(world: World) -> None:
    """Create a job and a file and link them, in one batch and by references, as clients do."""
    results = world.do(
        world.ann,
        create("Job", id="j", status="running"),
        create("FileComponent", id="f", name="My file", file_type=".txt", size=3),
        create(
            "ComponentLocation",
            id="p",
            component=ref("FileComponent", "f"),
            location=ref("Location", SERVER_LOCATION_ID),
        ),
        create("JobComponent", component=ref("FileComponent", "f"), job=ref("Job", "j")),
    )
    assert [result["data"]["__entity_type__"] for result in results] == [
        "Job",
        "FileComponent",
        "ComponentLocation",
        "JobComponent",
    ]
    assert results[3]["data"] == {
        "__entity_type__": "JobComponent",
        "component_id": "f",
        "job_id": "j",
        "component": ref("FileComponent", "f"),
        "job": ref("Job", "j"),
    }
    (job,) = world.rows(world.ann, "select job_components.url, job_components.component.name from Job")
    assert job["job_components"][0]["url"] == url_object("url:f")
    assert job["job_components"][0]["component"]["name"] == "My file"


def test_a_component_has_its_type(world: World) -> None:
    (result,) = world.do(world.ann, create("FileComponent", name="x", system_type="container"))
    assert result["data"]["system_type"] == "file"
    (changed,) = world.do(
        world.ann, update("Component", result["data"]["id"], system_type="sequence", name="y")
    )
    assert changed["data"]["__entity_type__"] == "FileComponent"
    assert world.values(world.ann, "FileComponent where name is y", "system_type") == ["file"]


def test_components_have_defaults(world: World) -> None:
    (file,) = world.do(world.ann, create("FileComponent"))
    (sequence,) = world.do(world.ann, create("SequenceComponent"))
    assert (file["data"]["name"], file["data"]["size"]) == ("main", 0)
    assert sequence["data"]["padding"] == 0


def test_the_resource_identifier_in_the_server_location_is_the_component(world: World, make: Make) -> None:
    ours, theirs = make.file(), make.file(location=ORIGIN_LOCATION_ID)
    rows = world.rows(world.ann, "select resource_identifier, component_id, url from ComponentLocation")
    found = {row["component_id"]: (row["resource_identifier"], row["url"]) for row in rows}
    assert found == {ours: (ours, url_object(f"url:{ours}")), theirs: (None, None)}


# -- Deleted together
# ------------------------------------------------------------------------------------------------------------


def test_deleting_a_job_deletes_its_files(world: World, make: Make) -> None:
    job = make.job()
    file = make.file(job=job, name="a")
    world.do(world.ann, create("Metadata", parent_id=file, parent_type="FileComponent", key="k", value="v"))
    world.do(world.ann, delete("Job", job))
    assert [
        count(world, kind) for kind in ("Job", "JobComponent", "Component", "ComponentLocation", "Metadata")
    ] == [0] * 5


def test_a_file_of_another_job_is_kept(world: World, make: Make) -> None:
    first, second = make.job(), make.job()
    file = make.file(job=first)
    world.do(world.ann, create("JobComponent", component_id=file, job_id=second))
    world.do(world.ann, delete("Job", first))
    assert world.values(world.ann, "JobComponent", "job_id") == [second]
    assert world.values(world.ann, "Component") == [file]
    world.do(world.ann, delete("Job", second))
    assert count(world, "Component") == 0


def test_two_jobs_that_share_a_file_can_be_deleted_together(world: World, make: Make) -> None:
    first, second = make.job(), make.job()
    file = make.file(job=first)
    world.do(world.ann, create("JobComponent", component_id=file, job_id=second))
    world.do(world.ann, delete("Job", first), delete("Job", second))
    assert count(world, "Component") == 0


def test_detaching_a_file_keeps_it(world: World, make: Make) -> None:
    job = make.job()
    file = make.file(job=job)
    world.do(world.ann, delete("JobComponent", [file, job]))
    assert world.values(world.ann, "Component") == [file]


def test_a_member_of_a_container_is_kept_with_it(world: World, make: Make) -> None:
    job = make.job()
    container = make.entity("ContainerComponent", world.ann, name="c")
    file = make.file(job=job, container_id=container)
    world.do(world.ann, delete("Job", job))
    assert set(world.values(world.admin, "Component")) == {container, file}


def test_deleting_a_container_deletes_its_members_at_any_depth(world: World, make: Make) -> None:
    outer = make.entity("ContainerComponent", world.ann, name="outer")
    inner = make.entity("SequenceComponent", world.ann, name="inner", container_id=outer)
    make.file(container_id=inner, name="0001")
    world.do(world.ann, delete("ContainerComponent", outer))
    assert count(world, "Component") == 0
    assert count(world, "ComponentLocation") == 0


def test_deleting_a_picture_keeps_the_user(world: World, make: Make) -> None:
    picture = make.file()
    world.do(world.ann, update("User", "ann-id", thumbnail_id=picture))
    assert world.values(world.ann, "select thumbnail_url from User where id is ann-id", "thumbnail_url") == [
        url_object(f"thumbnail:{picture}")
    ]
    world.do(world.ann, delete("Component", picture))
    assert world.values(world.ann, "select thumbnail_id from User where id is ann-id", "thumbnail_id") == [
        None
    ]


def test_a_location_in_use_cannot_be_deleted(world: World, make: Make) -> None:
    location = make.entity("Location", name="studio")
    make.file(location=location)
    error = world.refusal(world.admin, delete("Location", location))
    assert isinstance(error, ValidationError)
    assert error.code == "validation.in_use"
    assert location in error.message


def test_the_jobs_of_a_deleted_user_are_kept_for_administrators(world: World, make: Make) -> None:
    job = make.job(world.bob)
    world.do(world.admin, delete("User", "bob-id"))
    (kept,) = world.rows(world.admin, "select user_id, user from Job")
    assert (kept["id"], kept["user_id"], kept["user"]) == (job, None, None)
    assert world.rows(world.ann, "Job") == []


def test_a_user_can_be_deleted_in_one_batch_with_the_last_job(world: World, make: Make) -> None:
    job = make.job(world.bob)
    world.do(world.admin, delete("User", "bob-id"), delete("Job", job))
    assert world.values(world.admin, 'User where username is "bob"') == []


def test_deleting_a_group_deletes_memberships_and_detaches_its_children(world: World, make: Make) -> None:
    group = make.entity("Group", name="Artists")
    child = make.entity("Group", name="Riggers", parent_id=group)
    make.entity("Membership", user_id="ann-id", group_id=group)
    world.do(world.admin, delete("Group", group))
    assert count(world, "Membership") == 0
    assert world.rows(world.admin, "select parent_id from Group") == [
        {"__entity_type__": "Group", "id": child, "resource_type": "group", "parent_id": None}
    ]


def test_stored_bytes_are_freed_with_their_component(world: World, make: Make) -> None:
    file = make.file()
    place = ", ".join(
        repr(value) for value in (file, "key-1", "a", 3, "0" * 32, "ann-id", "2026-01-01T00:00:00")
    )
    world.change(
        "INSERT INTO stored_file (component_id, key, name, size, md5, uploaded_by, created_at) "
        f"VALUES ({place})"
    )
    world.do(world.ann, delete("Component", file))
    assert world.freed == ["key-1"]
    assert world.sql("SELECT key FROM stored_file") == []


def test_stored_bytes_are_freed_with_their_component_location(world: World, make: Make) -> None:
    file = make.file()
    place = ", ".join(
        repr(value) for value in (file, "key-1", "a", 3, "0" * 32, "ann-id", "2026-01-01T00:00:00")
    )
    world.change(
        "INSERT INTO stored_file (component_id, key, name, size, md5, uploaded_by, created_at) "
        f"VALUES ({place})"
    )
    world.do(world.ann, delete("ComponentLocation", world.values(world.ann, "ComponentLocation")[0]))
    assert world.freed == ["key-1"]


# -- Within one batch
# ------------------------------------------------------------------------------------------------------------


def test_references_may_precede_their_target(world: World) -> None:
    world.do(
        world.ann,
        create("JobComponent", component_id="f", job_id="j"),
        create("FileComponent", id="f", container=ref("ContainerComponent", "c")),
        create("ContainerComponent", id="c"),
        create("Job", id="j"),
    )
    assert world.values(world.ann, "JobComponent where component.container.id is c", "job_id") == ["j"]


def test_groups_can_be_created_in_any_order(world: World) -> None:
    world.do(world.admin, create("Group", id="b", name="B", parent_id="a"), create("Group", id="a", name="A"))
    assert world.values(world.admin, "select link from Group where id is b", "link") == [
        [{"type": "Group", "id": "a", "name": "A"}, {"type": "Group", "id": "b", "name": "B"}]
    ]


def test_later_operations_see_earlier_ones(world: World) -> None:
    results = world.do(
        world.ann, create("Job", id="j"), update("Job", "j", status="running"), update("Job", "j", data="x")
    )
    assert world.rows(world.ann, "select status, data from Job") == [
        {"__entity_type__": "Job", "id": "j", "status": "running", "data": "x"}
    ]
    assert len(world.events()) == 1
    assert [entity["action"] for entity in world.events()[0].entities] == ["add"]
    assert len(results) == 3


def test_deleting_twice_in_one_batch_succeeds(world: World, make: Make) -> None:
    job = make.job()
    assert (
        world.do(world.ann, delete("Job", job), delete("Job", job))
        == [{"action": "delete", "data": True}] * 2
    )


def test_deleting_an_entity_that_was_deleted_with_its_owner_succeeds(world: World, make: Make) -> None:
    job = make.job()
    file = make.file(job=job)
    world.do(world.ann, delete("Job", job), delete("JobComponent", [file, job]), delete("Component", file))
    assert count(world, "Component") == 0


def test_deleting_twice_in_two_batches_fails(world: World, make: Make) -> None:
    job = make.job()
    world.do(world.ann, delete("Job", job))
    assert isinstance(world.refusal(world.ann, delete("Job", job)), NotFound)


def test_an_entity_created_and_deleted_in_one_batch_leaves_no_trace(world: World) -> None:
    before = world.contents()
    world.do(world.ann, create("Job", id="j"), delete("Job", "j"))
    assert world.contents() == before


def test_an_update_after_a_delete_fails(world: World, make: Make) -> None:
    job = make.job()
    error = world.refusal(world.ann, delete("Job", job), update("Job", job, status="done"))
    assert isinstance(error, NotFound)


def test_deleting_and_creating_an_entity_again_is_one_update(world: World, make: Make) -> None:
    job = make.job(status="running")
    world.forget_events()
    world.do(world.ann, delete("Job", job), create("Job", id=job, status="done"))
    assert world.values(world.ann, "select status from Job", "status") == ["done"]
    assert [entity["action"] for entity in world.events()[0].entities] == ["update"]


@pytest.mark.parametrize("doomed", ["f", "j"])
def test_a_reference_to_an_entity_that_the_batch_deletes_fails(world: World, make: Make, doomed: str) -> None:
    world.do(world.ann, create("Job", id="j"), create("FileComponent", id="f"))
    kind = "Job" if doomed == "j" else "FileComponent"
    error = world.refusal(
        world.ann, delete(kind, doomed), create("JobComponent", component_id="f", job_id="j")
    )
    assert isinstance(error, UnknownReference)


def test_a_component_is_in_a_location_once(world: World, make: Make) -> None:
    file = make.file()
    error = world.refusal(
        world.ann, create("ComponentLocation", component_id=file, location_id=SERVER_LOCATION_ID)
    )
    assert isinstance(error, DuplicateEntry)


def test_a_file_is_attached_once(world: World, make: Make) -> None:
    job = make.job()
    file = make.file(job=job)
    by_key = world.refusal(world.ann, create("JobComponent", component_id=file, job_id=job))
    by_reference = world.refusal(
        world.ann, create("JobComponent", component=ref("Component", file), job=ref("Job", job))
    )
    assert isinstance(by_key, DuplicateEntry)
    assert isinstance(by_reference, DuplicateEntry)
