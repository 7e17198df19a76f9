"""The outbox.

Events in the same transaction as the changes that they tell of, numbered without gaps in the order of
commits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

import orjson
import sqlalchemy as sa

from callboard_server.events.payload import News, event
from callboard_server.events.topics import UPDATE
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Prepared, Transaction

FOR_EVERYBODY = "[]"
ZERO: sa.ColumnElement[int] = sa.literal_column("0", type_=sa.BigInteger())
ONE: sa.ColumnElement[int] = sa.literal_column("1", type_=sa.BigInteger())


def announce(tx: Transaction, tables: Tables, news: News | None, now: str) -> None:
    """Write *news* down as the next event.

    Writers of news take turns from here to their commit, which keeps numbers in its order.
    """
    if news is None:
        return
    tx.lock_outbox()
    tx.run(
        _appending(tables),
        topic=UPDATE,
        payload=orjson.dumps(event(news)).decode(),
        audience=json.dumps([None if item.audience is None else list(item.audience) for item in news.items]),
        created_at=now,
    )
    tx.announced = True


def append(tx: Transaction, tables: Tables, events: Sequence[tuple[str, str]], now: str) -> None:
    """Write *events* down in their order.

    Topics with JSON texts of events that clients published, and that everybody may hear.
    """
    tx.lock_outbox()
    rows = [
        {"topic": topic, "payload": text, "audience": FOR_EVERYBODY, "created_at": now}
        for topic, text in events
    ]
    tx.run_many(_appending(tables), rows)
    tx.announced = True


def last_sequence(tx: Transaction, tables: Tables) -> int:
    """Return the number of the newest event, 0 when there is none."""
    found = tx.row(_counting(tables))
    return int(found[0]) if found else 0


@lru_cache(maxsize=8)
def _appending(tables: Tables) -> Prepared:
    table = tables.metadata.tables["outbox"]
    following = sa.select(sa.func.coalesce(sa.func.max(table.c.sequence), ZERO) + ONE).scalar_subquery()
    values: dict[str, sa.BindParameter[str]] = {
        name: sa.bindparam(name) for name in ("topic", "payload", "audience", "created_at")
    }
    return Prepared(sa.insert(table).values(sequence=following, **values))


@lru_cache(maxsize=8)
def _counting(tables: Tables) -> Prepared:
    table = tables.metadata.tables["outbox"]
    return Prepared(sa.select(sa.func.coalesce(sa.func.max(table.c.sequence), ZERO)))
