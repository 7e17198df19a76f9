"""Automations: what triggers and webhooks must be like, and that every process hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from callboard.errors import ValidationError
from callboard_server.access.administrators import AUTOMATIONS
from callboard_server.access.signing import new_secret
from callboard_server.access.targets import read_headers, read_target
from callboard_server.events.filters.parser import CODE, STATES, parse_filter
from callboard_server.events.filters.tree import Condition, Path, conditions
from callboard_server.events.webhook_payload import CREATE, DELETE, UPDATE
from callboard_server.model.entity import Model, did_you_mean
from callboard_server.records.deliveries import give_up
from callboard_server.records.studio import note_automations
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on

MOST_ENABLED = 10
"""How many automations, and how many webhooks of them, can be enabled.

Each costs something with every change of anything.
"""


@on(When.CREATED, *AUTOMATIONS)
@on(When.UPDATED, *AUTOMATIONS)
@on(When.DELETED, *AUTOMATIONS)
def tell_processes(batch: Batch, change: Change) -> None:
    """From the next request on, every process knows the automations as they are now.

    There are never too many.
    """
    if (change.is_deleted or change.changed()) and batch.once("automations"):
        note_automations(batch.call.tx, batch.call.new_id())
        check_number(batch)


def check_number(batch: Batch) -> None:
    """Raise ValidationError when more than a few automations, or webhooks of these, are enabled."""
    entity = batch.call.model.entity
    enabled = {change.key[0] for change in batch.having(entity("Automation"), "enabled", [True])}
    webhooks = batch.having(entity("WebhookAction"), "automation_id", enabled)
    for count, what in ((len(enabled), "automations"), (len(webhooks), "webhooks of enabled automations")):
        if count > MOST_ENABLED:
            raise ValidationError(
                f"There can be at most {MOST_ENABLED} {what}; this would be {count}.",
                code="automation.too_many",
                hint="Disable or delete one that is not needed any more.",
            )


# -- Triggers
# ------------------------------------------------------------------------------------------------------------


@on(When.CREATED, "Trigger")
@on(When.UPDATED, "Trigger")
def check_filter(batch: Batch, trigger: Change) -> None:
    """A filter is understood, and what it names exists.

    A slip of the pen would match nothing, and nobody would know.
    """
    text = trigger.values["filter"]
    if text is None or "filter" not in trigger.changed():
        return
    for condition in conditions(parse_filter(text)):
        for path in (condition.path, condition.value):
            if isinstance(path, Path):
                check_path(batch.call.model, path)
        check_value(batch.call.model, condition)


def check_path(model: Model, path: Path) -> None:
    """Raise ValidationError for a path to an attribute that no entity has."""
    *place, name = path.names
    if len(place) == 2 and place[1] in STATES and name not in told_names(model):
        raise ValidationError(
            f"The filter names {'.'.join(path.names)}, and no entity type has an attribute {name}.",
            code=CODE,
            hint=did_you_mean(name, told_names(model)),
        )


def check_value(model: Model, condition: Condition) -> None:
    """Raise ValidationError for the name of an operation or an entity type that there is not."""
    if isinstance(condition.value, Path):
        return
    given = condition.value.text
    if condition.path.names == ("entity", "operation") and given not in (CREATE, UPDATE, DELETE):
        raise ValidationError(
            f'The filter names the operation "{given}"; operations are create, update and delete.', code=CODE
        )
    if condition.path.names == ("entity", "entity_type"):
        check_entity_type(model, given)


def check_entity_type(model: Model, name: str) -> None:
    """Raise ValidationError for the name of a type of which no entity is, or of which nobody hears."""
    hint: str | None
    if name not in model or model.entity(name).internal or name in AUTOMATIONS:
        hint = did_you_mean(name, (entity.name for entity in model if not entity.internal))
    elif model.entity(name) not in model.concrete(model.entity(name)):
        kinds = " or ".join(
            f'entity.entity_type = "{kind.name}"' for kind in model.concrete(model.entity(name))[:3]
        )
        hint = f"Name the types that entities have: {kinds}."
    else:
        return
    raise ValidationError(
        f'The filter names the entity type "{name}", and nothing is told of such.', code=CODE, hint=hint
    )


@lru_cache(maxsize=4)
def told_names(model: Model) -> frozenset[str]:
    """Return the names of all attributes that webhooks are told."""
    return frozenset(_told_names(model))


def _told_names(model: Model) -> Iterator[str]:
    for entity in model:
        yield from (attribute.name for attribute in entity.public_stored)


# -- Webhooks
# ------------------------------------------------------------------------------------------------------------


@on(When.CREATED, "WebhookAction")
@on(When.UPDATED, "WebhookAction")
def check_target(batch: Batch, webhook: Change) -> None:
    """A webhook leads to where this server may send something, with headers that can be sent."""
    changed = webhook.changed()
    if "webhook_url" in changed and webhook.values["webhook_url"] is not None:
        batch.call.targets.check(read_target(webhook.values["webhook_url"]))
    if "headers" in changed:
        read_headers(webhook.values["headers"])


@on(When.CREATED, "WebhookAction")
def give_secret(batch: Batch, webhook: Change) -> None:
    """What is sent is signed by a secret of the webhook's own."""
    del batch
    webhook.values["_secret"] = webhook.values["_secret"] or new_secret()


@on(When.DELETED, "WebhookAction")
def give_up_waiting(batch: Batch, webhook: Change) -> None:
    """What waits for a webhook that is deleted is never sent."""
    known: set[str] = batch.known.setdefault("webhooks given up", set())
    if webhook.key[0] not in known:
        root = batch.root(webhook.entity)
        deleted = {
            one.key[0] for one in batch.staged.touched() if one.is_deleted and batch.root(one.entity) is root
        } - known
        known |= deleted
        give_up(batch.call.tx, deleted)
