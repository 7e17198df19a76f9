"""Statements about automations, which are entities: filters, webhooks and secrets."""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from attrs import field, frozen

from callboard_server.records.schema import ACTION, AUTOMATION, TRIGGER
from callboard_server.records.statements import given
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class Automation:
    """An enabled automation: a change that matches any of `filters` is sent to all `webhooks`.

    `webhooks` are identifiers. `configuration_hash` changes with any part of the automation.
    """

    id: str
    includes_private: bool
    filters: tuple[str, ...]
    webhooks: tuple[str, ...]
    configuration_hash: str


@frozen
class Webhook:
    """The target of deliveries.

    `headers` is JSON text. `rotated_at` is the time when `secret` replaced `former_secret`.
    """

    id: str
    automation_id: str
    automation: str
    is_enabled: bool = field(converter=bool)
    url: str
    headers: str | None
    secret: str | None
    former_secret: str | None
    rotated_at: str | None


_ENABLED = Prepared(
    sa.select(AUTOMATION.c.id, AUTOMATION.c.include_private_projects)
    .where(AUTOMATION.c.enabled.is_(sa.true()))
    .order_by(AUTOMATION.c.id)
)
_TRIGGERS = Prepared(sa.select(TRIGGER.c.automation_id, TRIGGER.c.filter).order_by(TRIGGER.c.id))
_ACTIONS = Prepared(
    sa.select(
        ACTION.c.automation_id,
        ACTION.c.id,
        ACTION.c.webhook_url,
        ACTION.c.headers,
    ).order_by(ACTION.c.id)
)
WEBHOOKS = sa.select(
    ACTION.c.id,
    AUTOMATION.c.id,
    AUTOMATION.c.name,
    AUTOMATION.c.enabled,
    ACTION.c.webhook_url,
    ACTION.c.headers,
    ACTION.c["_secret"],
    ACTION.c["_former_secret"],
    ACTION.c["_rotated_at"],
).select_from(ACTION.join(AUTOMATION, AUTOMATION.c.id == ACTION.c.automation_id))
"""The columns of a `Webhook`."""

_WEBHOOK = Prepared(WEBHOOKS.where(ACTION.c.id == given("id")))
_EVERY_WEBHOOK = Prepared(WEBHOOKS.order_by(AUTOMATION.c.name, ACTION.c.id))
_ROTATE = Prepared(
    sa.update(ACTION)
    .where(ACTION.c.id == given("id"))
    .values(
        {
            "_former_secret": ACTION.c["_secret"],
            "_secret": given("secret"),
            "_rotated_at": given("now"),
        }
    )
)


def enabled_automations(tx: Transaction) -> tuple[Automation, ...]:
    """Return the enabled automations that have a trigger and a webhook."""
    rows = tx.rows(_ENABLED)
    if not rows:
        return ()
    filters, actions = tx.rows(_TRIGGERS), tx.rows(_ACTIONS)
    found = []
    for automation_id, includes_private in rows:
        own_filters = tuple(text for owner, text in filters if owner == automation_id)
        own_actions = [tuple(action) for owner, *action in actions if owner == automation_id]
        if own_filters and own_actions:
            configuration = json.dumps([automation_id, bool(includes_private), own_filters, own_actions])
            digest = hashlib.sha256(configuration.encode()).hexdigest()
            found.append(
                Automation(
                    automation_id,
                    bool(includes_private),
                    own_filters,
                    tuple(str(one[0]) for one in own_actions),
                    digest,
                )
            )
    return tuple(found)


def webhook(tx: Transaction, webhook_id: str) -> Webhook | None:
    """Return a webhook; None if there is no such webhook."""
    row = tx.row(_WEBHOOK, id=webhook_id)
    return None if row is None else Webhook(*row)


def every_webhook(tx: Transaction) -> list[Webhook]:
    """Return all webhooks, sorted by the names of their automations."""
    return [Webhook(*row) for row in tx.rows(_EVERY_WEBHOOK)]


def rotate_secret(tx: Transaction, webhook_id: str, secret: str, now: str) -> bool:
    """Replace the secret of a webhook by *secret*; return whether the webhook exists."""
    return tx.run(_ROTATE, id=webhook_id, secret=secret, now=now) > 0
