"""What webhooks are told of a change: derived from the change and the model, in the form that receivers of
the field know.

Attributes go by their API names. Custom attributes that changed follow by their keys, as `custom_attributes`,
which is ours alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from callboard_server.events.payload import Difference
from callboard_server.model.attributes import Scalar, Variable

FORM = "ftrack_entity_event_v1"
PING_FORM = "callboard_ping_v1"
CREATE, UPDATE, DELETE = "create", "update", "delete"
OPERATIONS: Mapping[str, str] = {"add": CREATE, "remove": DELETE}
"""From what an event calls an action; all others are updates."""


@frozen
class Circumstances:
    """What is told along with each change.

    When it was made, by whom, and on which server, as far as that is known.
    """

    date: datetime
    user_id: str | None
    server_url: str | None


def body(delivery_id: str, form: str, about: Circumstances, configuration_hash: str) -> dict[str, Any]:
    """Return what every body begins with."""
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


def entity_told(told: Difference) -> dict[str, Any]:
    """Return what is told of one entity: everything that it holds itself, before and after."""
    return {
        "id": list(told.key),
        "entity_type": told.entity.name,
        "operation": OPERATIONS.get(told.action, UPDATE),
        "new": _state(told, told.after, "new"),
        "old": _state(told, told.before, "old"),
    }


def _state(told: Difference, columns: Mapping[str, Any], when: str) -> dict[str, Any] | None:
    if not columns:
        return None
    values = {
        attribute.name: _plain(attribute, columns.get(attribute.column))
        for attribute in told.entity.public_stored
    }
    if told.attributes:
        values["custom_attributes"] = {key: difference[when] for key, difference in told.attributes.items()}
    return values


def _plain(attribute: Scalar, stored: Any) -> Any:
    return json.loads(stored) if isinstance(attribute, Variable) and stored is not None else stored
