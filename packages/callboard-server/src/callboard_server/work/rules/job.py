"""Jobs: their owners, their searchable text, and the times of their last report and their end."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.jobs.queue import reopen
from callboard_server.model.job_data import search_text
from callboard_server.model.types.jobs import FINISHED
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.permissions import administrators_only, permissions, refuse
from callboard_server.work.rules.registry import When, on


def own_jobs(batch: Batch, jobs: Sequence[Change]) -> None:
    """Allow users to create and change their own jobs."""
    for job in jobs:
        if not job.is_deleted and job.values["user_id"] not in {None, batch.call.actor.user_id}:
            refuse("Only administrators may create or change the jobs of other users.")


permissions("Job", create=own_jobs, update=own_jobs)
permissions("JobComponent", part_of={"job_id": "Job", "component_id": "Component"})
administrators_only("JobGrant", "JobProject")


@on(When.CREATED, "Job")
def complete_jobs(batch: Batch, jobs: Sequence[Change]) -> None:
    """Set the owner and the creation time of new jobs."""
    for job in jobs:
        set_defaults(job, user_id=actor_id(batch), created_at=batch.moment())


@on(When.SAVED, "Job")
def record_report(batch: Batch, jobs: Sequence[Change]) -> None:
    """Record the time of the last report. A report without changes also proves that the job is running."""
    for job in jobs:
        job.values["_changed_at"] = job.values["created_at"] if job.is_new else batch.moment()


@on(When.SAVED, "Job")
def index_text(batch: Batch, jobs: Sequence[Change]) -> None:
    """Set the text that searches compare."""
    del batch
    for job in jobs:
        if job.is_new or "data" in job.changed():
            job.values["_search"] = search_text(job.values["data"])


@on(When.SAVED, "Job")
def stamp_finish(batch: Batch, jobs: Sequence[Change]) -> None:
    """Set the time when a job finishes, unless the client has set it; clear it when a job continues."""
    for job in jobs:
        if job.values["status"] not in FINISHED:
            job.values["finished_at"] = None
        elif job.values["finished_at"] is None or (
            job.becomes("status", *FINISHED) and "finished_at" not in job.changed()
        ):
            job.values["finished_at"] = batch.moment()


@on(When.UPDATED, "Job")
def retry(batch: Batch, jobs: Sequence[Change]) -> None:
    """Reopen the tasks of the server's own jobs when a user queues the jobs again."""
    queued = [job for job in jobs if job.values["type"] != "api_job" and job.becomes("status", "queued")]
    if queued:
        reopen(batch.call.tx, [job.key[0] for job in queued])
