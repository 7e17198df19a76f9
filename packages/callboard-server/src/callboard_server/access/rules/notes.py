"""Who may read and change notes and what belongs to them."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.projects import assigned, in_project_or
from callboard_server.query.compose import all_of, any_, any_of, has, in_rows, is_, is_none, rows
from callboard_server.query.syntax import Criteria


def note(viewer: Viewer) -> Criteria:
    """A note is visible to those who see its project, or are assigned to what it or its thread is on."""
    on_assigned = assigned(viewer, "parent_id")
    alternatives = in_project_or(viewer, on_assigned, has("in_reply_to", on_assigned))
    return any_of(letter(viewer), *alternatives)


def letter(viewer: Viewer) -> Criteria:
    """A note without a project is visible to its author and recipients, and to those of its thread."""
    groups = rows("group_id", "Membership", viewer.owns())
    addressed = any_of(is_("resource_id", viewer.user_id), in_rows("resource_id", groups))
    concerned = any_of(viewer.owns(), any_("recipients", addressed))
    return all_of(is_none("project_id"), any_of(concerned, has("in_reply_to", concerned)))


def of_note(viewer: Viewer) -> Criteria:
    """What belongs to a note is visible to those who see the note."""
    return has("note", note(viewer))


RULES = {
    "Note": Rule(note),
    "NoteLabelLink": Rule(of_note),
    "NoteComponent": Rule(of_note),
    "Recipient": Rule(of_note),
}
