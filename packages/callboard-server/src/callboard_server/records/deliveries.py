"""Deliveries to webhooks: their payloads, states and results.

A row is added in the transaction of the change that it describes. It is `waiting` for its first attempt, or
`failed` and waiting for the next one. The final states are `delivered` and `given_up`. Rows are kept for a
while as a log.

While a delivery is being sent, its next attempt is due when the lease expires. So a delivery whose sender was
killed is sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.outbox import LAST_SEQUENCE
from callboard_server.records.schema import ACTION, METADATA
from callboard_server.records.statements import ZERO, given, given_number
from callboard_server.storage.clock import StatementMilliseconds
from callboard_server.storage.dialect import Dialect
from callboard_server.storage.tables import TEXT, constant
from callboard_server.storage.transaction import Prepared, Transaction

WEBHOOK_DELIVERY = sa.Table(
    "webhook_delivery",
    METADATA,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("automation_id", TEXT, nullable=False),
    sa.Column("webhook_id", TEXT, nullable=False),
    sa.Column("entity_type", TEXT, nullable=False),
    sa.Column("entity_key", TEXT, nullable=False),
    sa.Column("operation", TEXT, nullable=False),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("payload", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("attempts", sa.BigInteger(), nullable=False),
    sa.Column("next_at", sa.BigInteger()),
    sa.Column("token", TEXT),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.Column("tried_at", sa.BigInteger()),
    sa.Column("delivered_at", sa.BigInteger()),
    sa.Column("status", sa.BigInteger()),
    sa.Column("error", TEXT),
    sa.Column("milliseconds", sa.BigInteger()),
)
"""Times are milliseconds of the database's clock.

