"""Leases of deliveries: claim a delivery to send it, and record the outcome.

A lease is a state of a row in `deliveries`. Recording an outcome also adds an attempt.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.action_log import log_attempt
from callboard_server.records.automations import WEBHOOKS, Webhook
from callboard_server.records.deliveries import DELIVERED, FAILED, GIVEN_UP, NOW, PING, WEBHOOK_DELIVERY
from callboard_server.records.delivery_attempts import NewAttempt, add_attempt
from callboard_server.records.schema import ACTION, AUTOMATION
from callboard_server.records.statements import ONE, ZERO, given, given_number
from callboard_server.storage.tables import constant
from callboard_server.storage.transaction import Prepared, Transaction

D = WEBHOOK_DELIVERY.c

PATIENCE = 4
"""The number of attempts after which later deliveries about the same entity may overtake a delivery.

They never overtake it while it is being sent.
"""


@frozen
class Claimed:
    """A delivery that is leased to the holder of `token`. `attempts` counts this one."""

    id: str
    webhook_id: str
    payload: str
    attempts: int
    token: str


@frozen
class Outcome:
    """The outcome of an attempt, which ended at the instant `ended_at`.

    `wait` is the time until the next one, None if there is none.
    """

    claimed: Claimed
    is_delivered: bool
    status: int | None
    error: str | None
    answer: str | None
    milliseconds: int
    ended_at: str
    wait: timedelta | None


_MAY_BE_SENT = sa.or_(AUTOMATION.c.enabled.is_(sa.true()), D.operation == constant(PING))
_DUE = Prepared(
    WEBHOOKS.add_columns(
        sa.exists(
            sa.select(ONE)
            .where(D.webhook_id == ACTION.c.id, D.next_at <= NOW, _MAY_BE_SENT)
            .correlate(ACTION, AUTOMATION)
        )
    ).order_by(ACTION.c.id)
)
_EARLIER = WEBHOOK_DELIVERY.alias("earlier")
_EARLIER_ONE = (
    sa.select(_EARLIER.c.id)
    .where(
        _EARLIER.c.webhook_id == D.webhook_id,
        _EARLIER.c.entity_key == D.entity_key,
        _EARLIER.c.next_at.is_not(None),
        _EARLIER.c.sequence < D.sequence,
        sa.or_(
            _EARLIER.c.attempts < sa.literal_column(str(PATIENCE), type_=sa.BigInteger()),
            _EARLIER.c.token.is_not(None),
        ),
    )
    .order_by(_EARLIER.c.sequence)
    .limit(ONE)
    .correlate(WEBHOOK_DELIVERY)
    .scalar_subquery()
)
"""The first earlier delivery. With NOT EXISTS, PostgreSQL would read all of them, or use a self-join."""


def _claiming(*only: sa.ColumnElement[bool]) -> Prepared:
    following = (
        sa.select(D.id)
        .where(D.webhook_id == given("webhook"), D.next_at <= NOW, *only, _EARLIER_ONE.is_(None))
        .order_by(D.next_at, D.sequence)
        .limit(given("most"))
        .offset(ZERO)
        .with_for_update(skip_locked=True, of=WEBHOOK_DELIVERY)
    )
    return Prepared(
        sa.update(WEBHOOK_DELIVERY)
        .where(D.id.in_(following))
        .values(
            next_at=NOW + given_number("lease"),
            token=given("held"),
            attempts=D.attempts + ONE,
        )
        .returning(D.id, D.webhook_id, D.payload, D.attempts, D.token, D.sequence)
    )


_CLAIM = _claiming()
_CLAIM_PINGS = _claiming(D.operation == constant(PING))
_IS_HELD = D.id == given("delivery"), D.token == given("held")


def _recording(state: str, **ends: sa.ColumnElement[Any]) -> Prepared:
    tried = {name: given(name) for name in ("status", "error", "milliseconds")} | {
        "tried_at": NOW,
        "token": sa.null(),
    }
    return Prepared(
        sa.update(WEBHOOK_DELIVERY).where(*_IS_HELD).values(**tried, state=constant(state), **ends)
    )


_RECORD = {
    DELIVERED: _recording(DELIVERED, next_at=sa.null(), delivered_at=NOW),
    FAILED: _recording(FAILED, next_at=NOW + given_number("wait")),
    GIVEN_UP: _recording(GIVEN_UP, next_at=sa.null()),
}
_PUT_BACK = Prepared(
    sa.update(WEBHOOK_DELIVERY)
    .where(*_IS_HELD)
    .values(next_at=NOW, token=sa.null(), attempts=D.attempts - ONE)
)


def due_webhooks(tx: Transaction) -> list[tuple[Webhook, bool]]:
    """Return all webhooks, each with whether a delivery is due, with one statement."""
    return [(Webhook(*row[:9]), bool(row[9])) for row in tx.rows(_DUE)]


def claim(tx: Transaction, hook: Webhook, *, token: str, most: int, lease: timedelta) -> list[Claimed]:
    """Lease up to *most* deliveries to *hook* to the holder of *token*, those with the oldest due time first.

    The lease uses the database's clock, so that hosts with skewed clocks agree. A delivery waits for earlier
    deliveries about the same entity.
    """
    prepared = _CLAIM if hook.is_enabled else _CLAIM_PINGS
    rows = tx.rows(prepared, webhook=hook.id, most=most, held=token, lease=lease // timedelta(milliseconds=1))
    return [Claimed(*row[:5]) for row in sorted(rows, key=lambda row: (row[5], row[0]))]


def note(tx: Transaction, outcome: Outcome) -> bool:
    """Record the outcome of an attempt; return False if another sender holds the lease now."""
    claimed = outcome.claimed
    state = DELIVERED if outcome.is_delivered else GIVEN_UP if outcome.wait is None else FAILED
    result = {"status": outcome.status, "error": outcome.error, "milliseconds": outcome.milliseconds}
    later = {} if outcome.wait is None else {"wait": outcome.wait // timedelta(milliseconds=1)}
    if not tx.run(_RECORD[state], delivery=claimed.id, held=claimed.token, **result, **later):
        return False
    message, is_success = message_of(outcome), outcome.is_delivered
    log_attempt(tx, claimed.webhook_id, message, outcome.ended_at, is_success=is_success)
    add_attempt(
        tx,
        NewAttempt(
            delivery_id=claimed.id,
            webhook_id=claimed.webhook_id,
            is_delivered=outcome.is_delivered,
            status=outcome.status,
            error=outcome.error,
            milliseconds=outcome.milliseconds,
            answer=outcome.answer,
        ),
    )
    return True


def message_of(outcome: Outcome) -> str:
    """Return the message for the log of the action."""
    if outcome.error:
        return outcome.error
    return f"The receiver answered with the status {outcome.status} after {outcome.milliseconds} ms."


def put_back(tx: Transaction, claimed: Claimed) -> None:
    """Make a delivery due at once for any sender, without counting the attempt."""
    tx.run(_PUT_BACK, delivery=claimed.id, held=claimed.token)
