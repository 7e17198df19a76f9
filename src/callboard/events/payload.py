"""The form of `ftrack.update`: derived from the change and the model, never written by hand for a type.

Columns go by their legacy names, values are plain JSON: instants are ISO 8601 text without a zone, in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from callboard.model.entity import Entity

TOPIC = "ftrack.update"
APPLICATION = "ftrack.client.web"


@frozen
class Item:
    """One entity in an event; `audience` lists who may hear of it beside administrators, None means everybody."""

    body: Mapping[str, Any]
    audience: tuple[str, ...] | None


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
    action: str,
    entity: Entity,
    key: Sequence[str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    parents: Sequence[tuple[Entity, str]],
    audience: tuple[str, ...] | None,
) -> Item:
    """Return the item of one entity: `add` tells every column, `remove` likewise, `update` the changed ones.

    `entityId` is the first part of a composite key, as elsewhere; `entityKey`, ours alone, is the whole, so that nobody has to guess.
    """
    changes = {}
    for attribute in entity.told:
        old, new = before.get(attribute.column), after.get(attribute.column)
        if action != "update" or old != new:
            changes[attribute.legacy_name] = {"old": old, "new": new}
    chain = [(entity, key[0]), *parents]
    parent_id = parents[0][1] if parents else None
    body = {
        "action": action,
        "entityType": entity.legacy_name,
        "entity_type": entity.name,
        "entityId": key[0],
        **({"entityKey": list(key)} if len(key) > 1 else {}),
        "parentId": parent_id,
        "keys": list(changes),
        "changes": changes,
        "parents": [_link(chain, index) for index in range(len(chain))],
    }
    return Item(body, audience)


def _link(chain: Sequence[tuple[Entity, str]], index: int) -> dict[str, Any]:
    entity, identifier = chain[index]
    above = chain[index + 1][1] if index + 1 < len(chain) else None
    return {"entityId": identifier, "entityType": entity.legacy_name, "entity_type": entity.name, "parentId": above}


def event(news: News) -> dict[str, Any]:
    """Return the whole event of *news*."""
    entities = [dict(item.body) for item in news.items]
    parents = dict.fromkeys(link["entityId"] for entity in entities for link in entity["parents"])
    return {
        "id": news.event_id,
        "topic": TOPIC,
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
