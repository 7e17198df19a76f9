"""Every type that can be created: with required attributes only, then read in full, changed, and deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from callboard.errors import CallboardError, MalformedOperation
from callboard.wire.builtin import CONNECT_LOCATION_ID, OBJECT_TYPE_IDS
from callboard_server.model.attributes import (
    Boolean,
    Integer,
    MappedCollection,
    Number,
    Stored,
    Text,
)
from callboard_server.model.entity import Entity
from tests.support.film import STATUS, TYPE, VFX, one
from tests.support.operations import Operation, create, delete, moment, update
from tests.support.world import Make, World, model

DAILIES = "77b9ab82-07c2-11e4-ba66-04011030cf01"
TEXT_TYPE = "6268aef0-381c-11e0-acff-0019bb49847a"
NOW = moment("2026-11-24T10:00:00")

CONFIGURATIONS = {
    "User": ("user", None),
    "Context": ("task", OBJECT_TYPE_IDS["Task"]),
    "Asset": ("asset", None),
    "AssetVersion": ("asset_version", None),
    "Component": ("component", None),
    "Group": ("group", None),
    "List": ("list", None),
}


def linked(kind: str) -> Operation:
    """Return the configuration of links to a *kind*."""
    entity_type, object_type = CONFIGURATIONS[kind]
    return create(
        "CustomAttributeLinkConfiguration",
        id="to",
        key="to",
        label="To",
        entity_type="show",
        entity_type_to=entity_type,
        object_type_id_to=object_type,
        config="{}",
    )


SESSION = create("ReviewSession", id="review", project_id="film")
SHOWN = create("ReviewSessionObject", id="shown", review_session_id="review", version_id="v1")
GUEST = create(
    "ReviewSessionInvitee", id="guest", review_session_id="review", name="Guest", email="guest@example.com"
)
LISTED = create("AssetVersionList", id="list", project_id="film", category_id=DAILIES)
EVENT = create("CalendarEvent", id="event", start=NOW, end=NOW)
FILE = create("FileComponent", id="file")
JOB = create("Job", id="job")
NOTE = create("Note", id="note")
WORKFLOW = create("WorkflowSchema", id="workflow")
TASK_TYPES = create("TaskTypeSchema", id="task-types")
SCHEMA = create("ProjectSchema", id="schema")
KIND = create("ObjectType", id="kind", name="Level")
PARTS = create("Schema", id="parts", project_schema_id="schema", type_id="kind")
TEMPLATE = create("TaskTemplate", id="template", name="Shot", project_schema_id="schema")
TALK = create("Conversation", id="talk")
BOARD = create("Dashboard", id="board")
AUTOMATION = create("Automation", id="automation", name="Automation")
RULES = create("AssetVersionStatusRuleGroup", id="rules", schema_id=VFX, status_id=STATUS["Approved"])
CONFIGURATION = create(
    "CustomAttributeConfiguration",
    id="config",
    key="difficulty",
    label="Difficulty",
    entity_type="task",
    object_type_id=OBJECT_TYPE_IDS["Task"],
    type_id=TEXT_TYPE,
    config="{}",
)

NEEDED: dict[str, tuple[dict[str, Any], tuple[Operation, ...]]] = {
    # the attributes that each type requires, and the entities that must exist before
    "ApiKey": ({"identifier": "farm", "resource_id": "ann-id"}, ()),
    "Appointment": ({"context_id": "comp", "resource_id": "ann-id", "type": "assignment"}, ()),
    "AssetBuild": ({"parent_id": "film"}, ()),
    "AssetType": ({"name": "Look", "short": "look"}, ()),
    "AssetVersion": ({"asset_id": "plate"}, ()),
    "AssetVersionLink": (
        {"from_id": "v1", "to_id": "v2"},
        (create("AssetVersion", id="v2", asset_id="plate"),),
    ),
    "AssetVersionList": ({"project_id": "film", "category_id": DAILIES}, ()),
    "Automation": ({"name": "Another"}, ()),
    "CalendarEvent": ({"start": NOW, "end": NOW}, ()),
    "CalendarEventResource": ({"calendar_event_id": "event", "resource_id": "ann-id"}, (EVENT,)),
    "ComponentLocation": ({"component_id": "file", "location_id": CONNECT_LOCATION_ID}, (FILE,)),
    "CustomAttributeConfiguration": (CONFIGURATION["entity_data"] | {"id": "own"}, ()),
    "CustomAttributeLinkConfiguration": (linked("User")["entity_data"] | {"id": "own"}, ()),
    "CustomAttributeValue": (
        {"configuration_id": "config", "entity_id": "comp", "value": "hard"},
        (CONFIGURATION,),
    ),
    "DashboardResource": ({"dashboard_id": "board", "resource_id": "ann-id"}, (BOARD,)),
    "Disk": ({"name": "disk"}, ()),
    "EntitySetting": (
        {"parent_id": "review", "parent_type": "ReviewSession", "group": "g", "name": "n", "value": "v"},
        (SESSION,),
    ),
    "Episode": ({"parent_id": "film"}, ()),
    "Folder": ({"parent_id": "film"}, ()),
    "JobComponent": ({"component_id": "file", "job_id": "job"}, (FILE, JOB)),
    "ListObject": ({"list_id": "list", "entity_id": "v1"}, (LISTED,)),
    "Location": ({"name": "studio"}, ()),
    "Membership": ({"group_id": "group", "user_id": "ann-id"}, (create("Group", id="group"),)),
    "Message": ({"conversation_id": "talk"}, (TALK,)),
    "Metadata": ({"parent_id": "comp", "parent_type": "Task", "key": "key", "value": "value"}, ()),
    "Milestone": ({"parent_id": "film"}, ()),
    "NoteAnnotationComponent": ({"component_id": "file", "note_id": "note"}, (FILE, NOTE)),
    "NoteComponent": ({"component_id": "file", "note_id": "note"}, (FILE, NOTE)),
    "NoteLabelLink": ({"note_id": "note", "label_id": "label"}, (NOTE, create("NoteLabel", id="label"))),
    "ObjectType": ({"name": "Level"}, ()),
    "Participant": ({"conversation_id": "talk", "resource_id": "ann-id"}, (TALK,)),
    "Project": ({"name": "Other", "project_schema_id": VFX}, ()),
    "ProjectSchemaObjectType": ({"object_type_id": "kind", "project_schema_id": "schema"}, (KIND, SCHEMA)),
    "Recipient": ({"note_id": "note", "resource_id": "ann-id"}, (NOTE,)),
    "ReviewSession": ({"project_id": "film"}, ()),
    "ReviewSessionInvitee": (
        {"review_session_id": "review", "name": "Guest", "email": "guest@example.com"},
        (SESSION,),
    ),
    "ReviewSessionObject": ({"review_session_id": "review", "version_id": "v1"}, (SESSION,)),
    "ReviewSessionObjectAnnotation": (
        {"review_session_object_id": "shown", "frame_number": 12},
        (SESSION, SHOWN),
    ),
    "ReviewSessionObjectAnnotationComponent": (
        {"review_session_object_id": "shown", "component_id": "file", "frame_number": "12"},
        (SESSION, SHOWN, FILE),
    ),
    "ReviewSessionObjectStatus": (
        {"review_session_invitee_id": "guest", "review_session_object_id": "shown"},
        (SESSION, SHOWN, GUEST),
    ),
    "Schema": ({"project_schema_id": "schema", "type_id": "kind"}, (KIND, SCHEMA)),
    "SchemaStatus": ({"status_id": STATUS["WIP"], "schema_id": "parts"}, (KIND, SCHEMA, PARTS)),
    "SchemaType": ({"type_id": TYPE["FX"], "schema_id": "parts"}, (KIND, SCHEMA, PARTS)),
    "Scope": ({"name": "scope"}, ()),
    "Sequence": ({"parent_id": "film"}, ()),
    "Setting": ({"name": "name", "group": "GROUP"}, ()),
    "SettingComponent": (
        {"component_id": "file", "name": "default", "group": "default"},
        (FILE, create("Setting")),
    ),
    "Shot": ({"parent_id": "film"}, ()),
    "SplitTaskPart": ({"task_id": "comp", "start_date": NOW, "end_date": NOW}, ()),
    "StatusRule": ({"status_rule_group_id": "rules", "status_id": STATUS["WIP"]}, (RULES,)),
    "AssetVersionStatusRuleGroup": ({"schema_id": VFX, "status_id": STATUS["WIP"]}, ()),
    "TypedContextStatusRuleGroup": (
        {"schema_id": VFX, "status_id": STATUS["WIP"], "object_type_id": OBJECT_TYPE_IDS["Shot"]},
        (),
    ),
    "Task": ({"parent_id": "film"}, ()),
    "TaskTemplate": ({"name": "Shot", "project_schema_id": "schema"}, (SCHEMA,)),
    "TaskTemplateItem": ({"template_id": "template", "task_type_id": TYPE["FX"]}, (SCHEMA, TEMPLATE)),
    "TaskTypeSchemaType": ({"task_type_schema_id": "task-types", "type_id": TYPE["FX"]}, (TASK_TYPES,)),
    "Timelog": ({"duration": 60}, ()),
    "TypedContextLink": ({"from_id": "sh1", "to_id": "sh2"}, ()),
    "TypedContextList": ({"project_id": "film", "category_id": DAILIES}, ()),
    "Trigger": ({"automation_id": "automation", "filter": "entity.id = 1"}, (AUTOMATION,)),
    "User": ({"username": "dora"}, ()),
    "UserTaskTypeLink": ({"user_id": "ann-id", "type_id": TYPE["FX"]}, ()),
    "UserApplicationState": ({"user_id": "ann-id", "key": "key", "value": "value"}, ()),
    "WorkflowSchemaStatus": ({"workflow_schema_id": "workflow", "status_id": STATUS["WIP"]}, (WORKFLOW,)),
    "WebhookAction": (
        {"automation_id": "automation", "webhook_url": "https://hooks.example.com/"},
        (AUTOMATION,),
    ),
}
DERIVED = {
    "AssetVersionStatusRuleGroup.entity_type",
    "TypedContextStatusRuleGroup.entity_type",
    "EntitySetting.parent_type",
    "CustomAttributeConfiguration.config",
    "CustomAttributeLinkConfiguration.config",
    "User.username",
}
"""What is required and follows from the rest.

