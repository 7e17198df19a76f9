"""Automations: the filters of triggers, the addresses and secrets of webhooks, and limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from callboard.errors import ValidationError
from callboard_server.access.administrators import AUTOMATIONS
from callboard_server.access.signing import new_secret
from callboard_server.access.targets import read_headers, read_target
from callboard_server.events.filters.parser import CODE, STATES, parse_filter
from callboard_server.events.filters.tree import Condition, Path, conditions
from callboard_server.events.webhook_payload import CREATE, DELETE, UPDATE
from callboard_server.model.model import Model, did_you_mean
from callboard_server.records.deliveries import give_up
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.permissions import administrators_only
from callboard_server.work.rules.registry import When, on

MOST_ENABLED = 10
"""The most automations, and webhooks, that can be enabled: each is evaluated with every change."""


administrators_only("Automation", "Trigger", "Action")


@on(When.CREATED, "Automation")
def complete_automations(batch: Batch, automations: Sequence[Change]) -> None:
    """Enable new automations, and set who created them."""
    for automation in automations:
        set_defaults(automation, enabled=True, created_at=batch.now, created_by=actor_id(batch))


@on(When.SAVED, "Automation")
def check_enabled(batch: Batch, automations: Sequence[Change]) -> None:
    """Require that each automation is enabled or not."""
    del batch
    for automation in automations:
        if automation.values["enabled"] is None:
            raise ValidationError("Automation.enabled must be true or false; got null.")


def check_limits(batch: Batch) -> None:
    """Raise ValidationError when too many automations, or too many of their webhooks, are enabled.

    `revisions` calls it when other transactions that change automations wait for this one.
    """
    enabled = {change.key[0] for change in batch.having("Automation", "enabled", [True])}
    webhooks = batch.having("WebhookAction", "automation_id", enabled)
    for count, what in ((len(enabled), "enabled webhooks"), (len(webhooks), "addresses of enabled webhooks")):
        if count > MOST_ENABLED:
            raise ValidationError(
                f"There can be at most {MOST_ENABLED} {what}; this would be {count}.",
                code="automation.too_many",
                hint="Disable or delete one that you no longer need.",
            )


# -- Triggers
# ------------------------------------------------------------------------------------------------------------


@on(When.SAVED, "Trigger")
def check_filters(batch: Batch, triggers: Sequence[Change]) -> None:
    """Refuse filters that cannot be parsed, or that contain unknown names and would never match.

    A trigger belongs to an automation, although the schema does not require it.
    """
    for trigger in triggers:
        if trigger.values["automation_id"] is None:
            raise ValidationError("Trigger.automation_id is required.")
        text = trigger.values["filter"]
        if text is None or "filter" not in trigger.changed():
            continue
        for condition in conditions(parse_filter(text)):
            for path in (condition.path, condition.value):
                if isinstance(path, Path):
                    check_path(batch.call.model, path)
            check_value(batch.call.model, condition)


def check_path(model: Model, path: Path) -> None:
    """Raise ValidationError for a path to an attribute that no entity has."""
    *above, name = path.names
    if len(above) == 2 and above[1] in STATES and name not in published_names(model):
        raise ValidationError(
            f"The filter contains {'.'.join(path.names)}, but no entity type has an attribute {name}.",
            code=CODE,
            hint=did_you_mean(name, published_names(model)),
        )


def check_value(model: Model, condition: Condition) -> None:
    """Raise ValidationError for the name of an operation or an entity type that does not exist."""
    if isinstance(condition.value, Path):
        return
    given = condition.value.text
    if condition.path.names == ("entity", "operation") and given not in (CREATE, UPDATE, DELETE):
        raise ValidationError(
            f'entity.operation must be one of create, update, delete; the filter compares it with "{given}".',
            code=CODE,
        )
    if condition.path.names == ("entity", "entity_type"):
        check_entity_type(model, given)


def check_entity_type(model: Model, name: str) -> None:
    """Raise ValidationError for a type without entities, or without events for webhooks."""
    hint: str | None
    if name not in model or model.entity(name).internal or is_about_automations(model, name):
        hint = did_you_mean(name, (entity.name for entity in model if not entity.internal))
    elif model.entity(name) not in model.concrete(model.entity(name)):
        kinds = " or ".join(
            f'entity.entity_type = "{kind.name}"' for kind in model.concrete(model.entity(name))[:3]
        )
        hint = f"Compare with the types of entities instead: {kinds}."
    else:
        return
    raise ValidationError(
        f'The filter contains the entity type "{name}", but webhooks receive no changes of this type.',
        code=CODE,
        hint=hint,
    )


def is_about_automations(model: Model, name: str) -> bool:
    return model.store(model.entity(name)).name in AUTOMATIONS


@lru_cache(maxsize=4)
def published_names(model: Model) -> frozenset[str]:
    """Return the names of all attributes that webhooks receive."""
    return frozenset(attribute.name for entity in model for attribute in entity.public_stored)


# -- Webhooks
# ------------------------------------------------------------------------------------------------------------


@on(When.SAVED, "WebhookAction")
def check_targets(batch: Batch, webhooks: Sequence[Change]) -> None:
    """Refuse addresses that this server may not send to, and invalid headers."""
    for webhook in webhooks:
        changed = webhook.changed()
        if "webhook_url" in changed and webhook.values["webhook_url"] is not None:
            batch.call.targets.check(read_target(webhook.values["webhook_url"]))
        if "headers" in changed:
            read_headers(webhook.values["headers"])


@on(When.CREATED, "WebhookAction")
def create_secrets(batch: Batch, webhooks: Sequence[Change]) -> None:
    """Give each new webhook a secret, which signs its deliveries."""
    del batch
    for webhook in webhooks:
        webhook.values["_secret"] = webhook.values["_secret"] or new_secret()


@on(When.DELETED, "WebhookAction")
def cancel_deliveries(batch: Batch, webhooks: Sequence[Change]) -> None:
    """Cancel the pending deliveries of deleted webhooks."""
    give_up(batch.call.tx, {webhook.key[0] for webhook in webhooks})
