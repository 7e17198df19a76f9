"""The event `ftrack.update`, which the server publishes for every batch of changes.

It is derived from the changes and the model, in the same way for every entity type. Columns have their legacy
names. Values are plain JSON; instants are ISO 8601 text in UTC without an offset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from callboard.wire.values import whole_seconds
from callboard_server.events.topics import COMPONENT_ADDED, UPDATE
from callboard_server.model.attributes import Instant, Scalar
from callboard_server.model.entity import Entity

OBJECT_TYPE = "object_type_id"
TYPED_CONTEXT = "task"
TYPED_CONTEXT_ID = "taskid"
"""Old listeners read the identifier of a typed context from this name as well."""
APPLICATION = "ftrack.client.web"


@frozen
class Difference:
    """How one entity changed: its columns `before` and `after`.

    `before` is empty for a new entity, `after` for a deleted one. `action` is add, update, move, remove or
    encoded. `attributes` are the custom attributes that changed, by key, each with its `old` and `new` text.
    """

    action: str
    entity: Entity
    key: Sequence[str]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    attributes: Mapping[str, Mapping[str, str | None]] = {}


@frozen
class Item:
    """One entity in an event.

    `audience` are the users who may receive it in addition to administrators; None means everybody. `body` is
    derived from `difference`. `is_private` entities are in a private project.
    """

    body: Mapping[str, Any]
    audience: tuple[str, ...] | None
    difference: Difference
    is_private: bool = False


@frozen
class News:
    """One event: everything that a batch changed, and the user who changed it."""

    event_id: str
    items: tuple[Item, ...]
    user_id: str | None
    username: str | None
    name: str | None
    client_token: str | None
    push_token: str | None


def item(
    difference: Difference,
    parents: Sequence[tuple[Entity, str]],
    audience: tuple[str, ...] | None,
    *,
    is_private: bool = False,
) -> Item:
    """Return the item of one entity, which belongs to *parents*, the nearest first.

    `add` and `remove` contain every column, `update` and `move` the columns that changed. Custom attributes
    are added by their keys; a column of the same name takes precedence. Typed contexts contain their object
    type, and their identifier under two names. `entityId` is the first part of a composite key, as in ftrack;
    `entityKey`, an extension, is the whole key.
    """
    entity, key = difference.entity, difference.key
    changes = {}
    for attribute in entity.public_stored:
        old, new = difference.before.get(attribute.column), difference.after.get(attribute.column)
        if difference.action in ("add", "remove") or old != new:
            changes[attribute.legacy_name] = {"old": plain(attribute, old), "new": plain(attribute, new)}
    is_typed = entity.legacy_name == TYPED_CONTEXT
    if is_typed and "id" in changes:
        changes[TYPED_CONTEXT_ID] = changes["id"]
    for name, texts in difference.attributes.items():
        changes.setdefault(name, dict(texts))
    object_type_id = difference.after.get(OBJECT_TYPE) or difference.before.get(OBJECT_TYPE)
    chain = [(entity, key[0]), *parents]
    parent_id = parents[0][1] if parents else None
    body = {
        "action": difference.action,
        "entityType": entity.legacy_name,
        "entity_type": entity.name,
        **({"objectTypeId": object_type_id} if object_type_id and is_typed else {}),
        "entityId": key[0],
        **({"entityKey": list(key)} if len(key) > 1 else {}),
        "parentId": parent_id,
        "keys": list(changes),
        "changes": changes,
        "parents": [_link(chain, index) for index in range(len(chain))],
    }
    return Item(body, audience, difference, is_private)


def plain(attribute: Scalar, stored: Any) -> Any:
    """Return a *stored* value as plain JSON: instants in whole seconds, everything else unchanged."""
    return whole_seconds(stored) if isinstance(attribute, Instant) and stored is not None else stored


def _link(chain: Sequence[tuple[Entity, str]], index: int) -> dict[str, Any]:
    entity, identifier = chain[index]
    above = chain[index + 1][1] if index + 1 < len(chain) else None
    return {
        "entityId": identifier,
        "entityType": entity.legacy_name,
        "entity_type": entity.name,
        "parentId": above,
    }


def event(news: News) -> dict[str, Any]:
    """Return the whole event of *news*."""
    entities = [dict(item.body) for item in news.items]
    parents = dict.fromkeys(link["entityId"] for entity in entities for link in entity["parents"])
    return {
        "id": news.event_id,
        "topic": UPDATE,
        "sent": None,
        "target": "",
        "inReplyToEvent": None,
        "source": {
            "id": news.client_token,
            "applicationId": APPLICATION,
            "user": {"id": news.user_id, "username": news.username},
        },
        "data": {
            "pushToken": news.push_token,
            "clientToken": news.client_token,
            "user": {"userid": news.user_id, "name": news.name},
            "parents": list(parents),
            "entities": entities,
        },
    }


def component_added(
    component_id: str, location_id: str, event_id: str, user_id: str | None
) -> dict[str, Any]:
    """Return the event for a component that the server itself added to a location.

    Clients publish this event for the components that they add.
    """
    return {
        "id": event_id,
        "topic": COMPONENT_ADDED,
        "sent": None,
        "target": "",
        "inReplyToEvent": None,
        "source": {"id": None, "applicationId": APPLICATION, "user": {"id": user_id, "username": None}},
        "data": {"component_id": component_id, "location_id": location_id},
    }
