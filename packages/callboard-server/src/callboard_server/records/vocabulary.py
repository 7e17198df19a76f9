"""The vocabulary of a new server: object types, types, statuses, priorities, project schemas and more.

Identifiers that clients contain, or that are common to existing workspaces, are literal. All others are
derived from the kind and the name, so they are the same on every server.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from callboard.wire.builtin import NO_PRIORITY_ID, OBJECT_TYPE_IDS, UPLOAD_ASSET_TYPE_ID

Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]

NAMESPACE = uuid.UUID("6f1d5a52-8f0e-4c57-9a3f-2f1f6f0b6c1e")


def stable_id(kind: str, name: str) -> str:
    """Return the identifier derived from *kind* and *name*."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{name}"))


# -- Vocabulary
# ------------------------------------------------------------------------------------------------------------

OBJECT_TYPES = (
    # name, entity type, icon, time reportable, taskable, typeable, statusable, schedulable, leaf
    ("Task", "Task", "task", True, False, True, True, True, True),
    ("Milestone", "Milestone", "milestone", False, False, True, True, True, True),
    ("Shot", "Shot", "movie", False, True, False, True, False, False),
    ("Sequence", "Sequence", "folder_open", False, True, False, False, False, False),
    ("Episode", "Episode", "video_library", False, True, False, False, False, False),
    ("Asset Build", "AssetBuild", "widgets", False, True, True, True, False, False),
    ("Folder", "Folder", "folder", False, True, False, False, False, False),
)

PRIORITIES = (
    ("847fb90e-ead3-11e2-846c-f23c91dfaa16", "Urgent", "#E74C3C"),
    ("847f9cda-ead3-11e2-846c-f23c91dfaa16", "High", "#E67E22"),
    ("847f8146-ead3-11e2-846c-f23c91dfaa16", "Medium", "#F1C40F"),
    ("847f663e-ead3-11e2-846c-f23c91dfaa16", "Low", "#1CBC90"),
    (NO_PRIORITY_ID, "None", "#CACACA"),
)

STATES = {
    "NOT_STARTED": ("cea0ba04-acb5-11e1-8668-f23c91df1211", "Not Started"),
    "IN_PROGRESS": ("cea0efc4-acb5-11e1-8668-f23c91df1211", "In Progress"),
    "DONE": ("cea116d4-acb5-11e1-8668-f23c91df1211", "Done"),
    "BLOCKED": ("5709c04e-2f4b-11e2-b663-0019bb4983d8", "Blocked"),
}

STATUSES = {
    "Not started": ("44dd9fb2-4164-11df-9218-0019bb4983d8", "#CACACA", "NOT_STARTED"),
    "Ready to start": ("9078de1a-40ce-11ed-a028-8e70b81a65da", "#00FFFF", "NOT_STARTED"),
    "WIP": ("cadb9a06-acb5-11e1-8668-f23c91df1211", "#CC99FF", "NOT_STARTED"),
    "In progress": ("44ddd0fe-4164-11df-9218-0019bb4983d8", "#3498DB", "IN_PROGRESS"),
    "Pending Review": ("44dded64-4164-11df-9218-0019bb4983d8", "#F1C40F", "IN_PROGRESS"),
    "Revise": ("2286947e-a2d4-11e9-825d-d27cf242b68b", "#FF6600", "IN_PROGRESS"),
    "Approved": ("44de097a-4164-11df-9218-0019bb4983d8", "#2ECC71", "DONE"),
    "Client approved": ("d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16", "#1CBC90", "DONE"),
    "Completed": ("9bb65936-88e7-11e3-9264-04011030cf01", "#1CBC90", "DONE"),
    "On Hold": ("a0bc2444-15e2-11e1-b21a-0019bb4983d8", "#E74C3C", "BLOCKED"),
    "Omitted": ("a0bc3f24-15e2-11e1-b21a-0019bb4983d8", "#E74C3C", "BLOCKED"),
}

