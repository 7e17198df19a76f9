"""Review sessions: their objects, invitees and feedback."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    AnyAttribute,
    Boolean,
    Collection,
    Computed,
    ComputedKind,
    ForeignKey,
    Instant,
    Integer,
    Number,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity
from callboard_server.model.types.metadata import metadata_of_entity


def resource() -> tuple[AnyAttribute, ...]:
    """Return the attributes that lead to the person behind an invitation or a status."""
    return (Reference("resource", "Resource", via="resource_id"), ForeignKey("resource_id", "Resource"))


REVIEW_SESSION = Entity(
    "ReviewSession",
    parent="project_id",
    attributes=(
        Text("availability"),
        Instant("created_at", required=True),
        Reference("created_by", "User", via="created_by_id", alias="createdBy"),
        ForeignKey("created_by_id", "User", refers_to="User.user_id", required=True, alias="created_by"),
        Text("description", default="", caseless=True, required=True),
        Instant("end_date", required=True, alias="end"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Boolean("is_moderated"),
        Boolean("is_open", immutable=True, derived=True, wire_computed=True),
        Text("name", default="New review session", caseless=True, required=True),
        Text("passphrase"),
        Boolean("passphrase_enabled"),
        Reference("project", "Project", via="project_id"),
        ForeignKey(
            "project_id", "Project", refers_to="Project.project_id", required=True, on_delete=OnDelete.CASCADE
        ),
        Collection(
            "review_session_invitees",
            "ReviewSessionInvitee",
            via="review_session_id",
            alias="reviewSessionInvitees",
        ),
        Collection(
            "review_session_objects",
            "ReviewSessionObject",
            via="review_session_id",
            alias="reviewSessionObjects",
        ),
        Reference("review_session_folder", "ReviewSessionFolder", via="review_session_folder_id"),
        ForeignKey(
            "review_session_folder_id",
            "ReviewSessionFolder",
            refers_to="ReviewSessionFolder.review_session_folder_id",
        ),
        Collection("settings", "EntitySetting", via="parent_id", alias="settingOverrides"),
        Boolean("shareable_url_enabled"),
        Instant("start_date", required=True, alias="start"),
        metadata_of_entity(),
        Reference("thumbnail", "Component", via="thumbnail_id"),
        ForeignKey(
            "thumbnail_id", "Component", immutable=True, derived=True, wire_computed=True, alias="thumbid"
        ),
        ForeignKey("thumbnail_source_id", "AssetVersion"),
        Computed("thumbnail_url", ComputedKind.OBJECT, inputs=("thumbnail_id",), immutable=True),
    ),
)

REVIEW_SESSION_INVITEE = Entity(
    "ReviewSessionInvitee",
    system_projections=("review_session_id",),
    parent="review_session_id",
    attributes=(
        Instant("created_at", required=True),
        Reference("created_by", "User", via="created_by_id", alias="createdBy"),
        ForeignKey("created_by_id", "User", refers_to="User.user_id", required=True, alias="created_by"),
        Boolean("created_from_shared_url", immutable=True),
        Text("email", caseless=True, required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Instant("last_sent_at"),
        Text("name", caseless=True, required=True),
        Reference("review_session", "ReviewSession", via="review_session_id", alias="reviewSession"),
        ForeignKey("review_session_id", "ReviewSession", required=True, on_delete=OnDelete.CASCADE),
        *resource(),
        Collection("statuses", "ReviewSessionObjectStatus", via="review_session_invitee_id"),
    ),
)

REVIEW_SESSION_OBJECT = Entity(
    "ReviewSessionObject",
    system_projections=("review_session_id",),
    parent="review_session_id",
    in_order_of=("sort_order",),
    attributes=(
        Collection("annotations", "ReviewSessionObjectAnnotation", via="review_session_object_id"),
        Reference("asset_version", "AssetVersion", via="version_id", alias="assetVersion"),
        Instant("created_at", required=True),
        Text("description", default="", caseless=True, required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("name", default="", caseless=True, required=True),
        Collection("notes", "Note", via="parent_id"),
        Reference("review_session", "ReviewSession", via="review_session_id", alias="reviewSession"),
        ForeignKey("review_session_id", "ReviewSession", required=True, on_delete=OnDelete.CASCADE),
        Number("sort_order", required=True),
        Collection("statuses", "ReviewSessionObjectStatus", via="review_session_object_id"),
        Text("version", default="", required=True),
        ForeignKey("version_id", "AssetVersion", required=True, on_delete=OnDelete.CASCADE),
    ),
)

REVIEW_SESSION_OBJECT_STATUS = Entity(
    "ReviewSessionObjectStatus",
    system_projections=("review_session_object_id",),
    parent="review_session_object_id",
    unique=(
        ("review_session_invitee_id", "review_session_object_id"),
        ("?review_session_invitee_id", "review_session_object_id", "resource_id"),
    ),
    attributes=(
        Instant("created_at", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("invitee", "ReviewSessionInvitee", via="review_session_invitee_id"),
        ForeignKey("review_session_invitee_id", "ReviewSessionInvitee", on_delete=OnDelete.CASCADE),
        Reference(
            "review_session_object",
            "ReviewSessionObject",
            via="review_session_object_id",
            alias="reviewSessionObject",
        ),
        ForeignKey("review_session_object_id", "ReviewSessionObject", on_delete=OnDelete.CASCADE),
        *resource(),
        Text("status"),
    ),
)

REVIEW_SESSION_FOLDER = Entity(
    "ReviewSessionFolder",
    parent="project_id",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("name", default="New review session", caseless=True, required=True, limit=1024),
        Reference("project", "Project", via="project_id"),
        ForeignKey("project_id", "Project", refers_to="Project.project_id", on_delete=OnDelete.CASCADE),
        Collection(
            "review_sessions", "ReviewSession", via="review_session_folder_id", alias="review_sessions"
        ),
    ),
)

REVIEW_SESSION_OBJECT_ANNOTATION = Entity(
    "ReviewSessionObjectAnnotation",
    system_projections=("review_session_object_id",),
    parent="review_session_object_id",
    in_order_of=("frame_number", "created_at"),
    wire_required=("review_session_id",),
    attributes=(
        Instant("created_at", required=True),
        Text("data", limit=4_194_304),
        Integer("frame_number", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference(
            "review_session_object",
            "ReviewSessionObject",
            via="review_session_object_id",
            alias="reviewSessionObject",
        ),
        ForeignKey("review_session_object_id", "ReviewSessionObject", on_delete=OnDelete.CASCADE),
        Instant("updated_at"),
    ),
)
"""A drawing on a frame of an object. Its `data` are strokes in a form that the clients agree on."""

REVIEW_SESSION_OBJECT_ANNOTATION_COMPONENT = Entity(
    "ReviewSessionObjectAnnotationComponent",
    key=("component_id", "review_session_object_id"),
    default_projections=("component_id", "frame_number", "review_session_object_id"),
    system_projections=("review_session_object_id",),
    parent="review_session_object_id",
    attributes=(
        Reference("component", "Component", via="component_id"),
        ForeignKey("component_id", "Component", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Text("frame_number", wire_format="integer", lenient=True, required=True, immutable=True),
        Reference(
            "review_session_object",
            "ReviewSessionObject",
            via="review_session_object_id",
            alias="reviewSessionObject",
        ),
        ForeignKey(
            "review_session_object_id",
            "ReviewSessionObject",
            required=True,
            immutable=True,
            on_delete=OnDelete.CASCADE,
        ),
        Computed("thumbnail_url", ComputedKind.OBJECT, inputs=("component_id",), immutable=True),
        Computed("url", ComputedKind.OBJECT, inputs=("component_id",), immutable=True),
    ),
)
"""The picture of an annotation: a frame of an object with the drawing on it."""

ENTITIES = (
    REVIEW_SESSION,
    REVIEW_SESSION_INVITEE,
    REVIEW_SESSION_OBJECT,
    REVIEW_SESSION_OBJECT_STATUS,
    REVIEW_SESSION_FOLDER,
    REVIEW_SESSION_OBJECT_ANNOTATION,
    REVIEW_SESSION_OBJECT_ANNOTATION_COMPONENT,
)
