"""Attempts to send deliveries: the log of each delivery, and the health of each webhook.

A row is added when an attempt has ended, and deleted with its delivery.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import field, frozen

from callboard_server.records.deliveries import NOW, WEBHOOK_DELIVERY
from callboard_server.records.schema import METADATA
from callboard_server.records.statements import ONE, ZERO, given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Row, Transaction

D = WEBHOOK_DELIVERY.c
WEBHOOK_ATTEMPT = sa.Table(
    "webhook_attempt",
    METADATA,
    sa.Column(
        "delivery_id",
        TEXT,
        sa.ForeignKey(D.id, name="fk_webhook_attempt_delivery_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("number", sa.BigInteger(), primary_key=True),
    sa.Column("webhook_id", TEXT, nullable=False),
    sa.Column("tried_at", sa.BigInteger(), nullable=False),
    sa.Column("is_delivered", sa.Boolean(), nullable=False),
    sa.Column("status", sa.BigInteger()),
    sa.Column("error", TEXT),
    sa.Column("milliseconds", sa.BigInteger(), nullable=False),
    sa.Column("answer", TEXT),
)
A = WEBHOOK_ATTEMPT.c

sa.Index("webhook_attempt_of", A.webhook_id, A.is_delivered, A.tried_at)
sa.Index("webhook_attempt_at", A.tried_at)


@frozen
class NewAttempt:
    """The result of an attempt: a status and a response, or an error."""

    delivery_id: str
    webhook_id: str
    is_delivered: bool
    status: int | None
    error: str | None
    milliseconds: int
    answer: str | None


@frozen
class AttemptRow:
    """An attempt in the log."""

    number: int
    tried_at: int
    is_delivered: bool = field(converter=bool)
    status: int | None
    error: str | None
    milliseconds: int
    answer: str | None


@frozen
class Health:
    """The health of a webhook.

    `waiting` is the number of open deliveries. `failing_since` is the time of the first failure after the
    last success, None if the last attempt succeeded. `delivered_at` is the time of the last success.
    """

    webhook_id: str
    waiting: int
    failing_since: int | None
    delivered_at: int | None


_ADD_ATTEMPT = Prepared(
    sa.insert(WEBHOOK_ATTEMPT).values(
        delivery_id=given("delivery"),
        number=sa.select(sa.func.coalesce(sa.func.max(A.number), ZERO) + ONE)
        .where(A.delivery_id == given("delivery"))
        .scalar_subquery(),
        webhook_id=given("webhook"),
        tried_at=NOW,
        is_delivered=given("is_delivered"),
        status=given("status"),
        error=given("error"),
        milliseconds=given("milliseconds"),
        answer=given("answer"),
    )
)
_ATTEMPTS = Prepared(
    sa.select(A.number, A.tried_at, A.is_delivered, A.status, A.error, A.milliseconds, A.answer)
    .where(A.delivery_id == given("delivery"))
    .order_by(A.number)
)
_SUCCEEDED = (
    sa.select(A.webhook_id.label("webhook_id"), sa.func.max(A.tried_at).label("last_at"))
    .where(A.is_delivered.is_(sa.true()))
    .group_by(A.webhook_id)
    .subquery()
)
_WAITING = Prepared(
    sa.select(D.webhook_id, sa.func.count()).where(D.next_at.is_not(None)).group_by(D.webhook_id)
)
_LAST_SUCCESS = Prepared(sa.select(_SUCCEEDED.c.webhook_id, _SUCCEEDED.c.last_at))
_FAILING = Prepared(
    sa.select(A.webhook_id, sa.func.min(A.tried_at))
    .select_from(WEBHOOK_ATTEMPT.outerjoin(_SUCCEEDED, _SUCCEEDED.c.webhook_id == A.webhook_id))
    .where(
        A.is_delivered.is_(sa.false()),
        sa.or_(_SUCCEEDED.c.last_at.is_(None), A.tried_at > _SUCCEEDED.c.last_at),
    )
    .group_by(A.webhook_id)
)


def add_attempt(tx: Transaction, attempt: NewAttempt) -> None:
    """Add *attempt*, with the next number of its delivery."""
    tx.run(
        _ADD_ATTEMPT,
        delivery=attempt.delivery_id,
        webhook=attempt.webhook_id,
        is_delivered=attempt.is_delivered,
        status=attempt.status,
        error=attempt.error,
        milliseconds=attempt.milliseconds,
        answer=attempt.answer,
    )


def attempts(tx: Transaction, delivery_id: str) -> list[AttemptRow]:
    """Return the attempts to send a delivery, in order."""
    return [AttemptRow(*row) for row in tx.rows(_ATTEMPTS, delivery=delivery_id)]


def health(tx: Transaction) -> dict[str, Health]:
    """Return the health of webhooks by identifier. Webhooks without a delivery are left out."""
    waiting, succeeded, failing = (
        dict(map(_pair, tx.rows(prepared))) for prepared in (_WAITING, _LAST_SUCCESS, _FAILING)
    )
    known = waiting.keys() | succeeded.keys() | failing.keys()
    return {one: Health(one, waiting.get(one, 0), failing.get(one), succeeded.get(one)) for one in known}


def _pair(row: Row) -> tuple[str, int]:
    return str(row[0]), int(row[1])
