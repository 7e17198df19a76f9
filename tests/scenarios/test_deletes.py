"""What is deleted along with an entity, what stays, and what cannot be deleted."""

from __future__ import annotations

import pytest

from callboard.errors import NotFound, ValidationError
from callboard.wire.builtin import OBJECT_TYPE_IDS
from tests.support.film import FILM, STATUS, TYPE, VFX, one
from tests.support.operations import Operation, create, delete, moment, ref, update
from tests.support.state import CUSTOM, State, advance, fetched
from tests.support.world import Make, World

NOW = moment("2026-11-24T10:00:00")
DAILIES = "77b9ab82-07c2-11e4-ba66-04011030cf01"
AROUND: tuple[Operation, ...] = (
    create("Note", id="note", parent_id="sh1", parent_type="task"),
    create("Note", id="reply", in_reply_to_id="note"),
    create("Recipient", note_id="note", resource_id="bob-id"),
    create("Metadata", parent_id="comp", parent_type="Task", key="k", value="v"),
    create("Metadata", parent_id="film", parent_type="Project", key="k", value="v"),
    create("Appointment", context_id="comp", resource_id="bob-id", type="assignment"),
    create("Timer", context_id="comp"),
    create("Timelog", id="log", context_id="comp", duration=60),
    create("TypedContextLink", from_id="sh1", to_id="sh2"),
    create("Manager", context_id="film", user_id="ann-id"),
    create(
        "TypedContextList",
        id="list",
        project_id="film",
        category_id=DAILIES,
        items=[ref("Task", "comp"), ref("Shot", "sh1")],
    ),
    create("ReviewSession", id="review", project_id="film"),
    create("ReviewSessionObject", id="shown", review_session_id="review", version_id="v1"),
    create(
        "ReviewSessionInvitee",
        id="guest",
        name="guest",
        email="guest@example.com",
        review_session_id="review",
    ),
    create("ReviewSessionObjectStatus", review_session_object_id="shown", review_session_invitee_id="guest"),
    create("CalendarEvent", id="event", project_id="film", start=NOW, end=NOW),
    create("CalendarEventResource", calendar_event_id="event", resource_id="bob-id"),
    create("FileComponent", id="file", version_id="v1"),
    create("Scope", id="scope", name="scope"),
    update("Shot", "sh1", scopes=[ref("Scope", "scope")]),
    update("ContextCustomAttributeValue", ["acd86546-4082-11e2-95b1-0019bb4983d8", "sh1"], value=1001),
)
"""Whatever can be around a task, a shot and a version."""


@pytest.fixture
def busy(film: World) -> World:
    """The film, with everything that can be attached to it."""
    film.do(film.admin, *AROUND)
    film.forget_events()
    return film


def test_deleting_a_project_deletes_everything_in_it(busy: World) -> None:
    before = busy.contents()
    busy.do(busy.admin, delete("Project", "film"))
    left = {
        name: rows for name, rows in busy.contents().items() if rows and name not in {"outbox", "stored_file"}
    }
    mentions = {
        name: [row for row in rows if {"film", "sh1", "plate", "v1"} & set(row)]
        for name, rows in left.items()
    }
    assert not any(mentions.values()), mentions
    assert one(busy, "select context_id, duration from Timelog")["context_id"] is None
    assert {"scope", "timelog", "resource"} <= left.keys()
    assert len(before["context"]) == 5


@pytest.mark.parametrize(
    ("kind", "identifier", "gone"),
    [
        ("Task", "comp", ("Appointment", "Timer", 'Metadata where parent_id is "comp"')),
        (
            "Shot",
            "sh1",
            (
                "Note",
                "Recipient",
                "TypedContextLink",
                "AssetVersion",
                "ReviewSessionObject",
                "ListObject",
                'CustomAttributeValue where entity_id is "sh1"',
            ),
        ),
        ("Asset", "plate", ("AssetVersion", "ReviewSessionObject", 'Component where id is "file"')),
        ("AssetVersion", "v1", ("ReviewSessionObjectStatus", 'Component where id is "file"')),
        ("TypedContextList", "list", ("ListObject",)),
        (
            "ReviewSession",
            "review",
            ("ReviewSessionInvitee", "ReviewSessionObject", "ReviewSessionObjectStatus"),
        ),
        ("CalendarEvent", "event", ("CalendarEventResource",)),
    ],
)
def test_dependent_entities_are_deleted_too(
    busy: World, kind: str, identifier: str, gone: tuple[str, ...]
) -> None:
    assert all(busy.rows(busy.admin, text) for text in gone)
    busy.do(busy.admin, delete(kind, identifier))
    assert {text: busy.rows(busy.admin, text) for text in gone} == {text: [] for text in gone}
    assert busy.rows(busy.admin, "Timelog"), "logged time stays"
    assert busy.rows(busy.admin, "Project")


