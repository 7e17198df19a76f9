"""Deliveries to webhooks: what is sent, and what came of it.

A row is written in the transaction of the change that it describes. It is `waiting` for its first attempt, or
`failed` and waiting for another; `delivered` and `given_up` are the ends. It is kept for a while as a log.

While a delivery is sent, the moment of its next attempt is when the lease runs out. So one whose sender was
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
from callboard_server.records.schema import METADATA, WEBHOOK_ACTION
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

A delivery that has `next_at` is sent then, or again then should its sender be gone; one without is at its
end.
"""
D = WEBHOOK_DELIVERY.c

_OPEN_ONES: dict[str, Any] = {f"{name}_where": D.next_at.is_not(None) for name in ("sqlite", "postgresql")}
sa.Index("webhook_delivery_due", D.webhook_id, D.next_at, D.sequence, **_OPEN_ONES)
sa.Index("webhook_delivery_turn", D.webhook_id, D.entity_key, D.sequence, **_OPEN_ONES)
sa.Index("webhook_delivery_made", D.created_at, D.id)


PING = "ping"
"""The operation of a delivery that describes no change.

It is sent even when its automation is disabled.
"""

WAITING, FAILED, DELIVERED, GIVEN_UP = "waiting", "failed", "delivered", "given_up"
STATES = (WAITING, FAILED, DELIVERED, GIVEN_UP)


NOW = StatementMilliseconds()


@frozen
class NewDelivery:
    """What is to be sent: `payload` is the JSON text of a body, about the entity with `entity_key`."""

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
    """Add *deliveries*, after the event of the same change, whose number is their place in order."""
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
    """Return at most *most* deliveries, the newest first.

    Of an automation, to a webhook, in a state, and older than *before*.
    """
    wanted = {"automation": automation_id, "webhook": webhook_id, "state": state}
    asked = {name: value for name, value in wanted.items() if value}
    if before:
        asked |= {"at": before.created_at, "last": before.id}  # type: ignore[dict-item]  # a number among texts
    return [DeliveryRow(*row) for row in tx.rows(_listing(frozenset(asked)), most=most, **asked)]


@lru_cache(maxsize=16)
def _listing(asked: frozenset[str]) -> Prepared:
    columns = {"automation": D.automation_id, "webhook": D.webhook_id, "state": D.state}
    where: list[sa.ColumnElement[bool]] = [
        column == given(name) for name, column in columns.items() if name in asked
    ]
    if "at" in asked:
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
    """Return one delivery and its payload; None when there is none."""
    row = tx.row(_ONE, delivery=delivery_id)
    return None if row is None else (DeliveryRow(*row[:-1]), str(row[-1]))


def send_again(tx: Transaction, delivery_id: str) -> bool:
    """Let a delivery be sent once more, whatever came of it, under its own identifier.

    False when there is none.
    """
    return tx.run(_SEND_AGAIN, delivery=delivery_id) > 0


_GIVE_UP: dict[str, Any] = {
    "state": constant(GIVEN_UP),
    "next_at": sa.null(),
    "token": sa.null(),
    "error": given("reason"),
}
_GIVE_UP_ORPHANS = Prepared(
    sa.update(WEBHOOK_DELIVERY)
    .where(D.next_at.is_not(None), D.webhook_id.not_in(sa.select(WEBHOOK_ACTION.c.id)))
    .values(_GIVE_UP)
)
_DROP = Prepared(sa.delete(WEBHOOK_DELIVERY).where(D.created_at < NOW - given_number("age")))
WEBHOOK_GONE = "The webhook was deleted."


def give_up_orphans(tx: Transaction) -> int:
    """Give up what waits for webhooks that are gone; return how much."""
    return tx.run(_GIVE_UP_ORPHANS, reason=WEBHOOK_GONE)


def give_up(tx: Transaction, webhook_ids: Collection[str]) -> None:
    """Give up what waits for webhooks that are about to be deleted."""
    tx.run(_giving_up(tx.dialect), keys=tx.dialect.list_parameter(sorted(webhook_ids)), reason=WEBHOOK_GONE)


@lru_cache(maxsize=2)
def _giving_up(dialect: Dialect) -> Prepared:
    among = dialect.among(D.webhook_id, "keys", D.webhook_id.type)
    return Prepared(sa.update(WEBHOOK_DELIVERY).where(D.next_at.is_not(None), among).values(_GIVE_UP))


def drop_deliveries(tx: Transaction, age: timedelta) -> None:
    """Delete deliveries that were created longer than *age* ago, in any state."""
    tx.run(_DROP, age=age // timedelta(milliseconds=1))
