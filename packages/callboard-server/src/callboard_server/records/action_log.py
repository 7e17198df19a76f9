"""Statements about the log of actions, whose rows are entities: one for each attempt to send a delivery.

The log is bounded: each action keeps its newest rows.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from callboard_server.model.types.automations import FAILURE, SUCCESS
from callboard_server.records.schema import ACTION, ACTION_LOG
from callboard_server.records.statements import given, given_number
from callboard_server.storage.clock import StatementMilliseconds
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

KEPT = 100
"""How many rows each action keeps."""

LONGEST_MESSAGE = 2048
IN_A_MILLISECOND = 1000
TRIES = 3
L = ACTION_LOG.c

_IDENTIFIER = StatementMilliseconds() * sa.literal_column(str(IN_A_MILLISECOND)) + given_number("random")
"""The time, and a random number that distinguishes the rows of one millisecond."""

_ADD = Prepared(
    sa.insert(ACTION_LOG).from_select(
        ["id", "action_id", "status", "message", "created_at"],
        sa.select(
            _IDENTIFIER,
            ACTION.c.id,
            *(sa.cast(given(name), TEXT) for name in ("status", "message", "now")),
        ).where(
            ACTION.c.id == given("action"),
            sa.not_(sa.exists(sa.select(L.id).where(L.id == _IDENTIFIER))),
        ),
    )
)
_OLDEST_KEPT = (
    sa.select(L.id)
    .where(L.action_id == given("action"))
    .order_by(L.id.desc())
    .limit(sa.literal_column("1"))
    .offset(sa.literal_column(str(KEPT - 1)))
    .scalar_subquery()
)
_DROP_OLD = Prepared(sa.delete(ACTION_LOG).where(L.action_id == given("action"), L.id < _OLDEST_KEPT))


def log_attempt(tx: Transaction, action_id: str, message: str, now: str, *, is_success: bool) -> None:
    """Add a row to the log of an action, unless the action was deleted, and drop rows that are too many."""
    for _ in range(TRIES):
        if tx.run(
            _ADD,
            action=action_id,
            status=SUCCESS if is_success else FAILURE,
            message=message[:LONGEST_MESSAGE],
            now=now,
            random=secrets.randbelow(IN_A_MILLISECOND),
        ):
            tx.run(_DROP_OLD, action=action_id)
            return
