"""Who may read the roles and the saved views of users.

People, guests of reviews among them, and roles are visible to everybody; but not their projects, and only the
views that they share.
"""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.projects import in_project
from callboard_server.query.compose import any_, any_of, in_rows, is_, is_true, rows
from callboard_server.query.syntax import Criteria


def role_in_project(viewer: Viewer) -> Criteria:
    """A role in a project is visible to those who see the project."""
    return in_project(viewer)


DEEPEST_GROUP = 4
"""How many groups inside each other are searched for a view that is shared with the outermost one."""


def view(viewer: Viewer) -> Criteria:
    """A view is visible to its user, to those it is shared with, and if it is global to everybody."""
    groups = rows("group_id", "Membership", viewer.owns())
    shared: list[Criteria] = [is_("resource_id", viewer.user_id), in_rows("resource_id", groups)]
    for _ in range(DEEPEST_GROUP - 1):
        groups = rows("parent_id", "Group", in_rows("id", groups))
        shared.append(in_rows("resource_id", groups))
    return any_of(viewer.owns(), is_true("global"), any_("_shares", any_of(*shared)))


def own(viewer: Viewer) -> Criteria:
    return viewer.owns()


RULES = {
    "UserSecurityRoleProject": Rule(role_in_project),
    "UserView": Rule(view, write=own),
}
