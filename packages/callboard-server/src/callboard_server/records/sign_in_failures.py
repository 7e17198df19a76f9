"""Failed attempts to sign in, for each username, each address, and each combination of both.

Each attempt updates its rows. They are deleted when signing in succeeds, or when they are too old to count.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA
from callboard_server.records.statements import given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

SIGN_IN_FAILURE = sa.Table(
    "sign_in_failure",
    METADATA,
    sa.Column("subject", TEXT, primary_key=True),
    sa.Column("failures", sa.BigInteger(), nullable=False),
    sa.Column("last_at", TEXT, nullable=False),
)


@frozen
class Failures:
    """The number of failures of a subject, and the time of the last one."""

    count: int
    last_at: str


_FAILURES = Prepared(
    sa.select(SIGN_IN_FAILURE.c.failures, SIGN_IN_FAILURE.c.last_at).where(
        SIGN_IN_FAILURE.c.subject == given("subject")
    )
)
_ANOTHER_FAILURE = Prepared(
    sa.update(SIGN_IN_FAILURE)
    .where(SIGN_IN_FAILURE.c.subject == given("subject"))
    .values(failures=given("number"), last_at=given("now"))
)
_FIRST_FAILURE = Prepared(
    sa.insert(SIGN_IN_FAILURE).values(
        subject=given("subject"), failures=given("number"), last_at=given("now")
    )
)
_FORGIVE = Prepared(sa.delete(SIGN_IN_FAILURE).where(SIGN_IN_FAILURE.c.subject == given("subject")))
_SWEEP_FAILURES = Prepared(sa.delete(SIGN_IN_FAILURE).where(SIGN_IN_FAILURE.c.last_at < given("before")))


def failures(tx: Transaction, subject: str) -> Failures | None:
    """Return the failures of *subject*, or None."""
    found = tx.row(_FAILURES, subject=subject)
    return None if found is None else Failures(int(found[0]), found[1])


def set_failures(tx: Transaction, subject: str, count: int, now: str) -> None:
    """Record that *subject* has failed *count* times, the last time *now*."""
    if not tx.run(_ANOTHER_FAILURE, subject=subject, number=count, now=now):
        tx.run(_FIRST_FAILURE, subject=subject, number=count, now=now)


def forgive(tx: Transaction, subject: str) -> None:
    """Delete the failures of *subject*."""
    tx.run(_FORGIVE, subject=subject)


def sweep_failures(tx: Transaction, before: str) -> None:
    """Delete failures that are older than *before*."""
    tx.run(_SWEEP_FAILURES, before=before)
