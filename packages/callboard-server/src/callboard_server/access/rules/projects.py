"""Who may see what is in a project: users whose roles open the project.

Roles of the type "ASSIGNED" open only the user's own assignments and the contexts above them.
"""

from __future__ import annotations

from callboard_server.access.permission import Viewer, one_of
from callboard_server.query.compose import all_of, any_, any_of, has, in_rows, is_, is_true, not_, rows
from callboard_server.query.syntax import Criteria


def project(viewer: Viewer) -> Criteria:
    """Build the criterion that the user works in a project: it is one of the user's, or an open one."""
    rights = viewer.rights
    return _project(rights.works_in, is_open=rights.works_in_open)


def managed_project(viewer: Viewer) -> Criteria:
    """Build the criterion that the user manages a project."""
    return _project(viewer.rights.manages, is_open=viewer.rights.manages_open)


def _project(identifiers: frozenset[str], *, is_open: bool) -> Criteria:
    not_private = [not_(is_true("is_private"))] if is_open else []
    return any_of(*not_private, *one_of("id", identifiers))


def in_project(viewer: Viewer, relation: str = "project") -> Criteria:
    """Build the criterion that *relation* refers to a project that the user works in."""
    return has(relation, project(viewer))


def in_project_or(viewer: Viewer, *if_assigned: Criteria, relation: str = "project") -> tuple[Criteria, ...]:
    """Return the alternatives by which a row in a project is seen.

    Either the user works in the project, or only has assignments there and *if_assigned* holds.
    """
    rights = viewer.rights
    if not rights.is_assigned:
        return (in_project(viewer, relation),)
    with_assignments = has(relation, _project(rights.assigned_in, is_open=rights.assigned_in_open))
    return in_project(viewer, relation), all_of(with_assignments, any_of(*if_assigned))


def assigned(viewer: Viewer, name: str) -> Criteria:
    """Build the criterion that the context in *name* is assigned to the user, or is above one that is.

    These are lists that the database computes once per query. Written as relations of each row, they would be
    planned again for every row.
    """
    own = rows("context_id", "Appointment", all_of(is_("type", "assignment"), viewer.resource))
    above = rows("ancestor_id", "ContextAncestor", in_rows("context_id", own))
    return any_of(in_rows(name, own), in_rows(name, above))


def directly_assigned(viewer: Viewer) -> Criteria:
    """Build the criterion that a context is assigned to the user, or to a group that the user is in."""
    return any_("assignments", viewer.resource)
