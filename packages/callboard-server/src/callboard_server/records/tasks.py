"""The queue of tasks, with the leases of the workers that process them.

A row is added in the transaction that causes the task. It is `waiting`, `leased` or `over`. Until it is over,
any worker may claim it from `lease_until` on. It is deleted some time after it is over, or with its job.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import JOB, METADATA
from callboard_server.records.statements import ONE, ZERO, given, given_number
from callboard_server.storage.clock import Milliseconds
from callboard_server.storage.dialect import Dialect
from callboard_server.storage.tables import TEXT, constant
from callboard_server.storage.transaction import Prepared, Transaction

TASK = sa.Table(
    "queued_task",
    METADATA,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("payload", TEXT, nullable=False),
    sa.Column(
        "job_id",
        TEXT,
        sa.ForeignKey(JOB.c.id, name="queued_task_job_id_fkey", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("attempts", sa.BigInteger(), nullable=False),
    sa.Column("lease_until", sa.BigInteger(), nullable=False),
    sa.Column("token", TEXT),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
)
"""Times are milliseconds of the database's clock."""
sa.Index("queued_task_open", TASK.c.state, TASK.c.lease_until)


@frozen
class NewTask:
    """A task to add. `payload` is JSON text."""

    id: str
    kind: str
    payload: str
    job_id: str


@frozen
class TaskRow:
    """A task that is leased to the holder of `token`. `attempts` counts this one."""

    id: str
    kind: str
    payload: str
    job_id: str
    attempts: int
    token: str


WAITING, LEASED, OVER = constant("waiting"), constant("leased"), constant("over")
NOW = Milliseconds()
_LATER = NOW + given_number("wait")
_IS_OPEN = sa.and_(TASK.c.state != OVER, TASK.c.lease_until <= NOW)
_IS_HELD = sa.and_(TASK.c.id == given("task"), TASK.c.token == given("held"), TASK.c.state == LEASED)

_ADD = Prepared(
    sa.insert(TASK).values(
        id=given("task"),
        kind=given("kind"),
        payload=given("text"),
        job_id=given("job"),
        state=WAITING,
        attempts=ZERO,
        lease_until=NOW,
        created_at=NOW,
    )
)
_IS_ANY_OPEN = Prepared(sa.select(ONE).select_from(TASK).where(_IS_OPEN).limit(ONE).offset(ZERO))
_NEXT = (
    sa.select(TASK.c.id)
    .where(_IS_OPEN)
    .order_by(TASK.c.lease_until, TASK.c.id)
    .limit(ONE)
    .offset(ZERO)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_CLAIM = Prepared(
    sa.update(TASK)
    .where(TASK.c.id == _NEXT)
    .values(state=LEASED, lease_until=_LATER, token=given("held"), attempts=TASK.c.attempts + ONE)
    .returning(TASK.c.id, TASK.c.kind, TASK.c.payload, TASK.c.job_id, TASK.c.attempts, TASK.c.token)
)
_RENEW = Prepared(sa.update(TASK).where(_IS_HELD).values(lease_until=_LATER))
_PUT_BACK = Prepared(
    sa.update(TASK)
    .where(_IS_HELD)
    .values(
        state=WAITING,
        lease_until=_LATER,
        token=sa.null(),
        attempts=TASK.c.attempts - given_number("forgiven"),
    )
)
_FINISH = Prepared(sa.update(TASK).where(_IS_HELD).values(state=OVER, lease_until=NOW, token=sa.null()))
_FORGET = Prepared(
    sa.delete(TASK).where(TASK.c.state == OVER, TASK.c.lease_until < NOW - given_number("age"))
)


def add_task(tx: Transaction, task: NewTask) -> None:
    """Add *task*, which any worker may claim."""
    tx.run(_ADD, task=task.id, kind=task.kind, text=task.payload, job=task.job_id)


def is_any_task_open(tx: Transaction) -> bool:
    """Return whether there is a task to claim. This needs no writing transaction."""
    return tx.row(_IS_ANY_OPEN) is not None


def claim_task(tx: Transaction, token: str, milliseconds: int) -> TaskRow | None:
    """Lease the task that has been open the longest for *milliseconds*; return None if there is none.

    Concurrent workers get different tasks.
    """
    found = tx.row(_CLAIM, held=token, wait=milliseconds)
    return None if found is None else TaskRow(*found)


def renew_task(tx: Transaction, task_id: str, token: str, milliseconds: int) -> bool:
    """Extend a lease to *milliseconds* from now; return False if the holder of *token* has lost it."""
    return tx.run(_RENEW, task=task_id, held=token, wait=milliseconds) > 0


def put_task_back(tx: Transaction, task_id: str, token: str, milliseconds: int, *, forgiven: int) -> bool:
    """Make a task open in *milliseconds* for any worker, without counting *forgiven* attempts.

    Return False if the holder of *token* has lost the lease.
    """
    return tx.run(_PUT_BACK, task=task_id, held=token, wait=milliseconds, forgiven=forgiven) > 0


def finish_task(tx: Transaction, task_id: str, token: str) -> bool:
    """Record that a task is over; return False if the holder of *token* has lost the lease."""
    return tx.run(_FINISH, task=task_id, held=token) > 0


def reopen_tasks(tx: Transaction, job_ids: Collection[str]) -> None:
    """Make the tasks of jobs, if any, open again, with one statement."""
    tx.run(_reopening(tx.dialect), keys=tx.dialect.list_parameter(sorted(job_ids)))


@lru_cache(maxsize=2)
def _reopening(dialect: Dialect) -> Prepared:
    among = dialect.among(TASK.c.job_id, "keys", TASK.c.job_id.type)
    return Prepared(
        sa.update(TASK).where(among).values(state=WAITING, lease_until=NOW, token=sa.null(), attempts=ZERO)
    )


def forget_tasks(tx: Transaction, milliseconds: int) -> int:
    """Delete tasks that have been over for *milliseconds*; return their number."""
    return tx.run(_FORGET, age=milliseconds)
