"""Access rights in a production.

Private projects, roles, assignments, and entities that belong to a user.
"""

from __future__ import annotations

import pytest

from callboard_server.access.actor import Actor
from tests.support.operations import Operation, create, delete, moment, update
from tests.support.world import Make, World

SECRET = "darling"
DAY = moment("2026-11-24T00:00:00")


@pytest.fixture
def studio(world: World, make: Make) -> World:
    """A world with an open project "open" and a private one "dark", each with every type of entity."""
    world.do(
        world.admin, create("Group", id="crew", name="crew"), create("User", id="eve-id", username="eve")
    )
    world.do(world.admin, create("Membership", group_id="crew", user_id="eve-id"))
    world.do(world.admin, create("ListCategory", id="category", name="any"))
    for name in ("open", "dark"):
        furnish(world, name)
    world.do(world.admin, update("Project", "dark", is_private=True))
    world.forget_events()
    del make
    return world


def furnish(world: World, name: str, text: str = SECRET) -> None:
    """Make a project called *name* with an entity of every type in it, whose texts contain *text*."""
    schema = world.values(world.admin, "ProjectSchema")[0]
    admin = world.admin.user_id
    roles = [
        {"__entity_type__": "SecurityRole", "id": one} for one in world.values(world.admin, "SecurityRole")
    ]

    def n(suffix: str) -> str:
        return f"{name}-{suffix}"

    def link(kind: str, source: str, target: str) -> Operation:
        return create(kind, from_id=n(source), to_id=n(target))

    world.do(
        world.admin,
        create("Project", id=name, name=name, full_name=text, project_schema_id=schema),
        create("Sequence", id=n("sequence"), name=text, project_id=name),
        create("Shot", id=n("shot"), name=text, parent_id=n("sequence")),
        create("Task", id=n("task"), name=text, parent_id=n("shot")),
        create("Task", id=n("other"), name="other", parent_id=n("shot")),
        create("Milestone", id=n("milestone"), name="end", parent_id=name),
        create("AssetBuild", id=n("build"), name="build", parent_id=name),
        create("Folder", id=n("folder"), name="folder", parent_id=name),
        create("Episode", id=n("episode"), name="episode", parent_id=name),
        link("TypedContextLink", "task", "other"),
        create("Asset", id=n("asset"), name=text, context_id=n("shot")),
        create("AssetVersion", id=n("version"), asset_id=n("asset"), comment=text, task_id=n("task")),
        create("AssetVersion", id=n("second"), asset_id=n("asset"), comment=text),
        link("AssetVersionLink", "version", "second"),
        create("FileComponent", id=n("file"), name=text, version_id=n("version")),
        create("SequenceComponent", id=n("frames"), name=text, version_id=n("version")),
        create("ContainerComponent", id=n("container"), name=text, version_id=n("version")),
        create("FileComponent", id=n("frame"), name=text, container_id=n("frames")),
        create(
            "ComponentLocation",
            component_id=n("file"),
            location_id="cb268ecc-8809-11e3-a7e2-20c9d081909b",
            resource_identifier=text,
        ),
        create("FileComponent", id=n("attachment"), name=text),
        create("FileComponent", id=n("picture"), name=text),
        update("Task", n("task"), thumbnail_id=n("picture")),
        create("Note", id=n("note"), parent_id=n("task"), parent_type="Task", content=text, user_id=admin),
        create("Note", id=n("reply"), in_reply_to_id=n("note"), content=text, user_id=admin),
        create("NoteComponent", note_id=n("note"), component_id=n("attachment")),
        create("Recipient", note_id=n("note"), resource_id="ann-id"),
        create("Appointment", context_id=n("task"), resource_id="crew", type="assignment"),
        create("Manager", context_id=name, user_id=admin),
        create("Timelog", context_id=n("task"), user_id=admin, duration=5, start=DAY, comment=text),
        create("CalendarEvent", id=n("event"), project_id=name, name=text, start=DAY, end=DAY),
        create("CalendarEventResource", calendar_event_id=n("event"), resource_id="ann-id"),
        create(
            "AssetVersionList",
            id=n("list"),
            name=text,
            project_id=name,
            category_id="category",
            user_id=admin,
        ),
        create(
            "TypedContextList",
            id=n("tasks"),
            name=text,
            project_id=name,
            category_id="category",
            user_id=admin,
        ),
        create("ListObject", id=n("listed"), list_id=n("list"), entity_id=n("version")),
        create(
            "ReviewSession",
            id=n("session"),
            project_id=name,
            name=text,
            start_date=DAY,
            end_date=DAY,
            created_by_id=admin,
            created_at=DAY,
        ),
        create(
            "ReviewSessionObject",
            id=n("shown"),
            review_session_id=n("session"),
            version_id=n("version"),
            sort_order=1,
            created_at=DAY,
        ),
        create(
            "ReviewSessionInvitee",
            id=n("invitee"),
            review_session_id=n("session"),
            name=text,
            email="guest@example.com",
            created_by_id=admin,
            created_at=DAY,
        ),
        create(
            "ReviewSessionObjectStatus",
            review_session_object_id=n("shown"),
            review_session_invitee_id=n("invitee"),
            status=text,
            created_at=DAY,
        ),
        create(
            "EntitySetting",
            parent_id=n("session"),
            parent_type="ReviewSession",
            group="g",
            name="n",
            value=text,
        ),
        *[
            create("Metadata", parent_id=n(owner), parent_type=kind, key="k", value=text)
            for owner, kind in (
                ("task", "Task"),
                ("asset", "Asset"),
                ("version", "AssetVersion"),
                ("file", "FileComponent"),
            )
        ],
        create("Metadata", parent_id=name, parent_type="Project", key="k", value=text),
        create("Metadata", parent_id=n("note"), parent_type="Note", key="k", value=text),
        create(
            "CustomAttributeConfiguration",
            id=n("attribute"),
            key=f"{name}_attribute",
            label=text,
            project_id=name,
            entity_type="show",
            is_hierarchical=True,
            config="{}",
            type_id=attribute_type(world),
            read_security_roles=roles,
            write_security_roles=roles,
        ),
        *[
            create("CustomAttributeValue", configuration_id=n("attribute"), entity_id=n(owner), value=text)
            for owner in OWNERS_OF_VALUES
        ],
    )


