"""Operations other than queries and changes.

Their answers, required rights, and effects.
"""

from __future__ import annotations

from typing import Any

import pytest

from callboard.errors import CallboardError
from callboard.wire.values import instant_text
from callboard_server.access import keys, passwords
from callboard_server.access.actor import Actor
from callboard_server.records import credentials
from callboard_server.records.mail import newest_mail
from tests.support.operations import Operation, create, moment, update
from tests.support.world import Make, World

DAY = moment("2026-11-24T00:00:00")


@pytest.fixture
def show(world: World, make: Make) -> World:
    """A world with a project "p", two shots with a task each, and a private project "dark".

    The private project has a task of the same name.
    """
    del make
    schema = world.values(world.admin, "ProjectSchema")[0]
    for name, is_private in (("p", False), ("dark", True)):
        world.do(
            world.admin,
            create(
                "Project", id=name, name=f"Project {name}", project_schema_id=schema, is_private=is_private
            ),
            create("Shot", id=f"{name}-10", name="SH010", parent_id=name),
            create("Shot", id=f"{name}-20", name="SH020", parent_id=name),
            create("Task", id=f"{name}-comp", name="Comp", parent_id=f"{name}-10"),
            create("Task", id=f"{name}-anim", name="Anim", parent_id=f"{name}-20"),
            create("Asset", id=f"{name}-asset", name="plate", context_id=f"{name}-10"),
            create("AssetVersion", id=f"{name}-version", asset_id=f"{name}-asset"),
            create("FileComponent", id=f"{name}-file", name="exr", version_id=f"{name}-version"),
        )
    world.forget_events()
    return world


def act(action: str, **keys: Any) -> Operation:
    return {"action": action, **keys}


def refused(world: World, actor: Actor, *operations: Operation) -> CallboardError:
    """Return the error that a request raises, having checked that it changes nothing."""
    before = world.contents()
    with pytest.raises(CallboardError) as caught:
        world.perform(actor, *operations)
    assert world.contents() == before
    return caught.value


# -- Search
# ------------------------------------------------------------------------------------------------------------


def found(world: World, actor: Actor, entity_type: str, *terms: str, **more: Any) -> list[str]:
    expression = more.pop("expression", f"select id from {entity_type} order by id")
    operation = act("search", expression=expression, entity_type=entity_type, terms=list(terms), **more)
    (answer,) = world.perform(actor, operation)
    assert answer["action"] == "search"
    return [row["id"] for row in answer["data"]]


def test_every_term_matches_a_name_or_a_parent(show: World) -> None:
    assert found(show, show.ann, "Task", "comp") == ["p-comp"]
    assert found(show, show.ann, "Task", "sh010", "COMP") == ["p-comp"]
    assert found(show, show.ann, "Task", "sh020", "comp") == []
    assert found(show, show.ann, "AssetVersion", "plate", "SH010") == ["p-version"]
    assert found(show, show.ann, "Component", "exr", "project p") == ["p-file"]
    assert found(show, show.ann, "User", "archer") == ["ann-id"]
    assert found(show, show.admin, "Task", "comp") == ["dark-comp", "p-comp"]


def test_no_character_of_a_term_is_special(show: World) -> None:
    names = ("bg_plate", "bgXplate", "50% grey", "500 grey", "a\\b", "a b")
    folders = [create("Folder", id=f"f{index}", name=name, parent_id="p") for index, name in enumerate(names)]
    show.do(show.admin, *folders)
    for term, identifiers in {"bg_p": ["f0"], "50%": ["f2"], "_": ["f0"], "%": ["f2"], "\\": ["f4"]}.items():
        assert found(show, show.ann, "Folder", term) == identifiers


