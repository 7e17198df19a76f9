"""What every new database holds, under the identifiers that clients know.

Each part is written once and recorded. So a database of an earlier version gets what is new, and nothing that
a studio has deleted comes back.
"""

from __future__ import annotations

from collections.abc import Callable

from callboard.wire.builtin import DEFAULT_USER_TYPE_ID, LOCATION_NAMES
from callboard_server.records.roles import ADMINISTRATOR
from callboard_server.records.vocabulary import Rows, frame_attributes, project_schemas, words
from callboard_server.storage import entities
from callboard_server.storage.state import set_state, state
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction

ROLES = ((ADMINISTRATOR, "PROJECT"), ("Project Manager", "PROJECT"), ("User", "PROJECT"), ("API", "API"))
NOTED = "seed.written"


def seed(tx: Transaction, tables: Tables, new_id: Callable[[], str]) -> bool:
    """Write what is missing of the beginnings of a database; return whether there was anything to do."""
    written = (state(tx, NOTED) or "").split()
    parts: dict[str, Callable[[], Rows]] = {
        "places": lambda: places(new_id),
        "words": words,
        "schemas": project_schemas,
        "frames": lambda: frame_attributes(_role_ids(tx, tables)),
    }
    missing = [name for name in parts if name not in written]
    for name in missing:
        insert(tx, tables, parts[name]())
    if missing:
        set_state(tx, NOTED, " ".join([*written, *missing]))
    return bool(missing)


def places(new_id: Callable[[], str]) -> Rows:
    """Return the built-in locations, the roles and the usual type of users."""
    return {
        "Location": [{"id": key, "name": name, "label": name} for key, name in LOCATION_NAMES.items()],
        "SecurityRole": [{"id": new_id(), "name": name, "type": kind} for name, kind in ROLES],
        "UserType": [{"id": DEFAULT_USER_TYPE_ID, "name": "Default"}],
    }


def insert(tx: Transaction, tables: Tables, rows: Rows) -> None:
    """Write *rows*, by the type that owns their table."""
    for root, given in rows.items():
        entities.insert(tx, tables, tables.model.entity(root), [dict(row) for row in given])


def _role_ids(tx: Transaction, tables: Tables) -> list[str]:
    names = [name for name, _ in ROLES]
    return [
        row["id"]
        for row in entities.load_caseless(tx, tables, tables.model.entity("SecurityRole"), "name", names)
    ]
