"""Who may read the activity feed and the history of statuses."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.belonging import belongs_to
from callboard_server.access.rules.contexts import context
from callboard_server.access.rules.notes import note
from callboard_server.access.rules.projects import in_project
from callboard_server.access.rules.versions import asset, version
from callboard_server.query.compose import all_of, any_of, has, is_none
from callboard_server.query.syntax import Criteria

SUBJECTS = {"contexts": context, "assets": asset, "versions": version, "notes": note}
"""Rules for what an entry of the feed can be about."""


def event(viewer: Viewer) -> Criteria:
    """An event is visible to those who see its project and its subject."""
    of_project = any_of(is_none("project_id"), in_project(viewer))
    return all_of(of_project, *belongs_to(viewer, SUBJECTS))


def feed(viewer: Viewer) -> Criteria:
    """An entry of the feed is visible to those who see its event and its owner."""
    return all_of(has("event", event(viewer)), *belongs_to(viewer, SUBJECTS))


def status_change(viewer: Viewer) -> Criteria:
    """A status change is visible to those who see the entity that changed."""
    return all_of(*belongs_to(viewer, {"contexts": context, "versions": version}))


RULES = {
    "Event": Rule(event),
    "Feed": Rule(feed),
    "StatusChange": Rule(status_change),
}
