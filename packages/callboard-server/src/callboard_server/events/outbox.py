"""The outbox: events, written in the transaction of the changes that they describe.

They are numbered without gaps, in the order of commits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import orjson

from callboard_server.events.topics import UPDATE
from callboard_server.events.update_event import News, event
from callboard_server.records.outbox import NewEvent, append_news
from callboard_server.storage.transaction import Transaction

FOR_EVERYBODY = "[]"


def announce(tx: Transaction, news: News | None, now: str) -> None:
    """Insert *news* as the next event.

    From here to their commit, writers wait for each other, so that numbers are in the order of commits.
    """
    if news is None:
        return
    audience = json.dumps([None if item.audience is None else list(item.audience) for item in news.items])
    append_news(tx, [NewEvent(UPDATE, orjson.dumps(event(news)).decode(), audience)], now)


def append(tx: Transaction, events: Sequence[tuple[str, str]], now: str) -> None:
    """Insert *events* that clients published, in their order, as topics with JSON texts.

    Everybody may receive them.
    """
    append_news(tx, [NewEvent(topic, text, FOR_EVERYBODY) for topic, text in events], now)
