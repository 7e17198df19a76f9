"""Who may read the roles of users: people and roles are visible to everybody, their projects are not."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.projects import in_project
from callboard_server.query.syntax import Criteria


def role_in_project(viewer: Viewer) -> Criteria:
    """A role in a project is visible to those who see the project."""
    return in_project(viewer, "project")


RULES = {"UserSecurityRoleProject": Rule(role_in_project)}
