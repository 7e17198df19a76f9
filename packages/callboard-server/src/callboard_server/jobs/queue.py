"""The queue of tasks: `enqueue`, `claim`, `renew`, `put_back`, `finish`.

Other workers can claim a leased task when its lease has expired, for example because its worker was killed.
The rows are in `records.tasks`.
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
"""How often a task is started. After that, a task that crashes its worker each time is given up."""


class LeaseLost(CallboardError):
    """Another worker has the task now, or it is no longer needed."""

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
        """Whether the task was started too often already, so that the worker only gives it up."""
        return self.attempts > MOST_ATTEMPTS


def enqueue(tx: Transaction, *, task_id: str, kind: str, job_id: str, payload: Mapping[str, Any]) -> None:
    """Add a task of *kind* with *payload* for a job, in the transaction that causes it.

    The task is deleted with its job.
    """
    tasks.add_task(tx, tasks.NewTask(task_id, kind, json.dumps(payload), job_id))


def is_any_open(tx: Transaction) -> bool:
    """Return whether there is a task to claim. This needs no writing transaction."""
    return tasks.is_any_task_open(tx)


def claim(tx: Transaction, token: str, lease: timedelta) -> Task | None:
    """Lease the task that has been open the longest to the holder of *token*; return None if there is none.

    The lease uses the database's clock, so that hosts with skewed clocks agree. Concurrent workers get
    different tasks.
    """
    row = tasks.claim_task(tx, token, milliseconds(lease))
    if row is None:
        return None
    return Task(row.id, row.kind, json.loads(row.payload), row.job_id, row.attempts, row.token)


def renew(tx: Transaction, task: Task, lease: timedelta) -> None:
    """Extend the lease of *task* to *lease* from now. Raises: LeaseLost."""
    if not tasks.renew_task(tx, task.id, task.token, milliseconds(lease)):
        raise lost(task)


def put_back(tx: Transaction, task: Task, wait: timedelta, *, is_blameless: bool = False) -> None:
    """Make *task* open for any worker after *wait*. An attempt that *is_blameless* doesn't count.

    Raises: LeaseLost.
    """
    if not tasks.put_task_back(tx, task.id, task.token, milliseconds(wait), forgiven=int(is_blameless)):
        raise lost(task)


def finish(tx: Transaction, task: Task) -> None:
    """Record that *task* is over, in the transaction that writes its outcome, before the outcome.

    Raises: LeaseLost, so that a worker without a lease doesn't write an outcome.
    """
    if not tasks.finish_task(tx, task.id, task.token):
        raise lost(task)


def reopen(tx: Transaction, job_ids: Collection[str]) -> None:
    """Make the tasks of jobs, if any, open again, with all their attempts. Their workers lose the leases."""
    tasks.reopen_tasks(tx, job_ids)


def forget(tx: Transaction, age: timedelta) -> int:
    """Delete tasks that have been over for longer than *age*; return their number."""
    return tasks.forget_tasks(tx, milliseconds(age))


def milliseconds(duration: timedelta) -> int:
    """Return *duration* in milliseconds, the unit of the queue."""
    return duration // timedelta(milliseconds=1)


def lost(task: Task) -> LeaseLost:
    """Return the error for a task whose lease was lost."""
    return LeaseLost(f"Another worker has the task {task.id} now, or it is no longer needed.")
