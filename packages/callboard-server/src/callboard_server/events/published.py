"""Events that clients publish.

Brought into the form that all clients understand, and checked not to speak for somebody else.
"""

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
"""The field of an event's source by which a publisher asks to be told who got the event."""


@frozen
class Speaker:
    """The user who publishes, known by credentials."""

    user_id: str
    username: str


def published(event: Mapping[str, Any], speaker: Speaker, new_id: str) -> dict[str, Any]:
    """Return *event* as it is passed on, published by *speaker*; *new_id* is its id when it brings none.

    Only the keys that every client of the field knows are kept: old ones drop an event that has another.

    Raises: MalformedOperation; PermissionDenied, for topics of the server and for a source that is somebody
    else.
    """
    topic = event.get("topic")
    if not isinstance(topic, str) or not topic or len(topic) > LONGEST_TOPIC:
        raise MalformedOperation(
            f'An event needs a "topic": text of at most {LONGEST_TOPIC} characters.', code="events.topic"
        )
    if is_reserved(topic):
        raise PermissionDenied(f'Only the server publishes "{topic}".', code="events.topic")
    target = event.get("target") or ""
    if not isinstance(target, str):
        raise MalformedOperation(
            '"target" must be text: an expression, or nothing for everybody.', code="events.target"
        )
    if target.strip():
        parse_expression(target)
    return {
        "id": _identifier(event.get("id"), "id") or new_id,
        "topic": topic,
        "data": event.get("data"),
        "sent": event.get("sent"),
        "source": _source(event.get("source"), speaker),
        "target": target,
        "inReplyToEvent": _identifier(event.get("inReplyToEvent"), "inReplyToEvent"),
    }


@frozen
class Asking:
    """An event whose publisher wants to know who got it.

    Its id, and the id by which the publisher is reached.
    """

    event_id: str
    asker: str


def asking(event: Mapping[str, Any]) -> Asking | None:
    """Return who wants to know who gets *event*; None when nobody does."""
    source = event.get("source")
    if not isinstance(source, Mapping) or source.get(RECEIPTS) is not True:
        return None
    asker, event_id = source.get("id"), event.get("id")
    if (
        not isinstance(asker, str)
        or not isinstance(event_id, str)
        or not 0 < len(asker) <= LONGEST_ID
        or '"' in asker
    ):
        return None
    return Asking(event_id, asker)


def receipt(topic: str, about: Asking, listeners: list[dict[str, str | None]], new_id: str) -> dict[str, Any]:
    """Return the event that tells a publisher what happened to *listeners*, by *topic*.

    They got the event, or left before they replied.
    """
    return {
        "id": new_id,
        "topic": topic,
        "data": {"listeners": listeners},
        "sent": None,
        "source": {"applicationId": "callboard"},
        "target": f'id="{about.asker}"',
        "inReplyToEvent": about.event_id,
    }


def missed(subscriber: str, after: int, first: int, new_id: str) -> dict[str, Any]:
    """Return the event that tells *subscriber* which events it will never get.

    Those between *after* and *first*, by their sequence.
    """
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
            f'"{name}" must be text of at most {LONGEST_ID} characters.', code="events.identifier"
        )
    return given or None


def _source(given: object, speaker: Speaker) -> dict[str, Any]:
    source = dict(given) if isinstance(given, Mapping) else {}
    if given is not None and not isinstance(given, Mapping):
        raise MalformedOperation('"source" must be an object.', code="events.source")
    user = source.get("user")
    if user is None:
        return {**source, "user": {"username": speaker.username}}
    if not isinstance(user, Mapping):
        raise MalformedOperation('"source.user" must be an object.', code="events.source")
    username, user_id = user.get("username"), user.get("id")
    if username is not None and str(username).lower() != speaker.username.lower():
        raise PermissionDenied(
            f'The event says that it comes from "{username}", but you are "{speaker.username}".',
            code="events.source",
        )
    if user_id is not None and user_id != speaker.user_id:
        raise PermissionDenied("The event says that it comes from another user.", code="events.source")
    return source