OWNERS_OF_VALUES = ("task", "asset", "version")


def attribute_type(world: World) -> str:
    return str(world.values(world.admin, 'CustomAttributeType where name is "text"')[0])


def readable_types(world: World) -> list[str]:
    return [entity.name for entity in world.model if not entity.internal]


def count(world: World, actor: Actor, entity_type: str) -> int:
    return len(world.rows(actor, entity_type))


def role(world: World, name: str) -> str:
    return str(world.values(world.admin, f'SecurityRole where name is "{name}"')[0])


def give(world: World, user: str, name: str, *projects: str, is_open: bool = False) -> Actor:
    """Give *user* a role in *projects*, or in all open ones; return the user with it."""
    held = world.new_id()
    world.do(
        world.admin,
        create(
            "UserSecurityRole",
            id=held,
            user_id=user,
            security_role_id=role(world, name),
            is_all_open_projects=is_open,
        ),
        *[
            create("UserSecurityRoleProject", user_security_role_id=held, project_id=project)
            for project in projects
        ],
    )
    return world.actor(user)


# -- Private projects
# ------------------------------------------------------------------------------------------------------------


def test_a_private_project_is_hidden_from_outsiders(world: World) -> None:
    """Of every type, an outsider sees what existed before the private project.

    The administrator sees more.
    """
    world.do(
        world.admin,
        create("ListCategory", id="category", name="any"),
        create("Group", id="crew", name="crew"),
    )
    before = {name: count(world, world.ann, name) for name in readable_types(world)}
    furnish(world, "dark")
    world.do(world.admin, update("Project", "dark", is_private=True))
    outside = {name: count(world, world.ann, name) for name in readable_types(world)}
    everything = {name: count(world, world.admin, name) for name in readable_types(world)}
    # People are visible to everybody: so is the guest who was invited to a review.
    people = ("Resource", "BaseUser", "Collaborator")
    assert outside == before | {name: before[name] + 1 for name in people}
    hidden = {name for name in everything if everything[name] > outside[name]}
    assert hidden >= {
        *(
            "Context",
            "Project",
            "TypedContext",
            "Task",
            "Shot",
            "Sequence",
            "Episode",
            "Folder",
            "Milestone",
            "AssetBuild",
        ),
        *(
            "TypedContextLink",
            "Asset",
            "AssetVersion",
            "AssetVersionLink",
            "Component",
            "FileComponent",
            "SequenceComponent",
        ),
        *(
            "ContainerComponent",
            "ComponentLocation",
            "Note",
            "NoteComponent",
            "Recipient",
            "Appointment",
            "Manager",
            "Timelog",
        ),
        *(
            "CalendarEvent",
            "CalendarEventResource",
            "List",
            "AssetVersionList",
            "TypedContextList",
            "ListObject",
            "ReviewSession",
        ),
        *(
            "ReviewSessionObject",
            "ReviewSessionInvitee",
            "ReviewSessionObjectStatus",
            "EntitySetting",
            "Metadata",
        ),
        *(
            "CustomAttributeConfiguration",
            "CustomAttributeValue",
            "ContextCustomAttributeValue",
            "AssetCustomAttributeValue",
        ),
        "AssetVersionCustomAttributeValue",
    }


