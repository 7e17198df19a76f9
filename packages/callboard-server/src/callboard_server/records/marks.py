"""Marks: values that change whenever consumers, listeners or deliveries do, read by one small statement."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.deliveries import WEBHOOK_DELIVERY
from callboard_server.records.delivery_attempts import WEBHOOK_ATTEMPT
from callboard_server.records.hub_positions import HUB_POSITION
from callboard_server.records.hub_processes import HUB_PROCESS
from callboard_server.records.outbox import OUTBOX
from callboard_server.records.statements import ZERO, given_number
from callboard_server.storage.clock import Milliseconds
from callboard_server.storage.transaction import Prepared, Row, Transaction

MOST_COUNTED = 1000
"""The most open deliveries that are counted, so that the cost of a mark doesn't grow with a backlog."""


@frozen
class Marks:
    """An opaque value for each subject. As long as it stays equal, the subject has not changed."""

    consumers: Row
    listeners: Row
    deliveries: Row


def _single(column: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """Return a minimum or maximum as a subquery, which needs a single index look-up."""
    return sa.select(column).scalar_subquery()


_CONSUMERS = sa.select(
    sa.func.count().label("consumers"),
    sa.func.sum(HUB_POSITION.c.sequence).label("reached"),
    sa.func.sum(HUB_POSITION.c.failures).label("failures"),
    sa.func.max(HUB_POSITION.c.seen_at).label("seen_at"),
).subquery()
_LISTENERS = (
    sa.select(sa.func.count().label("processes"), sa.func.sum(HUB_PROCESS.c.changed).label("changed"))
    .where(HUB_PROCESS.c.seen >= Milliseconds() - given_number("age"))
    .subquery()
)
_OPEN = (
    sa.select(WEBHOOK_DELIVERY.c.webhook_id)
    .where(WEBHOOK_DELIVERY.c.next_at.is_not(None))
    .limit(sa.literal_column(str(MOST_COUNTED)))
    .offset(ZERO)
    .subquery()
)
_MARKS = Prepared(
    sa.select(
        _CONSUMERS,
        _single(sa.func.min(OUTBOX.c.sequence)),
        _single(sa.func.max(OUTBOX.c.sequence)),
        _LISTENERS,
        _single(sa.func.max(WEBHOOK_DELIVERY.c.created_at)),
        _single(sa.func.max(WEBHOOK_ATTEMPT.c.tried_at)),
        sa.select(sa.func.count()).select_from(_OPEN).scalar_subquery(),
    ).select_from(_CONSUMERS.join(_LISTENERS, sa.true()))
)


def marks(tx: Transaction, age: int) -> Marks:
    """Return the current marks. Processes that have not reported for *age* milliseconds don't count."""
    row = tx.row(_MARKS, age=age)
    assert row is not None
    return Marks(consumers=row[:6], listeners=row[6:8], deliveries=row[8:])
