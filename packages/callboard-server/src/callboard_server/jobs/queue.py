"""The queue of tasks: `enqueue`, `claim`, `renew`, `put_back`, `finish`.

A task is `waiting`, `leased` or `over`. One that is leased can be claimed by others once its lease has run
out, which is how a worker that was killed loses it; so `lease_until` is, for all that are not over, the
moment from which anybody may claim it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from callboard.errors import CallboardError
from callboard_server.storage.clock import Milliseconds
from callboard_server.storage.own import TASK, given
from callboard_server.storage.tables import constant
from callboard_server.storage.transaction import Prepared, Transaction

MOST_ATTEMPTS = 3
"""How often a task is begun.

One that a worker takes with it each time is given up, instead of killing workers for ever.
"""

WAITING, LEASED, OVER = constant("waiting"), constant("leased"), constant("over")
ZERO: sa.ColumnElement[int] = sa.literal_column("0", type_=sa.BigInteger())
ONE: sa.ColumnElement[int] = sa.literal_column("1", type_=sa.BigInteger())


class LeaseLost(CallboardError):
    """Somebody else does the task by now, or nobody needs it any more."""

    default_code = "task.lease_lost"


@frozen
class Task:
    """A task that is leased to the holder of `token`. `attempts` counts this one."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    job_id: str
    attempts: int
    token: str

    @property
    def is_hopeless(self) -> bool:
        """Whether it was begun too often already, so that it is claimed only to be given up."""
        return self.attempts > MOST_ATTEMPTS


NOW = Milliseconds()
_LATER = Milliseconds() + sa.bindparam("wait", type_=sa.BigInteger())
_IS_OPEN = sa.and_(TASK.c.state != OVER, TASK.c.lease_until <= NOW)
_IS_OURS = sa.and_(TASK.c.id == given("task"), TASK.c.token == given("held"), TASK.c.state == LEASED)

_ENQUEUE = Prepared(
    sa.insert(TASK).values(
        id=given("task"),
        kind=given("wanted_kind"),
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
_RENEW = Prepared(sa.update(TASK).where(_IS_OURS).values(lease_until=_LATER))
_PUT_BACK = Prepared(
    sa.update(TASK)
    .where(_IS_OURS)
    .values(
        state=WAITING,
        lease_until=_LATER,
        token=sa.null(),
        attempts=TASK.c.attempts - sa.bindparam("forgiven", type_=sa.BigInteger()),
    )
)
_FINISH = Prepared(sa.update(TASK).where(_IS_OURS).values(state=OVER, lease_until=NOW, token=sa.null()))
_REOPEN = Prepared(
    sa.update(TASK)
    .where(TASK.c.job_id == given("job"))
    .values(state=WAITING, lease_until=NOW, token=sa.null(), attempts=ZERO)
)
_FORGET = Prepared(
    sa.delete(TASK).where(
        TASK.c.state == OVER, TASK.c.lease_until < NOW - sa.bindparam("age", type_=sa.BigInteger())
    )
)


def enqueue(tx: Transaction, *, task_id: str, kind: str, job_id: str, payload: Mapping[str, Any]) -> None:
    """Write down that *kind* is to be done with *payload* for a job: in the transaction that makes it
    necessary.

    The task goes with its job.
    """
    tx.run(_ENQUEUE, task=task_id, wanted_kind=kind, job=job_id, text=json.dumps(payload))


def is_any_open(tx: Transaction) -> bool:
    """Tell whether there is anything to claim: a look that needs no writing transaction."""
    return tx.row(_IS_ANY_OPEN) is not None


def claim(tx: Transaction, token: str, lease: timedelta) -> Task | None:
    """Lease the task that has been open the longest to the holder of *token*; None when all is quiet.

    The lease runs on the database's clock, so hosts with skewed clocks agree. Workers that claim at the same
    moment pass over what another one is about to get.
    """
    found = tx.row(_CLAIM, held=token, wait=milliseconds(lease))
    if found is None:
        return None
    identifier, kind, payload, job_id, attempts, held = found
    return Task(identifier, kind, json.loads(payload), job_id, attempts, held)


def renew(tx: Transaction, task: Task, lease: timedelta) -> None:
    """Lease *task* for longer, from now on. Raises: LeaseLost."""
    if not tx.run(_RENEW, task=task.id, held=task.token, wait=milliseconds(lease)):
        raise lost(task)


def put_back(tx: Transaction, task: Task, wait: timedelta, *, is_blameless: bool = False) -> None:
    """Let anybody claim *task* again after *wait*.

    An attempt that *is_blameless* is not counted. Raises: LeaseLost.
    """
    if not tx.run(
        _PUT_BACK, task=task.id, held=task.token, wait=milliseconds(wait), forgiven=int(is_blameless)
    ):
        raise lost(task)


def finish(tx: Transaction, task: Task) -> None:
    """Note that *task* is over: in the transaction that writes its outcome, and before it.

    Raises: LeaseLost, so that nothing of the outcome is written by a worker that was given up for dead.
    """
    if not tx.run(_FINISH, task=task.id, held=task.token):
        raise lost(task)


def reopen(tx: Transaction, job_id: str) -> bool:
    """Let the task of a job be done once more, from the beginning.

    Whoever does it now loses it. False when the job has none.
    """
    return bool(tx.run(_REOPEN, job=job_id))


def forget(tx: Transaction, age: timedelta) -> int:
    """Delete tasks that have been over for longer than *age*; return how many."""
    return tx.run(_FORGET, age=milliseconds(age))


def milliseconds(duration: timedelta) -> int:
    """Return *duration* as the queue counts it."""
    return duration // timedelta(milliseconds=1)


def lost(task: Task) -> LeaseLost:
    """Return the error for a task that is ours no more."""
    return LeaseLost(f"The task {task.id} is done by somebody else, or not needed any more.")
