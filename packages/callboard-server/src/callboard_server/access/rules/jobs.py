"""Who may read and change jobs."""

from __future__ import annotations

from callboard_server.access.permission import Permission, Rule, Viewer
from callboard_server.query.compose import any_, any_of, has
from callboard_server.query.syntax import Criteria


def job(viewer: Viewer) -> Criteria:
    """A job is visible to its owner and to those who opened its shared link; only the owner changes it."""
    own = viewer.owns()
    return own if viewer.permission is Permission.WRITE else any_of(own, any_("_grants", own))


def of_job(viewer: Viewer) -> Criteria:
    """What belongs to a job is visible to those who see the job."""
    return has("job", job(viewer))


RULES = {
    "Job": Rule(job, write=job),
    "JobComponent": Rule(of_job, write=of_job),
}
