"""Who may read and change components: files, sequences and containers.

A component follows the project of the version, note or thumbnail that contained it first. It is also visible
to those who see a job that contains it. Components in neither are visible to everybody.
"""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.contexts import context
from callboard_server.access.rules.jobs import of_job
from callboard_server.access.rules.notes import of_note
from callboard_server.access.rules.projects import in_project
from callboard_server.access.rules.versions import version
from callboard_server.model.types.components import DEEPEST_CONTAINER
from callboard_server.query.compose import all_of, any_, any_of, has, is_none, not_
from callboard_server.query.syntax import Criteria


def component(viewer: Viewer) -> Criteria:
    """A component is visible in a project, in a job, or when it is in neither.

    The row itself contains the project: searching for everything that could contain the component would take
    PostgreSQL a quarter of a second to plan.
    """
    in_job = in_any_container(any_("_job_components", of_job(viewer)))
    in_neither = all_of(is_none("_project_id"), not_(any_of(*in_any_container(any_("_job_components")))))
    alternatives = (in_project(viewer, "_project"), *in_job, in_neither)
    return any_of(*alternatives, *(of_assigned(viewer) if viewer.rights.is_assigned else ()))


def in_any_container(criteria: Criteria, depth: int = DEEPEST_CONTAINER) -> tuple[Criteria, ...]:
    """Return the alternatives that make a component, or a container that it is in, meet *criteria*."""
    if not depth:
        return (criteria,)
    return criteria, has("container", any_of(*in_any_container(criteria, depth - 1)))


def of_assigned(viewer: Viewer) -> tuple[Criteria, ...]:
    """Return the alternatives by which an assignment makes a component visible."""
    of_version = has("version", version(viewer))
    return (
        of_version,
        has("container", of_version),
        any_("_note_components", of_note(viewer)),
        any_("_thumbnail_contexts", context(viewer)),
        any_("_thumbnail_versions", version(viewer)),
    )


def of_component(viewer: Viewer) -> Criteria:
    """What belongs to a component is visible to those who see the component."""
    return has("component", component(viewer))


RULES = {
    "Component": Rule(component, write=component),
    "ComponentLocation": Rule(of_component, write=of_component),
}
