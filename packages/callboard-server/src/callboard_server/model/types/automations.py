"""Automations: when a trigger matches a change, its webhooks are sent.

Only administrators see them, because addresses and headers can contain secrets.
"""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Boolean,
    Collection,
    ForeignKey,
    Instant,
    Json,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity

AUTOMATION = Entity(
    "Automation",
    default_projections=("id", "name", "enabled"),
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("name", required=True, limit=1024),
        Boolean("enabled", default=True, required=True),
        Boolean(
            "include_private_projects",
            default=False,
            required=True,
            description="Whether changes in private projects are sent as well.",
        ),
        Instant("created_at", immutable=True),
        ForeignKey("created_by_id", "User", immutable=True),
        Reference("created_by", "User", via="created_by_id"),
        Collection("triggers", "Trigger", via="automation_id"),
        Collection("webhook_actions", "WebhookAction", via="automation_id"),
    ),
)

TRIGGER = Entity(
    "Trigger",
    parent="automation_id",
    default_projections=("id", "automation_id", "filter"),
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        ForeignKey("automation_id", "Automation", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("automation", "Automation", via="automation_id"),
        Text(
            "filter",
            required=True,
            limit=10_000,
            description=(
                'Which changes are sent, such as: entity.entity_type = "Task" and entity.operation = "create"'
            ),
        ),
    ),
)

WEBHOOK_ACTION = Entity(
    "WebhookAction",
    parent="automation_id",
    default_projections=("id", "automation_id", "webhook_url"),
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        ForeignKey("automation_id", "Automation", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("automation", "Automation", via="automation_id"),
        Text("webhook_url", required=True, limit=2048, description="Where changes are posted to."),
        Json(
            "headers",
            limit=16_384,
            description="A JSON object of headers that are sent along, each with its text.",
        ),
        Text("_secret", internal=True),
        Text("_former_secret", internal=True),
        Instant("_rotated_at", internal=True),
    ),
)
"""`_secret` signs deliveries. For a day from `_rotated_at` on, `_former_secret` also signs them."""

ENTITIES = (AUTOMATION, TRIGGER, WEBHOOK_ACTION)
