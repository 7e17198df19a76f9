"""The delivery log of webhooks, sending a delivery again, and test deliveries. For administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson
from attrs import frozen

from callboard.errors import MalformedOperation, NotFound, ValidationError
from callboard_server.access.targets import read_headers
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator
from callboard_server.events.webhook_payload import PING_FORM, Circumstances, body
from callboard_server.records import deliveries, delivery_attempts
from callboard_server.records.automations import Webhook, enabled_automations, every_webhook, webhook
from callboard_server.records.deliveries import PING, DeliveryRow, NewDelivery
from callboard_server.records.delivery_attempts import AttemptRow, Health
from callboard_server.storage.transaction import Transaction


@frozen(kw_only=True)
class DeliveryFilter:
    """Which deliveries to list. Empty texts match all; `before` is the identifier of an older page's end."""

    automation_id: str = ""
    webhook_id: str = ""
    state: str = ""
    before: str = ""


@frozen
class DeliveryDetails:
    """A delivery with its webhook (None when it was deleted), its payload and its attempts."""

    row: DeliveryRow
    payload: str
    webhook: Webhook | None
    attempts: Sequence[AttemptRow]

    @property
    def header_names(self) -> list[str]:
        """The names of the webhook's own headers. Their values may be secret."""
        if self.webhook is None:
            return []
        try:
            return [name for name, _ in read_headers(self.webhook.headers)]
        except ValidationError:  # headers that were stored before they were validated
            return []


def check_may_manage(call: Call) -> None:
    """Raise PermissionDenied unless the actor may see and manage webhooks."""
    check_administrator(call.actor.is_administrator, "manage webhooks")


def webhook_status(call: Call) -> list[tuple[Webhook, Health | None]]:
    """Return every webhook with the health of its deliveries, when it has any. Raises: PermissionDenied."""
    check_may_manage(call)
    health: Mapping[str, Health] = delivery_attempts.health(call.tx)
    return [(hook, health.get(hook.id)) for hook in every_webhook(call.tx)]


def list_deliveries(call: Call, chosen: DeliveryFilter, most: int) -> list[DeliveryRow]:
    """Return at most *most* deliveries, newest first.

    Raises: PermissionDenied; MalformedOperation, for an unknown state; NotFound.
    """
    check_may_manage(call)
    if chosen.state and chosen.state not in deliveries.STATES:
        raise MalformedOperation(
            f'"state" must be one of {", ".join(deliveries.STATES)}; got {chosen.state[:80]!r}.',
            code="webhook.state",
        )
    last = find_delivery(call.tx, chosen.before)[0] if chosen.before else None
    return deliveries.deliveries(
        call.tx,
        most=most,
        automation_id=chosen.automation_id,
        webhook_id=chosen.webhook_id,
        state=chosen.state,
        before=last,
    )


def delivery_details(call: Call, delivery_id: str) -> DeliveryDetails:
    """Return a delivery with all that is known about it. Raises: PermissionDenied, NotFound."""
    check_may_manage(call)
    row, payload = find_delivery(call.tx, delivery_id)
    return DeliveryDetails(
        row, payload, webhook(call.tx, row.webhook_id), delivery_attempts.attempts(call.tx, delivery_id)
    )


def redeliver(call: Call, delivery_id: str) -> DeliveryRow:
    """Queue a delivery again, under the same identifier and with all retries. Return it.

    Raises: PermissionDenied; NotFound, also when its webhook was deleted.
    """
    check_may_manage(call)
    find_webhook(call.tx, find_delivery(call.tx, delivery_id)[0].webhook_id)
    deliveries.send_again(call.tx, delivery_id)
    return find_delivery(call.tx, delivery_id)[0]


def ping(call: Call, webhook_id: str) -> str:
    """Queue a test delivery, which is about no change, and return its identifier.

    It is sent even when the automation is disabled. Raises: PermissionDenied, NotFound.
    """
    check_may_manage(call)
    hook = find_webhook(call.tx, webhook_id)
    delivery_id = call.new_id()
    about = Circumstances(call.clock(), call.actor.user_id, call.server_url)
    configuration = next(
        (one.configuration_hash for one in enabled_automations(call.tx) if one.id == hook.automation_id), ""
    )
    payload = orjson.dumps(body(delivery_id, PING_FORM, about, configuration)).decode()
    key = orjson.dumps([delivery_id]).decode()
    new = NewDelivery(delivery_id, hook.automation_id, hook.id, "", key, PING, payload)
    deliveries.add_deliveries(call.tx, [new])
    return delivery_id


def find_delivery(tx: Transaction, delivery_id: str) -> tuple[DeliveryRow, str]:
    """Return a delivery and its payload. Raises: NotFound."""
    found = deliveries.delivery(tx, delivery_id)
    if found is None:
        raise NotFound(
            f"There is no delivery {delivery_id[:80]}, or it is no longer kept.",
            code="webhook.delivery_not_found",
        )
    return found


def find_webhook(tx: Transaction, webhook_id: str) -> Webhook:
    """Return a webhook. Raises: NotFound."""
    found = webhook(tx, webhook_id)
    if found is None:
        raise NotFound(f"There is no WebhookAction with the key {webhook_id[:80]}.", code="webhook.not_found")
    return found
