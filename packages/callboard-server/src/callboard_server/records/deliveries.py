"""Deliveries to webhooks: written with the change that they tell of, leased to whoever sends them, and kept
as a log for a while.

A delivery is `waiting` for its first attempt, or `failed` and waiting for another; `delivered` and `given_up`
are the ends. While one is sent, the moment of its next attempt is when the lease runs out, so that one whose
sender was killed is sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from attrs import field, frozen

from callboard_server.records.automations import WEBHOOKS, Webhook
from callboard_server.records.outbox import LAST_SEQUENCE
from callboard_server.records.schema import AUTOMATION, METADATA, WEBHOOK_ACTION
from callboard_server.records.statements import ONE, ZERO, given
from callboard_server.storage.clock import StatementMilliseconds
from callboard_server.storage.dialect import Dialect
from callboard_server.storage.tables import TEXT, constant
from callboard_server.storage.transaction import Prepared, Row, Transaction

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

PING = "ping"
"""The operation of a delivery that tells of no change.

It is sent by automations that are not enabled, too.
"""

WAITING, FAILED, DELIVERED, GIVEN_UP = "waiting", "failed", "delivered", "given_up"
STATES = (WAITING, FAILED, DELIVERED, GIVEN_UP)
PATIENCE = 4
"""How often a delivery is tried before later ones about the same entity pass it.

Never while it is on its way.
"""

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
class Claimed:
    """A delivery that is leased to the holder of `token`. `attempts` counts this one."""

    id: str
    webhook_id: str
    payload: str
    attempts: int
    token: str


@frozen
class Outcome:
    """What came of one attempt. `wait` is the time until the next one, None when there will be none."""

    claimed: Claimed
    is_delivered: bool
    status: int | None
    error: str | None
    answer: str | None
    milliseconds: int
    wait: timedelta | None


@frozen
class DeliveryRow:
    """A delivery as the log tells of it. Times are milliseconds since 1970."""

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


@frozen
class AttemptRow:
    """One attempt as the log tells of it."""

    number: int
    tried_at: int
    is_delivered: bool = field(converter=bool)
    status: int | None
    error: str | None
    milliseconds: int
    answer: str | None


@frozen
class Health:
    """How a webhook does.

    What waits, since when all attempts failed (None: the last one did not), and when one succeeded.
    """

    webhook_id: str
    waiting: int
    failing_since: int | None
    delivered_at: int | None


# -- Writing down
# ------------------------------------------------------------------------------------------------------------

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
    """Write *deliveries* down, after the event that tells of the same change.

    Its number is their place in order.
    """
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


# -- Sending
# ------------------------------------------------------------------------------------------------------------

_MAY_BE_SENT = sa.or_(AUTOMATION.c.enabled.is_(sa.true()), D.operation == constant(PING))
_DUE = Prepared(
    WEBHOOKS.add_columns(
        sa.exists(
            sa.select(ONE)
            .where(D.webhook_id == WEBHOOK_ACTION.c.id, D.next_at <= NOW, _MAY_BE_SENT)
            .correlate(WEBHOOK_ACTION, AUTOMATION)
        )
    ).order_by(WEBHOOK_ACTION.c.id)
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
"""The first, though any would do.

