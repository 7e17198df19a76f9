"""Who may read and change review sessions."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.belonging import belongs_to
from callboard_server.access.rules.projects import in_project
from callboard_server.query.compose import all_of, any_of, has, is_none
from callboard_server.query.syntax import Criteria


def session(viewer: Viewer) -> Criteria:
    """A review session is visible to those who see its project."""
    return in_project(viewer)


def of_session(viewer: Viewer) -> Criteria:
    """What belongs to a review session is visible to those who see the session."""
    return has("review_session", session(viewer))


def of_object(viewer: Viewer) -> Criteria:
    """The statuses and annotations of an object are visible to those who see its session."""
    return has("review_session_object", of_session(viewer))


def folder(viewer: Viewer) -> Criteria:
    """A folder of review sessions is visible to those who see its project."""
    return any_of(is_none("project_id"), in_project(viewer, "project"))


def setting(viewer: Viewer) -> Criteria:
    """A setting of a review session is visible to those who see the session."""
    return all_of(*belongs_to(viewer, {"sessions": session}))


RULES = {
    "ReviewSession": Rule(session),
    "ReviewSessionInvitee": Rule(of_session),
    "ReviewSessionObject": Rule(of_session),
    "ReviewSessionObjectStatus": Rule(of_object),
    "ReviewSessionObjectAnnotation": Rule(of_object),
    "ReviewSessionObjectAnnotationComponent": Rule(of_object),
    "ReviewSessionFolder": Rule(folder),
    "EntitySetting": Rule(setting),
}