def test_members_see_everything_in_a_private_project(studio: World) -> None:
    ann = give(studio, "ann-id", "User", "dark", is_open=True)
    for name in readable_types(studio):
        assert count(studio, ann, name) == count(studio, studio.admin, name), name


def test_a_role_in_one_project_grants_no_access_to_others(studio: World) -> None:
    ann = give(studio, "ann-id", "User", "dark")
    assert studio.values(ann, "Project") == ["dark"]
    assert set(studio.values(ann, "select project_id from TypedContext", "project_id")) == {"dark"}
    studio.do(studio.admin, create("User", id="zed-id", username="zed"))
    assert studio.values(studio.actor("zed-id"), "Project") == ["open"]


@pytest.mark.parametrize(
    "text",
    [
        f'Task where name is "{SECRET}" and project_id is dark',
        "Task where project.name is dark",
        "User where allocations.context.project_id is dark",
        "User where timelogs any (context.project_id is dark)",
        "Task where id in (select context_id from Timelog where context.project_id is dark)",
        "Group where assignments.context.project_id is dark",
        "ListCategory where lists.project_id is dark",
        "select count(id) from Note where parent_id is dark-task group by parent_id",
        "Location where location_components.component_id is dark-file",
    ],
)
def test_queries_through_relations_do_not_reveal_a_private_project(studio: World, text: str) -> None:
    assert studio.rows(studio.ann, text) == []


def test_collections_and_references_omit_a_private_project(studio: World) -> None:
    (group,) = studio.rows(studio.ann, "select assignments.context.name from Group where id is crew")
    assert [one["context"]["id"] for one in group["assignments"]] == ["open-task"]
    assert studio.rows(studio.ann, "select context.name from Timelog where context_id is dark-task") == []


def test_errors_do_not_reveal_a_private_project(studio: World) -> None:
    """Neither that a name is taken there, nor that an entity is a task, which can have no children."""
    for operation in (
        create("Task", name=SECRET, parent_id="dark-shot"),
        create("Task", name="x", parent_id="dark-task"),
        update("Task", "open-task", parent_id="dark-shot"),
    ):
        hidden = studio.refusal(studio.ann, operation)
        assert hidden.code == "validation.unknown_reference"
        assert SECRET not in hidden.message


CHANGES_INSIDE: dict[str, list[Operation]] = {
    "renaming": [update("Task", "dark-task", name="x")],
    "deleting": [delete("Task", "dark-task")],
    "a task inside": [create("Task", name="x", parent_id="dark-shot")],
    "a version": [create("AssetVersion", asset_id="dark-asset")],
    "a component": [create("FileComponent", version_id="dark-version")],
    "a note": [create("Note", parent_id="dark-task", parent_type="Task", content="x", user_id="ann-id")],
    "a reply": [create("Note", in_reply_to_id="dark-note", content="x", user_id="ann-id")],
    "a timelog": [create("Timelog", context_id="dark-task", user_id="ann-id", duration=1, start=DAY)],
    "an assignment": [create("Appointment", context_id="dark-task", resource_id="ann-id", type="assignment")],
    "a link": [create("TypedContextLink", from_id="open-task", to_id="dark-task")],
    "moving in": [update("Task", "open-task", parent_id="dark-shot", name="moved")],
    "listing": [create("ListObject", list_id="open-list", entity_id="dark-second")],
    "showing": [
        create(
            "ReviewSessionObject",
            review_session_id="open-session",
            version_id="dark-version",
            sort_order=1,
            created_at=DAY,
        )
    ],
}


