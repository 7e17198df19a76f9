"""Who may read and change timelogs, timers and calendar events."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.contexts import on_context
from callboard_server.access.rules.projects import in_project
from callboard_server.query.compose import any_of, has, is_none
from callboard_server.query.syntax import Criteria


def calendar_event(viewer: Viewer) -> Criteria:
    """A calendar event without a project is visible to everybody."""
    return any_of(is_none("project_id"), in_project(viewer))


def calendar_event_resource(viewer: Viewer) -> Criteria:
    return has("calendar_event", calendar_event(viewer))


RULES = {
    "Timelog": Rule(on_context),
    "Timer": Rule(on_context),
    "CalendarEvent": Rule(calendar_event),
    "CalendarEventResource": Rule(calendar_event_resource),
}
