"""API keys and web sessions as entities: who sees and changes them, and that no secret is readable."""

from __future__ import annotations

import json
from typing import Any

import pytest

from callboard.errors import InvalidCredentials, MalformedOperation, NotFound, PermissionDenied
from callboard.wire.values import instant_text
from callboard_server.access import keys, sessions
from callboard_server.access.actor import Actor
from callboard_server.records import web_sessions
from tests.support.film import one
from tests.support.operations import Operation, create, delete, ref, update
from tests.support.world import World

SECRET = "the secret of this server"


@pytest.fixture
def keyed(film: World) -> World:
    """The film; ann and bob have a key each, and there is a global key."""
    role = one(film, 'SecurityRole where name is "API"')["id"]

    def make(tx: Any) -> None:
        keys.create_key(tx, "ann-id", "farm", key_id="of-ann", now=film.clock())
        keys.create_key(tx, "bob-id", "desk", key_id="of-bob", now=film.clock())
        keys.create_global_key(tx, "pipeline", [role], key_id="global", now=film.clock())

    film.database.write(make)
    return film


def by_global_key(world: World) -> Actor:
    """Return ann, for whom a program acts with a global key."""
    ann = world.ann
    return Actor(ann.user_id, ann.username, ann.name, rights=ann.rights, is_by_global_key=True)


def reset(world: World, actor: Actor, **about: Any) -> str:
    """Return a new secret of a key."""
    operation = {"action": "reset_remote", "reset_type": "api_key", "entity_type": "ApiKey", **about}
    found: str = world.perform(actor, operation)[0]["data"]["api_key"]
    return found


def works(world: World, username: str, text: str) -> bool:
    try:
        world.database.read(lambda tx: keys.verify_key(tx, username, text, world.clock()))
    except InvalidCredentials:
        return False
    return True


def refused(world: World, actor: Actor, *operations: Operation) -> str:
    return world.refusal(actor, *operations).message


# -- Reading keys
# ------------------------------------------------------------------------------------------------------------

QUERIES = [
    "ApiKey",
    'ApiKey where identifier like "%"',
    "select count(id) from ApiKey group by resource_id",
    "ApiKey where roles any ()",
    "ApiKey where id in (select id from ApiKey)",
]


def test_users_see_their_own_keys_and_administrators_all(keyed: World) -> None:
    assert keyed.values(keyed.admin, "ApiKey") == ["global", "of-ann", "of-bob"]
    assert keyed.values(keyed.ann, "ApiKey") == ["of-ann"]
    assert keyed.values(keyed.bob, "ApiKey") == ["of-bob"]
    for text in QUERIES:
        assert keyed.rows(by_global_key(keyed), text) == [], text
    found = one(
        keyed, "select created_at, enabled, last_used, roles.name, projects from ApiKey where id is global"
    )
    assert (found["identifier"], found["resource_id"], found["enabled"]) == ("pipeline", None, True)
    assert [role["name"] for role in found["roles"]] == ["API"]
    assert found["projects"] == []
    assert found["last_used"] is None


def test_a_key_is_recognized_by_its_first_characters(keyed: World) -> None:
    text = reset(keyed, keyed.ann, entity_key="of-ann")
    (key,) = keyed.rows(keyed.ann, "ApiKey")
    assert text.startswith(key["prefix"])
    assert len(key["prefix"]) == keys.SHOWN
    keyed.database.write(
        lambda tx: keys.create_key(tx, "ann-id", "short", key_id="s", now=keyed.clock(), text="secret")
    )
    assert one(keyed, "select prefix from ApiKey where id is s")["prefix"] is None


def test_no_answer_and_no_event_contains_a_secret(keyed: World) -> None:
    text = reset(keyed, keyed.ann, entity_key="of-ann")
    keyed.do(keyed.ann, update("ApiKey", "of-ann", description="for the farm"))
    answers = [
        *keyed.rows(
            keyed.admin, "select id, identifier, prefix, description, resource_id, roles from ApiKey"
        ),
        *(event.payload for event in keyed.events()),
    ]
    assert text not in json.dumps(answers)
    assert keys.digest(text) not in json.dumps(answers)
    for name in ("_hash", "hash", "key", "secret"):
        error = keyed.query_error(keyed.admin, f'ApiKey where {name} like "%"')
        assert error.code == "query.unknown_attribute"


def test_events_about_a_key_reach_its_user(keyed: World) -> None:
    keyed.do(keyed.ann, update("ApiKey", "of-ann", description="for the farm"))
    keyed.do(keyed.admin, update("ApiKey", "global", description="for all"))
    personal, common = keyed.events()
    assert personal.audiences == [["ann-id"]]
    assert personal.entities[0]["entityType"] == "accesskey"
    assert common.audiences == [[]]


# -- Changing keys
# ------------------------------------------------------------------------------------------------------------