@pytest.mark.parametrize("name", CHANGES_INSIDE)
def test_outsiders_cannot_change_a_private_project(studio: World, name: str) -> None:
    error = studio.refusal(studio.ann, *CHANGES_INSIDE[name])
    assert error.code in {"entity.not_found", "validation.unknown_reference", "validation.invalid"}
    assert SECRET not in error.message


@pytest.mark.parametrize("parent", ["dark-task", "no-such-task"])
def test_metadata_of_unseen_and_missing_entities_is_not_stored(studio: World, parent: str) -> None:
    before = studio.contents()
    operation = create("Metadata", parent_id=parent, parent_type="Task", key="x", value="x")
    (result,) = studio.do(studio.ann, operation)
    assert result["data"]["parent_id"] == parent
    assert studio.contents() == before


@pytest.mark.parametrize("name", CHANGES_INSIDE)
def test_members_change_a_private_project(studio: World, name: str) -> None:
    ann = give(studio, "ann-id", "User", "dark", is_open=True)
    studio.do(ann, *CHANGES_INSIDE[name])


def test_events_of_a_private_project_reach_only_members(studio: World) -> None:
    """Every entity of every event about the private project is delivered to members alone."""
    orphans = ("dark-attachment", "dark-picture")
    studio.do(studio.admin, delete("Project", "dark"), *[delete("FileComponent", one) for one in orphans])
    give(studio, "bob-id", "User", is_open=True)
    held = studio.values(studio.admin, "UserSecurityRole where user_id is bob-id")[0]
    schema = studio.values(studio.admin, "ProjectSchema")[0]
    studio.do(
        studio.admin,
        create("Project", id="dark", name="x", is_private=True, project_schema_id=schema),
        create("UserSecurityRoleProject", user_security_role_id=held, project_id="dark"),
    )
    studio.do(studio.admin, update("Project", "dark", name="hidden"))
    studio.forget_events()
    studio.do(
        studio.admin,
        create("Shot", id="dark-shot", name=SECRET, parent_id="dark"),
        create("Task", id="dark-task", name=SECRET, parent_id="dark-shot"),
        create("Asset", id="dark-asset", name=SECRET, context_id="dark-shot"),
        create("AssetVersion", id="dark-version", asset_id="dark-asset"),
        create("FileComponent", id="dark-file", version_id="dark-version", name=SECRET),
        create("FileComponent", id="dark-attachment", name=SECRET),
        create(
            "ComponentLocation", component_id="dark-file", location_id="cb268ecc-8809-11e3-a7e2-20c9d081909b"
        ),
        create(
            "Note",
            id="dark-note",
            parent_id="dark-task",
            parent_type="Task",
            content=SECRET,
            user_id="admin-id",
        ),
        create("NoteComponent", note_id="dark-note", component_id="dark-attachment"),
        create("Metadata", parent_id="dark-file", parent_type="FileComponent", key="k", value=SECRET),
        create("Metadata", parent_id="dark-task", parent_type="Task", key="k", value=SECRET),
        create("Timelog", context_id="dark-task", user_id="admin-id", duration=1, start=DAY),
        create(
            "ReviewSession",
            id="s",
            project_id="dark",
            start_date=DAY,
            end_date=DAY,
            created_by_id="admin-id",
            created_at=DAY,
        ),
    )
    (event,) = studio.events()
    audiences = {
        entity["entity_type"]: audience
        for entity, audience in zip(event.entities, event.audiences, strict=True)
    }
    assert audiences == {kind: ["bob-id"] for kind in audiences}
    assert len(event.entities) >= 13


def test_events_of_open_projects_reach_everyone_with_access(studio: World) -> None:
    studio.do(studio.ann, update("Task", "open-task", name="x"))
    give(studio, "bob-id", "User", "dark")
    studio.do(studio.ann, update("Task", "open-task", name="y"))
    first, *_, last = studio.events()
    assert first.audience_of("Task") is None
    assert last.audience_of("Task") == ["admin-id", "ann-id", "eve-id"]


def test_the_event_of_a_project_becoming_private_reaches_its_former_viewers(studio: World) -> None:
    studio.do(studio.admin, update("Project", "open", is_private=True))
    assert studio.events()[-1].audience_of("Project") is None


# -- Assignments
# ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def freelance(studio: World) -> Actor:
    """Eve, whose role gives access to her assignments in open projects only.

    The tasks "open-task" and "dark-task" are assigned to a group of hers.
    """
    studio.do(studio.admin, create("SecurityRole", id="assigned-role", name="Freelancer", type="ASSIGNED"))
    return give(studio, "eve-id", "Freelancer", is_open=True)


