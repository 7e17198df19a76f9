"""The outbox: events in commit order, numbered without gaps, each with its audience.

A row is added in the transaction of the change that it describes, or of the request that publishes it. It is
deleted when it is old, or when there are too many.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA
from callboard_server.records.statements import ONE, ZERO, given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    sa.Column("sequence", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("topic", TEXT, nullable=False),
    sa.Column("payload", TEXT, nullable=False),
    sa.Column("audience", TEXT, nullable=False),
    sa.Column("created_at", TEXT, nullable=False),
)


@frozen
class NewEvent:
    """An event to add.

    `payload` and `audience` are JSON text. The audience contains the users of each entity, or null for all.
    """

    topic: str
    payload: str
    audience: str


@frozen
class NewsRow:
    """A stored event with its number."""

    sequence: int
    topic: str
    payload: str
    audience: str


_HIGHEST = sa.func.coalesce(sa.func.max(OUTBOX.c.sequence), ZERO)
LAST_SEQUENCE = sa.select(_HIGHEST).scalar_subquery()
"""The number of the newest event, 0 if there is none, as a subquery for statements about other tables."""

_APPEND = Prepared(
    sa.insert(OUTBOX).values(
        {name: given(name) for name in ("topic", "payload", "audience", "created_at")}
        | {"sequence": sa.select(_HIGHEST + ONE).scalar_subquery()}
    )
)
_AFTER = Prepared(
    sa.select(OUTBOX.c.sequence, OUTBOX.c.topic, OUTBOX.c.payload, OUTBOX.c.audience)
    .where(OUTBOX.c.sequence > given("cursor"))
    .order_by(OUTBOX.c.sequence)
    .limit(given("most"))
    .offset(ZERO)
)
_ENDS = Prepared(sa.select(sa.func.min(OUTBOX.c.sequence), sa.func.max(OUTBOX.c.sequence)))


def append_news(tx: Transaction, events: Iterable[NewEvent], now: str) -> None:
    """Add *events* in their order.

    Until the commit no other transaction can add events, so the numbers follow the order of commits.
    """
    tx.lock_outbox()
    tx.run_many(
        _APPEND,
        (
            {"topic": one.topic, "payload": one.payload, "audience": one.audience, "created_at": now}
            for one in events
        ),
    )
    tx.announced = True


def news_after(tx: Transaction, cursor: int, most: int) -> list[NewsRow]:
    """Return at most *most* events that follow *cursor*."""
    return [NewsRow(*row) for row in tx.rows(_AFTER, cursor=cursor, most=most)]


def news_ends(tx: Transaction) -> tuple[int, int]:
    """Return the first and the last stored sequence; (1, 0) if there are no events yet."""
    found = tx.row(_ENDS)
    return (1, 0) if found is None or found[1] is None else (int(found[0]), int(found[1]))


_BEFORE = Prepared(sa.select(sa.func.max(OUTBOX.c.sequence)).where(OUTBOX.c.created_at < given("instant")))


_DROP = Prepared(sa.delete(OUTBOX).where(OUTBOX.c.sequence <= given("until")))


def drop_events(tx: Transaction, *, before: str, most: int) -> int:
    """Delete events that were added before an instant, and all but the newest *most*; return their number.

    The last event is always kept, because the number of the next one is derived from it.
    """
    first, last = news_ends(tx)
    until = min(max(sequence_before(tx, before) or 0, last - most), last - 1)
    return tx.run(_DROP, until=until) if until >= first else 0


def sequence_before(tx: Transaction, instant: str) -> int | None:
    """Return the sequence of the last stored event from before *instant*; None if there is none."""
    found = tx.row(_BEFORE, instant=instant)
    return None if found is None or found[0] is None else int(found[0])
