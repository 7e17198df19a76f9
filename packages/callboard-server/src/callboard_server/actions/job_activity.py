"""When running jobs last reported anything."""

from __future__ import annotations

from callboard_server.actions.call import Call
from callboard_server.actions.query import run_query

RUNNING_JOBS = "select _changed_at, created_at from Job where status is running and created_at is_not none"


def job_activity(call: Call) -> dict[str, str]:
    """Return the time of the last change of each running job that the actor may see, by its identifier."""
    jobs = run_query(call, RUNNING_JOBS, internal=True).data
    return {job["id"]: (job["_changed_at"] or job["created_at"])["value"] for job in jobs}
