"""Leases: work that only one of many processes does at a time, by the database's clock.

A row is written by the process that takes the lease, and taken over by another once it has run out. It goes
when its holder stops.
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

_UNTIL = Milliseconds() + given_number("lasting")
_TAKE = Prepared(
    sa.update(LEASE)
    .where(
        LEASE.c.name == given("work"), sa.or_(LEASE.c.holder == given("us"), LEASE.c.until <= Milliseconds())
    )
    .values(holder=given("us"), until=_UNTIL)
)
_HOLDER = Prepared(sa.select(LEASE.c.holder).where(LEASE.c.name == given("work")))
_ADD = Prepared(sa.insert(LEASE).values(name=given("work"), holder=given("us"), until=_UNTIL))
_END = Prepared(sa.delete(LEASE).where(LEASE.c.holder == given("us")))


def take_lease(tx: Transaction, work: str, holder: str, milliseconds: int) -> bool:
    """Take or renew the lease of *work*; return whether *holder* has it now, for so long from now."""
    if tx.run(_TAKE, work=work, us=holder, lasting=milliseconds):
        return True
    if tx.row(_HOLDER, work=work) is not None:
        return False
    tx.run(_ADD, work=work, us=holder, lasting=milliseconds)
    return True


def end_leases(tx: Transaction, holder: str) -> None:
    """Give back whatever *holder* has, so that others need not wait."""
    tx.run(_END, us=holder)
