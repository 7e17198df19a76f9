"""Types that newer servers have, as scripts use them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import frozen

from tests.contract.production import Production, server_location
from tests.support.clients import Client
from tests.support.people import Person

STROKES = {"strokes": [{"points": [[0, 0.5], [1, 1]], "color": "#f00"}]}


@frozen
class Credentials:
    """A username with another key."""

    username: str
    api_key: str


def component(production: Production, folder: Any) -> Any:
    """Upload a picture."""
    path = folder / "drawing.png"
    path.write_bytes(b"a drawing")
    session = production.session
    return session.create_component(str(path), location=server_location(session))


def shown(production: Production, **more: Any) -> Any:
    """Create a review session with an object."""
    session = production.session
    review = session.create(
        "ReviewSession", {"name": production.name, "description": "d", "project": production.project, **more}
    )
    return session.create(
        "ReviewSessionObject",
        {
            "name": "n",
            "description": "d",
            "version": "1",
            "review_session": review,
            "asset_version": production.version(),
        },
    )


def test_a_folder_of_review_sessions_is_found_or_created(production: Production) -> None:
    session = production.session
    text = f'ReviewSessionFolder where name is "Dailies" and project_id is "{production.project["id"]}"'
    assert session.query(text).first() is None
    folder = session.create(
        "ReviewSessionFolder", {"name": "Dailies", "project_id": production.project["id"]}
    )
    item = shown(production, review_session_folder_id=folder["id"])
    session.commit()
    found = production.client.session().query(text).one()
    assert [each["id"] for each in found["review_sessions"]] == [item["review_session"]["id"]]
    assert found["review_sessions"][0]["review_session_folder"] is found


def test_drawings_on_an_object(production: Production, tmp_path: Any) -> None:
    session = production.session
    item = shown(production)
    picture = component(production, tmp_path)
    session.create(
        "ReviewSessionObjectAnnotation",
        {"review_session_object": item, "frame_number": 12, "data": "strokes"},
    )
    session.create(
        "ReviewSessionObjectAnnotationComponent",
        {"component_id": picture["id"], "review_session_object_id": item["id"], "frame_number": "12"},
    )
    session.commit()
    again = production.client.session()
    (drawing,) = again.get("ReviewSessionObject", item["id"])["annotations"]
    assert (drawing["frame_number"], drawing["data"]) == (12, "strokes")
    assert drawing["created_at"] is not None
    key = {"component_id": picture["id"], "review_session_object_id": item["id"]}
    stored = again.query(
        f"ReviewSessionObjectAnnotationComponent where component_id is {picture['id']}"
    ).one()
    assert {name: stored[name] for name in key} == key
    assert stored["frame_number"] == "12"
    assert stored["url"]["url"].startswith("http")


def test_the_drawing_of_a_note(production: Production, tmp_path: Any) -> None:
    session = production.session
    user = session.query(f'User where username is "{session.api_user}"').one()
    note = production.task.create_note("Look", user)
    picture = component(production, tmp_path)
    session.commit()
    session.create(
        "NoteAnnotationComponent",
        {"note_id": note["id"], "component_id": picture["id"], "data": STROKES},
    )
    session.commit()
    again = production.client.session()
    (drawing,) = again.get("Note", note["id"])["note_components"]
    assert drawing.entity_type == "NoteAnnotationComponent"
    assert drawing["data"] == STROKES
    drawing["data"] = {"strokes": []}
    again.commit()
    assert production.client.session().query(f"NoteAnnotationComponent where note_id is {note['id']}").one()[
        "data"
    ] == {"strokes": []}


def test_a_task_that_is_split(production: Production) -> None:
    session = production.session
    start = datetime(2026, 12, 1, 9, tzinfo=UTC)
    for week in (1, 0):
        begin = start + timedelta(weeks=week)
        session.create(
            "SplitTaskPart",
            {
                "task_id": production.task["id"],
                "start_date": begin,
                "end_date": begin + timedelta(days=2),
            },
        )
    session.commit()
    parts = production.again(production.task)["split_parts"]
    assert [part["start_date"].day for part in parts] == [1, 8]
    assert parts[0]["task"]["id"] == production.task["id"]


def test_views_and_task_types_of_users(production: Production, ann: Person, bob: Person) -> None:
    kind = production.session.query('Type where name is "Compositing"').one()
    link = production.session.create("UserTaskTypeLink", {"type_id": kind["id"], "user_id": ann.id})
    production.session.commit()
    own = production.client.session(ann)
    me = own.get("User", ann.id)
    assert kind["id"] in [each["type"]["id"] for each in me["task_type_links"]]
    view = own.create("UserView", {"name": production.name, "shared_with": [own.get("User", bob.id)]})
    own.commit()
    theirs = production.client.session(bob)
    found = theirs.query(f'UserView where name is "{production.name}"').one()
    assert [each["id"] for each in found["shared_with"]] == [bob.id]
    view["shared_with"] = []
    own.commit()
    assert production.client.session(bob).query(f'UserView where name is "{production.name}"').first() is None
    production.session.delete(link)
    production.session.commit()


def test_status_rules(production: Production, ann: Person) -> None:
    session = production.session
    schema = production.project["project_schema"]
    statuses = {
        name: session.query(f'Status where name is "{name}"').one()
        for name in ("In progress", "Pending Review", "Approved")
    }
    group = session.create(
        "TypedContextStatusRuleGroup",
        {
            "schema": schema,
            "status": statuses["Approved"],
            "role": session.query("SecurityRole where name is User").one(),
            "object_type": session.query("ObjectType where name is Task").one(),
            "entity_type": "task",
        },
    )
    session.create("StatusRule", {"status_rule_group": group, "status": statuses["Pending Review"]})
    production.task["status"] = statuses["In progress"]
    session.commit()
    try:
        artist = production.client.session(ann)
        task = artist.get("Task", production.task["id"])
        task["status_id"] = statuses["Approved"]["id"]
        with pytest.raises(production.client.module("exception").ServerError, match="None of your roles"):
            artist.commit()
        artist.rollback()
        for name in ("Pending Review", "Approved"):
            task["status_id"] = statuses[name]["id"]
            artist.commit()
        found = artist.query("select status_rules.status.name from StatusRuleGroup").first()
        assert found.entity_type == "TypedContextStatusRuleGroup"
        assert [rule["status"]["name"] for rule in found["status_rules"]] == ["Pending Review"]
    finally:
        session.delete(group)
        session.commit()


def test_keys_and_sessions_of_a_user(client: Client, ann: Person, bob: Person, unique: str) -> None:
    session = client.session(ann)
    key = session.create("ApiKey", {"identifier": unique, "resource_id": ann.id})
    session.commit()
    (answer,) = session.call(
        [
            {
                "action": "reset_remote",
                "reset_type": "api_key",
                "entity_type": "ApiKey",
                "entity_key": [key["id"]],
            }
        ]
    )
    text = answer["data"]["api_key"]
    other = client.session(Credentials(ann.username, text))
    found = other.query(f'select prefix, enabled, last_used from ApiKey where identifier is "{unique}"').one()
    assert text.startswith(found["prefix"])
    assert found["enabled"] is True
    assert client.session(bob).query(f'ApiKey where identifier is "{unique}"').first() is None
    assert client.session(bob).query(f"UserSession where user_id is {ann.id}").first() is None
    session.delete(key)
    session.commit()
    with pytest.raises(client.module("exception").ServerError):
        client.session(Credentials(ann.username, text))


def test_guests_of_a_review(production: Production, unique: str) -> None:
    session = production.session
    item = shown(production)
    address = f"{unique}@example.org"
    invitee = session.create(
        "ReviewSessionInvitee",
        {"name": "Nora de Vries", "email": address, "review_session": item["review_session"]},
    )
    session.commit()
    guest = production.again(invitee)["resource"]
    assert (guest.entity_type, guest["email"]) == ("Collaborator", address)
    assert (guest["first_name"], guest["last_name"]) == ("Nora", "de Vries")
    note = session.create(
        "Note",
        {
            "content": "Nice",
            "user_id": guest["id"],
            "parent_id": item["id"],
            "parent_type": "ReviewSessionObject",
        },
    )
    session.commit()
    author = production.again(note)["author"]
    assert author.entity_type == "Collaborator"
    (answer,) = session.call(
        [
            {
                "action": "convert_entity",
                "entity_type": "Collaborator",
                "new_entity_type": "User",
                "entity_key": [guest["id"]],
                "data": {"username": unique},
            }
        ]
    )
    assert answer["data"]["username"] == unique
    user = production.client.session().query(f'User where username is "{unique}"').one()
    assert user["id"] == guest["id"]