@pytest.mark.parametrize(
    "operations",
    [
        AROUND,
        [*AROUND, delete("Task", "comp")],
        [
            *AROUND,
            update("Sequence", "sq", name="other"),
            update("Task", "comp", status_id=STATUS["Approved"], parent_id="sh2"),
        ],
        [*AROUND, update("AssetVersion", "v1", is_published=False), delete("Shot", "sh1")],
        [*AROUND, delete("Project", "film")],
    ],
    ids=["made", "a task", "changed", "a shot", "everything"],
)
def test_events_describe_every_change_of_a_delete(world: World, operations: list[Operation]) -> None:
    """The old state and the events give the new state, whatever is deleted along."""
    state = fetched(world)
    world.do(world.admin, *FILM)
    for operation in operations:
        world.do(world.admin, operation)
    for event in world.events():
        advance(state, event)
    assert without_initial_values(state) == without_initial_values(fetched(world))


def without_initial_values(state: State) -> State:
    """Return *state* without the initial values of custom attributes, which aren't published."""
    return {place: row for place, row in state.items() if place[0] != CUSTOM}


def test_events_of_removals_contain_the_former_parents(busy: World) -> None:
    busy.do(busy.admin, delete("Sequence", "sq"))
    removed = [entity for entity in busy.events()[-1].entities if "entityKey" not in entity]
    parents = {entity["entityId"]: [link["entityId"] for link in entity["parents"]] for entity in removed}
    assert parents["comp"] == ["comp", "sh1", "sq", "film"]
    assert parents["v1"] == ["v1", "plate", "sh1", "sq", "film"]
    assert parents["reply"][1:] == ["sh1", "sq", "film"]
    assert parents["file"][1:] == ["v1", "plate", "sh1", "sq", "film"]


def test_deleting_twice_or_an_unknown_entity_fails(film: World) -> None:
    film.do(film.admin, delete("Shot", "sh1"), delete("Task", "comp"), delete("Shot", "sh1"))
    assert isinstance(film.refusal(film.admin, delete("Shot", "sh1")), NotFound)
    assert isinstance(film.refusal(film.admin, delete("Shot", "sq")), NotFound)


IN_USE = {
    "a status": delete("Status", STATUS["Not started"]),
    "a type": delete("Type", TYPE["Compositing"]),
    "a priority": delete("Priority", "9661b320-3a0c-11e2-81c1-0800200c9a66"),
    "an object type": delete("ObjectType", OBJECT_TYPE_IDS["Shot"]),
    "the object type of tasks": delete("ObjectType", OBJECT_TYPE_IDS["Task"]),
    "the object type of milestones": delete("ObjectType", OBJECT_TYPE_IDS["Milestone"]),
    "a project schema": delete("ProjectSchema", VFX),
    "an asset type": delete("AssetType", "8f4144e0-a8e6-11e2-9e96-0800200c9a66"),
    "a list category": delete("ListCategory", DAILIES),
}


@pytest.mark.parametrize("name", IN_USE)
def test_an_entity_in_use_cannot_be_deleted(busy: World, name: str) -> None:
    error = busy.refusal(busy.admin, IN_USE[name])
    assert isinstance(error, ValidationError)
    assert error.code == "validation.in_use"
    assert "cannot be deleted" in error.message


def test_a_batch_may_delete_an_entity_and_everything_that_uses_it(busy: World) -> None:
    """A production is deleted in one batch, in any order."""
    busy.do(busy.admin, create("Status", id="own", name="own"), create("Type", id="fun", name="fun"))
    busy.do(busy.admin, create("Task", id="t", name="t", parent_id="sh2", status_id="own", type_id="fun"))
    busy.do(
        busy.admin,
        delete("Status", "own"),
        delete("Type", "fun"),
        delete("Project", "film"),
        delete("ProjectSchema", VFX),
    )
    assert busy.rows(busy.admin, "Context") == []


