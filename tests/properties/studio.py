"""A small production of every area, created by operations, with identifiers for random operations."""

from __future__ import annotations

from callboard.wire.builtin import OBJECT_TYPE_IDS, SERVER_LOCATION_ID, UPLOAD_ASSET_TYPE_ID
from callboard_server.model.entity import Entity
from tests.support.operations import Operation, create, moment, ref, update
from tests.support.world import model

VFX = "caddd816-acb5-11e1-8668-f23c91df1211"
"""The project schema and the custom attributes that a new server contains."""
TEXT_TYPE, NUMBER_TYPE = "6268aef0-381c-11e0-acff-0019bb49847a", "92009b00-381c-11e0-acff-0019bb49847a"
FIRST_FRAME = "acd86546-4082-11e2-95b1-0019bb4983d8"

PRODUCTION: tuple[Operation, ...] = (
    create("Project", id="p1", name="demo", project_schema_id=VFX),
    create("Project", id="p2", name="other", project_schema_id=VFX),
    create("Sequence", id="sq1", name="sq01", parent_id="p1"),
    create("Sequence", id="sq2", name="sq02", parent_id="p2"),
    create("Shot", id="sh1", name="sh010", parent_id="sq1"),
    create("Shot", id="sh2", name="sh020", parent_id="sq1"),
    create("Task", id="t1", name="comp", parent_id="sh1", bid=3600.0),
    create("Task", id="t2", name="light", parent_id="sh1"),
    create("Task", id="t3", name="comp", parent_id="sh2"),
    create("Folder", id="fo1", name="assets", parent_id="p1"),
    create("AssetBuild", id="ab1", name="hero", parent_id="fo1"),
    create("Milestone", id="ms1", name="delivery", parent_id="p1"),
)
VERSIONS: tuple[Operation, ...] = (
    create("Asset", id="as1", name="main", context_id="sh1", type_id=UPLOAD_ASSET_TYPE_ID),
    create("Asset", id="as2", name="side", context_id="sh2", type_id=UPLOAD_ASSET_TYPE_ID),
    create("AssetVersion", id="v1", asset_id="as1", task_id="t1"),
    create("AssetVersion", id="v2", asset_id="as1", task_id="t1", comment="better"),
    create("AssetVersion", id="v3", asset_id="as2"),
    create("AssetVersionLink", id="avl1", from_id="v1", to_id="v2"),
    create("FileComponent", id="f1", name="main", file_type=".mov", version_id="v1"),
    create("FileComponent", id="f2", name="thumb", file_type=".png"),
    create("ContainerComponent", id="c1", name="box"),
    create("ComponentLocation", id="l1", component_id="f1", location_id=SERVER_LOCATION_ID),
)
PEOPLE: tuple[Operation, ...] = (
    create("Group", id="g1", name="artists"),
    create("Group", id="g2", name="comp", parent_id="g1"),
    create("Membership", id="m1", user_id="ann-id", group_id="g1"),
    create("Job", id="j1", user_id="ann-id", status="running"),
    create("JobComponent", component_id="f2", job_id="j1"),
    create("Appointment", id="ap1", context_id="t1", resource_id="ann-id", type="assignment"),
    create("Appointment", id="ap2", context_id="p1", resource_id="g1", type="allocation"),
    create(
        "Timelog",
        id="tl1",
        context_id="t1",
        user_id="ann-id",
        duration=600.0,
        comment="",
        start=moment("2026-11-24T08:00:00"),
    ),
    create("Scope", id="sc1", name="London"),
    create("Scope", id="sc2", name="Paris"),
    update("Task", "t1", scopes=[ref("Scope", "sc1")]),
)
TALK: tuple[Operation, ...] = (
    create("Note", id="n1", user_id="ann-id", content="Look", parent_id="t1", parent_type="Task"),
    create(
        "Note",
        id="n2",
        user_id="ann-id",
        content="Seen",
        parent_id="t1",
        parent_type="Task",
        in_reply_to_id="n1",
    ),
    create("Note", id="n3", user_id="ann-id", content="New", parent_id="v1", parent_type="AssetVersion"),
    create("NoteLabel", id="nl1", name="urgent", color="#f00"),
    create("NoteLabelLink", note_id="n1", label_id="nl1"),
    create("Recipient", note_id="n1", resource_id="bob-id"),
    create("ListCategory", id="lc1", name="Default"),
    create("AssetVersionList", id="li1", category_id="lc1", is_open=True, name="dailies", project_id="p1"),
    create("TypedContextList", id="li2", category_id="lc1", is_open=True, name="today", project_id="p1"),
    create("ListObject", id="lo1", list_id="li1", entity_id="v1"),
    create("ListObject", id="lo2", list_id="li2", entity_id="t1"),
    create("TypedContextLink", id="tcl1", from_id="t1", to_id="t2"),
    create("Metadata", parent_id="t1", parent_type="Task", key="fps", value="25"),
    create("Metadata", parent_id="v1", parent_type="AssetVersion", key="frameIn", value="1001"),
)
ATTRIBUTES: tuple[Operation, ...] = (
    create(
        "CustomAttributeConfiguration",
        id="cc1",
        key="mood",
        label="Mood",
        type_id=TEXT_TYPE,
        entity_type="task",
        object_type_id=OBJECT_TYPE_IDS["Task"],
        config="{}",
        core=False,
        default="calm",
    ),
    create(
        "CustomAttributeConfiguration",
        id="cc2",
        key="weight",
        label="Weight",
        type_id=NUMBER_TYPE,
        entity_type="assetversion",
        config="{}",
        core=False,
        default=1,
    ),
    update("ContextCustomAttributeValue", ["cc1", "t1"], value="tense"),
    update("AssetVersionCustomAttributeValue", ["cc2", "v1"], value=2.5),
    update("ContextCustomAttributeValue", [FIRST_FRAME, "sh1"], value=1001),
)
BEGINNING = (PRODUCTION, VERSIONS, PEOPLE, TALK, ATTRIBUTES)
"""Batches, in order."""

