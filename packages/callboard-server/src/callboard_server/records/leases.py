"""Leases for work that only one process does at a time, by the database's clock.

The process that takes a lease adds its row. Another process can take the lease over when it has expired. The
row is deleted when its holder stops.
"""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.records.schema import METADATA
from callboard_server.records.statements import given, given_number
from callboard_server.storage.clock import Milliseconds
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

LEASE = sa.Table(
    "server_lease",
    METADATA,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("holder", TEXT, nullable=False),
    sa.Column("until", sa.BigInteger(), nullable=False),
)

_UNTIL = Milliseconds() + given_number("duration")
_TAKE = Prepared(
    sa.update(LEASE)
    .where(
        LEASE.c.name == given("work"),
        sa.or_(LEASE.c.holder == given("owner"), LEASE.c.until <= Milliseconds()),
    )
    .values(holder=given("owner"), until=_UNTIL)
)
_HOLDER = Prepared(sa.select(LEASE.c.holder).where(LEASE.c.name == given("work")))
_ADD = Prepared(sa.insert(LEASE).values(name=given("work"), holder=given("owner"), until=_UNTIL))
_END = Prepared(sa.delete(LEASE).where(LEASE.c.holder == given("owner")))


def take_lease(tx: Transaction, work: str, holder: str, milliseconds: int) -> bool:
    """Take or renew the lease of *work* for *milliseconds*; return whether *holder* has it now."""
    if tx.run(_TAKE, work=work, owner=holder, duration=milliseconds):
        return True
    if tx.row(_HOLDER, work=work) is not None:
        return False
    tx.run(_ADD, work=work, owner=holder, duration=milliseconds)
    return True


def end_leases(tx: Transaction, holder: str) -> None:
    """Release all leases of *holder*, so that other processes don't have to wait."""
    tx.run(_END, owner=holder)
