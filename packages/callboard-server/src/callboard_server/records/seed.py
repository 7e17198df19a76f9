"""The initial data of every database, with the identifiers that clients use.

Each part is written once and recorded. So an older database gets the parts that are new, and nothing that a
studio has deleted comes back.
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
WRITTEN_PARTS = "seed.written"


def seed(tx: Transaction, tables: Tables, new_id: Callable[[], str]) -> bool:
    """Write the parts of the initial data that are missing; return whether there were any."""
    written = (state(tx, WRITTEN_PARTS) or "").split()
    parts: dict[str, Callable[[], Rows]] = {
        "places": lambda: built_ins(new_id),
        "words": words,
        "schemas": project_schemas,
        "frames": lambda: frame_attributes(_role_ids(tx, tables)),
    }
    missing = [name for name in parts if name not in written]
    for name in missing:
        insert(tx, tables, parts[name]())
    if missing:
        set_state(tx, WRITTEN_PARTS, " ".join([*written, *missing]))
    return bool(missing)


def built_ins(new_id: Callable[[], str]) -> Rows:
    """Return the built-in locations, the roles and the default type of users."""
    return {
        "Location": [{"id": key, "name": name, "label": name} for key, name in LOCATION_NAMES.items()],
        "SecurityRole": [{"id": new_id(), "name": name, "type": kind} for name, kind in ROLES],
        "UserType": [{"id": DEFAULT_USER_TYPE_ID, "name": "Default"}],
    }


def insert(tx: Transaction, tables: Tables, rows: Rows) -> None:
    """Insert *rows*, grouped by the type that owns their table."""
    for root, given in rows.items():
        entities.insert(tx, tables, tables.model.entity(root), [dict(row) for row in given])


def _role_ids(tx: Transaction, tables: Tables) -> list[str]:
    names = [name for name, _ in ROLES]
    return [
        row["id"]
        for row in entities.load_caseless(tx, tables, tables.model.entity("SecurityRole"), "name", names)
    ]
