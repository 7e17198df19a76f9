"""Notes and replies, their labels, recipients and attachments."""

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
    JsonObject,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Discriminator, Entity
from callboard_server.model.types.metadata import metadata_of_entity, possible_owners

NOTE = Entity(
    "Note",
    owner_type="parent_type",
    group_by=True,
    system_projections=("project_id",),
    attributes=(
        Reference("author", "BaseUser", wire_target="User", via="user_id", alias="user"),
        Reference("category", "NoteCategory", via="category_id"),
        ForeignKey("category_id", "NoteCategory", alias="categoryid"),
        Instant("completed_at"),
        Reference("completed_by", "User", via="completed_by_id"),
        ForeignKey("completed_by_id", "User", refers_to="User.user_id"),
        Text("content", caseless=True, alias="text"),
        Instant("date"),
        Integer("frame_number"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="noteid"),
        Reference("in_reply_to", "Note", via="in_reply_to_id", alias="noteparent"),
        ForeignKey("in_reply_to_id", "Note", alias="noteparentid", on_delete=OnDelete.CASCADE),
        Boolean("is_todo", default=False),
        metadata_of_entity(),
        Collection("note_components", "NoteComponent", via="note_id"),
        Collection("note_label_links", "NoteLabelLink", via="note_id"),
        Text("parent_id", indexed=True),
        Text("parent_type", schema_name=True),
        Reference("project", "Project", via="project_id"),
        ForeignKey(
            "project_id", "Project", refers_to="Project.project_id", on_delete=OnDelete.CASCADE, settled=True
        ),
        Collection("recipients", "Recipient", via="note_id", alias="note_recipients"),
        Collection("replies", "Note", via="in_reply_to_id", alias="notes"),
        Instant("thread_activity", alias="triggerdate"),
        ForeignKey(
            "user_id",
            "BaseUser",
            refers_to="User.user_id",
            required=True,
            alias="userid",
            on_delete=OnDelete.REFUSE,
        ),
        *possible_owners("parent_id"),
    ),
)

NOTE_LABEL = Entity(
    "NoteLabel",
    alias="NoteCategory",
    answered_as="NoteCategory",
    attributes=(
        Text("color"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="categoryid"),
        Text("name", caseless=True),
        Integer("sort", default=0),
    ),
)

NOTE_CATEGORY = Entity(
    "NoteCategory",
    alias="NoteCategory",
    reads="NoteLabel",
    wire_extends="NoteLabel",
    attributes=(
        Text("color"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="categoryid"),
        Text("name", caseless=True),
        Integer("sort", default=0),
    ),
)

NOTE_LABEL_LINK = Entity(
    "NoteLabelLink",
    key=("note_id", "label_id"),
    default_projections=("note_id", "label_id"),
    parent="note_id",
    attributes=(
        Reference("label", "NoteLabel", via="label_id"),
        ForeignKey("label_id", "NoteLabel", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("note", "Note", via="note_id"),
        ForeignKey("note_id", "Note", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    ),
)

NOTE_COMPONENT_ATTRIBUTES: tuple[AnyAttribute, ...] = (
    Reference("component", "Component", via="component_id"),
    ForeignKey("component_id", "Component", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    Reference("note", "Note", via="note_id"),
    ForeignKey("note_id", "Note", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    Computed("thumbnail_url", ComputedKind.OBJECT, inputs=("component_id",), immutable=True),
    Computed("url", ComputedKind.OBJECT, inputs=("component_id",), immutable=True),
    Text("_kind", internal=True),
)

NOTE_COMPONENT = Entity(
    "NoteComponent",
    discriminator=Discriminator(attribute="_kind", value="component"),
    key=("component_id", "note_id"),
    default_projections=("component_id", "note_id"),
    parent="note_id",
    attributes=NOTE_COMPONENT_ATTRIBUTES,
)

NOTE_ANNOTATION_COMPONENT = Entity(
    "NoteAnnotationComponent",
    extends="NoteComponent",
    discriminator=Discriminator(attribute="_kind", value="annotation"),
    key=("component_id", "note_id"),
    default_projections=("component_id", "note_id"),
    system_projections=("note_component_type",),
    parent="note_id",
    attributes=(*NOTE_COMPONENT_ATTRIBUTES, JsonObject("data")),
)
"""The drawing that belongs to a note: the component is the picture, and `data` the strokes."""

RECIPIENT = Entity(
    "Recipient",
    key=("note_id", "resource_id"),
    default_projections=("note_id", "resource_id"),
    parent="note_id",
    attributes=(
        Reference("note", "Note", via="note_id", alias="recipient_note"),
        ForeignKey("note_id", "Note", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("recipient", "Resource", via="resource_id", alias="recipient_resource"),
        ForeignKey("resource_id", "Resource", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Text("text_mentioned"),
        Reference("user", "User", via="resource_id"),
    ),
)

ENTITIES = (
    NOTE,
    NOTE_LABEL,
    NOTE_CATEGORY,
    NOTE_LABEL_LINK,
    NOTE_COMPONENT,
    NOTE_ANNOTATION_COMPONENT,
    RECIPIENT,
)
