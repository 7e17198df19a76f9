"""Notes: their authors and dates, threads, categories and completion."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.apply import create
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.note_project import settle_note_projects
from callboard_server.work.rules.owner import name_owners
from callboard_server.work.rules.permissions import Author, permissions
from callboard_server.work.rules.registry import When, on

COMPLETION = frozenset({"completed_at", "completed_by_id", "thread_activity"})
"""Columns that every user may change: users complete the notes of others, and reply to them."""

permissions("Note", update=Author("user_id", shared=COMPLETION), delete=Author("user_id"))


@on(When.CREATED, "Note")
def complete_notes(batch: Batch, notes: Sequence[Change]) -> None:
    """Set the date and the author of new notes, unless the client has set them.

    Integrations write notes for other users.
    """
    for note in notes:
        set_defaults(note, user_id=actor_id(batch), date=batch.moment(), is_todo=False)
        set_defaults(note, thread_activity=note.values["date"])


@on(When.SAVED, "Note")
def join_threads(batch: Batch, notes: Sequence[Change]) -> None:
    """Attach each reply to the first note of its thread, and to the entity of that note.

    A reply updates the last activity of its thread.
    """
    replies = [
        note
        for note in notes
        if note.values["in_reply_to_id"] is not None and "in_reply_to_id" in note.changed()
    ]
    load_threads(batch, replies)
    for reply in replies:
        first = first_of_thread(batch, reply)
        if first is None or first is reply:
            continue  # `validate` reports missing references and cycles
        reply.values["in_reply_to_id"] = first.key[0]
        reply.values["parent_id"] = first.values["parent_id"]
        reply.values["parent_type"] = first.values["parent_type"]
        latest = reply.values["date"] or batch.moment()
        if (first.values["thread_activity"] or "") < latest:
            first.values["thread_activity"] = latest
            batch.staged.touch(first)


def load_threads(batch: Batch, replies: Sequence[Change]) -> None:
    """Load the notes above *replies*.

    Stored threads are flat, so two steps reach the first note of each.
    """
    above = batch.find("Note", (note.values["in_reply_to_id"] for note in replies))
    batch.find("Note", (note.values["in_reply_to_id"] for note in above.values()))


def first_of_thread(batch: Batch, note: Change) -> Change | None:
    """Return the first note of the thread; None when a note in between is missing or replies to itself."""
    passed = {note.key}
    above: Change | None = note
    while above is not None and above.values["in_reply_to_id"] is not None:
        above = batch.get("Note", above.values["in_reply_to_id"])
        if above is not None and above.key in passed:
            return None
        passed.add(above.key if above else ())
    return above


@on(When.SAVED, "Note")
def move_replies(batch: Batch, notes: Sequence[Change]) -> None:
    """Move the replies to a note when it moves to another entity."""
    moved = {
        note.key[0]: note
        for note in notes
        if not note.is_new and {"parent_id", "parent_type"} & set(note.changed())
    }
    for reply in batch.having("Note", "in_reply_to_id", moved):
        note = moved[reply.values["in_reply_to_id"]]
        reply.values["parent_id"] = note.values["parent_id"]
        reply.values["parent_type"] = note.values["parent_type"]
        batch.staged.touch(reply)


@on(When.SAVED, "Note")
def label_with_category(batch: Batch, notes: Sequence[Change]) -> None:
    """Add the category of a note to its labels, because a category is the older form of a label."""
    recategorized = [
        note for note in notes if note.values["category_id"] != (note.before or {}).get("category_id")
    ]
    link = batch.call.model.entity("NoteLabelLink")
    batch.having("NoteLabelLink", "note_id", (note.key[0] for note in recategorized if not note.is_new))
    for note in recategorized:
        category, before = note.values["category_id"], (note.before or {}).get("category_id")
        old = batch.staged.get(link, (note.key[0], before or ""))
        if old is not None and not old.is_deleted:
            old.is_deleted = True
            batch.staged.touch(old)
        present = batch.staged.get(link, (note.key[0], category or ""))
        if category is not None and (present is None or present.is_deleted):
            create(batch, link, {"note_id": note.key[0], "label_id": category})


@on(When.SAVED, "Note")
def stamp_completion(batch: Batch, notes: Sequence[Change]) -> None:
    """Set or clear the completing user and the completion time of a note together."""
    for note in notes:
        before = note.before or {}
        for given, other, value in (
            ("completed_by_id", "completed_at", batch.moment()),
            ("completed_at", "completed_by_id", actor_id(batch)),
        ):
            if note.values[given] == before.get(given) or note.values[other] != before.get(other):
                continue
            if note.values[given] is None:
                note.values[other] = None
            elif note.values[other] is None:
                note.values[other] = value


on(When.SAVED, "Note")(name_owners)
on(When.SAVED, "Note")(settle_note_projects)
