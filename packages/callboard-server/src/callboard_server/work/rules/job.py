"""Jobs."""

from __future__ import annotations

from callboard_server.jobs.queue import reopen
from callboard_server.model.types.jobs import FINISHED
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on


@on(When.CREATED, "Job")
def own_job(batch: Batch, job: Change) -> None:
    """A job made without an owner belongs to whoever made it."""
    if job.values["user_id"] is None:
        job.values["user_id"] = batch.call.actor.user_id


@on(When.CREATED, "Job")
def stamp_creation(batch: Batch, job: Change) -> None:
    """A job was made now, unless its maker knows better."""
    if job.values["created_at"] is None:
        job.values["created_at"] = batch.now


@on(When.CREATED, "Job")
@on(When.UPDATED, "Job")
def note_sign_of_life(batch: Batch, job: Change) -> None:
    """Whatever is said of a job, the same again included, shows that somebody still works on it.

    A new one was heard of when it was made.
    """
    job.values["_changed_at"] = job.values["created_at"] if job.is_new else batch.now


@on(When.CREATED, "Job")
@on(When.UPDATED, "Job")
def stamp_finish(batch: Batch, job: Change) -> None:
    """A job that becomes done or failed has finished now, unless its maker knows better.

    One that goes on has not.
    """
    if job.values["status"] not in FINISHED:
        job.values["finished_at"] = None
    elif job.values["finished_at"] is None or (
        job.becomes("status", *FINISHED) and "finished_at" not in job.changed()
    ):
        job.values["finished_at"] = batch.now


@on(When.UPDATED, "Job")
def try_again(batch: Batch, job: Change) -> None:
    """Run a job of the server's own again when it is queued again, which is how people retry."""
    if job.values["type"] != "api_job" and job.becomes("status", "queued"):
        reopen(batch.call.tx, job.key[0])