TYPES = {
    "Modeling": ("44dc53c8-4164-11df-9218-0019bb4983d8", "#935BA2"),
    "Rigging": ("44dd5868-4164-11df-9218-0019bb4983d8", "#58592D"),
    "Lookdev": ("44dc8cd0-4164-11df-9218-0019bb4983d8", "#A3635D"),
    "Tracking": ("44dd3ed2-4164-11df-9218-0019bb4983d8", "#27AE60"),
    "Previz": ("44dc6ffc-4164-11df-9218-0019bb4983d8", "#27AE60"),
    "Animation": ("44dc3636-4164-11df-9218-0019bb4983d8", "#35592D"),
    "FX": ("44dcea86-4164-11df-9218-0019bb4983d8", "#9B59B6"),
    "Lighting": ("44dd08fe-4164-11df-9218-0019bb4983d8", "#5B5BA3"),
    "Compositing": ("44dd23b6-4164-11df-9218-0019bb4983d8", "#2D5959"),
    "Rotoscoping": ("c3bcfdb4-ad7d-11e1-a444-f23c91df1211", "#2D3E59"),
    "Editing": ("cc46c4c6-13d2-11e3-8915-f23c91dfaa16", "#59402D"),
    "Production": ("b628a004-ad7d-11e1-896c-f23c91df1211", "#595959"),
    "Deliverable": ("ae1e2480-f24e-11e2-bd1f-f23c91dfaa16", "#2D5940"),
    "Layout": (stable_id("Type", "Layout"), "#40592D"),
    "Rendering": (stable_id("Type", "Rendering"), "#592D40"),
    "Concept Art": (stable_id("Type", "Concept Art"), "#2D4C59"),
    "Texture": (stable_id("Type", "Texture"), "#594C2D"),
    "Conform": (stable_id("Type", "Conform"), "#4C2D59"),
    "Storyboard": (stable_id("Type", "Storyboard"), "#59492D"),
    "Character": ("66d145f0-13c6-11e3-abf2-f23c91dfaa16", "#A35B5B"),
    "Prop": ("66d1aedc-13c6-11e3-abf2-f23c91dfaa16", "#5BA38C"),
    "Environment": ("66d1daba-13c6-11e3-abf2-f23c91dfaa16", "#5B8CA3"),
    "Matte Painting": ("66d2038c-13c6-11e3-abf2-f23c91dfaa16", "#8CA35B"),
    "Vehicle": (stable_id("Type", "Vehicle"), "#A38C5B"),
    "Furniture": (stable_id("Type", "Furniture"), "#8C5BA3"),
    "Milestone": (stable_id("Type", "Milestone"), "#7F8C8D"),
}
NOT_BILLABLE = frozenset({"Production"})

ASSET_TYPES = {
    "Upload": (UPLOAD_ASSET_TYPE_ID, "upload"),
    **{
        name: (stable_id("AssetType", short), short)
        for name, short in (
            ("Geometry", "geo"),
            ("Rig", "rig"),
            ("Animation", "anim"),
            ("Camera", "cam"),
            ("Cache", "cache"),
            ("Render", "render"),
            ("Image Sequence", "img"),
            ("Compositing Script", "comp"),
            ("Script", "script"),
            ("Audio", "audio"),
            ("Edit", "edit"),
        )
    },
}

CUSTOM_ATTRIBUTE_TYPES = {
    "text": "6268aef0-381c-11e0-acff-0019bb49847a",
    "date": "79968e9e-381c-11e0-acff-0019bb49847a",
    "number": "92009b00-381c-11e0-acff-0019bb49847a",
    "boolean": "ad1034d8-15e2-11e1-b21a-0019bb4983d8",
    "expression": "d2e6a530-357f-11e2-bd73-0019bb4985b8",
    "enumerator": "6ff9c812-ead3-11e2-846c-f23c91dfaa16",
    "dynamic enumerator": "882e4aee-fae6-11e3-b623-20c9d0831e59",
    "url": "ec616dcd-56e2-4147-99f8-7e4a4f040cf9",
    "notificationtype": stable_id("CustomAttributeType", "notificationtype"),
    "dynamic user": stable_id("CustomAttributeType", "dynamic user"),
}

LIST_CATEGORIES = {
    "Dailies": "77b9ab82-07c2-11e4-ba66-04011030cf01",
    "Delivery": "712f0fee-ead3-11e2-846c-f23c91dfaa16",
    "Review": stable_id("ListCategory", "Review"),
}

NOTE_LABELS = (
    ("Internal", "#3498DB"),
    ("External Note", "#E67E22"),
    ("Client feedback", "#9B59B6"),
    ("For review", "#1CBC90"),
)

NUMBERS = (
    # identifier, key, label, entity type, object type, default
    ("acd86546-4082-11e2-95b1-0019bb4983d8", "fstart", "Frame start", "task", "Shot", 1),
    ("432bc746-4087-11e2-8250-0019bb4983d8", "fend", "Frame end", "task", "Shot", 1),
    ("432bdfa6-4087-11e2-8250-0019bb4983d8", "handles", "Frame handles", "task", "Shot", 0),
    (stable_id("CustomAttributeConfiguration", "fps/shot"), "fps", "Frame rate", "task", "Shot", 25),
    (stable_id("CustomAttributeConfiguration", "fps/sequence"), "fps", "Frame rate", "task", "Sequence", 25),
    ("d25219d6-acb5-11e1-8668-f23c91df1211", "fps", "Frame rate", "show", None, 24),
)
"""The custom attributes that integrations expect: frame ranges and frame rates."""

