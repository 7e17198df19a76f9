"""The events that one reader receives: those that match a filter, reduced to what the reader may see."""

from __future__ import annotations

import orjson
from attrs import frozen
from starlette.requests import Request

from callboard.wire.expression import Expression, is_aimed_at, parse_expression
from callboard_server.access.actor import Actor
from callboard_server.events.topics import UPDATE
from callboard_server.server.relay import Item


@frozen
class EventFilter:
    """The filter of a reader. Without an `expression`, it matches the events that the server publishes.

    The targets of events are matched against `subscriber`.
    """

    actor: Actor
    expression: Expression | None
    subscriber: str

    def apply(self, item: Item) -> str | None:
        """Return the visible part of *item* as JSON; None when there is none, or it does not match."""
        if self.expression is None and item.row.topic != UPDATE:
            return None
        text = item.text_for(self.actor.user_id, is_administrator=self.actor.is_administrator)
        if text is None or self.expression is None:
            return text
        event = orjson.loads(text)
        metadata = {
            "id": self.subscriber,
            "user": {"id": self.actor.user_id, "username": self.actor.username},
        }
        return text if self.expression.matches(event) and is_aimed_at(event.get("target"), metadata) else None


def event_filter(request: Request, actor: Actor) -> EventFilter:
    """Return the filter in the query of *request*: its `filter`, and its `consumer` or `subscriber`.

    Raises: MalformedOperation.
    """
    query = request.query_params
    given = query.get("filter")
    return EventFilter(
        actor,
        parse_expression(given) if given else None,
        query.get("consumer") or query.get("subscriber", ""),
    )
