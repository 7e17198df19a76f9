"""Automations: when a trigger matches a change, their actions are performed: webhooks are sent.

Only administrators see them, because addresses and headers can contain secrets.
"""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    AnyAttribute,
    Boolean,
    Collection,
    ForeignKey,
    Instant,
    Integer,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Discriminator, Entity

SUCCESS, FAILURE = "success", "failure"

AUTOMATION = Entity(
    "Automation",
    attributes=(
        Collection("actions", "Action", via="automation_id"),
        Instant("created_at", immutable=True),
        ForeignKey("created_by", "User", immutable=True),
        Text("description", caseless=True),
        Boolean("enabled"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("name", required=True, limit=1024),
        Collection("triggers", "Trigger", via="automation_id"),
        Reference("creator", "User", via="created_by", unlisted=True),
        Boolean(
            "include_private_projects",
            default=False,
            required=True,
            unlisted=True,
            description="Whether changes in private projects are sent as well.",
        ),
        Collection("webhook_actions", "WebhookAction", via="automation_id", unlisted=True),
    ),
)
"""`created_by` is an identifier, and `creator` the user. `webhook_actions` is the older name of `actions`."""

TRIGGER = Entity(
    "Trigger",
    parent="automation_id",
    attributes=(
        Reference("automation", "Automation", via="automation_id"),
        ForeignKey("automation_id", "Automation", on_delete=OnDelete.CASCADE),
        Text("filter", required=True, limit=10_000),
        Text("id", default=NEW_ID, required=True, immutable=True),
    ),
)
"""A filter of changes, such as `entity.entity_type = "Task" and entity.operation = "create"`."""

ACTION_ATTRIBUTES: tuple[AnyAttribute, ...] = (
    Reference("automation", "Automation", via="automation_id"),
    ForeignKey("automation_id", "Automation", required=True, on_delete=OnDelete.CASCADE),
    Text("id", default=NEW_ID, immutable=True, description="The unique identifier of the action."),
    Text("_kind", internal=True),
)

ACTION = Entity("Action", is_object=False, parent="automation_id", attributes=ACTION_ATTRIBUTES)

WEBHOOK_ACTION = Entity(
    "WebhookAction",
    is_object=False,
    extends="Action",
    discriminator=Discriminator(attribute="_kind", value="webhook"),
    parent="automation_id",
    attributes=(
        *ACTION_ATTRIBUTES,
        Text(
            "headers",
            limit=16_384,
            description="The request headers to be used when executing webhook.",
        ),
        Text(
            "webhook_url",
            required=True,
            limit=2048,
            description="The URL that the webhook should send requests to.",
        ),
        Text("_secret", internal=True),
        Text("_former_secret", internal=True),
        Instant("_rotated_at", internal=True),
    ),
)
"""`headers` is a JSON object of texts. `_secret` signs deliveries.

For a day from `_rotated_at` on, `_former_secret` also signs them.
"""

ACTION_LOG = Entity(
    "ActionLog",
    made_by_server=True,
    parent="action_id",
    in_order_of=("-id",),
    attributes=(
        Reference("action", "Action", via="action_id", immutable=True),
        ForeignKey("action_id", "Action", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Instant("created_at", immutable=True),
        Integer("id", immutable=True),
        Text("message", immutable=True),
        Text("status", choices=(SUCCESS, FAILURE), default=SUCCESS, immutable=True),
    ),
)
"""The outcome of an attempt to perform an action. The newest of each action are kept."""

ENTITIES = (AUTOMATION, TRIGGER, ACTION, WEBHOOK_ACTION, ACTION_LOG)