STORAGE_SCENARIO = {"scenario": "ftrack.automatic", "data": {}}


def words() -> Rows:
    """Return the rows of the vocabulary, grouped by the type that owns their table."""
    states = {short: identifier for short, (identifier, _) in STATES.items()}
    return {
        "ObjectType": [
            {
                "id": OBJECT_TYPE_IDS[entity],
                "name": name,
                "icon": icon,
                "sort": index,
                "is_time_reportable": reportable,
                "is_taskable": taskable,
                "is_typeable": typeable,
                "is_statusable": statusable,
                "is_schedulable": schedulable,
                "is_prioritizable": True,
                "is_leaf": leaf,
            }
            for index, (
                name,
                entity,
                icon,
                reportable,
                taskable,
                typeable,
                statusable,
                schedulable,
                leaf,
            ) in enumerate(OBJECT_TYPES)
        ],
        "Priority": [
            {"id": identifier, "name": name, "color": color, "sort": index, "value": 0.0}
            for index, (identifier, name, color) in enumerate(PRIORITIES)
        ],
        "State": [
            {"id": identifier, "name": name, "short": short} for short, (identifier, name) in STATES.items()
        ],
        "Status": [
            {
                "id": identifier,
                "name": name,
                "color": color,
                "sort": index,
                "is_active": True,
                "_state_id": states[state],
            }
            for index, (name, (identifier, color, state)) in enumerate(STATUSES.items())
        ],
        "Type": [
            {
                "id": identifier,
                "name": name,
                "color": color,
                "sort": index,
                "is_billable": name not in NOT_BILLABLE,
            }
            for index, (name, (identifier, color)) in enumerate(TYPES.items())
        ],
        "AssetType": [
            {"id": identifier, "name": name, "short": short, "component": "main"}
            for name, (identifier, short) in ASSET_TYPES.items()
        ],
        "CustomAttributeType": [
            {"id": identifier, "name": name, "core": True}
            for name, identifier in CUSTOM_ATTRIBUTE_TYPES.items()
        ],
        "ListCategory": [{"id": identifier, "name": name} for name, identifier in LIST_CATEGORIES.items()],
        "NoteLabel": [
            {"id": stable_id("NoteLabel", name), "name": name, "color": color, "sort": index}
            for index, (name, color) in enumerate(NOTE_LABELS)
        ],
        "ManagerType": [
            {"id": stable_id("ManagerType", name), "name": name}
            for name in ("Producer", "Supervisor", "Coordinator")
        ],
        "Setting": [{"name": "storage_scenario", "group": "STORAGE", "value": json.dumps(STORAGE_SCENARIO)}],
    }


def frame_attributes(role_ids: Sequence[str]) -> Rows:
    """Return the custom attributes for frames, which all of *role_ids* can read and write."""
    configurations = [
        {
            "id": identifier,
            "_kind": "attribute",
            "key": key,
            "label": label,
            "entity_type": entity_type,
            "object_type_id": OBJECT_TYPE_IDS[object_type] if object_type else None,
            "type_id": CUSTOM_ATTRIBUTE_TYPES["number"],
            "config": json.dumps({"isdecimal": key == "fps"}),
            "default": json.dumps(default),
            "_default_text": str(default),
            "_default_number": float(default),
            "core": False,
            "is_hierarchical": False,
            "sort": index,
        }
        for index, (identifier, key, label, entity_type, object_type, default) in enumerate(NUMBERS)
    ]
    roles = [
        {"configuration_id": each["id"], "role_id": role} for each in configurations for role in role_ids
    ]
    return {
        "CustomConfigurationBase": configurations,
        "ConfigurationReadRole": roles,
        "ConfigurationWriteRole": roles,
    }


# -- Project schemas
# ------------------------------------------------------------------------------------------------------------

