"""Who may read and change jobs."""

from __future__ import annotations

from callboard_server.access.permission import Permission, Rule, Viewer
from callboard_server.access.rules.projects import managed_project
from callboard_server.query.compose import all_of, any_, any_of, has, none, not_
from callboard_server.query.syntax import Criteria


def job(viewer: Viewer) -> Criteria:
    """A job is visible to its owner, to those who opened its shared link, and to managers of its projects.

    Only the owner changes it.
    """
    own = viewer.owns()
    if viewer.permission is Permission.WRITE:
        return own
    return any_of(own, any_("_grants", own), *in_managed_projects(viewer))


def in_managed_projects(viewer: Viewer) -> tuple[Criteria, ...]:
    """Return the alternative by which managers see a job: it has projects, and they manage all of them.

    The files of a job are visible with it, so managing one of several projects is not enough.
    """
    rights = viewer.rights
    if not rights.manages_open and not rights.manages:
        return ()
    unmanaged = not_(has("project", managed_project(viewer)))
    return (all_of(any_("_projects"), none("_projects", unmanaged)),)


def of_job(viewer: Viewer) -> Criteria:
    """What belongs to a job is visible to those who see the job."""
    return has("job", job(viewer))


RULES = {
    "Job": Rule(job, write=job),
    "JobComponent": Rule(of_job, write=of_job),
}