def test_a_search_can_be_limited_by_query_context_and_type(show: World) -> None:
    shot = "bad911de-3bd6-47b9-8b46-3476e237cb36"
    assert found(show, show.ann, "TypedContext", "sh0", object_type_ids=[shot]) == ["p-10", "p-20"]
    assert found(show, show.ann, "TypedContext", context_id="p-20") == ["p-anim"]
    assert found(
        show, show.ann, "TypedContext", "sh0", expression="select id from TypedContext where name is Comp"
    ) == ["p-comp"]
    assert found(show, show.ann, "TypedContext", context_id="dark") == []
    assert found(show, show.ann, "AssetVersion", context_id="p-10", object_type_ids=None) == ["p-version"]


def test_a_search_has_pages(show: World) -> None:
    operation = act(
        "search", expression="select id from Task order by id limit 1", entity_type="Task", terms=[]
    )
    (answer,) = show.perform(show.ann, operation)
    assert answer["metadata"] == {"next": {"offset": 1}}


MALFORMED: dict[str, tuple[Operation, str]] = {
    "search without terms": (act("search", expression="Task", entity_type="Task"), "batch.malformed"),
    "search of another type": (
        act("search", expression="Task", entity_type="User", terms=[]),
        "batch.malformed",
    ),
    "search without a query": (act("search", entity_type="Task", terms=[]), "batch.malformed"),
    "search in what has no name": (
        act("search", expression="Membership", entity_type="Membership", terms=["x"]),
        "search.type",
    ),
    "search for users in a context": (
        act("search", expression="User", entity_type="User", terms=[], context_id="p"),
        "search.context",
    ),
    "search with a bad query": (
        act("search", expression="Task where name", entity_type="Task", terms=[]),
        "query.syntax",
    ),
    "permissions of nothing": (act("permissions"), "batch.malformed"),
    "permissions by query": (act("permissions", entity_type="Task", expression="Task"), "batch.malformed"),
    "a signed address of nothing": (act("generate_signed_url"), "batch.malformed"),
    "a widget without name": (act("get_widget_url"), "batch.malformed"),
    "a widget with a path": (act("get_widget_url", name="../x"), "batch.malformed"),
    "a widget in pink": (act("get_widget_url", name="info", theme="pink"), "batch.malformed"),
    "an invitation without a user": (act("send_user_invite"), "batch.malformed"),
    "an invitation to nothing": (act("send_review_session_invite"), "batch.malformed"),
    "a reset of nothing": (
        act("reset_remote", reset_type="x", entity_type="User", entity_key="ann-id"),
        "batch.malformed",
    ),
    "a reset without a user": (
        act("reset_remote", reset_type="api_key", entity_type="User"),
        "batch.malformed",
    ),
    "a job without type": (act("delayed_job"), "batch.malformed"),
    "an unknown type of job": (act("delayed_job", job_type="X"), "job.unknown_type"),
    "a role without user": (act("add_user_security_role", role_id="x"), "batch.malformed"),
    "a role that is not had": (
        act("remove_user_security_role", user_id="ann-id", role_id="x"),
        "entity.not_found",
    ),
    "a key that is not there": (
        act("grant_api_key_security_role", api_key_id="x", role_id="x"),
        "credentials.key_not_found",
    ),
    "totp without code": (act("configure_totp", secret="x"), "credentials.code"),
    "totp": (act("configure_totp", secret="x", code="1"), "action.unsupported"),
    "otp": (act("configure_otp"), "action.unsupported"),
    "converting nothing": (
        act("convert_entity", entity_type="User", new_entity_type="Collaborator"),
        "batch.malformed",
    ),
    "converting a group": (
        act("convert_entity", entity_type="User", new_entity_type="Group", entity_key=["ann-id"]),
        "action.unsupported",
    ),
    "rollups": (act("compute_rollups"), "action.unsupported"),
    "authorizing ahead": (act("_authorize_operation", data={}), "permission.denied"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_requests_get_an_error(show: World, name: str) -> None:
    operation, code = MALFORMED[name]
    error = refused(show, show.admin, update("Task", "p-comp", name="x"), operation)
    assert error.code == code
    assert "{" not in error.message


def test_usage_is_accepted_and_ignored(show: World) -> None:
    before = show.contents()
    show.perform(show.ann, act("_track_usage", data={"type": "event", "name": "x", "metadata": {}}))
    assert show.contents() == before


# -- Permissions
# ------------------------------------------------------------------------------------------------------------


def may(world: World, actor: Actor, entity_type: str, **data: Any) -> str:
    """Return the first letters of the permitted actions of *actor*."""
    before = world.contents()
    (answer,) = world.perform(
        actor, act("permissions", entity_type=entity_type, entity_data=data, expression=None)
    )
    assert world.contents() == before
    return "".join(verb[0] for verb in ("create", "read", "update", "delete") if answer["data"][verb])


def test_permissions_predict_the_answer_to_a_change(show: World) -> None:
    assert may(show, show.admin, "Status") == "crud"
    assert may(show, show.ann, "Status") == "r"
    assert may(show, show.ann, "Task", parent_id="p-10") == "crud"
    assert may(show, show.ann, "Task", parent_id="dark-10") == "r"
    assert "rud" in may(show, show.ann, "Task", id="p-comp")
    assert may(show, show.ann, "Task", id="dark-comp") == "c"
    assert may(show, show.ann, "Project", id="p") == "ru"
    assert may(show, show.ann, "Project", id="p", status="hidden") == "r"


# -- Addresses
# ------------------------------------------------------------------------------------------------------------


def test_signed_addresses_are_issued_for_visible_entities_only(show: World) -> None:
    assert show.perform(show.ann, act("generate_signed_url", component_id="p-file")) == [
        {"signed_url": "url:p-file"}
    ]
    assert (
        refused(show, show.ann, act("generate_signed_url", component_id="dark-file")).code
        == "entity.not_found"
    )


def test_widgets_have_parameters_and_require_visible_entities(show: World) -> None:
    (answer,) = show.perform(
        show.ann, act("get_widget_url", name="info", theme="dark", entity_type="Task", entity_key=["p-comp"])
    )
    assert answer == {"widget_url": "widget:ann-id?&view=info&theme=dark&entityType=Task&entityId=p-comp"}
    operation = act("get_widget_url", name="info", entity_type="Task", entity_key=["dark-comp"])
    assert refused(show, show.ann, operation).code == "entity.not_found"


# -- Invitations
# ------------------------------------------------------------------------------------------------------------


def test_only_administrators_invite_users(show: World) -> None:
    show.do(show.admin, update("User", "ann-id", email="ann@example.com"))
    assert show.perform(show.admin, act("send_user_invite", user_id="ann-id"))[0]["sent"] is True
    (mail,) = show.database.read(lambda tx: newest_mail(tx, 10))
    assert (mail.recipient, mail.sent_at) == ("ann@example.com", None)
    assert "page:/" in mail.body
    assert "ann" in mail.body
    assert refused(show, show.ann, act("send_user_invite", user_id="ann-id")).code == "permission.denied"
    assert refused(show, show.admin, act("send_user_invite", user_id="bob-id")).code == "invite.address"
    assert refused(show, show.admin, act("send_user_invite", user_id="nobody")).code == "entity.not_found"


@pytest.fixture
def review(show: World) -> World:
    for name in ("p", "dark"):
        common = {"created_by_id": "admin-id", "created_at": DAY}
        show.do(
            show.admin,
            create(
                "ReviewSession",
                id=f"{name}-s",
                name="Dailies",
                project_id=name,
                start_date=DAY,
                end_date=DAY,
                **common,
            ),
            create(
                "ReviewSessionInvitee",
                id=f"{name}-i",
                name="Guest",
                email="g@example.com",
                review_session_id=f"{name}-s",
                **common,
            ),
        )
    return show


def test_guests_are_invited_and_the_time_is_recorded(review: World) -> None:
    review.perform(review.ann, *[act("send_review_session_invite", review_session_invitee_id="p-i")] * 2)
    assert len(review.database.read(lambda tx: newest_mail(tx, 10))) == 2
    sent = review.values(review.ann, "select last_sent_at from ReviewSessionInvitee", "last_sent_at")
    assert sent == [{"__type__": "datetime", "value": instant_text(review.clock())}]
    assert (
        refused(
            review, review.ann, act("send_review_session_invite", review_session_invitee_id="dark-i")
        ).code
        == "entity.not_found"
    )


def test_a_failed_batch_sends_no_invitations(review: World) -> None:
    operations = [
        act("send_review_session_invite", review_session_invitee_id="p-i"),
        act("delayed_job", job_type="X"),
    ]
    assert refused(review, review.ann, *operations).code == "job.unknown_type"


# -- Credentials
# ------------------------------------------------------------------------------------------------------------


def named_key(world: World, name: str) -> str:
    """Make a key of ann's whose name and identifier are *name*."""
    return world.database.write(
        lambda tx: keys.create_key(tx, "ann-id", name, key_id=name, now=world.clock())
    ).text


def verified(world: World, username: str, text: str) -> Actor | None:
    """Return the user that a key authenticates; None if it is invalid."""
    try:
        return world.database.read(lambda tx: keys.verify_key(tx, username, text, world.clock())).actor
    except CallboardError:
        return None


def test_a_new_key_revokes_the_old_one(show: World) -> None:
    old = named_key(show, "old")
    operation = act("reset_remote", reset_type="api_key", entity_type="User", entity_key="ann-id")
    (answer,) = show.perform(show.ann, operation)
    assert verified(show, "ann", old) is None
    assert verified(show, "ann", answer["data"]["api_key"]) == show.ann
    assert refused(show, show.bob, operation).code == "permission.denied"
    show.perform(show.admin, {**operation, "entity_key": ["ann-id"]})
    assert verified(show, "ann", answer["data"]["api_key"]) is None


def test_a_key_is_reset_by_its_identifier(show: World) -> None:
    texts = [named_key(show, name) for name in ("a", "b")]
    operation = act(
        "reset_remote", reset_type="api_key", entity_type="ApiKey", entity_data={"identifier": "a"}
    )
    (answer,) = show.perform(show.ann, operation)
    assert [verified(show, "ann", text) for text in (*texts, answer["data"]["api_key"])] == [
        None,
        show.ann,
        show.ann,
    ]
    assert refused(show, show.bob, operation).code == "credentials.key_not_found"


def test_changing_a_password_requires_the_old_one(show: World) -> None:
    hashed = passwords.hash_password("the-old-one")
    show.database.write(lambda tx: credentials.set_password_hash(tx, "ann-id", hashed, "now"))
    operation = act("reset_remote", reset_type="password", entity_type="User", entity_key="ann-id")
    wrong = {**operation, "entity_data": {"new_password": "the-new-one", "old_password": "guess"}}
    assert refused(show, show.ann, wrong).code == "credentials.old_password"
    show.perform(
        show.ann, {**operation, "entity_data": {"new_password": "the-new-one", "old_password": "the-old-one"}}
    )

    def kept() -> str | None:
        return show.database.read(lambda tx: credentials.password_hash(tx, "ann-id"))

    assert passwords.is_password("the-new-one", kept())
    (answer,) = show.perform(show.admin, {**operation, "entity_data": {"generate_password": True}})
    assert passwords.is_password(answer["data"]["password"], kept())


# -- Roles
# ------------------------------------------------------------------------------------------------------------


def role(world: World, name: str) -> str:
    return str(world.values(world.admin, f'SecurityRole where name is "{name}"')[0])


def test_roles_are_granted_and_revoked(show: World) -> None:
    """A role is granted, takes effect in a project, is changed, and is revoked."""
    asked = {"user_id": "ann-id", "role_id": role(show, "User")}
    show.perform(show.admin, act("add_user_security_role", **asked), act("add_user_security_role", **asked))
    assert show.values(show.actor("ann-id"), "Project") == []
    show.perform(show.admin, act("grant_user_security_role_project", project_id="dark", **asked))
    assert show.values(show.actor("ann-id"), "Project") == ["dark"]
    show.perform(show.admin, act("grant_user_security_role_project", all_open_projects=True, **asked))
    assert show.values(show.actor("ann-id"), "Project") == ["dark", "p"]
    show.perform(
        show.admin, act("update_user_security_role", new_role_id=role(show, "Project Manager"), **asked)
    )
    manager = show.actor("ann-id")
    assert manager.rights.manages == {"dark"}
    assert manager.rights.manages_open
    asked["role_id"] = role(show, "Project Manager")
    show.perform(show.admin, act("revoke_user_security_role_project", project_id="dark", **asked))
    show.perform(show.admin, act("revoke_user_security_role_project", all_open_projects=True, **asked))
    assert show.values(show.actor("ann-id"), "Project") == []
    show.perform(show.admin, act("remove_user_security_role", **asked))
    assert show.values(show.actor("ann-id"), "Project") == ["p"]
    (answer,) = show.perform(show.admin, act("add_user_security_role", **asked))
    assert answer == {"action": "add_user_security_role", "data": True}


@pytest.mark.parametrize(
    "action", ["add_user_security_role", "remove_user_security_role", "update_user_security_role"]
)
def test_only_administrators_manage_roles(show: World, action: str) -> None:
    operation = act(action, user_id="ann-id", role_id=role(show, "Administrator"), new_role_id="x")
    assert refused(show, show.ann, operation).code == "permission.denied"


def test_a_grant_is_for_one_project_or_all_open_ones(show: World) -> None:
    asked = {"user_id": "ann-id", "role_id": role(show, "User")}
    show.perform(show.admin, act("add_user_security_role", **asked))
    for more in ({}, {"project_id": "p", "all_open_projects": True}):
        assert (
            refused(show, show.admin, act("grant_user_security_role_project", **asked, **more)).code
            == "batch.malformed"
        )


def test_global_keys_work_with_every_active_username(show: World) -> None:
    """They have the rights of their roles, in open projects, whatever the rights of the user."""
    api = role(show, "API")
    key = show.database.write(
        lambda tx: keys.create_global_key(tx, "farm", [api], key_id="g", now=show.clock())
    ).text
    ann, admin = verified(show, "ann", key), verified(show, "ADMIN", key)
    assert ann is not None
    assert admin is not None
    assert (ann.user_id, admin.user_id, admin.is_administrator) == ("ann-id", "admin-id", False)
    assert show.values(admin, "Project") == ["p"]
    show.do(ann, update("Task", "p-comp", name="by the farm"))
    assert show.events()[-1].payload["source"]["user"]["username"] == "ann"
    assert verified(show, "nobody", key) is None
    show.do(show.admin, update("User", "bob-id", is_active=False))
    assert verified(show, "bob", key) is None
    show.perform(
        show.admin, act("grant_api_key_security_role", api_key_id="g", role_id=role(show, "Administrator"))
    )
    admin = verified(show, "ann", key)
    assert admin is not None
    assert admin.is_administrator
    show.perform(
        show.admin, act("revoke_api_key_security_role", api_key_id="g", role_id=role(show, "Administrator"))
    )
    error = refused(show, show.admin, act("revoke_api_key_security_role", api_key_id="g", role_id=api))
    assert error.code == "credentials.last_role"


# -- Jobs
# ------------------------------------------------------------------------------------------------------------


def test_a_missing_directory_gets_a_clear_error(show: World) -> None:
    (answer,) = show.perform(show.admin, act("delayed_job", job_type="SYNC_USERS_LDAP"))
    job = answer["data"]
    assert (answer["action"], job["__entity_type__"], job["status"], job["type"]) == (
        "delayed_job",
        "Job",
        "failed",
        "SYNC_USERS_LDAP",
    )
    assert "LDAP" in job["data"]
    assert refused(show, show.ann, act("delayed_job", job_type="SYNC_USERS_LDAP")).code == "permission.denied"
