"""The payload that a webhook receives about a change, in the form of ftrack.

Attributes have their API names. Custom attributes that changed are in `custom_attributes` by their keys,
which is an extension.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from callboard_server.events.update_event import Difference, plain
from callboard_server.model.attributes import JsonObject, Scalar, Variable

FORM = "ftrack_entity_event_v1"
PING_FORM = "callboard_ping_v1"
CREATE, UPDATE, DELETE = "create", "update", "delete"
OPERATIONS: Mapping[str, str] = {"add": CREATE, "remove": DELETE}
"""The operation for the action of an event; all others are updates."""


@frozen
class Circumstances:
    """When a change was made, by whom, and on which server; None where that is unknown."""

    date: datetime
    user_id: str | None
    server_url: str | None


def body(delivery_id: str, form: str, about: Circumstances, configuration_hash: str) -> dict[str, Any]:
    """Return the part that all payloads of a webhook have in common."""
    return {
        "id": delivery_id,
        "fez_id": form,
        "metadata": {
            "date": about.date.isoformat(timespec="microseconds"),
            "resource_id": about.user_id,
            "server_url": about.server_url,
            "configuration_hash": configuration_hash,
        },
    }


def entity_payload(difference: Difference) -> dict[str, Any]:
    """Return the part about one entity: all its own attributes, before and after the change."""
    return {
        "id": list(difference.key),
        "entity_type": difference.entity.name,
        "operation": OPERATIONS.get(difference.action, UPDATE),
        "new": _state(difference, difference.after, "new"),
        "old": _state(difference, difference.before, "old"),
    }


def _state(difference: Difference, columns: Mapping[str, Any], when: str) -> dict[str, Any] | None:
    if not columns:
        return None
    values = {
        attribute.name: _plain(attribute, columns.get(attribute.column))
        for attribute in difference.entity.public_stored
    }
    if difference.attributes:
        values["custom_attributes"] = {key: texts[when] for key, texts in difference.attributes.items()}
    return values


def _plain(attribute: Scalar, stored: Any) -> Any:
    is_json = isinstance(attribute, Variable | JsonObject) and stored is not None
    return json.loads(stored) if is_json else plain(attribute, stored)
