"""Collaborators: guests of reviews, who are invited, write notes, and become users and back."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.errors import CallboardError, NotFound, PermissionDenied, ValidationError
from callboard_server.access import keys, sessions
from callboard_server.access.actor import Actor
from callboard_server.records import credentials
from callboard_server.records.people import person, person_by_username
from tests.support.film import one
from tests.support.operations import Operation, create, delete, update
from tests.support.world import World


@pytest.fixture
def guest(film: World) -> World:
    """The film, with a collaborator and a review session."""
    film.do(
        film.admin,
        create("Collaborator", id="guest", email="Guest@Example.com", first_name="Gil", last_name="Guest"),
        create("ReviewSession", id="review", project_id="film"),
    )
    film.forget_events()
    return film


def convert(world: World, actor: Actor, key: str, new: str, **data: Any) -> dict[str, Any]:
    old = {"Collaborator": "User", "User": "Collaborator"}[new]
    operation = {"action": "convert_entity", "entity_type": old, "new_entity_type": new, "entity_key": [key]}
    answer: dict[str, Any] = world.perform(actor, {**operation, "data": data})[0]
    assert answer["action"] == "convert_entity"
    found: dict[str, Any] = answer["data"]
    return found


def refused(world: World, actor: Actor, key: str, new: str, **data: Any) -> CallboardError:
    before = world.contents()
    with pytest.raises(CallboardError) as caught:
        convert(world, actor, key, new, **data)
    assert world.contents() == before
    return caught.value


# -- As resources
# ------------------------------------------------------------------------------------------------------------


def test_collaborators_are_resources_but_not_users(guest: World) -> None:
    for kind in ("Resource", "BaseUser", "Collaborator"):
        assert "guest" in guest.values(guest.ann, kind)
    for kind in ("User", "Group"):
        assert "guest" not in guest.values(guest.ann, kind)
    (found,) = guest.rows(
        guest.ann, 'select email, first_name from BaseUser where email is "guest@example.com"'
    )
    assert (found["__entity_type__"], found["resource_type"]) == ("Collaborator", "collaborator")
    assert {row["__entity_type__"] for row in guest.rows(guest.ann, "BaseUser")} == {"User", "Collaborator"}
    assert guest.values(guest.ann, "Resource where username is ann") == ["ann-id"]


def test_only_administrators_change_collaborators(guest: World) -> None:
    for operation in (
        create("Collaborator", email="x@example.com"),
        update("Collaborator", "guest", first_name="X"),
        delete("Collaborator", "guest"),
    ):
        assert isinstance(guest.refusal(guest.ann, operation), PermissionDenied)
    guest.do(guest.admin, update("Collaborator", "guest", first_name="Gisela"))
    (event,) = guest.events()
    assert event.entities[0]["entityType"] == "collaborator"
    guest.do(guest.admin, delete("Collaborator", "guest"))
    assert guest.rows(guest.admin, "Collaborator") == []


def test_a_collaborator_writes_notes_and_receives_them(guest: World) -> None:
    guest.do(
        guest.admin,
        create(
            "Note", id="note", content="Nice", user_id="guest", parent_id="v1", parent_type="AssetVersion"
        ),
        create("Recipient", note_id="note", resource_id="guest"),
    )
    note = one(guest, "select author.first_name, author.email, recipients.recipient from Note")
    assert note["author"]["__entity_type__"] == "Collaborator"
    assert note["author"]["first_name"] == "Gil"
    assert "guest" in [each["recipient"]["id"] for each in note["recipients"]]
    assert guest.values(guest.ann, "Note where author.last_name is Guest") == ["note"]
    assert guest.values(guest.ann, "Note where author.username is ann") == []
    error = guest.refusal(guest.admin, delete("Collaborator", "guest"))
    assert error.code == "validation.in_use"


def test_a_collaborator_cannot_be_used_as_a_user(guest: World) -> None:
    for operation in (
        create("Timelog", duration=1, user_id="guest"),
        create(
            "UserSecurityRole",
            user_id="guest",
            security_role_id=one(guest, "SecurityRole where name is API")["id"],
        ),
        create("Membership", user_id="guest", group_id="nothing"),
        create("ApiKey", identifier="x", resource_id="guest"),
        create("Job", user_id="guest"),
    ):
        guest.refusal(guest.admin, operation)


def test_a_collaborator_cannot_sign_in(guest: World) -> None:
    assert guest.database.read(lambda tx: person_by_username(tx, "Guest@Example.com")) is None
    assert guest.database.read(lambda tx: person(tx, "guest")) is None


# -- Invitations
# ------------------------------------------------------------------------------------------------------------


def invitee(identifier: str, email: str, name: str = "Nora de Vries") -> Operation:
    return create("ReviewSessionInvitee", id=identifier, review_session_id="review", name=name, email=email)


def people(world: World) -> dict[str, str]:
    """Return the address of the person behind each invitation."""
    text = "select resource.email from ReviewSessionInvitee"
    found = world.ask(world.ann, text, normalised=False).data
    return {row["id"]: row["resource"]["email"] for row in found}


def test_an_unknown_address_becomes_a_collaborator(guest: World) -> None:
    guest.do(guest.ann, invitee("a", "nora@example.com"), invitee("b", "NORA@example.com", "N."))
    (made,) = guest.rows(
        guest.ann, 'select first_name, last_name, email from Collaborator where email is "nora@example.com"'
    )
    assert (made["first_name"], made["last_name"]) == ("Nora", "de Vries")
    assert people(guest) == {"a": "nora@example.com", "b": "nora@example.com"}
    (event,) = guest.events()
    assert sorted(entity["entityType"] for entity in event.entities) == [
        "collaborator",
        "reviewsessioninvitee",
        "reviewsessioninvitee",
    ]


def test_a_known_address_is_linked(guest: World) -> None:
    guest.do(guest.admin, update("User", "bob-id", email="bob@example.com"))
    guest.do(guest.ann, invitee("a", "GUEST@example.com"), invitee("b", "Bob@example.com"))
    found = guest.rows(guest.ann, "select resource_id from ReviewSessionInvitee")
    assert {row["id"]: row["resource_id"] for row in found} == {"a": "guest", "b": "bob-id"}
    assert guest.values(guest.ann, "Collaborator") == ["guest"]


def test_another_address_is_that_of_another_person(guest: World) -> None:
    guest.do(guest.ann, invitee("a", "guest@example.com"))
    guest.do(guest.ann, update("ReviewSessionInvitee", "a", email="other@example.com"))
    assert people(guest) == {"a": "other@example.com"}
    guest.do(guest.ann, update("ReviewSessionInvitee", "a", email="guest@example.com"))
    assert people(guest) == {"a": "Guest@Example.com"}
    assert len(guest.rows(guest.ann, "Collaborator")) == 2


def test_people_stay_when_they_are_no_longer_invited(guest: World) -> None:
    guest.do(guest.ann, invitee("a", "nora@example.com"))
    guest.do(guest.admin, delete("ReviewSession", "review"))
    assert len(guest.rows(guest.ann, "Collaborator")) == 2


# -- Conversion
# ------------------------------------------------------------------------------------------------------------


def test_a_collaborator_becomes_a_user(guest: World) -> None:
    made = convert(guest, guest.admin, "guest", "User", username="gil")
    assert (made["__entity_type__"], made["id"], made["username"]) == ("User", "guest", "gil")
    user = one(
        guest,
        "select is_active, email, first_name, resource_type, user_type.name from User where id is guest",
    )
    assert (user["is_active"], user["resource_type"], user["email"]) == (True, "user", "Guest@Example.com")
    assert user["user_type"]["name"] == "Default"
    found = guest.database.read(lambda tx: person_by_username(tx, "gil"))
    assert found is not None
    assert found.id == "guest"
    (event,) = guest.events()
    (entity,) = event.entities
    assert (entity["action"], entity["entityType"], entity["entityId"]) == ("update", "user", "guest")
    assert entity["changes"]["resource_type"] == {"old": "collaborator", "new": "user"}


def test_a_user_becomes_a_collaborator_and_loses_all_access(guest: World) -> None:
    role = one(guest, "SecurityRole where name is User")["id"]
    guest.do(
        guest.admin,
        update("User", "ann-id", email="ann@example.com"),
        create("UserSecurityRole", user_id="ann-id", security_role_id=role),
        create("Group", id="group", name="group"),
        create("Membership", group_id="group", user_id="ann-id"),
        create("Timelog", id="log", user_id="ann-id", duration=60, context_id="comp"),
        create("Note", id="note", user_id="ann-id", content="mine"),
    )

    def give_credentials(tx: Any) -> None:
        keys.create_key(tx, "ann-id", "farm", key_id="key", now=guest.clock())
        sessions.open_session(tx, "ann-id", "secret", guest.clock())
        credentials.set_password_hash(tx, "ann-id", "hash", "2026-11-24T10:00:00")

    guest.database.write(give_credentials)
    made = convert(guest, guest.admin, "ann-id", "Collaborator", last_name="Guest")
    assert (made["__entity_type__"], made["last_name"]) == ("Collaborator", "Guest")
    assert "username" not in made
    for kind in ("ApiKey", "UserSession", "UserSecurityRole", "Membership"):
        column = "resource_id" if kind == "ApiKey" else "user_id"
        assert guest.rows(guest.admin, f"{kind} where {column} is ann-id") == [], kind
    assert guest.database.read(lambda tx: credentials.password_hash(tx, "ann-id")) is None
    assert guest.database.read(lambda tx: person_by_username(tx, "ann")) is None
    assert (
        one(guest, "select author.email from Note where id is note")["author"]["email"] == "ann@example.com"
    )
    assert guest.values(guest.admin, "Timelog") == ["log"]
    back = convert(guest, guest.admin, "ann-id", "User", username="ann")
    assert back["username"] == "ann"
    assert one(guest, "select user.username from Timelog")["user"]["username"] == "ann"


def test_what_cannot_be_converted(guest: World) -> None:
    assert isinstance(refused(guest, guest.ann, "guest", "User", username="x"), PermissionDenied)
    assert "username is required" in refused(guest, guest.admin, "guest", "User").message
    assert "already exists" in refused(guest, guest.admin, "guest", "User", username="ANN").message
    assert isinstance(refused(guest, guest.admin, "ann-id", "User", username="x"), NotFound)
    assert isinstance(refused(guest, guest.admin, "nobody", "User", username="x"), NotFound)
    assert "your own user" in refused(guest, guest.admin, "admin-id", "Collaborator").message
    error = refused(guest, guest.admin, "ann-id", "Collaborator", username="x")
    assert isinstance(error, ValidationError)
