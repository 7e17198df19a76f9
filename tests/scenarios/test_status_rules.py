"""Status rules: which statuses the roles of a user may change to, and what remains allowed without rules."""

from __future__ import annotations

import pytest

from callboard.errors import PermissionDenied
from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.access.actor import Actor
from callboard_server.records.status_rules import status_rule_groups
from callboard_server.records.studio import Studio, shape_of
from callboard_server.work.batch import Batch
from callboard_server.work.rules.status_rules import settable_statuses
from tests.support.film import STATUS, VFX, one
from tests.support.operations import Operation, create, delete, update
from tests.support.world import World, model

READY, WORKING, REVIEW, DONE = (
    STATUS[name] for name in ("Ready to start", "In progress", "Pending Review", "Approved")
)


def group(identifier: str, status: str, role: str | None, kind: str | None = "Task") -> Operation:
    """Return the creation of a group for one kind of contexts, or for versions with None."""
    about = {"id": identifier, "schema_id": VFX, "status_id": status, "role_id": role}
    if kind is None:
        return create("AssetVersionStatusRuleGroup", entity_type="assetversion", **about)
    return create(
        "TypedContextStatusRuleGroup",
        entity_type="task",
        object_type_id=OBJECT_TYPE_IDS[kind],
        **about,
    )


def rule(of: str, status: str) -> Operation:
    return create("StatusRule", status_rule_group_id=of, status_id=status)


def role(world: World, name: str) -> str:
    found: str = one(world, f'SecurityRole where name is "{name}"')["id"]
    return found


def set_rules(world: World, *operations: Operation) -> None:
    world.do(world.admin, *operations)
    world.status_rules = world.database.read(status_rule_groups)


@pytest.fixture
def ruled(film: World) -> World:
    """The film; users may approve tasks that are in review, and nothing else can be approved."""
    film.do(film.admin, update("Task", "comp", status_id=READY))
    user = role(film, "User")
    set_rules(film, group("done", DONE, user), rule("done", REVIEW))
    return film


def refused(world: World, actor: Actor, *operations: Operation) -> str:
    error = world.refusal(actor, *operations)
    assert isinstance(error, PermissionDenied)
    return error.message


def test_without_groups_every_change_is_allowed(film: World) -> None:
    for status in (REVIEW, DONE, READY):
        film.do(film.ann, update("Task", "comp", status_id=status))


def test_a_status_with_a_group_can_only_follow_those_in_its_rules(ruled: World) -> None:
    message = refused(ruled, ruled.ann, update("Task", "comp", status_id=DONE))
    assert '"Ready to start"' in message
    assert '"Approved"' in message
    ruled.do(ruled.ann, update("Task", "comp", status_id=REVIEW))
    ruled.do(ruled.ann, update("Task", "comp", status_id=DONE))


def test_a_status_without_a_group_stays_free(ruled: World) -> None:
    ruled.do(ruled.ann, update("Task", "comp", status_id=WORKING))


def test_a_status_that_does_not_change_is_not_checked(ruled: World) -> None:
    ruled.do(ruled.admin, update("Task", "comp", status_id=DONE))
    ruled.do(ruled.ann, update("Task", "comp", status_id=DONE, description="final"))


def test_a_group_is_about_one_kind(ruled: World) -> None:
    ruled.do(ruled.ann, update("Shot", "sh1", status_id=DONE), update("AssetVersion", "v1", status_id=DONE))


def test_versions_have_groups_of_their_own(ruled: World) -> None:
    set_rules(ruled, group("v-done", DONE, role(ruled, "User"), None))
    assert "AssetVersion v1" in refused(ruled, ruled.ann, update("AssetVersion", "v1", status_id=DONE))
    present = one(ruled, "select status_id from AssetVersion where id is v1")["status_id"]
    set_rules(ruled, rule("v-done", present))
    ruled.do(ruled.ann, update("AssetVersion", "v1", status_id=DONE))


