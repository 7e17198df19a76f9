"""What a server says of itself, which is also how clients check their credentials."""

from __future__ import annotations

import json
from typing import Any

from callboard.wire.builtin import STORAGE_SCENARIO_SETTING
from callboard_server import __version__
from callboard_server.actions.call import Call
from callboard_server.actions.schemas import described
from callboard_server.storage.entities import load

COMPATIBLE_VERSION = "4.13.0"
"""The release of the API that clients are told, since they refuse servers older than one that they know."""


def query_server_information(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `query_server_information`; `values` may limit what is told."""
    information = {
        "version": COMPATIBLE_VERSION,
        "schema_hash": described(call.model)[1],
        "is_timezone_support_enabled": True,
        "is_nested_subqueries_enabled": True,
        "storage_scenario": storage_scenario(call),
        "product": {"name": "Callboard", "version": __version__},
        "user_information": {"id": call.actor.user_id, "username": call.actor.username},
    }
    wanted = operation.get("values")
    if not isinstance(wanted, list):
        return information
    return {name: value for name, value in information.items() if name == "version" or name in wanted}


def storage_scenario(call: Call) -> dict[str, Any] | None:
    """Return where clients put files, as the setting of that name says.

    None when that says nothing that can be read.
    """
    name, group = STORAGE_SCENARIO_SETTING
    rows = load(call.tx, call.tables, call.model.entity("Setting"), "name", [name])
    text = next((row["value"] for row in rows if row["group"] == group), None)
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
