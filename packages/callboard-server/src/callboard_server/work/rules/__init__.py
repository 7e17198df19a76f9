"""The server's own changes when entities change: small rules, in a module for each entity type.

A module has the name of its type, and contains its permissions and its rules. Several types share
`permissions`, `registry` (when rules run), `creation_defaults`, `sort_order`, `merging`, `workflow`, `move`,
`note_project`, `component_project` and `feed`.
"""

from __future__ import annotations

from callboard_server.work.rules import (
    appointment,
    asset,
    asset_version,
    automation,
    calendar_event,
    component,
    context,
    conversation,
    custom_attribute,
    custom_attribute_link,
    custom_attribute_value,
    dashboard,
    job,
    link,
    lists,
    metadata,
    note,
    object_type,
    owner,
    project_schema,
    review_session,
    security_role,
    setting,
    status,
    status_history,
    timer,
    user,
    vocabulary,
)
from callboard_server.work.rules.permissions import permissions_of
from callboard_server.work.rules.registry import apply_rules

__all__ = [
    "apply_rules",
    "appointment",
    "asset",
    "asset_version",
    "automation",
    "calendar_event",
    "component",
    "context",
    "conversation",
    "custom_attribute",
    "custom_attribute_link",
    "custom_attribute_value",
    "dashboard",
    "job",
    "link",
    "lists",
    "metadata",
    "note",
    "object_type",
    "owner",
    "permissions_of",
    "project_schema",
    "review_session",
    "security_role",
    "setting",
    "status",
    "status_history",
    "timer",
    "user",
    "vocabulary",
]
