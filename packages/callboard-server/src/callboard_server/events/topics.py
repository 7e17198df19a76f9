"""The topics of events: those that the server publishes, and those that only it may publish.

`TOPICS` is the one list: the hub, the event stream and the generated reference derive from it.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from attrs import frozen

__all__ = [
    "COMPONENT_ADDED",
    "DELIVERED",
    "LOST",
    "MISSED",
    "REPLY",
    "SUBSCRIBE",
    "TOPICS",
    "UNSUBSCRIBE",
    "UPDATE",
    "Publisher",
    "Topic",
    "is_reserved",
]

UPDATE: Final = "ftrack.update"
SUBSCRIBE: Final = "ftrack.meta.subscribe"
UNSUBSCRIBE: Final = "ftrack.meta.unsubscribe"
REPLY: Final = "ftrack.meta.reply"
COMPONENT_ADDED: Final = "ftrack.location.component-added"
DELIVERED: Final = "callboard.hub.delivered"
LOST: Final = "callboard.hub.lost"
MISSED: Final = "callboard.hub.missed"

_RESERVED_PREFIXES: Final = ("ftrack.meta.", "callboard.hub.")


class Publisher(Enum):
    """Who publishes the events of a topic."""

    SERVER = "the server"
    CLIENTS = "clients"
    BOTH = "the server and clients"


@frozen
class Topic:
    """A topic: who publishes it, when, and what `data` contains."""

    name: str
    publisher: Publisher
    meaning: str
    data: str


TOPICS: Final = (
    Topic(
        UPDATE,
        Publisher.SERVER,
        "Entities were created, updated, moved or deleted. Each committed batch is one event.",
        "`entities`: for each entity its `entityType`, `entityId`, `action` (`add`, `update`, `move`, "
        "`remove`), `changes` (`old` and `new` value of each attribute) and `parents`; `user`",
    ),
    Topic(
        COMPONENT_ADDED,
        Publisher.BOTH,
        "A component was added to a location, by a client or by the encoding worker.",
        "`component_id`, `location_id`",
    ),
    Topic(
        "ftrack.location.component-removed",
        Publisher.CLIENTS,
        "A component was removed from a location.",
        "`component_id`, `location_id`",
    ),
    Topic(
        "ftrack.action.discover",
        Publisher.CLIENTS,
        "The web interface requests the actions that are available for a selection. "
        "Listeners reply with `items`.",
        "`selection`: pairs of `entityType` and `entityId`",
    ),
    Topic(
        "ftrack.action.launch",
        Publisher.CLIENTS,
        "A user launches an action. The listener replies with a message, a form or a widget.",
        "`actionIdentifier`, `selection`, `values` of a submitted form",
    ),
    Topic(
        "ftrack.action.trigger-user-interface",
        Publisher.CLIENTS,
        "A program shows a form, a message or a widget to a user.",
        "`type`, and the content that the type requires",
    ),
    Topic(
        SUBSCRIBE,
        Publisher.CLIENTS,
        "A connection subscribes. The server keeps the subscription and does not pass the event on.",
        "`subscriber` with its `id`, `subscription`: an expression",
    ),
    Topic(
        UNSUBSCRIBE,
        Publisher.CLIENTS,
        "A connection ends a subscription. The server does not pass the event on.",
        "`subscriber` with its `id`",
    ),
    Topic(
        REPLY,
        Publisher.CLIENTS,
        "The reply to an event, delivered to the publisher of the event that `inReplyToEvent` names.",
        "the value that the listener returned",
    ),
    Topic(
        "ftrack.meta.connected",
        Publisher.CLIENTS,
        "The connection to the hub is open. Published by the Python clients within their own process.",
        "none",
    ),
    Topic(
        "ftrack.meta.disconnected",
        Publisher.CLIENTS,
        "The connection to the hub is closed. Published by the Python clients within their own process.",
        "none",
    ),
    Topic(
        DELIVERED,
        Publisher.SERVER,
        "A receipt: the connections that an event was delivered to. "
        "Sent when the event's `source` contains `receipts`.",
        "`listeners`: user, host and application of each connection",
    ),
    Topic(
        LOST,
        Publisher.SERVER,
        "A receipt: the connections that closed before they replied to an event.",
        "`listeners`: user, host and application of each connection",
    ),
    Topic(
        MISSED,
        Publisher.SERVER,
        "A listener resumed after events that are no longer kept.",
        "`after` and `before`: the sequences between which events are missing",
    ),
)


def is_reserved(topic: str) -> bool:
    """Return whether only the server may publish *topic*; replies are the exception among the meta topics."""
    return topic == UPDATE or (topic != REPLY and topic.startswith(_RESERVED_PREFIXES))
