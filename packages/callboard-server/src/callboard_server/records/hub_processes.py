"""What each process of the server says of its connections to the hub.

A row is written every few seconds by its process. It goes when the process stops, or after a long silence.
"""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.records.schema import METADATA
from callboard_server.records.statements import given, given_number
from callboard_server.storage.clock import Milliseconds
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

HUB_PROCESS = sa.Table(
    "hub_process",
    METADATA,
    sa.Column("process", TEXT, primary_key=True),
    sa.Column("seen", sa.BigInteger(), nullable=False),
    sa.Column("report", TEXT, nullable=False),
    sa.Column("changed", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
)


_SEEN_BEFORE = Milliseconds() - given_number("age")
_TELL = Prepared(
    sa.update(HUB_PROCESS)
    .where(HUB_PROCESS.c.process == given("name"))
    .values(
        seen=Milliseconds(),
        report=given("text"),
        changed=sa.case((HUB_PROCESS.c.report == given("text"), HUB_PROCESS.c.changed), else_=Milliseconds()),
    )
)
_TELL_FIRST = Prepared(
    sa.insert(HUB_PROCESS).values(
        process=given("name"), seen=Milliseconds(), report=given("text"), changed=Milliseconds()
    )
)
_TOLD = Prepared(
    sa.select(HUB_PROCESS.c.process, HUB_PROCESS.c.report).where(HUB_PROCESS.c.seen >= _SEEN_BEFORE)
)
_LEAVE = Prepared(sa.delete(HUB_PROCESS).where(HUB_PROCESS.c.process == given("name")))
_SWEEP_PROCESSES = Prepared(sa.delete(HUB_PROCESS).where(HUB_PROCESS.c.seen < _SEEN_BEFORE))


def tell_process(tx: Transaction, process: str, told: str, forgotten_after: int) -> None:
    """Keep what a process tells of its connections.

    Forget processes that were not heard of for so many milliseconds.
    """
    tx.run(_SWEEP_PROCESSES, age=forgotten_after)
    if not tx.run(_TELL, name=process, text=told):
        tx.run(_TELL_FIRST, name=process, text=told)


def leave_process(tx: Transaction, process: str) -> None:
    """Forget what a process told."""
    tx.run(_LEAVE, name=process)


def told_by_processes(tx: Transaction, age: int) -> dict[str, str]:
    """Return what each process told that was heard of in the last *age* milliseconds."""
    return {str(process): str(told) for process, told in tx.rows(_TOLD, age=age)}
