"""What every new database holds, under the identifiers that clients know."""

from __future__ import annotations

from collections.abc import Callable

from callboard.storage import entities
from callboard.storage.tables import Tables
from callboard.storage.transaction import Transaction
from callboard.wire.builtin import DEFAULT_USER_TYPE_ID, LOCATION_NAMES

ADMINISTRATOR = "Administrator"
ROLES = ((ADMINISTRATOR, "PROJECT"), ("Project Manager", "PROJECT"), ("User", "PROJECT"), ("API", "API"))


def seed(tx: Transaction, tables: Tables, new_id: Callable[[], str]) -> bool:
    """Fill a new database; return False, and change nothing, when it was filled before."""
    model = tables.model
    location, role, user_type = model.entity("Location"), model.entity("SecurityRole"), model.entity("UserType")
    if entities.load(tx, tables, location, "id", list(LOCATION_NAMES)):
        return False
    entities.insert(tx, tables, location, [{"id": key, "name": name, "label": name} for key, name in LOCATION_NAMES.items()])
    entities.insert(tx, tables, role, [{"id": new_id(), "name": name, "type": kind} for name, kind in ROLES])
    entities.insert(tx, tables, user_type, [{"id": DEFAULT_USER_TYPE_ID, "name": "Default"}])
    return True