PostgreSQL, asked for what does not exist, would read all of them or join the table with itself.
"""


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
            next_at=NOW + sa.bindparam("lease", type_=sa.BigInteger()),
            token=given("held"),
            attempts=D.attempts + ONE,
        )
        .returning(D.id, D.webhook_id, D.payload, D.attempts, D.token, D.sequence)
    )


_CLAIM = _claiming()
_CLAIM_PINGS = _claiming(D.operation == constant(PING))
_IS_OURS = D.id == given("delivery"), D.token == given("held")


def _noting(state: str, **ends: sa.ColumnElement[Any]) -> Prepared:
    tried = {name: given(name) for name in ("status", "error", "milliseconds")} | {
        "tried_at": NOW,
        "token": sa.null(),
    }
    return Prepared(
        sa.update(WEBHOOK_DELIVERY).where(*_IS_OURS).values(**tried, state=constant(state), **ends)
    )


_NOTE = {
    DELIVERED: _noting(DELIVERED, next_at=sa.null(), delivered_at=NOW),
    FAILED: _noting(FAILED, next_at=NOW + sa.bindparam("wait", type_=sa.BigInteger())),
    GIVEN_UP: _noting(GIVEN_UP, next_at=sa.null()),
}
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
_PUT_BACK = Prepared(
    sa.update(WEBHOOK_DELIVERY)
    .where(*_IS_OURS)
    .values(next_at=NOW, token=sa.null(), attempts=D.attempts - ONE)
)


def due_webhooks(tx: Transaction) -> list[tuple[Webhook, bool]]:
    """Return all webhooks, each with whether there is something to be sent.

    One statement, however much is waiting.
    """
    return [(Webhook(*row[:9]), bool(row[9])) for row in tx.rows(_DUE)]


def claim(tx: Transaction, hook: Webhook, *, token: str, most: int, lease: timedelta) -> list[Claimed]:
    """Lease up to *most* deliveries to *hook* to the holder of *token*, the one that is due the longest
    first.

    The lease runs on the database's clock, so hosts with skewed clocks agree. One about an entity waits for
    those before it about the same.
    """
    prepared = _CLAIM if hook.is_enabled else _CLAIM_PINGS
    rows = tx.rows(prepared, webhook=hook.id, most=most, held=token, lease=lease // timedelta(milliseconds=1))
    return [Claimed(*row[:5]) for row in sorted(rows, key=lambda row: (row[5], row[0]))]


def note(tx: Transaction, outcome: Outcome) -> bool:
    """Write down what came of an attempt; False when the lease was lost, so that somebody else tells."""
    claimed = outcome.claimed
    state = DELIVERED if outcome.is_delivered else GIVEN_UP if outcome.wait is None else FAILED
    told = {"status": outcome.status, "error": outcome.error, "milliseconds": outcome.milliseconds}
    later = {} if outcome.wait is None else {"wait": outcome.wait // timedelta(milliseconds=1)}
    if not tx.run(_NOTE[state], delivery=claimed.id, held=claimed.token, **told, **later):
        return False
    tx.run(
        _ADD_ATTEMPT,
        delivery=claimed.id,
        webhook=claimed.webhook_id,
        is_delivered=outcome.is_delivered,
        answer=outcome.answer,
        **told,
    )
    return True


def put_back(tx: Transaction, claimed: Claimed) -> None:
    """Let anybody send a delivery at once, as if it had not been claimed."""
    tx.run(_PUT_BACK, delivery=claimed.id, held=claimed.token)


# -- The log
# ------------------------------------------------------------------------------------------------------------

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
_ATTEMPTS = Prepared(
    sa.select(A.number, A.tried_at, A.is_delivered, A.status, A.error, A.milliseconds, A.answer)
    .where(A.delivery_id == given("delivery"))
    .order_by(A.number)
)
_SEND_AGAIN = Prepared(
    sa.update(WEBHOOK_DELIVERY)
    .where(D.id == given("delivery"))
    .values(state=constant(WAITING), next_at=NOW, token=sa.null(), attempts=ZERO, delivered_at=sa.null())
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
        at = sa.bindparam("at", type_=sa.BigInteger())
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


def attempts(tx: Transaction, delivery_id: str) -> list[AttemptRow]:
    """Return the attempts at a delivery, in order."""
    return [AttemptRow(*row) for row in tx.rows(_ATTEMPTS, delivery=delivery_id)]


def send_again(tx: Transaction, delivery_id: str) -> bool:
    """Let a delivery be sent once more, whatever came of it, under its own identifier.

    False when there is none.
    """
    return tx.run(_SEND_AGAIN, delivery=delivery_id) > 0


def health(tx: Transaction) -> dict[str, Health]:
    """Return how webhooks do, by their identifiers; one that was never sent anything is left out."""
    waiting, succeeded, failing = (
        dict(map(_pair, tx.rows(prepared))) for prepared in (_WAITING, _LAST_SUCCESS, _FAILING)
    )
    known = waiting.keys() | succeeded.keys() | failing.keys()
    return {one: Health(one, waiting.get(one, 0), failing.get(one), succeeded.get(one)) for one in known}


def _pair(row: Row) -> tuple[str, int]:
    return str(row[0]), int(row[1])


# -- Cleaning up
# ------------------------------------------------------------------------------------------------------------

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
_DROP = Prepared(
    sa.delete(WEBHOOK_DELIVERY).where(D.created_at < NOW - sa.bindparam("age", type_=sa.BigInteger()))
)
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
    """Forget deliveries that were written down longer than *age* ago, whatever came of them."""
    tx.run(_DROP, age=age // timedelta(milliseconds=1))
