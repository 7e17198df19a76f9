"""The shots, versions, notes and lists of the query tests."""

from __future__ import annotations

from callboard.wire.builtin import UPLOAD_ASSET_TYPE_ID
from tests.support.operations import Operation, create, moment, ref, update

VFX = "caddd816-acb5-11e1-8668-f23c91df1211"
FIRST_FRAME = "acd86546-4082-11e2-95b1-0019bb4983d8"
IN_PROGRESS = "44ddd0fe-4164-11df-9218-0019bb4983d8"

SHOTS: tuple[Operation, ...] = (
    create("Project", id="p1", name="demo", full_name="The Demo", project_schema_id=VFX),
    create("Sequence", id="sq1", name="sq01", parent_id="p1"),
    create("Sequence", id="sq2", name="sq02", parent_id="p1"),
    create("Shot", id="sh1", name="sh010", parent_id="sq1"),
    create("Shot", id="sh2", name="SH020", parent_id="sq1"),
    create("Task", id="t1", name="comp", parent_id="sh1", bid=3600.0, status_id=IN_PROGRESS),
    create("Task", id="t2", name="Light", parent_id="sh1", bid=1800.0),
    create("Task", id="t3", name="comp", parent_id="sh2"),
    create("Scope", id="london", name="London"),
    create("TypedContextLink", id="link1", from_id="t2", to_id="t1"),
    create(
        "Timelog",
        id="log1",
        context_id="t1",
        user_id="ann-id",
        duration=600.0,
        comment="",
        start=moment("2024-01-31T10:00:00"),
    ),
    create(
        "Timelog",
        id="log2",
        context_id="sh1",
        user_id="ann-id",
        duration=60.0,
        comment="",
        start=moment("2024-02-01T10:00:00"),
    ),
    create("Appointment", id="assigned", context_id="t1", resource_id="ann-id", type="assignment"),
    create("Appointment", id="allocated", context_id="t1", resource_id="artists", type="allocation"),
)
VERSIONS: tuple[Operation, ...] = (
    create("Asset", id="main", name="main", context_id="sh1", type_id=UPLOAD_ASSET_TYPE_ID),
    create("Asset", id="empty", name="empty", context_id="sh2", type_id=UPLOAD_ASSET_TYPE_ID),
    create(
        "AssetVersion",
        id="v1",
        asset_id="main",
        task_id="t1",
        user_id="ann-id",
        date=moment("2024-01-31T10:00:00"),
    ),
    create(
        "AssetVersion",
        id="v2",
        asset_id="main",
        task_id="t1",
        user_id="ann-id",
        date=moment("2024-02-01T10:00:00"),
    ),
    create(
        "AssetVersion",
        id="v3",
        asset_id="main",
        is_published=False,
        user_id="bob-id",
        date=moment("2024-02-02T10:00:00"),
    ),
    update("Task", "t1", scopes=[ref("Scope", "london")]),
    update("AssetVersion", "v2", uses_versions=[ref("AssetVersion", "v1")]),
    update("ContextCustomAttributeValue", [FIRST_FRAME, "sh1"], value=1001),
    update("Sequence", "sq2", name="sq03"),
    update("Shot", "sh2", parent_id="sq2"),
)
TALK: tuple[Operation, ...] = (
    create(
        "Note",
        id="note",
        content="Look",
        parent_id="t1",
        parent_type="Task",
        user_id="ann-id",
        date=moment("2024-01-31T10:00:00"),
    ),
    create(
        "Note",
        id="reply",
        content="Seen",
        parent_id="t1",
        parent_type="Task",
        user_id="bob-id",
        in_reply_to_id="note",
        date=moment("2024-02-01T10:00:00"),
    ),
    create("NoteLabel", id="urgent", name="Urgent", color="#f00"),
    create("NoteLabelLink", note_id="note", label_id="urgent"),
    create("Recipient", note_id="note", resource_id="bob-id"),
    create("ListCategory", id="category", name="Dailies"),
    create(
        "AssetVersionList",
        id="dailies",
        name="dailies",
        project_id="p1",
        category_id="category",
        is_open=True,
    ),
    create(
        "TypedContextList", id="today", name="today", project_id="p1", category_id="category", is_open=True
    ),
    create("ListObject", id="in-dailies", list_id="dailies", entity_id="v1"),
    create("ListObject", id="in-today", list_id="today", entity_id="t1"),
)
REVIEW: tuple[Operation, ...] = (
    create("Asset", id="library", name="library", context_id="p1", type_id=UPLOAD_ASSET_TYPE_ID),
    create("FileComponent", id="movie", name="movie", file_type=".mov", version_id="v1"),
    create("ReviewSession", id="review", name="Review", project_id="p1"),
    create("ReviewSessionObject", id="reviewed", review_session_id="review", version_id="v2", name="v2"),
    create("Metadata", parent_id="sh1", parent_type="Shot", key="slate", value="12A"),
)
WHOLE = (SHOTS, VERSIONS, TALK, REVIEW)
"""Batches, in order."""
