"""Events: exactly what changed, under legacy names, for the users who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from callboard_server.actions.call import Tokens
from tests.support.operations import create, delete, update
from tests.support.state import advance, fetched
from tests.support.world import Event, Make, World

STAMP = "2026-11-24T10:00:00"


def items(event: Event) -> list[tuple[str, str, str]]:
    return [(entity["action"], entity["entity_type"], entity["entityId"]) for entity in event.entities]


def changes(**values: Any) -> dict[str, dict[str, Any]]:
    return {name: {"old": old, "new": new} for name, (old, new) in values.items()}


def test_the_event_of_a_new_job_is_complete(world: World) -> None:
    world.tokens = Tokens(client_token="client", push_token="push")
    world.do(world.ann, create("Job", id="j", status="running", data="{}"))
    (event,) = world.events()
    assert event.sequence == 1
    assert event.payload == {
        "id": "id-1",
        "topic": "ftrack.update",
        "sent": None,
        "target": "",
        "inReplyToEvent": None,
        "source": {
            "id": "client",
            "applicationId": "ftrack.client.web",
            "user": {"id": "ann-id", "username": "ann"},
        },
        "data": {
            "pushToken": "push",
            "clientToken": "client",
            "user": {"userid": "ann-id", "name": "Ann Archer"},
            "parents": ["j"],
            "entities": [
                {
                    "action": "add",
                    "entityType": "job",
                    "entity_type": "Job",
                    "entityId": "j",
                    "parentId": None,
                    "keys": ["jobid", "type", "status", "userid", "data", "created_at", "finished_at"],
                    "changes": changes(
                        jobid=(None, "j"),
                        type=(None, "api_job"),
                        status=(None, "running"),
                        userid=(None, "ann-id"),
                        data=(None, "{}"),
                        created_at=(None, STAMP),
                        finished_at=(None, None),
                    ),
                    "parents": [
                        {"entityId": "j", "entityType": "job", "entity_type": "Job", "parentId": None}
                    ],
                }
            ],
        },
    }
    assert event.audiences == [["ann-id"]]


def test_a_push_token_is_generated_if_none_is_given(world: World, make: Make) -> None:
    make.job()
    data = world.events()[0].payload["data"]
    assert data["clientToken"] is None
    assert data["pushToken"]
    assert world.events()[0].payload["source"]["id"] is None


def test_the_event_of_an_update_contains_given_and_derived_changes(world: World, make: Make) -> None:
    job = make.job(status="running")
    world.do(world.ann, update("Job", job, status="done", data=None))
    entity = world.events()[-1].entities[0]
    assert entity["changes"] == changes(status=("running", "done"), finished_at=(None, STAMP))
    assert entity["keys"] == list(entity["changes"])


def test_the_event_of_an_attachment_contains_its_job(world: World, make: Make) -> None:
    job = make.job(id="j")
    make.file(job=job, id="f", name="a")
    event = world.events()[-1]
    assert items(event) == [
        ("add", "FileComponent", "f"),
        ("add", "ComponentLocation", "id-3"),
        ("add", "JobComponent", "f"),
    ]
    attachment = event.entities[2]
    assert (attachment["entityType"], attachment["parentId"]) == ("jobcomponent", "j")
    assert attachment["parents"] == [
        {"entityId": "f", "entityType": "jobcomponent", "entity_type": "JobComponent", "parentId": "j"},
        {"entityId": "j", "entityType": "job", "entity_type": "Job", "parentId": None},
    ]
    assert event.payload["data"]["parents"] == ["f", "id-3", "j"]


def test_the_event_of_a_removal_contains_all_former_values(world: World, make: Make) -> None:
    job = make.job(id="j", data="{}")
    make.file(job=job, id="f")
    world.do(world.ann, delete("Job", job))
    event = world.events()[-1]
    assert [one[:2] for one in items(event)] == [
        ("remove", "Job"),
        ("remove", "JobComponent"),
        ("remove", "FileComponent"),
        ("remove", "ComponentLocation"),
    ]
    assert event.entities[0]["changes"]["data"] == {"old": "{}", "new": None}
    assert all(change["new"] is None for entity in event.entities for change in entity["changes"].values())
    assert event.audiences == [["ann-id"]] * 4


@pytest.mark.parametrize(
    ("kind", "legacy", "data"),
    [
        ("User", "user", {"username": "carl"}),
        ("Group", "group", {"name": "G"}),
        ("SecurityRole", "auth_role", {"name": "R"}),
        ("FileComponent", "filecomponent", {}),
        ("Location", "location", {"name": "L"}),
    ],
)
def test_events_use_legacy_names_of_types(world: World, kind: str, legacy: str, data: dict[str, Any]) -> None:
    world.do(world.admin, create(kind, **data))
    assert world.events()[0].entities[0]["entityType"] == legacy


def test_events_use_legacy_names_of_columns(world: World) -> None:
    world.do(world.ann, update("User", "ann-id", first_name="X", last_name="Y"))
    assert world.events()[0].entities[0]["keys"] == ["firstname", "lastname"]


def test_events_contain_synonyms_once(world: World) -> None:
    world.do(
        world.admin,
        create("UserSecurityRole", user_id="ann-id", security_role_id="role-2", is_all_projects=True),
    )
    entity = world.events()[0].entities[0]
    assert entity["changes"]["isallprojects"] == {"old": None, "new": True}
    assert len(entity["keys"]) == len(set(entity["keys"]))


def test_a_batch_is_one_event_and_sequences_have_no_gaps(world: World, make: Make) -> None:
    make.job(id="a")
    world.refusal(world.ann, create("Job", id="b"), create("Job", id="a"))
    world.do(world.ann, create("Job", id="c"), create("Job", id="d"), update("Job", "a", status="done"))
    assert [event.sequence for event in world.events()] == [1, 2]
    assert [one[2] for one in items(world.events()[1])] == ["c", "d", "a"]


def test_readers_are_woken_after_a_commit_with_events_only(world: World, make: Make) -> None:
    seen: list[int] = []
    world.database.on_commit = lambda: seen.append(len(world.events()))
    job = make.job()
    world.do(world.ann, update("Job", job, status="queued"))
    world.refusal(world.ann, create("Job", id=job))
    world.ask(world.ann, "Job")
    world.database.on_commit = None
    assert seen == [1]


def test_events_of_metadata_contain_the_whole_key(world: World) -> None:
    """Without the whole key, the old state and the event would not identify the changed pair."""
    world.do(world.ann, create("Metadata", parent_id="ann-id", parent_type="User", key="k", value="1"))
    world.do(world.ann, create("Metadata", parent_id="ann-id", parent_type="User", key="l", value="1"))
    state = fetched(world)
    world.do(world.ann, update("Metadata", ["ann-id", "k"], value="2"))
    advance(state, world.events()[-1])
    assert state == fetched(world)


# -- Audiences
# ------------------------------------------------------------------------------------------------------------


def test_a_job_that_changes_hands_is_published_to_both_owners(world: World, make: Make) -> None:
    job = make.job()
    world.do(world.admin, update("Job", job, user_id="bob-id"))
    assert world.events()[-1].audience_of("Job") == ["ann-id", "bob-id"]
    world.do(world.admin, update("Job", job, status="done"))
    assert world.events()[-1].audience_of("Job") == ["bob-id"]


def test_a_job_without_an_owner_is_published_to_administrators_only(world: World, make: Make) -> None:
    job = make.job()
    world.do(world.ann, update("Job", job, user_id=None))
    world.do(world.admin, update("Job", job, status="done"))
    assert world.events()[-1].audience_of("Job") == []


def test_a_shared_job_is_published_to_those_who_opened_the_link(world: World, make: Make) -> None:
    job = make.job()
    world.grant(job, world.bob)
    make.file(job=job)
    assert world.events()[-1].audiences == [["ann-id", "bob-id"]] * 3
    world.do(world.ann, delete("Job", job))
    assert set(map(tuple, filter(None, world.events()[-1].audiences))) == {("ann-id", "bob-id")}


def test_files_are_published_to_those_who_see_their_job(world: World, make: Make) -> None:
    loose = make.file()
    assert world.events()[-1].audiences == [None, None]
    job = make.job()
    world.do(world.ann, create("JobComponent", component_id=loose, job_id=job))
    world.do(world.ann, update("FileComponent", loose, name="x"))
    assert world.events()[-1].audiences == [["ann-id"]]
    world.do(world.ann, create("Metadata", parent_id=loose, parent_type="FileComponent", key="k", value="v"))
    assert world.events()[-1].audiences == [["ann-id"]]


def test_users_and_locations_are_published_to_everyone(world: World) -> None:
    world.do(world.admin, create("Location", name="L"), update("User", "ann-id", first_name="X"))
    assert world.events()[-1].audiences == [None, None]


def test_a_batch_for_two_owners_is_one_event_with_two_audiences(world: World, make: Make) -> None:
    one, other = make.job(world.ann), make.job(world.bob)
    world.do(world.admin, update("Job", one, status="done"), update("Job", other, status="done"))
    assert world.events()[-1].audiences == [["ann-id"], ["bob-id"]]


def test_events_never_contain_internal_attributes(world: World, make: Make) -> None:
    job = make.job()
    world.grant(job, world.bob)
    world.do(world.ann, delete("Job", job))
    text = str([event.payload for event in world.events()])
    assert "JobGrant" not in text
    assert "_changed_at" not in text
