"""The form of `ftrack.update`: derived from the change and the model, never written by hand for a type.

Columns go by their legacy names, values are plain JSON: instants are ISO 8601 text without a zone, in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from callboard_server.events.topics import COMPONENT_ADDED, UPDATE
from callboard_server.model.entity import Entity

OBJECT_TYPE = "object_type_id"
TYPED_CONTEXT = "task"
TYPED_CONTEXT_ID = "taskid"
"""Old listeners look for the key of typed contexts under this name as well."""
APPLICATION = "ftrack.client.web"


@frozen
class Difference:
    """What happened to one entity: its columns `before` and `after`, none of them where there was or is no
    entity.

    `attributes` are the custom ones that changed, old and new text by their keys.
    """

    action: str
    entity: Entity
    key: Sequence[str]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    attributes: Mapping[str, Mapping[str, str | None]] = {}


@frozen
class Item:
    """One entity in an event; `audience` lists who may hear of it beside administrators, None means
    everybody.

    `told` is what the body was made of; `is_private` tells that it is in a private project.
    """

    body: Mapping[str, Any]
    audience: tuple[str, ...] | None
    told: Difference
    is_private: bool = False


@frozen
class News:
    """One event: everything that a batch changed, and who did it."""

    event_id: str
    items: tuple[Item, ...]
    user_id: str | None
    username: str | None
    name: str | None
    client_token: str | None
    push_token: str | None


def item(
    told: Difference,
    parents: Sequence[tuple[Entity, str]],
    audience: tuple[str, ...] | None,
    *,
    is_private: bool = False,
) -> Item:
    """Return the item of one entity: `add` and `remove` tell every column, `update` and `move` the changed
    ones.

    Custom attributes follow by their keys; where a column has the same name, the column is told. Typed
    contexts name their object type, and their id twice. `entityId` is the first part of a composite key, as
    elsewhere; `entityKey`, ours alone, is the whole, so that nobody has to guess.
    """
    entity, key = told.entity, told.key
    changes = {}
    for attribute in entity.public_stored:
        old, new = told.before.get(attribute.column), told.after.get(attribute.column)
        if told.action in ("add", "remove") or old != new:
            changes[attribute.legacy_name] = {"old": old, "new": new}
    is_typed = entity.legacy_name == TYPED_CONTEXT
    if is_typed and "id" in changes:
        changes[TYPED_CONTEXT_ID] = changes["id"]
    for name, difference in told.attributes.items():
        changes.setdefault(name, dict(difference))
    object_type_id = told.after.get(OBJECT_TYPE) or told.before.get(OBJECT_TYPE)
    chain = [(entity, key[0]), *parents]
    parent_id = parents[0][1] if parents else None
    body = {
        "action": told.action,
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
    return Item(body, audience, told, is_private)


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
    """Return the event that tells of a component in a location, where the server itself has put it.

    Clients tell of theirs.
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
