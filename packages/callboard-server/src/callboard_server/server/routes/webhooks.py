"""`/webhooks`: the delivery log, redelivering, test deliveries and the rotation of secrets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard.errors import MalformedOperation
from callboard.wire.values import instant_text
from callboard_server.actions import webhook_deliveries as log
from callboard_server.actions.webhook_deliveries import DeliveryDetails, DeliveryFilter
from callboard_server.actions.webhook_secrets import WebhookSecret, rotate_webhook_secret, webhook_secret
from callboard_server.records.automations import Webhook
from callboard_server.records.deliveries import PING, DeliveryRow
from callboard_server.records.delivery_attempts import AttemptRow, Health
from callboard_server.server.authentication import authenticate
from callboard_server.server.services import services_of
from callboard_server.server.webhooks.delivery_sender import DeliverySender

NO_STORE = {"Cache-Control": "no-store"}
DEFAULT_PAGE = 50
LARGEST_PAGE = 200
MOST_DIGITS = 9


def delivery_sender_of(request: Request) -> DeliverySender:
    """Return the delivery sender of the application."""
    found = request.app.state.delivery_sender
    assert isinstance(found, DeliverySender)
    return found


# -- Delivery log
# ------------------------------------------------------------------------------------------------------------


async def get_status(request: Request) -> Response:
    """`GET /webhooks/status`: every webhook, its waiting deliveries, and since when it has been failing."""
    actor = await authenticate(request)
    found = await services_of(request).read_as(actor, log.webhook_status)
    return JSONResponse(
        {"webhooks": [status_fields(hook, health) for hook, health in found]}, headers=NO_STORE
    )


async def get_deliveries(request: Request) -> Response:
    """`GET /webhooks/deliveries`: deliveries, newest first.

    The query may contain `automation`, `webhook`, `state`, `limit`, and `before` from the previous page.
    """
    actor = await authenticate(request)
    query, most = request.query_params, page_size(request)
    chosen = DeliveryFilter(
        automation_id=query.get("automation", ""),
        webhook_id=query.get("webhook", ""),
        state=query.get("state", ""),
        before=query.get("before", ""),
    )
    rows = await services_of(request).read_as(actor, lambda call: log.list_deliveries(call, chosen, most))
    before = rows[-1].id if len(rows) == most else None
    return JSONResponse(
        {"deliveries": [delivery_fields(row) for row in rows], "before": before}, headers=NO_STORE
    )


async def get_delivery(request: Request) -> Response:
    """`GET /webhooks/deliveries/{id}`: a delivery with its payload and its attempts."""
    actor = await authenticate(request)
    delivery_id = str(request.path_params["id"])
    found = await services_of(request).read_as(actor, lambda call: log.delivery_details(call, delivery_id))
    return JSONResponse(details_fields(found), headers=NO_STORE)


def page_size(request: Request) -> int:
    """Return how many deliveries *request* asks for. Raises: MalformedOperation."""
    given = request.query_params.get("limit", str(DEFAULT_PAGE))
    if not (given.isascii() and given.isdigit()) or len(given) > MOST_DIGITS or int(given) == 0:
        raise MalformedOperation('"limit" must be a positive number.', code="webhook.limit")
    return min(int(given), LARGEST_PAGE)


# -- Manual actions
# ------------------------------------------------------------------------------------------------------------


async def post_redelivery(request: Request) -> Response:
    """`POST /webhooks/deliveries/{id}/redeliver`: send a delivery again, under the same identifier."""
    actor = await authenticate(request)
    delivery_id = str(request.path_params["id"])
    row = await services_of(request).write_as(actor, lambda call: log.redeliver(call, delivery_id))
    delivery_sender_of(request).wake()
    return JSONResponse(delivery_fields(row), status_code=202, headers=NO_STORE)


async def post_ping(request: Request) -> Response:
    """`POST /webhooks/{id}/ping`: send a test delivery, also while the automation is disabled."""
    actor, services = await authenticate(request), services_of(request)
    webhook_id = str(request.path_params["id"])
    delivery_id = await services.write_as(
        actor, lambda call: log.ping(call, webhook_id), services.base_url(request)
    )
    delivery_sender_of(request).wake()
    return JSONResponse({"delivery_id": delivery_id}, status_code=202, headers=NO_STORE)


async def get_secret(request: Request) -> Response:
    """`GET /webhooks/{id}/secret`: the secret that signs the webhook's deliveries."""
    actor = await authenticate(request)
    webhook_id = str(request.path_params["id"])
    found = await services_of(request).read_as(actor, lambda call: webhook_secret(call, webhook_id))
    return JSONResponse(secret_fields(found), headers=NO_STORE)


async def post_secret(request: Request) -> Response:
    """`POST /webhooks/{id}/secret`: rotate the secret. The former one is valid for another day."""
    actor = await authenticate(request)
    webhook_id = str(request.path_params["id"])
    made = await services_of(request).write_as(actor, lambda call: rotate_webhook_secret(call, webhook_id))
    return JSONResponse(secret_fields(made), status_code=201, headers=NO_STORE)


# -- JSON
# ------------------------------------------------------------------------------------------------------------


def status_fields(hook: Webhook, health: Health | None) -> dict[str, Any]:
    """Return a webhook and the health of its deliveries as JSON."""
    return {
        "id": hook.id,
        "automation_id": hook.automation_id,
        "automation": hook.automation,
        "enabled": hook.is_enabled,
        "webhook_url": hook.url,
        "waiting": health.waiting if health else 0,
        "failing_since": instant(health.failing_since) if health else None,
        "delivered_at": instant(health.delivered_at) if health else None,
    }


def delivery_fields(row: DeliveryRow) -> dict[str, Any]:
    """Return a delivery as JSON, as lists contain it."""
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
        "created_at": instant(row.created_at),
        "next_at": instant(row.next_at),
        "tried_at": instant(row.tried_at),
        "delivered_at": instant(row.delivered_at),
        "status": row.status,
        "error": row.error,
        "milliseconds": row.milliseconds,
    }


def details_fields(details: DeliveryDetails) -> dict[str, Any]:
    """Return a delivery as JSON, with all that is known about it."""
    return {
        **delivery_fields(details.row),
        "webhook_url": details.webhook.url if details.webhook else None,
        "headers": details.header_names,
        "payload": orjson.loads(details.payload),
        "tries": [attempt_fields(attempt) for attempt in details.attempts],
    }


def attempt_fields(attempt: AttemptRow) -> dict[str, Any]:
    """Return one attempt as JSON."""
    return {
        "number": attempt.number,
        "tried_at": instant(attempt.tried_at),
        "is_delivered": attempt.is_delivered,
        "status": attempt.status,
        "error": attempt.error,
        "milliseconds": attempt.milliseconds,
        "answer": attempt.answer,
    }


def secret_fields(found: WebhookSecret) -> dict[str, Any]:
    """Return the secrets of a webhook as JSON."""
    return {
        "secret": found.secret,
        "former_secret": found.former,
        "former_until": instant_text(found.former_until) if found.former_until else None,
    }


def instant(milliseconds: int | None) -> str | None:
    """Return a time of the database's clock as text."""
    return (
        None
        if milliseconds is None
        else instant_text(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds))
    )