def test_a_group_without_rules_allows_nothing(ruled: World) -> None:
    set_rules(ruled, group("working", WORKING, role(ruled, "User")))
    refused(ruled, ruled.ann, update("Task", "comp", status_id=WORKING))
    refused(ruled, ruled.ann, create("Task", name="t", parent_id="sh1", status_id=WORKING))


def test_creation_is_a_change_as_well(ruled: World) -> None:
    """A new task may have a status that can be reached from some other status."""
    ruled.do(ruled.ann, create("Task", name="a", parent_id="sh1", status_id=DONE))


def test_the_status_that_the_server_chooses_is_not_checked(ruled: World) -> None:
    ruled.do(ruled.ann, create("Task", id="t", name="a", parent_id="sh1"))
    default = one(ruled, "select status_id from Task where id is t")["status_id"]
    set_rules(ruled, group("default", default, role(ruled, "User")))
    ruled.do(ruled.ann, create("Task", id="u", name="b", parent_id="sh1"))
    assert one(ruled, "select status_id from Task where id is u")["status_id"] == default


def test_a_group_without_a_role_is_for_all_roles(ruled: World) -> None:
    set_rules(ruled, group("working", WORKING, None), rule("working", REVIEW))
    for actor in (ruled.ann, ruled.admin):
        refused(ruled, actor, update("Task", "comp", status_id=WORKING))


def test_a_role_without_a_group_allows_the_change(ruled: World) -> None:
    """One role that allows a change is enough."""
    ruled.do(
        ruled.admin,
        create(
            "UserSecurityRole",
            user_id="ann-id",
            security_role_id=role(ruled, "Project Manager"),
            is_all_open_projects=True,
        ),
        create(
            "UserSecurityRole",
            user_id="bob-id",
            security_role_id=role(ruled, "User"),
            is_all_open_projects=True,
        ),
    )
    ruled.do(ruled.actor("ann-id"), update("Task", "comp", status_id=DONE))
    ruled.do(ruled.admin, update("Task", "comp", status_id=READY))
    refused(ruled, ruled.actor("bob-id"), update("Task", "comp", status_id=DONE))


def test_a_role_counts_only_in_its_projects(ruled: World) -> None:
    manager = role(ruled, "Project Manager")
    ruled.do(
        ruled.admin,
        create("Project", id="other", name="other", project_schema_id=VFX),
        create("Task", id="there", name="t", parent_id="other"),
        create(
            "UserSecurityRole",
            user_id="ann-id",
            security_role_id=role(ruled, "User"),
            is_all_open_projects=True,
        ),
        create("UserSecurityRole", id="usr", user_id="ann-id", security_role_id=manager),
        create("UserSecurityRoleProject", user_security_role_id="usr", project_id="other"),
    )
    ann = ruled.actor("ann-id")
    ruled.do(ann, update("Task", "there", status_id=DONE))
    refused(ruled, ann, update("Task", "comp", status_id=DONE))


def test_administrators_are_bound_by_the_groups_of_their_role(ruled: World) -> None:
    ruled.do(ruled.admin, update("Task", "comp", status_id=DONE))
    set_rules(ruled, group("ready", READY, role(ruled, "Administrator")))
    refused(ruled, ruled.admin, update("Task", "comp", status_id=READY))


def test_only_administrators_change_rules_and_everyone_reads_them(ruled: World) -> None:
    for operation in (
        group("more", READY, None),
        rule("done", READY),
        update("TypedContextStatusRuleGroup", "done", status_id=READY),
        delete("StatusRuleGroup", "done"),
    ):
        refused(ruled, ruled.ann, operation)
    (found,) = ruled.rows(
        ruled.ann,
        "select object_type.name, role.name, status.name, schema.name, status_rules.status.name "
        "from StatusRuleGroup where entity_type is task",
    )
    assert found["__entity_type__"] == "TypedContextStatusRuleGroup"
    assert found["object_type"]["name"] == "Task"
    assert found["role"]["name"] == "User"
    assert [each["status"]["name"] for each in found["status_rules"]] == ["Pending Review"]
    assert ruled.values(ruled.ann, "TypedContextStatusRuleGroup") == ["done"]
    assert ruled.values(ruled.ann, "AssetVersionStatusRuleGroup") == []