def test_a_key_that_was_created_works_after_its_secret_was_requested(keyed: World) -> None:
    keyed.do(keyed.ann, create("ApiKey", id="new", identifier="  render   farm ", resource_id="ann-id"))
    made = one(keyed, "select identifier, prefix, enabled, created_at from ApiKey where id is new")
    assert made["identifier"] == "render farm"
    assert made["prefix"] is None
    assert made["enabled"] is True
    assert made["created_at"]["value"] == instant_text(keyed.clock())
    text = reset(keyed, keyed.ann, entity_data={"identifier": "render farm"})
    assert works(keyed, "ann", text)
    assert not works(keyed, "bob", text)
    keyed.do(keyed.ann, delete("ApiKey", "new"))
    assert not works(keyed, "ann", text)


def test_another_secret_ends_the_former_one(keyed: World) -> None:
    former = reset(keyed, keyed.ann, entity_key="of-ann")
    text = reset(keyed, keyed.admin, entity_key="of-ann")
    assert not works(keyed, "ann", former)
    assert works(keyed, "ann", text)
    with pytest.raises(NotFound):
        reset(keyed, keyed.bob, entity_key="of-ann")
    with pytest.raises(PermissionDenied):
        reset(keyed, by_global_key(keyed), entity_key="of-ann")


def test_a_global_key_has_roles_and_may_have_private_projects(keyed: World) -> None:
    role = one(keyed, 'SecurityRole where name is "API"')["id"]
    keyed.do(keyed.admin, update("Project", "film", is_private=True))
    keyed.do(
        keyed.admin,
        create("ApiKey", id="g", identifier="bridge", roles=[ref("SecurityRole", role)]),
    )
    text = reset(keyed, keyed.admin, entity_key="g")
    assert works(keyed, "bob", text)

    def rights() -> Actor:
        return keyed.database.read(lambda tx: keys.verify_key(tx, "bob", text, keyed.clock())).actor

    assert keyed.rows(rights(), "Project") == []
    keyed.do(keyed.admin, update("ApiKey", "g", projects=[ref("Project", "film")]))
    assert keyed.values(rights(), "Project") == ["film"]
    assert "at least one role" in refused(keyed, keyed.admin, update("ApiKey", "g", roles=[]))
    keyed.do(keyed.admin, delete("ApiKey", "g"))
    assert not works(keyed, "bob", text)


def test_a_key_whose_last_role_was_deleted_is_refused(keyed: World) -> None:
    keyed.do(keyed.admin, create("SecurityRole", id="lead", name="Lead", type="PROJECT"))
    keyed.do(keyed.admin, create("ApiKey", id="g", identifier="x", roles=[ref("SecurityRole", "lead")]))
    text = reset(keyed, keyed.admin, entity_key="g")
    assert works(keyed, "bob", text)
    keyed.do(keyed.admin, delete("SecurityRole", "lead"))
    assert not works(keyed, "bob", text)


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (create("ApiKey", identifier="x"), "Only administrators"),
        (create("ApiKey", identifier="x", resource_id="bob-id"), "Only administrators"),
        (create("ApiKey", resource_id="ann-id"), "identifier"),
        (create("ApiKey", identifier="x" * 201, resource_id="ann-id"), "identifier"),
        (create("ApiKey", identifier="x", resource_id="ann-id", prefix="cb_"), "ApiKey.prefix"),
        (create("ApiKey", identifier="x", resource_id="ann-id", enabled=True), "ApiKey.enabled"),
        (update("ApiKey", "of-ann", resource_id="bob-id"), ""),
        (update("ApiKey", "of-ann", enabled=False), "ApiKey.enabled"),
        (update("ApiKey", "of-ann", prefix="mine"), "ApiKey.prefix"),
        (update("ApiKey", "of-ann", identifier=""), "identifier"),
        (update("ApiKey", "of-ann", _hash="x"), "No attribute"),
        (update("ApiKey", "of-bob", description="x"), "There is no ApiKey"),
        (delete("ApiKey", "of-bob"), "There is no ApiKey"),
        (update("ApiKey", "global", description="x"), "There is no ApiKey"),
    ],
)
def test_what_users_may_not_do_with_keys(keyed: World, operation: Operation, message: str) -> None:
    assert message in refused(keyed, keyed.ann, operation)


def test_a_program_with_a_global_key_cannot_manage_keys(keyed: World) -> None:
    operation = create("ApiKey", identifier="x", resource_id="ann-id")
    assert "Only administrators" in refused(keyed, by_global_key(keyed), operation)


