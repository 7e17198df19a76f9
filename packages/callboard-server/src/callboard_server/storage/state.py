"""The table in which the engine and the server keep what they must remember, as text under a name: the form
of the tables, what a new database was filled with, secrets.

A row is written when there is something to remember, and stays.
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

_IS_WANTED = STATE.c.name == sa.bindparam("wanted")
_STATE = Prepared(sa.select(STATE.c.value).where(_IS_WANTED))
_CHANGE = Prepared(sa.update(STATE).where(_IS_WANTED).values(value=sa.bindparam("given")))
_ADD = Prepared(sa.insert(STATE).values(name=sa.bindparam("wanted"), value=sa.bindparam("given")))


def state(tx: Transaction, name: str) -> str | None:
    """Return what the server keeps under *name*, or None."""
    found = tx.row(_STATE, wanted=name)
    return None if found is None else str(found[0])


def set_state(tx: Transaction, name: str, value: str) -> None:
    """Keep *value* under *name*."""
    if not tx.run(_CHANGE, wanted=name, given=value):
        tx.run(_ADD, wanted=name, given=value)
