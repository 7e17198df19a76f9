"""The secret that signs the deliveries of a webhook, and its rotation."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from callboard.wire.values import instant_text, parse_instant
from callboard_server.access.signing import new_secret
from callboard_server.actions.call import Call
from callboard_server.actions.webhook_deliveries import check_may_manage, find_webhook
from callboard_server.records.automations import Webhook, rotate_secret

FORMER_SECRET_LIFETIME = timedelta(days=1)


@frozen
class WebhookSecret:
    """The secret of a webhook. After a rotation, the `former` one signs as well, until `former_until`."""

    secret: str | None
    former: str | None = None
    former_until: datetime | None = None


def current_secret(hook: Webhook, now: datetime) -> WebhookSecret:
    """Return the secrets that sign the deliveries of *hook* at *now*."""
    until = parse_instant(hook.rotated_at) + FORMER_SECRET_LIFETIME if hook.rotated_at else None
    if until is None or now >= until:
        return WebhookSecret(hook.secret)
    return WebhookSecret(hook.secret, hook.former_secret, until)


def webhook_secret(call: Call, webhook_id: str) -> WebhookSecret:
    """Return the secret of a webhook. Raises: PermissionDenied, for others than administrators; NotFound."""
    check_may_manage(call)
    return current_secret(find_webhook(call.tx, webhook_id), call.clock())


def rotate_webhook_secret(call: Call, webhook_id: str) -> WebhookSecret:
    """Give a webhook a new secret. The former one is valid for another day. Raises: as `webhook_secret`."""
    check_may_manage(call)
    rotate_secret(call.tx, webhook_id, new_secret(), instant_text(call.clock()))
    return webhook_secret(call, webhook_id)
