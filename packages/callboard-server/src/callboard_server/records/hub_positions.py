"""Positions of listeners that resume: the sequence that each has reached, and the event at which it fails.

A row is added when a listener first subscribes under a fixed name, and updated as it receives events. It is
deleted when an administrator removes the listener, or with its user.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA, RESOURCE
from callboard_server.records.statements import ONE, given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

HUB_POSITION = sa.Table(
    "hub_position",
    METADATA,
    sa.Column(
        "user_id",
        TEXT,
        sa.ForeignKey(RESOURCE.c.id, name="fk_hub_position_user_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("subscriber", TEXT, primary_key=True),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("seen_at", TEXT, nullable=False),
    sa.Column("failed_sequence", sa.BigInteger()),
    sa.Column("failures", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    sa.Column("failure", TEXT),
    sa.Column("failed_at", TEXT),
)


@frozen
class Failure:
    """The error that a listener reported for the event `sequence`, which failed `count` times in a row."""

    sequence: int
    count: int
    message: str
    at: str


@frozen
class Consumer:
    """A listener for administrators: its user, its position, and the failure at which it is stuck."""

    username: str
    name: str
    sequence: int
    seen_at: str
    failure: Failure | None


@frozen
class Position:
    """The position of the listener *subscriber* of a user: it has received all events up to *sequence*."""

    user_id: str
    subscriber: str
    sequence: int


_OF_LISTENER = HUB_POSITION.c.user_id == given("user"), HUB_POSITION.c.subscriber == given("subscriber")
_POSITION = Prepared(sa.select(HUB_POSITION.c.sequence).where(*_OF_LISTENER))
_MOVE_POSITION = Prepared(
    sa.update(HUB_POSITION).where(*_OF_LISTENER).values(sequence=given("reached"), seen_at=given("now"))
)
_ADD_POSITION = Prepared(
    sa.insert(HUB_POSITION).values(
        user_id=given("user"),
        subscriber=given("subscriber_name"),
        sequence=given("reached"),
        seen_at=given("now"),
    )
)


def position(tx: Transaction, user_id: str, subscriber: str) -> int | None:
    """Return the sequence that a listener has reached; None for a new listener."""
    found = tx.row(_POSITION, user=user_id, subscriber=subscriber)
    return None if found is None else int(found[0])


def set_position(tx: Transaction, reached: Position, now: str) -> None:
    """Record the position of a listener."""
    values = {"user": reached.user_id, "reached": reached.sequence, "now": now}
    if not tx.run(_MOVE_POSITION, subscriber=reached.subscriber, **values):
        tx.run(_ADD_POSITION, subscriber_name=reached.subscriber, **values)


_CONSUMERS = Prepared(
    sa.select(
        *(RESOURCE.c.username, HUB_POSITION.c.subscriber, HUB_POSITION.c.sequence, HUB_POSITION.c.seen_at),
        *(
            HUB_POSITION.c.failed_sequence,
            HUB_POSITION.c.failures,
            HUB_POSITION.c.failure,
            HUB_POSITION.c.failed_at,
        ),
    )
    .select_from(HUB_POSITION.join(RESOURCE, RESOURCE.c.id == HUB_POSITION.c.user_id))
    .order_by(HUB_POSITION.c.sequence, RESOURCE.c.username, HUB_POSITION.c.subscriber)
)
_FORGET = Prepared(sa.delete(HUB_POSITION).where(*_OF_LISTENER))
_FAIL = Prepared(
    sa.update(HUB_POSITION)
    .where(*_OF_LISTENER)
    .values(
        failures=sa.case(
            (
                HUB_POSITION.c.failed_sequence == given("failed"),
                HUB_POSITION.c.failures + ONE,
            ),
            else_=ONE,
        ),
        failed_sequence=given("failed"),
        failure=given("message"),
        failed_at=given("now"),
    )
)


def consumers(tx: Transaction) -> list[Consumer]:
    """Return all listeners with a stored position, the one that is furthest behind first."""
    return [
        Consumer(username, name, sequence, seen_at, _failure(sequence, *failure))
        for username, name, sequence, seen_at, *failure in tx.rows(_CONSUMERS)
    ]


def _failure(
    reached: int, sequence: int | None, count: int, message: str | None, at: str | None
) -> Failure | None:
    """Return the failure, unless the listener has recovered: it has received the event by now."""
    return (
        None if sequence is None or reached >= sequence else Failure(sequence, count, message or "", at or "")
    )


def note_failure(
    tx: Transaction, user_id: str, subscriber: str, sequence: int, message: str, now: str
) -> bool:
    """Record that a listener failed at an event; return whether the listener exists."""
    return tx.run(_FAIL, user=user_id, subscriber=subscriber, failed=sequence, message=message, now=now) > 0


def forget_position(tx: Transaction, user_id: str, subscriber: str) -> bool:
    """Delete the position of a listener; return whether it existed."""
    return tx.run(_FORGET, user=user_id, subscriber=subscriber) > 0