def test_roles_are_for_global_keys(keyed: World) -> None:
    role = one(keyed, 'SecurityRole where name is "Administrator"')["id"]
    operation = update("ApiKey", "of-ann", roles=[ref("SecurityRole", role)])
    assert "Only administrators" in refused(keyed, keyed.ann, operation)
    assert "global keys only" in refused(keyed, keyed.admin, operation)
    group = create("Group", id="group", name="group")
    of_group = create("ApiKey", identifier="x", resource_id="group")
    assert "must be a User" in refused(keyed, keyed.admin, group, of_group)


def test_keys_and_sessions_are_deleted_with_their_user(keyed: World) -> None:
    opened(keyed, "bob-id")
    keyed.do(keyed.admin, delete("User", "bob-id"))
    assert keyed.values(keyed.admin, "ApiKey") == ["global", "of-ann"]
    assert keyed.rows(keyed.admin, "UserSession") == []


# -- Sessions
# ------------------------------------------------------------------------------------------------------------


def opened(world: World, user_id: str = "ann-id") -> str:
    """Sign a user in and return the cookie."""
    return world.database.write(lambda tx: sessions.open_session(tx, user_id, SECRET, world.clock())).cookie


def is_signed_in(world: World, cookie: str) -> bool:
    try:
        world.database.read(lambda tx: sessions.find_session(tx, cookie, SECRET, world.clock()))
    except InvalidCredentials:
        return False
    return True


def test_users_see_their_sessions(film: World) -> None:
    cookies = [opened(film, user) for user in ("ann-id", "ann-id", "bob-id")]
    assert len(film.rows(film.ann, "UserSession")) == 2
    assert len(film.rows(film.admin, "UserSession")) == 3
    assert film.rows(by_global_key(film), "UserSession") == []
    assert film.rows(by_global_key(film), "select count(id) from UserSession group by user_id") == []
    found = film.rows(film.bob, "select user.username, valid, creation_time, accessed_time from UserSession")
    assert [(one["user"]["username"], one["valid"]) for one in found] == [("bob", True)]
    assert found[0]["creation_time"]["value"] == instant_text(film.clock())
    whole = json.dumps(film.rows(film.admin, "select user, valid, creation_time from UserSession"))
    for cookie in cookies:
        token = sessions.token_in(cookie, SECRET)
        assert token not in whole
        assert keys.digest(token) not in whole
    assert film.query_error(film.admin, "UserSession where _csrf like '%'").code == "query.unknown_attribute"


def test_a_session_that_is_no_longer_valid_has_ended(film: World) -> None:
    first, second = opened(film), opened(film)
    session = film.database.read(lambda tx: tx.fetch("SELECT id FROM user_session ORDER BY id", {}))[0][0]
    film.do(film.ann, update("UserSession", session, valid=False))
    assert [is_signed_in(film, first), is_signed_in(film, second)].count(False) == 1
    assert one(film, f"select valid from UserSession where id is {session}")["valid"] is False
    event = film.events()[-1]
    assert event.audiences == [["ann-id"]]
    assert event.entities[0]["changes"] == {"valid": {"old": True, "new": False}}
    assert "can only be set to false" in refused(film, film.ann, update("UserSession", session, valid=True))
    film.do(film.admin, update("UserSession", session, valid=False))


def test_clients_neither_create_sessions_nor_change_their_times(film: World) -> None:
    opened(film)
    (session,) = film.values(film.ann, "UserSession")
    error = film.refusal(film.admin, create("UserSession", user_id="ann-id"))
    assert isinstance(error, MalformedOperation)
    later = {"__type__": "datetime", "value": "2030-01-01T00:00:00"}
    for data in ({"accessed_time": later}, {"user_id": "bob-id"}, {"creation_time": later}):
        assert film.refusal(film.admin, update("UserSession", session, **data)).code == "validation.immutable"
    assert "There is no" in refused(film, film.bob, update("UserSession", session, valid=False))
    assert "There is no" in refused(film, film.bob, delete("UserSession", session))


def test_a_deleted_session_has_ended(film: World) -> None:
    cookie = opened(film)
    (session,) = film.values(film.ann, "UserSession")
    film.do(film.ann, delete("UserSession", session))
    assert not is_signed_in(film, cookie)


def test_the_use_of_a_session_is_recorded(film: World) -> None:
    cookie = opened(film)
    film.clock.advance(minutes=5)
    found = film.database.read(lambda tx: sessions.find_session(tx, cookie, SECRET, film.clock()))
    assert found.is_worth_noting
    film.database.write(lambda tx: sessions.note_session_use(tx, cookie, SECRET, film.clock()))
    assert one(film, "select accessed_time from UserSession")["accessed_time"]["value"] == instant_text(
        film.clock()
    )
    found = film.database.read(lambda tx: sessions.find_session(tx, cookie, SECRET, film.clock()))
    assert not found.is_worth_noting
    film.database.write(lambda tx: web_sessions.sweep_sessions(tx, "2099-01-01T00:00:00"))
    assert film.rows(film.admin, "UserSession") == []
