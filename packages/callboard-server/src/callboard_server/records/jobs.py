"""What is looked at in jobs, which are entities, by those who do them and share them."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import JOB
from callboard_server.records.statements import given
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class JobState:
    """How a job stands. `data` is JSON text that anybody may have written."""

    status: str
    data: str | None


_SELECT = sa.select(JOB.c.status, JOB.c.data).where(JOB.c.id == given("job"))
_STATE = Prepared(_SELECT)
_STATE_LOCKED = Prepared(_SELECT.with_for_update())
_OWNER = Prepared(sa.select(JOB.c.user_id).where(JOB.c.id == given("job")))
_DATA = Prepared(sa.select(JOB.c.data).where(JOB.c.id == given("job")))


def job_state(tx: Transaction, job_id: str, *, lock: bool = False) -> JobState | None:
    """Return how a job stands.

    None when it is gone. With *lock*, nobody else changes it before this transaction ends.
    """
    found = tx.row(_STATE_LOCKED if lock else _STATE, job=job_id)
    return None if found is None else JobState(*found)


def job_owner(tx: Transaction, job_id: str) -> tuple[str | None] | None:
    """Return the owner of a job in a tuple, since a job may have none; None when there is no such job."""
    found = tx.row(_OWNER, job=job_id)
    return None if found is None else (found[0],)


def job_data(tx: Transaction, job_id: str) -> str | None:
    """Return the data of a job as the text that it is."""
    found = tx.row(_DATA, job=job_id)
    return None if found is None else found[0]