A reference may consist of the identifier alone, without a type. An empty config has no meaning.
"""

ENDS = {
    "User": "bob-id",
    "Context": "comp",
    "Asset": "plate",
    "AssetVersion": "v1",
    "Component": "file",
    "Group": "group",
    "List": "list",
}
BEFORE_ENDS = {"Component": (FILE,), "Group": (create("Group", id="group"),), "List": (LISTED,)}
for end, identifier in ENDS.items():
    before = (*BEFORE_ENDS.get(end, ()), linked(end))
    NEEDED[f"{end}CustomAttributeLink"] = (
        {"configuration_id": "to", "from_id": "film", "to_id": identifier},
        before,
    )
NEEDED["CustomAttributeLink"] = NEEDED["UserCustomAttributeLink"]

FILLED: dict[str, dict[str, Any]] = {
    # the values that the server fills in
    "ApiKey": {"enabled": True, "created_at": NOW, "last_used": None, "prefix": None},
    "AssetVersion": {
        "version": 2,
        "is_published": True,
        "comment": "",
        "user_id": "ann-id",
        "date": NOW,
        "task_id": None,
    },
    "AssetVersionList": {"is_open": True, "date": NOW, "user_id": "ann-id", "system_type": "assetversion"},
    "Automation": {
        "enabled": True,
        "include_private_projects": False,
        "created_at": NOW,
        "created_by": "ann-id",
    },
    "CalendarEvent": {"created_at": NOW, "created_by_id": "ann-id", "name": "", "leave": False},
    "ContainerComponent": {"name": "main", "size": 0, "system_type": "container"},
    "Conversation": {"created_at": NOW, "created_by_id": "ann-id"},
    "Dashboard": {"created_by_id": "ann-id", "is_shared_with_everyone": False},
    "FileComponent": {"name": "main", "size": 0, "system_type": "file"},
    "Folder": {"status_id": None, "type_id": None},
    "Group": {"local": True, "resource_type": "group"},
    "Job": {
        "status": "queued",
        "type": "api_job",
        "user_id": "ann-id",
        "created_at": NOW,
        "finished_at": None,
    },
    "Message": {"created_at": NOW, "created_by_id": "ann-id"},
    "Milestone": {"end_date": None},
    "Note": {"user_id": "ann-id", "date": NOW, "thread_activity": NOW, "is_todo": False, "parent_id": None},
    "Project": {
        "status": "active",
        "full_name": "Other",
        "is_global": False,
        "is_private": False,
        "context_type": "show",
    },
    "ReviewSession": {
        "name": "New review session",
        "start_date": NOW,
        "end_date": moment("2026-12-01T10:00:00"),
        "created_at": NOW,
        "created_by_id": "ann-id",
        "description": "",
    },
    "ReviewSessionInvitee": {"created_at": NOW, "created_by_id": "ann-id", "last_sent_at": None},
    "ReviewSessionObject": {
        "created_at": NOW,
        "sort_order": 1.0,
        "version": "",
        "description": "",
        "name": "",
    },
    "ReviewSessionObjectAnnotation": {"created_at": NOW, "updated_at": None},
    "ReviewSessionObjectStatus": {"created_at": NOW},
    "ReviewSessionFolder": {"name": "New review session", "project_id": None},
    "SequenceComponent": {"name": "main", "padding": 0, "system_type": "sequence"},
    "Status": {"is_active": True},
    "Task": {
        "project_id": "film",
        "bid": 0.0,
        "description": "",
        "priority_id": "9661b320-3a0c-11e2-81c1-0800200c9a66",
        "status_id": STATUS["Not started"],
        "context_type": "task",
        "created_at": NOW,
        "created_by_id": "ann-id",
        "sort": 2.0,
    },
    "Timelog": {"start": NOW, "user_id": "ann-id", "comment": "", "context_id": None},
    "Timer": {"start": NOW, "user_id": "ann-id", "comment": "", "context_id": None},
    "TypedContextList": {"is_open": True, "system_type": "task"},
    "UserView": {"user_id": "ann-id", "global": False},
    "AssetVersionStatusRuleGroup": {"entity_type": "assetversion", "role_id": None},
    "TypedContextStatusRuleGroup": {"entity_type": "task", "role_id": None},
    "User": {
        "is_active": True,
        "user_type_id": "ac9fa5aa-4361-11e0-b7cc-0019bb4983d8",
        "resource_type": "user",
    },
}

MINIMAL: dict[str, dict[str, Any]] = {name: data for name, (data, _) in NEEDED.items()}


def makeable(entity: Entity) -> bool:
    """Return whether clients create *entity*. The reverse view of a link is created as a link."""
    is_view = entity.name.endswith("LinkFrom")
    return not (
        entity.internal or entity.made_by_server or entity.created_by_server or entity.dense or is_view
    ) and entity in model().concrete(entity)


MAKEABLE = [entity.name for entity in model() if makeable(entity)]
UNMAKEABLE = [
    entity.name
    for entity in model()
    if not entity.internal
    and (
        entity.made_by_server
        or entity.created_by_server
        or entity.dense
        or entity not in model().concrete(entity)
    )
    and entity.name != "List"  # its `system_type` has a default, which decides the type
]


def projected(entity: Entity) -> str:
    """Return a query for all attributes of *entity* that can be selected together."""
    names = [
        attribute.name
        for attribute in entity.attributes
        if not attribute.internal and not (isinstance(attribute, MappedCollection) and attribute.filter_only)
    ]
    return f"select {', '.join(names)} from {entity.name}"


def key_in(entity: Entity, entity_data: dict[str, Any]) -> list[str]:
    return [str(entity_data[name]) for name in entity.key]


def change_of(entity: Entity, entity_data: dict[str, Any]) -> dict[str, Any]:
    """Return a new value for a changeable attribute of *entity*; nothing if it has none."""
    values: dict[type[Stored], Callable[[Any], Any]] = {
        Text: lambda _: "another",
        Number: lambda old: (old or 0) + 1,
        Integer: lambda old: (old or 0) + 1,
        Boolean: lambda old: not old,
    }
    settled = {
        "type",
        "status",
        "context_type",
        "system_type",
        "parent_type",
        "entity_type",
        "entity_type_to",
        "config",
        "parent_id",
    }
    settled |= {"filter", "webhook_url", "headers", "resource_type"}
    for attribute in entity.stored:
        free = not (
            attribute.immutable or attribute.internal or attribute.twin_of or attribute.settled
        ) and attribute.name not in {*entity.key, *settled}
        refers = getattr(attribute, "refers_to", None) or attribute.name.endswith("_id")
        if free and not refers and type(attribute) in values:
            return {attribute.name: values[type(attribute)](entity_data.get(attribute.name))}
    return {}


@pytest.fixture
def studio(film: World) -> World:
    """The film, with a user who is an administrator."""
    film.admin = film.ann.__class__("ann-id", "ann", "Ann Archer", is_administrator=True)
    return film


@pytest.mark.parametrize("name", MAKEABLE)
def test_every_type_can_be_created_read_changed_and_deleted(studio: World, name: str) -> None:
    """An entity is created with required attributes only, and each step publishes an event."""
    entity = model().entity(name)
    data, before = NEEDED.get(name, ({}, ()))
    if before:
        studio.do(studio.admin, *before)
    studio.forget_events()
    (made,) = studio.do(studio.admin, create(name, **data))
    entity_data = made["data"]
    assert entity_data["__entity_type__"] == name
    key = key_in(entity, entity_data)
    assert {attribute: entity_data.get(attribute) for attribute in FILLED.get(name, {})} == FILLED.get(
        name, {}
    )
    criteria = " and ".join(f'{part} is "{value}"' for part, value in zip(entity.key, key, strict=True))
    read = one(studio, f"{projected(entity)} where {criteria}")
    for attribute in entity.public_stored:
        if attribute.name in entity_data:
            assert read[attribute.name] == entity_data[attribute.name], attribute.name
        else:
            assert read[attribute.name] is None, attribute.name
    assert [each for each in entity_data if entity_data[each] is None] == [
        each for each in entity_data if each in data and data[each] is None
    ], "a null is returned only if it was sent"
    assert_event(studio, "add", entity, key)
    changed = change_of(entity, entity_data)
    if changed:
        (result,) = studio.do(studio.admin, update(name, key, **changed))
        assert changed.items() <= result["data"].items()
        assert (
            changed.items()
            <= one(studio, f"select {next(iter(changed))} from {name} where {criteria}").items()
        )
        assert_event(studio, "update", entity, key)
    assert studio.do(studio.admin, delete(name, key)) == [{"action": "delete", "data": True}]
    assert studio.rows(studio.admin, f"{name} where {criteria}") == []
    assert_event(studio, "remove", entity, key)


def assert_event(world: World, action: str, entity: Entity, key: list[str]) -> None:
    """Check that the newest event contains *entity* first, once, and with its parents."""
    stored_as = model().entity(entity.reads) if entity.reads else entity
    if stored_as.name == "CustomAttributeValue":
        (owner,) = world.events()[-1].entities
        assert (owner["action"], owner["entityId"], len(owner["keys"])) == ("update", key[1], 1), (
            "published with the entity that it belongs to"
        )
        return
    items = [each for each in world.events()[-1].entities if each["entityId"] == key[0]]
    about = [each for each in items if model().fits(model().entity(each["entity_type"]), stored_as)]
    assert [each["action"] for each in about] == [action]
    assert about[0]["entityType"] == model().entity(about[0]["entity_type"]).legacy_name
    assert about[0]["parents"][0]["entityId"] == key[0]
    assert about[0]["keys"]


@pytest.mark.parametrize("name", sorted(MINIMAL))
def test_a_missing_attribute_is_named(studio: World, name: str) -> None:
    """The error names each required attribute when it is left out."""
    entity = model().entity(name)
    data, before = NEEDED[name]
    if before:
        studio.do(studio.admin, *before)
    for left_out in data:
        rest = {attribute: value for attribute, value in data.items() if attribute != left_out}
        if entity.by_name[left_out].required or left_out in {"asset_id", "project_schema_id"}:
            if entity.stored_by_name[left_out].default is not None or f"{name}.{left_out}" in DERIVED:
                continue
            error = studio.refusal(studio.admin, create(name, **rest))
            assert f"{name}.{left_out}" in error.message


@pytest.mark.parametrize("name", UNMAKEABLE)
def test_types_that_cannot_be_created_give_a_reason(world: World, name: str) -> None:
    error = world.refusal(world.admin, create(name))
    assert isinstance(error, MalformedOperation)
    assert name in error.message


def test_null_means_not_given(film: World) -> None:
    nothing = {
        "description": None,
        "status_id": None,
        "type_id": None,
        "bid": None,
        "sort": None,
        "created_at": None,
    }
    film.do(film.admin, create("Task", id="fx", name="fx", parent_id="sh1", **nothing))
    task = one(film, "select description, status_id, type_id, bid, sort, created_at from Task where id is fx")
    assert all(task[name] is not None for name in nothing)
    film.do(
        film.admin,
        create(
            "AssetVersion",
            id="v2",
            asset_id="plate",
            version=None,
            status_id=None,
            comment=None,
            is_published=None,
        ),
    )
    version = one(film, "select version, status.name, comment, is_published from AssetVersion where id is v2")
    assert (version["version"], version["status"]["name"], version["comment"], version["is_published"]) == (
        2,
        "Pending Review",
        "",
        True,
    )


def test_given_values_are_kept(film: World) -> None:
    """Tools write in the name of other users, and with other dates."""
    then = moment("2020-01-01T00:00:00")
    film.do(film.admin, create("Note", id="n", user_id="bob-id", date=then))
    film.do(
        film.ann, create("AssetVersion", id="v7", asset_id="plate", version=7, user_id="bob-id", date=then)
    )
    film.do(
        film.ann,
        create(
            "Task", id="fx", name="fx", parent_id="sh1", created_at=then, created_by_id="bob-id", sort=1001
        ),
    )
    assert one(film, "select user_id, date from Note").items() >= {"user_id": "bob-id", "date": then}.items()
    version = one(film, "select version, user_id, date from AssetVersion where id is v7")
    assert version.items() >= {"version": 7, "user_id": "bob-id", "date": then}.items()
    task = one(film, "select created_at, created_by_id, sort from Task where id is fx")
    assert task.items() >= {"created_at": then, "created_by_id": "bob-id", "sort": 1001.0}.items()


def test_a_taken_key_is_refused(film: World) -> None:
    for operation in (
        create("Task", id="comp", name="x", parent_id="sh1"),
        create("Metadata", **MINIMAL["Metadata"]),
    ):
        if operation["entity_type"] == "Metadata":
            film.do(film.admin, operation)
        assert film.refusal(film.admin, operation).code == "conflict.duplicate"


def test_project_statuses(film: World, make: Make) -> None:
    film.do(film.admin, update("Project", "film", status="hidden"))
    error: CallboardError = film.refusal(film.admin, update("Project", "film", status="activ"))
    assert (error.message, error.hint) == (
        "Project.status must be one of active, hidden; got 'activ'.",
        'Did you mean "active"?',
    )
    assert (
        film.refusal(film.admin, create("Project", name="FILM", project_schema_id=VFX)).code
        == "conflict.duplicate"
    )
    assert "project_schema_id" in film.refusal(film.admin, create("Project", name="Other")).message
