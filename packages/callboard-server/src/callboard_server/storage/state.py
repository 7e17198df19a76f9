"""The persistent state of the server, as text by name.

It includes the version of the tables, the parts of the initial data that were written, and secrets. Rows are
never deleted.
"""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

STATE = sa.Table(
    "server_state",
    sa.MetaData(),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
)

_HAS_NAME = STATE.c.name == sa.bindparam("name")
_STATE = Prepared(sa.select(STATE.c.value).where(_HAS_NAME))
_CHANGE = Prepared(sa.update(STATE).where(_HAS_NAME).values(value=sa.bindparam("value")))
_ADD = Prepared(sa.insert(STATE).values(name=sa.bindparam("name"), value=sa.bindparam("value")))


def state(tx: Transaction, name: str) -> str | None:
    """Return the value stored under *name*, or None."""
    found = tx.row(_STATE, name=name)
    return None if found is None else str(found[0])


def set_state(tx: Transaction, name: str, value: str) -> None:
    """Store *value* under *name*."""
    if not tx.run(_CHANGE, name=name, value=value):
        tx.run(_ADD, name=name, value=value)