def test_assigned_users_see_their_tasks_and_the_parents(studio: World, freelance: Actor) -> None:
    assert set(studio.values(freelance, "Context")) == {"open-task", "open-shot", "open-sequence", "open"}
    assert set(studio.values(freelance, "AssetVersion")) == {"open-version", "open-second"}
    assert "open-note" in studio.values(freelance, "Note")
    assert studio.values(freelance, "List") == []
    assert {"open-file", "open-picture"} <= set(studio.values(freelance, "Component"))


def test_assigned_users_change_their_tasks_but_not_the_parents(studio: World, freelance: Actor) -> None:
    studio.do(freelance, update("Task", "open-task", name="mine"))
    studio.do(freelance, create("AssetVersion", asset_id="open-asset", task_id="open-task"))
    error = studio.refusal(freelance, update("Shot", "open-shot", name="x"))
    assert error.code == "permission.denied"
    error = studio.refusal(freelance, create("Task", name="x", parent_id="open-shot"))
    assert error.code == "permission.denied"


def test_assigned_users_receive_events_of_their_tasks_only(studio: World, freelance: Actor) -> None:
    del freelance
    studio.forget_events()
    studio.do(studio.admin, update("Task", "open-task", name="x"), update("Folder", "open-folder", name="y"))
    (event,) = studio.events()
    assert event.audience_of("Task") == ["admin-id", "ann-id", "bob-id", "eve-id"]
    assert event.audience_of("Folder") == ["admin-id", "ann-id", "bob-id"]


# -- Rights of roles
# ------------------------------------------------------------------------------------------------------------

FOR_ADMINISTRATORS: dict[str, list[Operation]] = {
    "a status": [create("Status", name="x")],
    "a type": [create("Type", name="x")],
    "an object type": [create("ObjectType", name="x")],
    "a schema": [create("ProjectSchema", name="x")],
    "a setting": [create("Setting", name="x", group="y", value="z")],
    "a label": [create("NoteLabel", name="x")],
    "a role": [create("SecurityRole", name="x")],
    "an attribute": [
        create("CustomAttributeConfiguration", key="x", label="x", entity_type="show", config="{}")
    ],
    "a location": [create("Location", name="x")],
    "a user": [create("User", username="x")],
}


@pytest.mark.parametrize("name", FOR_ADMINISTRATORS)
def test_some_changes_require_an_administrator(studio: World, name: str) -> None:
    manager = give(studio, "bob-id", "Project Manager", is_open=True)
    for actor in (studio.ann, manager):
        error = studio.refusal(actor, *FOR_ADMINISTRATORS[name])
        assert (error.code, error.hint) == ("permission.denied", "Ask an administrator for it.")


FOR_MANAGERS: dict[str, list[Operation]] = {
    "hiding a project": [update("Project", "open", status="hidden")],
    "assigning others": [
        create("Appointment", context_id="open-task", resource_id="bob-id", type="assignment")
    ],
    "another's list": [update("AssetVersionList", "open-list", name="x")],
    "another's session": [delete("ReviewSession", "open-session")],
    "a manager": [create("Manager", context_id="open", user_id="ann-id")],
}


@pytest.mark.parametrize("name", FOR_MANAGERS)
def test_some_changes_require_a_project_manager(studio: World, name: str) -> None:
    error = studio.refusal(give(studio, "ann-id", "User", is_open=True), *FOR_MANAGERS[name])
    assert (error.code, error.hint) == (
        "permission.denied",
        "Ask a project manager or an administrator for it.",
    )
    outsider = give(studio, "eve-id", "Project Manager", "dark")
    studio.do(
        studio.admin,
        create(
            "UserSecurityRole",
            user_id="eve-id",
            security_role_id=role(studio, "User"),
            is_all_open_projects=True,
        ),
    )
    assert studio.refusal(studio.actor(outsider.user_id), *FOR_MANAGERS[name]).code == "permission.denied"
    studio.do(give(studio, "bob-id", "Project Manager", is_open=True), *FOR_MANAGERS[name])


def test_only_managers_create_projects(studio: World) -> None:
    schema = studio.values(studio.admin, "ProjectSchema")[0]
    making = [
        create("Project", id="new", name="new", project_schema_id=schema),
        create("Task", id="t", name="t", parent_id="new"),
        create("Appointment", context_id="t", resource_id="ann-id", type="assignment"),
    ]
    assert studio.refusal(studio.ann, *making).code == "permission.denied"
    studio.do(give(studio, "bob-id", "Project Manager", is_open=True), *making)


