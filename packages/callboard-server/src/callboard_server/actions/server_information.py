"""`query_server_information`: the version and features of the server, and who the client is."""

from __future__ import annotations

import json
from typing import Any

from callboard.wire.builtin import STORAGE_SCENARIO_SETTING
from callboard_server import __version__
from callboard_server.actions.call import Call
from callboard_server.actions.schemas import schemas_of
from callboard_server.storage.entities import load

COMPATIBLE_VERSION = "4.13.0"
"""The API release that the server reports.

Clients refuse servers that report an older one than they require.
"""


def query_server_information(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `query_server_information`. `values` may select what is returned."""
    information = {
        "version": COMPATIBLE_VERSION,
        "schema_hash": schemas_of(call.model)[1],
        "is_timezone_support_enabled": True,
        "is_nested_subqueries_enabled": True,
        "storage_scenario": storage_scenario(call),
        "product": {"name": "Callboard", "version": __version__},
        "user_information": {"id": call.actor.user_id, "username": call.actor.username},
    }
    selected = operation.get("values")
    if not isinstance(selected, list):
        return information
    return {name: value for name, value in information.items() if name == "version" or name in selected}


def storage_scenario(call: Call) -> dict[str, Any] | None:
    """Return the setting that determines where clients store files; None when it is missing or not valid."""
    name, group = STORAGE_SCENARIO_SETTING
    rows = load(call.tx, call.tables, call.model.entity("Setting"), "name", [name])
    text = next((row["value"] for row in rows if row["group"] == group), None)
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
