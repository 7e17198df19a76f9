"""The outbox as its readers see it: news in the order of commits, each with who may hear of it."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.storage.own import OUTBOX
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class NewsRow:
    """One event.

    `payload` and `audience` are JSON text; the audience lists, for each entity, users or null for all.
    """

    sequence: int
    topic: str
    payload: str
    audience: str


_AFTER = Prepared(
    sa.select(OUTBOX.c.sequence, OUTBOX.c.topic, OUTBOX.c.payload, OUTBOX.c.audience)
    .where(OUTBOX.c.sequence > sa.bindparam("cursor"))
    .order_by(OUTBOX.c.sequence)
    .limit(sa.bindparam("most"))
    .offset(sa.literal_column("0"))
)
_ENDS = Prepared(sa.select(sa.func.min(OUTBOX.c.sequence), sa.func.max(OUTBOX.c.sequence)))


def news_after(tx: Transaction, cursor: int, most: int) -> list[NewsRow]:
    """Return at most *most* events that follow *cursor*."""
    return [NewsRow(*row) for row in tx.rows(_AFTER, cursor=cursor, most=most)]


def news_ends(tx: Transaction) -> tuple[int, int]:
    """Return the first and the last sequence that are kept; (1, 0) when there is no news yet."""
    found = tx.row(_ENDS)
    return (1, 0) if found is None or found[1] is None else (int(found[0]), int(found[1]))


_BEFORE = Prepared(
    sa.select(sa.func.max(OUTBOX.c.sequence)).where(OUTBOX.c.created_at < sa.bindparam("instant"))
)


_DROP = Prepared(sa.delete(OUTBOX).where(OUTBOX.c.sequence <= sa.bindparam("until")))


def drop_events(tx: Transaction, *, before: str, most: int) -> int:
    """Forget events that were written before an instant, and all but the newest *most*; return how many.

    The last one stays, whatever its age: the next gets its number from it.
    """
    first, last = news_ends(tx)
    until = min(max(sequence_before(tx, before) or 0, last - most), last - 1)
    return tx.run(_DROP, until=until) if until >= first else 0


def sequence_before(tx: Transaction, instant: str) -> int | None:
    """Return the sequence of the last event that was written before *instant*.

    None when none that is kept was.
    """
    found = tx.row(_BEFORE, instant=instant)
    return None if found is None or found[0] is None else int(found[0])
