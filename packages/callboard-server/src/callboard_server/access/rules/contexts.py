"""Who may read and change contexts and what belongs to them."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.projects import assigned, directly_assigned, in_project, in_project_or
from callboard_server.query.compose import all_of, any_of, has, is_none
from callboard_server.query.syntax import Criteria


def context(viewer: Viewer) -> Criteria:
    """A context is visible to those who see its project, or are assigned to it or below it."""
    return any_of(*in_project_or(viewer, assigned(viewer, "id"), relation="_project"))


def context_to_write(viewer: Viewer) -> Criteria:
    """What is above an assignment can be seen, but not changed."""
    if not viewer.rights.is_assigned:
        return context(viewer)
    return any_of(in_project(viewer, "_project"), all_of(context(viewer), directly_assigned(viewer)))


def on_context(viewer: Viewer) -> Criteria:
    """What belongs to a context is visible to those who see the context."""
    return any_of(is_none("context_id"), has("context", context(viewer)))


def context_link(viewer: Viewer) -> Criteria:
    """A link is visible to those who see both ends."""
    seen = context(viewer)
    return all_of(has("from", seen), has("to", seen))


def of_task(viewer: Viewer) -> Criteria:
    """A part of a task is visible to those who see the task."""
    return has("task", context(viewer))


RULES = {
    "Context": Rule(context, write=context_to_write),
    "TypedContextLink": Rule(context_link),
    "SplitTaskPart": Rule(of_task),
    "Manager": Rule(on_context),
    "Appointment": Rule(on_context),
}
