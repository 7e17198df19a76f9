"""Who may read and change lists."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.belonging import belongs_to
from callboard_server.access.rules.contexts import context
from callboard_server.access.rules.projects import in_project
from callboard_server.access.rules.versions import version
from callboard_server.query.compose import all_of, has
from callboard_server.query.syntax import Criteria


def list_(viewer: Viewer) -> Criteria:
    """A list is visible to those who see its project."""
    return in_project(viewer)


def of_list(viewer: Viewer) -> Criteria:
    """What belongs to a list is visible to those who see the list."""
    return has("list", list_(viewer))


def list_object(viewer: Viewer) -> Criteria:
    """An entry is visible to those who see both the list and the entity in it."""
    entity = belongs_to(viewer, {"contexts": context, "versions": version})
    return all_of(of_list(viewer), *entity)


RULES = {
    "List": Rule(list_),
    "ListObject": Rule(list_object),
}
