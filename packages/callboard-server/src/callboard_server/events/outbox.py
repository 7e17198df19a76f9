"""The outbox.

Events in the same transaction as the changes that they tell of, numbered without gaps in the order of
commits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import orjson

from callboard_server.events.payload import News, event
from callboard_server.events.topics import UPDATE
from callboard_server.records.outbox import NewEvent, append_news
from callboard_server.storage.transaction import Transaction

FOR_EVERYBODY = "[]"


def announce(tx: Transaction, news: News | None, now: str) -> None:
    """Write *news* down as the next event.

    Writers of news take turns from here to their commit, which keeps numbers in its order.
    """
    if news is None:
        return
    audience = json.dumps([None if item.audience is None else list(item.audience) for item in news.items])
    append_news(tx, [NewEvent(UPDATE, orjson.dumps(event(news)).decode(), audience)], now)


def append(tx: Transaction, events: Sequence[tuple[str, str]], now: str) -> None:
    """Write *events* down in their order.

    Topics with JSON texts of events that clients published, and that everybody may hear.
    """
    append_news(tx, [NewEvent(topic, text, FOR_EVERYBODY) for topic, text in events], now)
