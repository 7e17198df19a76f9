"""The log of deliveries, and what administrators do by hand.

Send again, try a webhook out, and see or replace its secret.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard.errors import MalformedOperation, NotFound, ValidationError
from callboard.wire.values import instant_text, parse_instant
from callboard_server.access.actor import Actor
from callboard_server.access.signing import new_secret
from callboard_server.access.targets import read_headers
from callboard_server.actions.operation_fields import check_administrator
from callboard_server.events.webhooks import PING_FORM, Circumstances, body
from callboard_server.records import deliveries, delivery_attempts
from callboard_server.records.automations import (
    Webhook,
    enabled_automations,
    every_webhook,
    rotate_secret,
    webhook,
)
from callboard_server.records.deliveries import PING, DeliveryRow, NewDelivery
from callboard_server.records.delivery_attempts import AttemptRow
from callboard_server.server.identity import identify
from callboard_server.server.services import Services, services_of
from callboard_server.server.webhooks.delivery_sender import FORMER_SECRET_LIVES, DeliverySender
from callboard_server.storage.transaction import Transaction

NO_STORE = {"Cache-Control": "no-store"}
USUAL_PAGE = 50
LARGEST_PAGE = 200
MOST_DIGITS = 9


async def administrator(request: Request) -> Actor:
    """Return the administrator who asks. Raises: PermissionDenied, for anybody else."""
    actor = await identify(request)
    check_administrator(actor.is_administrator, "see what webhooks are sent")
    return actor


def delivery_sender_of(request: Request) -> DeliverySender:
    """Return who sends for the application that *request* came to."""
    found = request.app.state.delivery_sender
    assert isinstance(found, DeliverySender)
    return found


# -- The log
# ------------------------------------------------------------------------------------------------------------


async def get_status(request: Request) -> Response:
    """`GET /webhooks/status`: every webhook, what waits for it, and since when it has been failing."""
    await administrator(request)
    hooks, health = await services_of(request).read(
        lambda tx: (every_webhook(tx), delivery_attempts.health(tx))
    )
    return JSONResponse(
        {"webhooks": [status_fields(hook, health.get(hook.id)) for hook in hooks]}, headers=NO_STORE
    )


async def get_deliveries(request: Request) -> Response:
    """`GET /webhooks/deliveries`.

    The newest first; by `automation`, `webhook` or `state`, `limit` of them, older than the one `before`.
    """
    await administrator(request)
    query, most = request.query_params, page_size(request)
    state, before = query.get("state", ""), query.get("before")
    if state and state not in deliveries.STATES:
        raise MalformedOperation(
            f'"state" must be one of {", ".join(deliveries.STATES)}.', code="webhook.state"
        )

    def find(tx: Transaction) -> list[DeliveryRow]:
        last = found_delivery(tx, before)[0] if before else None
        return deliveries.deliveries(
            tx,
            most=most,
            automation_id=query.get("automation", ""),
            webhook_id=query.get("webhook", ""),
            state=state,
            before=last,
        )

    rows = await services_of(request).read(find)
    following = rows[-1].id if len(rows) == most else None
    return JSONResponse(
        {"deliveries": [delivery_fields(row) for row in rows], "before": following}, headers=NO_STORE
    )


async def get_delivery(request: Request) -> Response:
    """`GET /webhooks/deliveries/{id}`.

    One delivery whole, with what is sent and what came of each attempt.
    """
    await administrator(request)
    delivery_id = str(request.path_params["id"])
    described = await services_of(request).read(lambda tx: whole_fields(tx, delivery_id))
    return JSONResponse(described, headers=NO_STORE)


def page_size(request: Request) -> int:
    """Return how many deliveries *request* asks for. Raises: MalformedOperation."""
    given = request.query_params.get("limit", str(USUAL_PAGE))
    if not (given.isascii() and given.isdigit()) or len(given) > MOST_DIGITS or int(given) == 0:
        raise MalformedOperation('"limit" must be a number from 1 on.', code="webhook.limit")
    return min(int(given), LARGEST_PAGE)


def found_delivery(tx: Transaction, delivery_id: str) -> tuple[DeliveryRow, str]:
    """Return a delivery and its payload. Raises: NotFound."""
    found = deliveries.delivery(tx, delivery_id)
    if found is None:
        raise NotFound(
            f"There is no delivery {delivery_id[:80]}, or not any more.", code="webhook.delivery_not_found"
        )
    return found


def found_webhook(tx: Transaction, webhook_id: str) -> Webhook:
    """Return a webhook. Raises: NotFound."""
    found = webhook(tx, webhook_id)
    if found is None:
        raise NotFound(f"There is no WebhookAction with the key {webhook_id[:80]}.", code="webhook.not_found")
    return found


# -- By hand
# ------------------------------------------------------------------------------------------------------------


async def redeliver(request: Request) -> Response:
    """`POST /webhooks/deliveries/{id}/redeliver`.

    Send it once more, under the same id, as if it had never been tried.
    """
    await administrator(request)
    delivery_id = str(request.path_params["id"])

    def again(tx: Transaction) -> dict[str, Any]:
        found_webhook(tx, found_delivery(tx, delivery_id)[0].webhook_id)
        deliveries.send_again(tx, delivery_id)
        return delivery_fields(found_delivery(tx, delivery_id)[0])

    described = await services_of(request).write(again)
    delivery_sender_of(request).wake()
    return JSONResponse(described, status_code=202, headers=NO_STORE)


async def ping(request: Request) -> Response:
    """`POST /webhooks/{id}/ping`.

    Send something that tells of no change, also when the automation is not enabled.
    """
    actor, services = await administrator(request), services_of(request)
    webhook_id, delivery_id = str(request.path_params["id"]), services.new_id()
    about = Circumstances(services.clock(), actor.user_id, services.base_url(request) + "/")

    def write(tx: Transaction) -> None:
        hook = found_webhook(tx, webhook_id)
        deliveries.add_deliveries(tx, [test_delivery(tx, hook, delivery_id, about)])

    await services.write(write)
    delivery_sender_of(request).wake()
    return JSONResponse({"delivery_id": delivery_id}, status_code=202, headers=NO_STORE)


def test_delivery(tx: Transaction, hook: Webhook, delivery_id: str, about: Circumstances) -> NewDelivery:
    """Return a delivery that tells of no change."""
    configuration = next(
        (one.configuration_hash for one in enabled_automations(tx) if one.id == hook.automation_id), ""
    )
    payload = orjson.dumps(body(delivery_id, PING_FORM, about, configuration)).decode()
    return NewDelivery(
        delivery_id, hook.automation_id, hook.id, "", orjson.dumps([delivery_id]).decode(), PING, payload
    )


async def get_secret(request: Request) -> Response:
    """`GET /webhooks/{id}/secret`: what signs that which the webhook is sent."""
    await administrator(request)
    webhook_id = str(request.path_params["id"])
    services = services_of(request)
    hook = await services.read(lambda tx: found_webhook(tx, webhook_id))
    return JSONResponse(secret_fields(services, hook), headers=NO_STORE)


async def rotate(request: Request) -> Response:
    """`POST /webhooks/{id}/secret`: make another secret. For a day, the one before it signs as well."""
    await administrator(request)
    services, webhook_id, secret = services_of(request), str(request.path_params["id"]), new_secret()

    def write(tx: Transaction) -> Webhook:
        rotate_secret(tx, webhook_id, secret, instant_text(services.clock()))
        return found_webhook(tx, webhook_id)

    return JSONResponse(
        secret_fields(services, await services.write(write)), status_code=201, headers=NO_STORE
    )


# -- Forms
# ------------------------------------------------------------------------------------------------------------


def status_fields(hook: Webhook, health: delivery_attempts.Health | None) -> dict[str, Any]:
    """Return how a webhook does."""
    return {
        "id": hook.id,
        "automation_id": hook.automation_id,
        "automation": hook.automation,
        "enabled": hook.is_enabled,
        "webhook_url": hook.url,
        "waiting": health.waiting if health else 0,
        "failing_since": moment(health.failing_since) if health else None,
        "delivered_at": moment(health.delivered_at) if health else None,
    }


def delivery_fields(row: DeliveryRow) -> dict[str, Any]:
    """Return a delivery as lists of them show it."""
    is_ping = row.operation == PING
    return {
        "id": row.id,
        "automation_id": row.automation_id,
        "webhook_id": row.webhook_id,
        "operation": row.operation,
        "entity_type": None if is_ping else row.entity_type,
        "entity_id": None if is_ping else orjson.loads(row.entity_key),
        "state": row.state,
        "attempts": row.attempts,
        "created_at": moment(row.created_at),
        "next_at": moment(row.next_at),
        "tried_at": moment(row.tried_at),
        "delivered_at": moment(row.delivered_at),
        "status": row.status,
        "error": row.error,
        "milliseconds": row.milliseconds,
    }


def whole_fields(tx: Transaction, delivery_id: str) -> dict[str, Any]:
    """Return a delivery with all that is known of it.

    Of headers that administrators gave, the names are told.
    """
    row, payload = found_delivery(tx, delivery_id)
    hook = webhook(tx, row.webhook_id)
    return {
        **delivery_fields(row),
        "webhook_url": hook.url if hook else None,
        "headers": header_names(hook) if hook else [],
        "payload": orjson.loads(payload),
        "tries": [attempt_fields(attempt) for attempt in delivery_attempts.attempts(tx, delivery_id)],
    }


def header_names(hook: Webhook) -> list[str]:
    """Return the names of the headers that *hook* is sent beside those of every delivery."""
    try:
        return [name for name, _ in read_headers(hook.headers)]
    except ValidationError:  # headers that a database held before they were checked
        return []


def attempt_fields(attempt: AttemptRow) -> dict[str, Any]:
    """Return one attempt."""
    return {
        "number": attempt.number,
        "tried_at": moment(attempt.tried_at),
        "is_delivered": attempt.is_delivered,
        "status": attempt.status,
        "error": attempt.error,
        "milliseconds": attempt.milliseconds,
        "answer": attempt.answer,
    }


def secret_fields(services: Services, hook: Webhook) -> dict[str, Any]:
    """Return the secrets of a webhook, and until when the former one signs too."""
    until = parse_instant(hook.rotated_at) + FORMER_SECRET_LIVES if hook.rotated_at else None
    is_alive = until is not None and services.clock() < until
    return {
        "secret": hook.secret,
        "former_secret": hook.former_secret if is_alive else None,
        "former_until": instant_text(until) if until and is_alive else None,
    }


def moment(milliseconds: int | None) -> str | None:
    """Return a time of the database's clock as text."""
    return (
        None
        if milliseconds is None
        else instant_text(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds))
    )