EVERYDAY: dict[str, list[Operation]] = {
    "a task": [create("Task", name="x", parent_id="open-shot")],
    "deleting a task": [delete("Task", "open-other")],
    "a version with a file": [
        create("AssetVersion", id="v", asset_id="open-asset"),
        create("FileComponent", version_id="v"),
    ],
    "a note": [create("Note", parent_id="open-task", parent_type="Task", content="x", user_id="ann-id")],
    "assigning oneself": [
        create("Appointment", context_id="open-task", resource_id="ann-id", type="assignment")
    ],
    "assigning others": [
        create("Appointment", context_id="open-task", resource_id="bob-id", type="assignment")
    ],
    "a list": [
        create("AssetVersionList", name="x", project_id="open", category_id="category", user_id="ann-id")
    ],
    "listing in another's list": [create("ListObject", list_id="open-list", entity_id="open-second")],
    "a picture for the project": [
        create("FileComponent", id="f"),
        update("Project", "open", thumbnail_id="f"),
    ],
    "an attribute": [update("ContextCustomAttributeValue", ["open-attribute", "open-task"], value="x")],
    "logging time": [create("Timelog", context_id="open-task", user_id="ann-id", duration=1, start=DAY)],
    "a state of the own interface": [create("UserApplicationState", user_id="ann-id", key="k", value="v")],
}


@pytest.mark.parametrize("name", EVERYDAY)
def test_every_user_works_in_open_projects(studio: World, name: str) -> None:
    """This requires no role, so a studio that never assigned any isn't locked out."""
    studio.do(studio.ann, *EVERYDAY[name])


OF_OTHERS: dict[str, list[Operation]] = {
    "editing a note": [update("Note", "open-note", content="x")],
    "deleting a note": [delete("Note", "open-note")],
    "a timelog of another": [
        create("Timelog", context_id="open-task", user_id="bob-id", duration=1, start=DAY)
    ],
    "a timer of another": [create("Timer", context_id="open-task", user_id="bob-id", start=DAY)],
    "a state of another's interface": [create("UserApplicationState", user_id="bob-id", key="k", value="v")],
}


@pytest.mark.parametrize("name", OF_OTHERS)
def test_entities_of_others_cannot_be_changed(studio: World, name: str) -> None:
    assert studio.refusal(studio.ann, *OF_OTHERS[name]).code == "permission.denied"
    studio.do(studio.admin, *OF_OTHERS[name])


def test_authors_edit_their_notes_and_anyone_completes_them(studio: World) -> None:
    studio.do(
        studio.ann,
        create(
            "Note",
            id="own",
            parent_id="open-task",
            parent_type="Task",
            content="x",
            user_id="ann-id",
            is_todo=True,
        ),
    )
    studio.do(studio.ann, update("Note", "own", content="y"))
    studio.do(studio.bob, update("Note", "own", completed_at=DAY, completed_by_id="bob-id"))
    assert studio.refusal(studio.bob, update("Note", "own", content="z")).code == "permission.denied"


def test_access_to_values_follows_the_roles_of_their_attribute(studio: World) -> None:
    """An attribute that only managers may read and write is hidden from others.

    An attribute without roles is visible to administrators alone.
    """
    manager_role = {"__entity_type__": "SecurityRole", "id": role(studio, "Project Manager")}
    common = {
        "entity_type": "show",
        "is_hierarchical": True,
        "config": "{}",
        "type_id": attribute_type(studio),
    }
    studio.do(
        studio.admin,
        create(
            "CustomAttributeConfiguration",
            id="cost",
            key="cost",
            label="Cost",
            read_security_roles=[manager_role],
            write_security_roles=[manager_role],
            **common,
        ),
        create("CustomAttributeConfiguration", id="bare", key="bare", label="Bare", **common),
        create("CustomAttributeValue", configuration_id="cost", entity_id="open-task", value="5"),
    )
    text = "select key from ContextCustomAttributeValue where entity_id is open-task"
    assert {"cost", "bare"}.isdisjoint(studio.values(studio.ann, text, "key"))
    manager = give(studio, "bob-id", "Project Manager", is_open=True)
    assert "cost" in studio.values(manager, text, "key")
    assert studio.rows(studio.ann, "Task where custom_attributes.cost is 5") == []
    writing = update("ContextCustomAttributeValue", ["cost", "open-task"], value="6")
    assert studio.refusal(studio.ann, writing).code == "permission.denied"
    studio.do(manager, writing)