IDENTIFIERS: dict[str, tuple[str, ...]] = {
    "Context": ("p1", "p2", "sq1", "sq2", "sh1", "sh2", "t1", "t2", "t3", "fo1", "ab1", "ms1"),
    "Project": ("p1", "p2"),
    "TypedContext": ("sq1", "sh1", "sh2", "t1", "t2", "t3", "fo1", "ab1"),
    "Sequence": ("sq1", "sq2"),
    "Shot": ("sh1", "sh2"),
    "Task": ("t1", "t2", "t3"),
    "Folder": ("fo1",),
    "AssetBuild": ("ab1",),
    "Milestone": ("ms1",),
    "Asset": ("as1", "as2"),
    "AssetType": (UPLOAD_ASSET_TYPE_ID,),
    "AssetVersion": ("v1", "v2", "v3"),
    "AssetVersionLink": ("avl1",),
    "Component": ("f1", "f2", "c1"),
    "FileComponent": ("f1", "f2"),
    "ContainerComponent": ("c1",),
    "ComponentLocation": ("l1",),
    "Location": (SERVER_LOCATION_ID,),
    "Resource": ("ann-id", "bob-id", "g1"),
    "User": ("ann-id", "bob-id", "admin-id"),
    "Group": ("g1", "g2"),
    "Membership": ("m1",),
    "Job": ("j1",),
    "Appointment": ("ap1", "ap2"),
    "Timelog": ("tl1",),
    "Scope": ("sc1", "sc2"),
    "Note": ("n1", "n2", "n3"),
    "NoteLabel": ("nl1",),
    "NoteCategory": ("nl1",),
    "List": ("li1", "li2"),
    "AssetVersionList": ("li1",),
    "TypedContextList": ("li2",),
    "ListCategory": ("lc1",),
    "ListObject": ("lo1", "lo2"),
    "TypedContextLink": ("tcl1",),
    "ProjectSchema": (VFX,),
    "CustomAttributeType": (TEXT_TYPE, NUMBER_TYPE),
    "CustomConfigurationBase": ("cc1", "cc2", FIRST_FRAME),
    "CustomAttributeConfiguration": ("cc1", "cc2", FIRST_FRAME),
    "Status": ("44dd9fb2-4164-11df-9218-0019bb4983d8", "44de097a-4164-11df-9218-0019bb4983d8"),
    "Type": ("44dc3636-4164-11df-9218-0019bb4983d8", "44dc53c8-4164-11df-9218-0019bb4983d8"),
    "Priority": ("847f663e-ead3-11e2-846c-f23c91dfaa16",),
    "SecurityRole": ("role-1",),
    "ObjectType": (OBJECT_TYPE_IDS["Task"], OBJECT_TYPE_IDS["Shot"]),
}
"""Identifiers of existing entities, by type."""

ANY_OWNER = ("t1", "sh1", "v1", "f1", "p1", "ann-id", "n1", "as1")


def identifiers_of(entity: Entity) -> tuple[str, ...]:
    """Return identifiers of entities of type *entity* that exist or may be created."""
    return (*IDENTIFIERS.get(entity.name, ()), *(f"new-{entity.name}-{number}" for number in (1, 2)))


def public_types() -> list[Entity]:
    return [entity for entity in model() if not entity.internal]
