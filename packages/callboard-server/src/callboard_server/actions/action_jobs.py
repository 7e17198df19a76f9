"""Jobs of actions: they belong to the projects of the selection on which the action was launched."""

from __future__ import annotations

from collections.abc import Collection

from callboard_server.actions.call import Call
from callboard_server.records import jobs
from callboard_server.work.batch import Batch
from callboard_server.work.rules.job_project import add_job_projects
from callboard_server.work.write import write


def add_projects_of_selection(call: Call, job_id: str, selection: Collection[str]) -> None:
    """Add the projects of the entities in *selection* to the job that the reply of an action names.

    Only its owner and administrators can do so, because it shows the job to the managers of the projects. For
    others, and for a job that does not exist, nothing happens.
    """
    owner = jobs.job_owner(call.tx, job_id)
    if owner is None or (owner[0] != call.actor.user_id and not call.actor.is_administrator):
        return
    batch = Batch(call)
    add_job_projects(batch, job_id, selection)
    write(batch)