def test_notes_move_with_their_parent(studio: World) -> None:
    ann = give(studio, "ann-id", "User", "dark", is_open=True)
    assert "open-note" in studio.values(studio.bob, "Note")
    studio.do(ann, update("Sequence", "open-sequence", parent_id="dark", name="moved"))
    assert {"open-note", "open-reply"}.isdisjoint(studio.values(studio.bob, "Note"))


def test_files_move_with_their_owner(studio: World) -> None:
    """Files of versions, notes, thumbnails and containers."""
    files = {f"open-{name}" for name in ("file", "frames", "container", "frame", "attachment", "picture")}
    ann = give(studio, "ann-id", "User", "dark", is_open=True)
    assert files <= set(studio.values(studio.bob, "Component"))
    studio.do(ann, update("Sequence", "open-sequence", parent_id="dark", name="moved"))
    assert files.isdisjoint(studio.values(studio.bob, "Component"))
    assert files <= set(studio.values(ann, "Component"))
    studio.do(studio.admin, update("Sequence", "open-sequence", parent_id="open"))
    assert files <= set(studio.values(studio.bob, "Component"))


def test_a_member_belongs_to_the_project_of_its_container(studio: World) -> None:
    studio.do(
        studio.admin,
        create("FileComponent", id="late", container_id="dark-frames"),
        create("FileComponent", id="loose"),
    )
    studio.do(studio.admin, create("ContainerComponent", id="box", version_id="dark-version"))
    studio.do(studio.admin, update("FileComponent", "loose", container_id="box"))
    assert {"late", "loose", "box"}.isdisjoint(studio.values(studio.ann, "Component"))


def test_a_file_keeps_the_project_that_it_was_first_used_in(studio: World) -> None:
    """Using a private file in an open project doesn't reveal it, and using an open file doesn't hide it."""
    studio.do(
        studio.admin,
        update("Task", "open-other", thumbnail_id="dark-picture"),
        update("Task", "dark-other", thumbnail_id="open-picture"),
    )
    seen = set(studio.values(studio.ann, "Component"))
    assert "dark-picture" not in seen
    assert "open-picture" in seen
    studio.do(studio.admin, delete("Project", "dark"))
    assert "dark-picture" not in studio.values(studio.admin, "Component")


def test_files_of_a_published_version_are_visible_whichever_job_has_them(studio: World) -> None:
    studio.do(
        studio.bob,
        create("Job", id="encoding"),
        create("JobComponent", job_id="encoding", component_id="open-file"),
    )
    assert "open-file" in studio.values(studio.ann, "Component")
    studio.forget_events()
    studio.do(studio.bob, update("FileComponent", "open-file", name="renamed"))
    assert studio.events()[-1].audience_of("FileComponent") is None


def test_a_note_without_a_project_is_a_letter(studio: World) -> None:
    """Only its author and its recipients see it, with the replies, and receive its events."""
    studio.do(
        studio.ann,
        create("Note", id="letter", content="x"),
        create("Recipient", note_id="letter", resource_id="bob-id"),
        create("Note", id="group-letter", content="x"),
        create("Recipient", note_id="group-letter", resource_id="crew"),
    )
    assert studio.events()[-1].audience_of("Note") == ["ann-id", "bob-id"]
    studio.do(studio.bob, create("Note", id="answer", content="x", in_reply_to_id="letter"))
    assert studio.events()[-1].audience_of("Note") == ["ann-id", "bob-id"]
    studio.do(studio.ann, create("Metadata", parent_id="letter", parent_type="Note", key="k", value="v"))
    assert studio.events()[-1].audience_of("Metadata") == ["ann-id", "bob-id"]
    seen = {
        actor.user_id: set(studio.values(actor, "Note where project is none"))
        for actor in (studio.ann, studio.bob, EVE)
    }
    assert seen == {
        "ann-id": {"letter", "group-letter", "answer"},
        "bob-id": {"letter", "answer"},
        "eve-id": {"group-letter"},
    }
    assert studio.rows(EVE, "Metadata where parent_id is letter") == []
    studio.refusal(EVE, update("Note", "letter", is_todo=True))


EVE = Actor("eve-id", "eve")
