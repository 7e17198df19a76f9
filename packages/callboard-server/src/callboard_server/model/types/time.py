"""Assignments and allocations, the calendar, and logged time."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Boolean,
    Collection,
    ForeignKey,
    Instant,
    Number,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity
from callboard_server.model.types.metadata import metadata_of_entity

APPOINTMENT = Entity(
    "Appointment",
    parent="context_id",
    unique=(("context_id", "resource_id", "type"),),
    attributes=(
        Reference("context", "Context", via="context_id", alias="appointment_context"),
        ForeignKey("context_id", "Context", required=True, on_delete=OnDelete.CASCADE),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("resource", "Resource", via="resource_id", alias="appointment_resource"),
        ForeignKey("resource_id", "Resource", required=True, on_delete=OnDelete.CASCADE),
        Text("type", required=True),
    ),
)

CALENDAR_EVENT = Entity(
    "CalendarEvent",
    group_by=True,
    default_projections=("id", "start", "end"),
    system_projections=("project_id",),
    parent="project_id",
    attributes=(
        Collection("calendar_event_resources", "CalendarEventResource", via="calendar_event_id"),
        Instant("created_at"),
        Reference("created_by", "User", via="created_by_id", alias="createdBy"),
        ForeignKey("created_by_id", "User", refers_to="User.user_id", alias="created_by"),
        Number("effort"),
        Instant("end", required=True),
        Number("estimate"),
        Boolean("everyone"),
        Boolean("forecast"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Boolean("leave"),
        metadata_of_entity(),
        Text("name", default="", caseless=True, required=True),
        Reference("project", "Project", via="project_id"),
        ForeignKey("project_id", "Project", on_delete=OnDelete.CASCADE),
        Instant("start", required=True),
        Reference("type", "Type", via="type_id"),
        ForeignKey("type_id", "Type"),
    ),
)

CALENDAR_EVENT_RESOURCE = Entity(
    "CalendarEventResource",
    default_projections=("id", "calendar_event_id", "resource_id"),
    parent="calendar_event_id",
    attributes=(
        Reference("calendar_event", "CalendarEvent", via="calendar_event_id"),
        ForeignKey("calendar_event_id", "CalendarEvent", required=True, on_delete=OnDelete.CASCADE),
        Instant("created_at"),
        Reference("created_by", "User", via="created_by_id", alias="createdBy"),
        ForeignKey("created_by_id", "User", refers_to="User.user_id", alias="created_by"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("resource", "Resource", via="resource_id"),
        ForeignKey("resource_id", "Resource", required=True, on_delete=OnDelete.CASCADE),
    ),
)

TIMELOG = Entity(
    "Timelog",
    system_projections=("user_id", "context_id"),
    parent="context_id",
    attributes=(
        Text("comment", default="", caseless=True, required=True),
        Reference("context", "Context", via="context_id"),
        ForeignKey("context_id", "Context"),
        Number("duration", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("name", caseless=True),
        Instant("start", required=True, indexed=True),
        Number("time_zone_offset"),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User"),
    ),
)

TIMER = Entity(
    "Timer",
    parent="context_id",
    unique=(("user_id",),),
    attributes=(
        Text("comment", default="", caseless=True, required=True),
        Reference("context", "Context", via="context_id"),
        ForeignKey("context_id", "Context", on_delete=OnDelete.CASCADE),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("name", caseless=True),
        Instant("start", required=True),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", refers_to="User.user_id", required=True, on_delete=OnDelete.CASCADE),
    ),
)

ENTITIES = (
    APPOINTMENT,
    CALENDAR_EVENT,
    CALENDAR_EVENT_RESOURCE,
    TIMELOG,
    TIMER,
)