`next_at` is the time of the next attempt, or the end of the current sender's lease. It is null in a final
state.
"""
D = WEBHOOK_DELIVERY.c

_WHERE_OPEN: dict[str, Any] = {f"{name}_where": D.next_at.is_not(None) for name in ("sqlite", "postgresql")}
sa.Index("webhook_delivery_due", D.webhook_id, D.next_at, D.sequence, **_WHERE_OPEN)
sa.Index("webhook_delivery_turn", D.webhook_id, D.entity_key, D.sequence, **_WHERE_OPEN)
sa.Index("webhook_delivery_made", D.created_at, D.id)


PING = "ping"
"""The operation of a test delivery, which is sent even if its automation is disabled."""

WAITING, FAILED, DELIVERED, GIVEN_UP = "waiting", "failed", "delivered", "given_up"
STATES = (WAITING, FAILED, DELIVERED, GIVEN_UP)


NOW = StatementMilliseconds()


@frozen
class NewDelivery:
    """A delivery to add. `payload` is the body as JSON text, about the entity with `entity_key`."""

    id: str
    automation_id: str
    webhook_id: str
    entity_type: str
    entity_key: str
    operation: str
    payload: str


@frozen
class DeliveryRow:
    """A delivery in the log. Times are milliseconds since 1970."""

    id: str
    automation_id: str
    webhook_id: str
    entity_type: str
    entity_key: str
    operation: str
    state: str
    attempts: int
    next_at: int | None
    created_at: int
    tried_at: int | None
    delivered_at: int | None
    status: int | None
    error: str | None
    milliseconds: int | None


_ADD = Prepared(
    sa.insert(WEBHOOK_DELIVERY).values(
        {
            name: given(name)
            for name in (
                "id",
                "automation_id",
                "webhook_id",
                "entity_type",
                "entity_key",
                "operation",
                "payload",
            )
        }
        | {
            "sequence": LAST_SEQUENCE,
            "state": constant(WAITING),
            "attempts": ZERO,
            "next_at": NOW,
            "created_at": NOW,
        }
    )
)


def add_deliveries(tx: Transaction, deliveries: Iterable[NewDelivery]) -> None:
    """Add *deliveries*, in the sequence of the event for the same change, which was added before."""
    tx.run_many(
        _ADD,
        (
            {
                "id": one.id,
                "automation_id": one.automation_id,
                "webhook_id": one.webhook_id,
                "entity_type": one.entity_type,
                "entity_key": one.entity_key,
                "operation": one.operation,
                "payload": one.payload,
            }
            for one in deliveries
        ),
    )


_LOGGED = (
    *(
        D.id,
        D.automation_id,
        D.webhook_id,
        D.entity_type,
        D.entity_key,
        D.operation,
        D.state,
        D.attempts,
        D.next_at,
        D.created_at,
    ),
    *(D.tried_at, D.delivered_at, D.status, D.error, D.milliseconds),
)
_ONE = Prepared(sa.select(*_LOGGED, D.payload).where(D.id == given("delivery")))
_SEND_AGAIN = Prepared(
    sa.update(WEBHOOK_DELIVERY)
    .where(D.id == given("delivery"))
    .values(state=constant(WAITING), next_at=NOW, token=sa.null(), attempts=ZERO, delivered_at=sa.null())
)


def deliveries(
    tx: Transaction,
    *,
    most: int,
    automation_id: str = "",
    webhook_id: str = "",
    state: str = "",
    before: DeliveryRow | None = None,
) -> list[DeliveryRow]:
    """Return at most *most* deliveries, newest first.

    Optional filters: an automation, a webhook, a state, and only deliveries older than *before*.
    """
    possible = {"automation": automation_id, "webhook": webhook_id, "state": state}
    filters: dict[str, str | int] = {name: value for name, value in possible.items() if value}
    if before:
        filters |= {"at": before.created_at, "last": before.id}
    return [DeliveryRow(*row) for row in tx.rows(_listing(frozenset(filters)), most=most, **filters)]


@lru_cache(maxsize=16)
def _listing(filters: frozenset[str]) -> Prepared:
    columns = {"automation": D.automation_id, "webhook": D.webhook_id, "state": D.state}
    where: list[sa.ColumnElement[bool]] = [
        column == given(name) for name, column in columns.items() if name in filters
    ]
    if "at" in filters:
        at = given_number("at")
        where.append(sa.or_(D.created_at < at, sa.and_(D.created_at == at, D.id < given("last"))))
    return Prepared(
        sa.select(*_LOGGED)
        .where(*where)
        .order_by(D.created_at.desc(), D.id.desc())
        .limit(given("most"))
        .offset(ZERO)
    )


def delivery(tx: Transaction, delivery_id: str) -> tuple[DeliveryRow, str] | None:
    """Return a delivery and its payload; None if there is no such delivery."""
    row = tx.row(_ONE, delivery=delivery_id)
    return None if row is None else (DeliveryRow(*row[:-1]), str(row[-1]))


def send_again(tx: Transaction, delivery_id: str) -> bool:
    """Schedule a delivery in any state to be sent again, with its identifier; return whether it exists."""
    return tx.run(_SEND_AGAIN, delivery=delivery_id) > 0


_GIVE_UP: dict[str, Any] = {
    "state": constant(GIVEN_UP),
    "next_at": sa.null(),
    "token": sa.null(),
    "error": given("reason"),
}
_GIVE_UP_ORPHANS = Prepared(
    sa.update(WEBHOOK_DELIVERY)
    .where(D.next_at.is_not(None), D.webhook_id.not_in(sa.select(ACTION.c.id)))
    .values(_GIVE_UP)
)
_DROP = Prepared(sa.delete(WEBHOOK_DELIVERY).where(D.created_at < NOW - given_number("age")))
WEBHOOK_GONE = "The webhook was deleted."


def give_up_orphans(tx: Transaction) -> int:
    """Give up open deliveries to webhooks that were deleted; return their number."""
    return tx.run(_GIVE_UP_ORPHANS, reason=WEBHOOK_GONE)


def give_up(tx: Transaction, webhook_ids: Collection[str]) -> None:
    """Give up open deliveries to webhooks that are about to be deleted."""
    tx.run(_giving_up(tx.dialect), keys=tx.dialect.list_parameter(sorted(webhook_ids)), reason=WEBHOOK_GONE)


@lru_cache(maxsize=2)
def _giving_up(dialect: Dialect) -> Prepared:
    among = dialect.among(D.webhook_id, "keys", D.webhook_id.type)
    return Prepared(sa.update(WEBHOOK_DELIVERY).where(D.next_at.is_not(None), among).values(_GIVE_UP))


def drop_deliveries(tx: Transaction, age: timedelta) -> None:
    """Delete deliveries in any state that were created more than *age* ago."""
    tx.run(_DROP, age=age // timedelta(milliseconds=1))
