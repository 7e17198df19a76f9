"""What the server does by itself when entities change.

Small rules, one module for each area, found by the type they are about.
"""

from __future__ import annotations

from callboard_server.work.rules import (
    automation,
    beginnings,
    component,
    context,
    custom_attribute,
    custom_attribute_link,
    feed,
    job,
    lists,
    note,
    object_type,
    owner,
    people,
    places,
    review,
    settings,
    status,
    time,
    version,
)
from callboard_server.work.rules.registry import rules_for

__all__ = [
    "automation",
    "beginnings",
    "component",
    "context",
    "custom_attribute",
    "custom_attribute_link",
    "feed",
    "job",
    "lists",
    "note",
    "object_type",
    "owner",
    "people",
    "places",
    "review",
    "rules_for",
    "settings",
    "status",
    "time",
    "version",
]
