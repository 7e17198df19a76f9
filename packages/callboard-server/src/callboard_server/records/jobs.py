"""Statements about jobs, which are entities, for workers and shared links."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import JOB
from callboard_server.records.statements import given
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class JobState:
    """The state of a job. `data` is JSON text that any client may have written."""

    status: str
    data: str | None


_SELECT = sa.select(JOB.c.status, JOB.c.data).where(JOB.c.id == given("job"))
_STATE = Prepared(_SELECT)
_STATE_LOCKED = Prepared(_SELECT.with_for_update())
_OWNER = Prepared(sa.select(JOB.c.user_id).where(JOB.c.id == given("job")))
_DATA = Prepared(sa.select(JOB.c.data).where(JOB.c.id == given("job")))


def job_state(tx: Transaction, job_id: str, *, lock: bool = False) -> JobState | None:
    """Return the state of a job; None if there is no such job.

    With *lock*, no other transaction can change it before this one ends.
    """
    found = tx.row(_STATE_LOCKED if lock else _STATE, job=job_id)
    return None if found is None else JobState(*found)


def job_owner(tx: Transaction, job_id: str) -> tuple[str | None] | None:
    """Return the owner of a job in a tuple, since it may be None; None if there is no such job."""
    found = tx.row(_OWNER, job=job_id)
    return None if found is None else (found[0],)


def job_data(tx: Transaction, job_id: str) -> str | None:
    """Return the data of a job as JSON text."""
    found = tx.row(_DATA, job=job_id)
    return None if found is None else found[0]