def test_an_unused_entity_is_deleted(film: World) -> None:
    film.do(
        film.admin,
        delete("Status", STATUS["WIP"]),
        delete("Type", TYPE["Furniture"]),
        delete("ObjectType", OBJECT_TYPE_IDS["Episode"]),
    )
    assert film.rows(film.admin, f'SchemaType where type_id is "{TYPE["Furniture"]}"') == []


@pytest.mark.parametrize(
    "made",
    [
        create("Note", id="x", user_id="carl"),
        create("ReviewSession", id="x", project_id="film", created_by_id="carl"),
    ],
    ids=lambda made: made["entity_type"],
)
def test_authors_cannot_be_deleted_where_an_author_is_required(film: World, made: Operation) -> None:
    film.do(film.admin, create("User", id="carl", username="carl"))
    film.do(film.admin, made)
    error = film.refusal(film.admin, delete("User", "carl"))
    assert error.message.startswith(f"User carl (carl) cannot be deleted: {made['entity_type']} x ")
    assert error.hint == 'Set "is_active" to false instead.'
    film.do(film.admin, delete(made["entity_type"], "x"), delete("User", "carl"))


@pytest.mark.parametrize(
    "made",
    [
        create("Timelog", id="x", user_id="carl", duration=1),
        create("AssetVersion", id="x", asset_id="plate", user_id="carl"),
        create("Job", id="x", user_id="carl"),
        create("Note", id="x", completed_by_id="carl"),
    ],
    ids=lambda made: made["entity_type"],
)
def test_the_work_of_a_deleted_user_is_kept(film: World, made: Operation) -> None:
    film.do(film.admin, create("User", id="carl", username="carl"), made)
    kind, column = (
        made["entity_type"],
        "completed_by_id" if "completed_by_id" in made["entity_data"] else "user_id",
    )
    film.forget_events()
    film.do(film.admin, delete("User", "carl"))
    assert one(film, f"select {column} from {kind} where id is x")[column] is None
    actions = {
        entity["entity_type"]: entity["action"] for event in film.events() for entity in event.entities
    }
    assert (actions["User"], actions[kind]) == ("remove", "update")


def test_other_users_are_deleted_with_their_entities(film: World, make: Make) -> None:
    film.do(film.admin, create("User", id="carl", username="carl"), create("Group", id="g"))
    film.do(
        film.admin,
        create("Membership", user_id="carl", group_id="g"),
        create("Appointment", context_id="comp", resource_id="carl", type="assignment"),
        create("Timer", user_id="carl"),
        create("Manager", context_id="film", user_id="carl"),
        create("Metadata", parent_id="carl", parent_type="User", key="k", value="v"),
        create("AssetVersionList", project_id="film", category_id=DAILIES, user_id="carl"),
        create("Task", id="t", name="t", parent_id="sh1", created_by_id="carl"),
    )
    film.do(film.admin, delete("User", "carl"))
    for kind in ("Membership", "Appointment", "Timer", "Manager", "Metadata"):
        assert film.rows(film.admin, kind) == []
    assert one(film, "select user_id from AssetVersionList")["user_id"] is None
    assert one(film, "select created_by_id from Task where id is t")["created_by_id"] is None


def test_deleting_a_thumbnail_keeps_its_entity(film: World, make: Make) -> None:
    file = make.file()
    film.do(
        film.admin,
        *(
            update(kind, key, thumbnail_id=file)
            for kind, key in (("Shot", "sh1"), ("AssetVersion", "v1"), ("Project", "film"))
        ),
    )
    film.do(film.admin, delete("FileComponent", file))
    for kind in ("Shot where id is sh1", "AssetVersion", "Project"):
        assert one(film, f"select thumbnail_id from {kind}")["thumbnail_id"] is None


def test_deleting_a_container_deletes_its_files(film: World) -> None:
    film.do(
        film.admin,
        create("ContainerComponent", id="box", version_id="v1"),
        create("SequenceComponent", id="seq", container_id="box"),
        create("FileComponent", id="f", container_id="seq"),
        create("ComponentLocation", component_id="f", location_id="3a372bde-05bc-11e4-8908-20c9d081909b"),
    )
    film.do(film.admin, delete("AssetVersion", "v1"))
    assert film.rows(film.admin, "Component") == film.rows(film.admin, "ComponentLocation") == []
