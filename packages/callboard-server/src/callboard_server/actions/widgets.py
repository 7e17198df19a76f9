"""`get_widget_url` and `generate_signed_url`: addresses for other applications, valid for a limited time."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from callboard.errors import MalformedOperation
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import identifier_of, key_of, optional_text, text_of
from callboard_server.actions.visibility import check_can_see

THEMES = frozenset({"light", "dark"})
NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def get_widget_url(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `get_widget_url`: the address of a page, valid for a few minutes.

    Clients append parameters, so the address always has some.
    """
    name, theme = text_of(operation, "name"), optional_text(operation, "theme")
    if not NAME.fullmatch(name):
        raise MalformedOperation(
            f'"name" must consist of letters, digits, dots, dashes and underscores; got {name[:80]!r}.'
        )
    if theme is not None and theme not in THEMES:
        raise MalformedOperation(f'"theme" must be light or dark; got {theme[:80]!r}.')
    parameters = {"view": name, **({"theme": theme} if theme else {}), **entity_parameters(call, operation)}
    return {"widget_url": f"{call.links.widget_url(call.actor.user_id)}&{urlencode(parameters)}"}


def entity_parameters(call: Call, operation: dict[str, Any]) -> dict[str, str]:
    """Return the parameters that name the entity of a widget. Raises: NotFound."""
    entity_type, key = optional_text(operation, "entity_type"), key_of(operation)
    if entity_type is None or key is None:
        return {}
    entity = call.model.public(call.model.entity(entity_type))
    check_can_see(call, entity.name, key[0])
    return {"entityType": entity.name, "entityId": key[0]}


def generate_signed_url(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `generate_signed_url`: an address for a file, valid for hours."""
    component_id = identifier_of(operation, "component_id")
    check_can_see(call, "Component", component_id)
    return {"signed_url": call.links.component_url(component_id)}
