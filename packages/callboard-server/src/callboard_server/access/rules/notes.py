"""Who may read and change notes and what belongs to them."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.projects import assigned, in_project_or
from callboard_server.query.compose import any_of, has, is_none
from callboard_server.query.syntax import Criteria


def note(viewer: Viewer) -> Criteria:
    """A note is visible to those who see its project, or are assigned to what it or its thread is on."""
    on_assigned = assigned(viewer, "parent_id")
    alternatives = in_project_or(viewer, on_assigned, has("in_reply_to", on_assigned))
    return any_of(is_none("project_id"), *alternatives)


def of_note(viewer: Viewer) -> Criteria:
    """What belongs to a note is visible to those who see the note."""
    return has("note", note(viewer))


RULES = {
    "Note": Rule(note),
    "NoteLabelLink": Rule(of_note),
    "NoteComponent": Rule(of_note),
    "Recipient": Rule(of_note),
}
