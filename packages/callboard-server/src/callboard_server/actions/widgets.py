"""Addresses with a permission of their own.

Pages for other applications to show, and files for others to fetch.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from callboard.errors import MalformedOperation, NotFound
from callboard_server.access.visibility import readable
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import identifier_of, key_of, optional_text, text_of
from callboard_server.work.authorize import allowed

THEMES = frozenset({"light", "dark"})
NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def get_widget_url(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `get_widget_url`: answer the address of a page, which lets in for a few minutes.

    Clients append parameters of their own, so it always has some.
    """
    name, theme = text_of(operation, "name"), optional_text(operation, "theme")
    if not NAME.fullmatch(name):
        raise MalformedOperation(
            f'"name" of a widget is a word of letters, digits, dots and dashes; got {name[:80]!r}.'
        )
    if theme is not None and theme not in THEMES:
        raise MalformedOperation(f'"theme" of a widget is light or dark; got {theme[:80]!r}.')
    asked = {"view": name, **({"theme": theme} if theme else {}), **shown(call, operation)}
    return {"widget_url": f"{call.links.widget_url(call.actor.user_id)}&{urlencode(asked)}"}


def shown(call: Call, operation: dict[str, Any]) -> dict[str, str]:
    """Return the parameters that name the entity which a widget is about.

    Raises: NotFound, for one that the actor does not see.
    """
    entity_type, key = optional_text(operation, "entity_type"), key_of(operation)
    if entity_type is None or key is None:
        return {}
    entity = call.model.public(call.model.entity(entity_type))
    check_seen(call, entity.name, key[0])
    return {"entityType": entity.name, "entityId": key[0]}


def generate_signed_url(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `generate_signed_url`.

    Answer where a component is downloaded without other credentials, for some hours.
    """
    component_id = identifier_of(operation, "component_id")
    check_seen(call, "Component", component_id)
    return {"signed_url": call.links.component_url(component_id)}


def check_seen(call: Call, entity_type: str, identifier: str) -> None:
    """Raise NotFound unless there is such an entity, and the actor sees it."""
    root = call.model.store(call.model.entity(entity_type))
    rules = {} if call.actor.is_administrator else readable(call.model, call.actor)
    if not allowed(call, root, [identifier], rules):
        raise NotFound(f"There is no {entity_type} with the key {identifier}.")
