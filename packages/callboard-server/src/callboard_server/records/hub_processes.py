"""Connections to the hub: the report of each process of the server.

Each process updates its row when connections change, and regularly. The row is deleted when the process
stops, or when it has not been updated for a while.
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
_REPORT = Prepared(
    sa.update(HUB_PROCESS)
    .where(HUB_PROCESS.c.process == given("name"))
    .values(
        seen=Milliseconds(),
        report=given("text"),
        changed=sa.case((HUB_PROCESS.c.report == given("text"), HUB_PROCESS.c.changed), else_=Milliseconds()),
    )
)
_FIRST_REPORT = Prepared(
    sa.insert(HUB_PROCESS).values(
        process=given("name"), seen=Milliseconds(), report=given("text"), changed=Milliseconds()
    )
)
_REPORTS = Prepared(
    sa.select(HUB_PROCESS.c.process, HUB_PROCESS.c.report).where(HUB_PROCESS.c.seen >= _SEEN_BEFORE)
)
_REMOVE = Prepared(sa.delete(HUB_PROCESS).where(HUB_PROCESS.c.process == given("name")))
_SWEEP_PROCESSES = Prepared(sa.delete(HUB_PROCESS).where(HUB_PROCESS.c.seen < _SEEN_BEFORE))


def report_connections(tx: Transaction, process: str, report: str, forgotten_after: int) -> None:
    """Record the *report* of a process about its connections, as JSON text.

    Delete the reports of processes that have not reported for *forgotten_after* milliseconds.
    """
    tx.run(_SWEEP_PROCESSES, age=forgotten_after)
    if not tx.run(_REPORT, name=process, text=report):
        tx.run(_FIRST_REPORT, name=process, text=report)


def remove_process(tx: Transaction, process: str) -> None:
    """Delete the report of a process."""
    tx.run(_REMOVE, name=process)


def reported_connections(tx: Transaction, age: int) -> dict[str, str]:
    """Return the report of each process that has reported in the last *age* milliseconds."""
    return {str(process): str(report) for process, report in tx.rows(_REPORTS, age=age)}
