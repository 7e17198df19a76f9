"""The queue of tasks: `enqueue`, `claim`, `renew`, `put_back`, `finish`.

One that is leased can be claimed by others once its lease has run out, which is how a worker that was killed
loses it. The rows are in `records.tasks`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from attrs import frozen

from callboard.errors import CallboardError
from callboard_server.records import tasks
from callboard_server.storage.transaction import Transaction

MOST_ATTEMPTS = 3
"""How often a task is begun.

One that a worker takes with it each time is given up, instead of killing workers for ever.
"""


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


def enqueue(tx: Transaction, *, task_id: str, kind: str, job_id: str, payload: Mapping[str, Any]) -> None:
    """Write down that *kind* is to be done with *payload* for a job: in the transaction that makes it
    necessary.

    The task goes with its job.
    """
    tasks.add_task(tx, tasks.NewTask(task_id, kind, json.dumps(payload), job_id))


def is_any_open(tx: Transaction) -> bool:
    """Tell whether there is anything to claim: a look that needs no writing transaction."""
    return tasks.is_any_task_open(tx)


def claim(tx: Transaction, token: str, lease: timedelta) -> Task | None:
    """Lease the task that has been open the longest to the holder of *token*; None when all is quiet.

    The lease runs on the database's clock, so hosts with skewed clocks agree. Workers that claim at the same
    moment pass over what another one is about to get.
    """
    row = tasks.claim_task(tx, token, milliseconds(lease))
    if row is None:
        return None
    return Task(row.id, row.kind, json.loads(row.payload), row.job_id, row.attempts, row.token)


def renew(tx: Transaction, task: Task, lease: timedelta) -> None:
    """Lease *task* for longer, from now on. Raises: LeaseLost."""
    if not tasks.renew_task(tx, task.id, task.token, milliseconds(lease)):
        raise lost(task)


def put_back(tx: Transaction, task: Task, wait: timedelta, *, is_blameless: bool = False) -> None:
    """Let anybody claim *task* again after *wait*.

    An attempt that *is_blameless* is not counted. Raises: LeaseLost.
    """
    if not tasks.put_task_back(tx, task.id, task.token, milliseconds(wait), forgiven=int(is_blameless)):
        raise lost(task)


def finish(tx: Transaction, task: Task) -> None:
    """Note that *task* is over: in the transaction that writes its outcome, and before it.

    Raises: LeaseLost, so that nothing of the outcome is written by a worker that was given up for dead.
    """
    if not tasks.finish_task(tx, task.id, task.token):
        raise lost(task)


def reopen(tx: Transaction, job_ids: Collection[str]) -> None:
    """Make the tasks of jobs, if they have any, ready to be claimed again from the beginning.

    A worker that holds one loses its lease.
    """
    tasks.reopen_tasks(tx, job_ids)


def forget(tx: Transaction, age: timedelta) -> int:
    """Delete tasks that have been over for longer than *age*; return how many."""
    return tasks.forget_tasks(tx, milliseconds(age))


def milliseconds(duration: timedelta) -> int:
    """Return *duration* as the queue counts it."""
    return duration // timedelta(milliseconds=1)


def lost(task: Task) -> LeaseLost:
    """Return the error for a task that is ours no more."""
    return LeaseLost(f"The task {task.id} is done by somebody else, or not needed any more.")