TASK_STATUSES = (
    "Not started",
    "Ready to start",
    "In progress",
    "Pending Review",
    "Revise",
    "Approved",
    "Completed",
    "On Hold",
    "Omitted",
)
VERSION_STATUSES = ("Pending Review", "Revise", "Approved", "Client approved", "Omitted")
SHOT_STATUSES = (
    "Not started",
    "In progress",
    "Pending Review",
    "Approved",
    "Client approved",
    "Completed",
    "On Hold",
    "Omitted",
)
BUILD_TYPES = ("Character", "Prop", "Environment", "Vehicle", "Furniture", "Matte Painting")

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "VFX Scheme": {
        "id": "caddd816-acb5-11e1-8668-f23c91df1211",
        "task_types": "cadd9e5a-acb5-11e1-8668-f23c91df1211",
        "task_workflow": "cadb0afa-acb5-11e1-8668-f23c91df1211",
        "version_workflow": "cadb4c0e-acb5-11e1-8668-f23c91df1211",
        "kinds": ("Milestone", "Folder", "Sequence", "Shot", "AssetBuild"),
        "types": (
            "Tracking", "Layout", "Animation", "FX", "Lighting", "Rotoscoping", "Compositing", "Rendering",
            "Modeling", "Texture", "Rigging", "Lookdev", "Matte Painting", "Previz", "Conform", "Editing",
            "Production", "Deliverable",
        ),
        "templates": {
            "Effects shot": ("Tracking", "FX", "Lighting", "Compositing"),
            "Asset": ("Modeling", "Texture", "Rigging", "Lookdev"),
        },
    },
    "Animation Scheme": {
        "kinds": ("Milestone", "Folder", "Sequence", "Shot", "AssetBuild"),
        "types": (
            "Storyboard", "Concept Art", "Modeling", "Texture", "Rigging", "Lookdev", "Layout", "Animation",
            "FX", "Lighting", "Rendering", "Compositing", "Editing", "Production", "Deliverable",
        ),
        "templates": {
            "Shot": ("Layout", "Animation", "Lighting", "Compositing"),
            "Character": ("Modeling", "Rigging", "Texture", "Lookdev"),
        },
    },
    "Episodic Scheme": {
        "kinds": ("Milestone", "Folder", "Episode", "Sequence", "Shot", "AssetBuild"),
        "types": (
            "Storyboard", "Layout", "Modeling", "Texture", "Rigging", "Lookdev", "Animation", "FX",
            "Lighting", "Rendering", "Compositing",
            "Conform", "Editing", "Production", "Deliverable",
        ),
        "templates": {"Shot": ("Layout", "Animation", "Lighting", "Compositing")},
    },
}  # fmt: skip


def project_schemas() -> Rows:
    """Return the rows of the project schemas and of everything that belongs to them."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for name, described in SCHEMAS.items():
        _add_schema(rows, name, described)
    return rows


def _add_schema(rows: dict[str, list[Mapping[str, Any]]], name: str, described: Mapping[str, Any]) -> None:
    def add(root: str, **row: Any) -> None:
        rows.setdefault(root, []).append(row)

    schema_id = described.get("id") or stable_id("ProjectSchema", name)
    task_types = described.get("task_types") or stable_id("TaskTypeSchema", name)
    task_workflow = described.get("task_workflow") or stable_id("WorkflowSchema", f"{name}/tasks")
    version_workflow = described.get("version_workflow") or stable_id("WorkflowSchema", f"{name}/versions")
    add(
        "ProjectSchema",
        id=schema_id,
        name=name,
        task_type_schema_id=task_types,
        task_workflow_schema_id=task_workflow,
        asset_version_workflow_schema_id=version_workflow,
    )
    for identifier, label, statuses in (
        (task_workflow, "tasks", TASK_STATUSES),
        (version_workflow, "versions", VERSION_STATUSES),
    ):
        add("WorkflowSchema", id=identifier, name=f"{name}, {label}")
        for status in statuses:
            add("WorkflowSchemaStatus", workflow_schema_id=identifier, status_id=STATUSES[status][0])
    add("TaskTypeSchema", id=task_types, name=name)
    for kind in described["types"]:
        add("TaskTypeSchemaType", task_type_schema_id=task_types, type_id=TYPES[kind][0])
    for kind in ("Task", *described["kinds"]):
        add("ProjectSchemaObjectType", project_schema_id=schema_id, object_type_id=OBJECT_TYPE_IDS[kind])
    for kind in described["kinds"]:
        _add_kind(add, schema_id, kind, name)
    for template, kinds in described["templates"].items():
        template_id = stable_id("TaskTemplate", f"{name}/{template}")
        add("TaskTemplate", id=template_id, name=template, project_schema_id=schema_id)
        for kind in kinds:
            item = stable_id("TaskTemplateItem", f"{name}/{template}/{kind}")
            add("TaskTemplateItem", id=item, template_id=template_id, task_type_id=TYPES[kind][0])


def _add_kind(add: Any, schema_id: str, kind: str, name: str) -> None:
    """Add the statuses and types of the object type *kind* in a project schema."""
    identifier = stable_id("Schema", f"{name}/{kind}")
    statusable = {entity: row[6] for row in OBJECT_TYPES for entity in (row[1],)}
    add("Schema", id=identifier, project_schema_id=schema_id, type_id=OBJECT_TYPE_IDS[kind])
    if statusable[kind]:
        for index, status in enumerate(SHOT_STATUSES):
            add("SchemaStatus", schema_id=identifier, status_id=STATUSES[status][0], sort=index)
    types = BUILD_TYPES if kind == "AssetBuild" else ("Milestone",) if kind == "Milestone" else ()
    for index, each in enumerate(types):
        add("SchemaType", schema_id=identifier, type_id=TYPES[each][0], sort=index)
