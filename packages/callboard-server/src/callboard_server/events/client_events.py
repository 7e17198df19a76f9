"""Events that clients publish: checked, and converted to the form that all clients understand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from callboard.errors import MalformedOperation, PermissionDenied
from callboard.wire.expression import parse_expression
from callboard_server.events.topics import MISSED, is_reserved

LONGEST_TOPIC = 255
LONGEST_ID = 255
RECEIPTS = "receipts"
"""The field of an event's source by which a publisher requests receipts: reports on who received it."""


@frozen
class Publisher:
    """The user who publishes an event, as authenticated."""

    user_id: str
    username: str


def published(event: Mapping[str, Any], publisher: Publisher, new_id: str) -> dict[str, Any]:
    """Return *event* as it is delivered. *new_id* becomes its id when it has none.

    Only the keys that all clients accept are kept: old clients drop an event with any other key.

    Raises: MalformedOperation; PermissionDenied, for topics of the server and for a source that is another
    user.
    """
    topic = event.get("topic")
    if not isinstance(topic, str) or not topic or len(topic) > LONGEST_TOPIC:
        raise MalformedOperation(
            f'"topic" of an event must be text of 1 to {LONGEST_TOPIC} characters.', code="events.topic"
        )
    if is_reserved(topic):
        raise PermissionDenied(f'Only the server may publish "{topic}".', code="events.topic")
    target = event.get("target") or ""
    if not isinstance(target, str):
        raise MalformedOperation(
            '"target" of an event must be an expression, or empty to reach everybody.', code="events.target"
        )
    if target.strip():
        parse_expression(target)
    return {
        "id": _identifier(event.get("id"), "id") or new_id,
        "topic": topic,
        "data": event.get("data"),
        "sent": event.get("sent"),
        "source": _source(event.get("source"), publisher),
        "target": target,
        "inReplyToEvent": _identifier(event.get("inReplyToEvent"), "inReplyToEvent"),
    }


@frozen
class ReceiptRequest:
    """An event whose publisher requests receipts, and the id to which they are sent."""

    event_id: str
    publisher_id: str


def receipt_request(event: Mapping[str, Any]) -> ReceiptRequest | None:
    """Return the request for receipts in *event*; None when there is none."""
    source = event.get("source")
    if not isinstance(source, Mapping) or source.get(RECEIPTS) is not True:
        return None
    publisher_id, event_id = source.get("id"), event.get("id")
    if (
        not isinstance(publisher_id, str)
        or not isinstance(event_id, str)
        or not 0 < len(publisher_id) <= LONGEST_ID
        or '"' in publisher_id
    ):
        return None
    return ReceiptRequest(event_id, publisher_id)


def receipt(
    topic: str, request: ReceiptRequest, listeners: list[dict[str, str | None]], new_id: str
) -> dict[str, Any]:
    """Return the event that answers *request*.

    *topic* is what happened to *listeners*: they received the event, or disconnected before they replied.
    """
    return {
        "id": new_id,
        "topic": topic,
        "data": {"listeners": listeners},
        "sent": None,
        "source": {"applicationId": "callboard"},
        "target": f'id="{request.publisher_id}"',
        "inReplyToEvent": request.event_id,
    }


def missed(subscriber: str, after: int, first: int, new_id: str) -> dict[str, Any]:
    """Return the event that reports to *subscriber* that the events between *after* and *first* are lost."""
    return {
        "id": new_id,
        "topic": MISSED,
        "data": {"after": after, "before": first},
        "sent": None,
        "source": {"applicationId": "callboard"},
        "target": f'id="{subscriber}"',
        "inReplyToEvent": None,
    }


def _identifier(given: object, name: str) -> str | None:
    if given is not None and (not isinstance(given, str) or len(given) > LONGEST_ID):
        raise MalformedOperation(
            f'"{name}" of an event must be text of at most {LONGEST_ID} characters.', code="events.identifier"
        )
    return given or None


def _source(given: object, publisher: Publisher) -> dict[str, Any]:
    source = dict(given) if isinstance(given, Mapping) else {}
    if given is not None and not isinstance(given, Mapping):
        raise MalformedOperation('"source" of an event must be an object.', code="events.source")
    user = source.get("user")
    if user is None:
        return {**source, "user": {"username": publisher.username}}
    if not isinstance(user, Mapping):
        raise MalformedOperation('"source.user" of an event must be an object.', code="events.source")
    username, user_id = user.get("username"), user.get("id")
    if username is not None and str(username).lower() != publisher.username.lower():
        raise PermissionDenied(
            f'"source.user" of an event must be you, "{publisher.username}"; got "{username}".',
            code="events.source",
        )
    if user_id is not None and user_id != publisher.user_id:
        raise PermissionDenied(
            '"source.user" of an event must be you; got the id of another user.', code="events.source"
        )
    return source