@pytest.mark.parametrize("missing", ["schema_id", "status_id", "object_type_id"], ids=lambda name: name)
def test_a_group_requires_what_it_is_about(film: World, missing: str) -> None:
    operation = group("g", DONE, None)
    operation["entity_data"][missing] = None
    assert missing in film.refusal(film.admin, operation).message


def test_the_base_type_cannot_be_created(film: World) -> None:
    error = film.refusal(film.admin, create("StatusRuleGroup", schema_id=VFX, status_id=DONE))
    assert "abstract" in error.message


def test_rules_are_deleted_with_their_group_and_groups_with_their_role(ruled: World) -> None:
    ruled.do(
        ruled.admin,
        create("SecurityRole", id="lead", name="Lead", type="PROJECT"),
        group("of-lead", READY, "lead"),
        rule("of-lead", DONE),
    )
    ruled.do(ruled.admin, delete("SecurityRole", "lead"))
    assert ruled.values(ruled.admin, "StatusRuleGroup") == ["done"]
    ruled.do(ruled.admin, delete("TypedContextStatusRuleGroup", "done"))
    assert ruled.rows(ruled.admin, "StatusRule") == []


def test_other_processes_apply_new_rules_from_their_next_request_on(ruled: World) -> None:
    studio = Studio(shape_of(model()), lambda standard, _kinds: standard)
    assert len(ruled.database.read(studio.current).status_rules) == 1
    ruled.do(ruled.admin, rule("done", READY))
    (known,) = ruled.database.read(studio.current).status_rules
    assert known.from_status_ids == {REVIEW, READY}
    ruled.do(ruled.admin, update("SecurityRole", role(ruled, "User"), name="Artist"))
    assert ruled.database.read(studio.current).status_rules[0].role == "Artist"
    ruled.do(ruled.admin, delete("StatusRuleGroup", "done"))
    assert ruled.database.read(studio.current).status_rules == ()


def test_the_settable_statuses_are_those_of_the_workflow_that_the_rules_allow(ruled: World) -> None:
    def settable(actor: Actor, entity_type: str, identifier: str) -> tuple[str, ...]:
        def work(tx: object) -> tuple[str, ...]:
            batch = Batch(ruled.call(tx, actor))  # type: ignore[arg-type]  # any transaction
            found = batch.find(entity_type, [identifier])
            return settable_statuses(batch, list(found.values()))[found[identifier]]

        return ruled.database.read(work)

    everything = settable(ruled.admin, "Task", "comp")
    assert {READY, REVIEW, DONE} <= set(everything)
    assert set(everything) - set(settable(ruled.ann, "Task", "comp")) == {DONE}
    for status in everything:
        operation = update("Task", "comp", status_id=status)
        if status in settable(ruled.ann, "Task", "comp"):
            ruled.do(ruled.ann, operation)
            ruled.do(ruled.admin, update("Task", "comp", status_id=READY))
        else:
            refused(ruled, ruled.ann, operation)
    ruled.do(ruled.admin, update("Task", "comp", status_id=DONE))
    assert DONE in settable(ruled.ann, "Task", "comp")
    assert DONE in settable(ruled.ann, "AssetVersion", "v1")


def test_rules_add_no_statement_while_there_are_none(film: World) -> None:
    film.do(film.ann, update("Task", "comp", status_id=REVIEW))
    without = len(film.statements)
    set_rules(film, group("done", DONE, None), rule("done", REVIEW))
    film.do(film.ann, update("Task", "comp", status_id=DONE))
    assert without <= len(film.statements) <= without + 2
