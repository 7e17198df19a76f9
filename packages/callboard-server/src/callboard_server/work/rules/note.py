"""Notes.

Who wrote them and when, the threads that they make, their labels, and those that can be completed.
"""

from __future__ import annotations

from callboard_server.work.apply import create
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.beginnings import begin
from callboard_server.work.rules.registry import When, on


@on(When.CREATED, "Note")
def complete_note(batch: Batch, note: Change) -> None:
    """A note is of now and of whoever writes it, unless its maker names another author.

    Tools write for other people.
    """
    begin(note, user_id=batch.call.actor.user_id or None, date=batch.now, is_todo=False)
    begin(note, thread_activity=note.values["date"])


@on(When.CREATED, "Note")
@on(When.UPDATED, "Note")
def join_thread(batch: Batch, note: Change) -> None:
    """A reply is about what its thread is about, answers the first note of the thread, and brings the thread
    up.
    """
    if note.values["in_reply_to_id"] is None or "in_reply_to_id" not in note.changed():
        return
    if batch.once("threads"):
        gather_threads(batch)
    first = first_of_thread(batch, note)
    if first is None or first is note:
        return  # told when references and circles are checked
    note.values["in_reply_to_id"] = first.key[0]
    note.values["parent_id"], note.values["parent_type"] = (
        first.values["parent_id"],
        first.values["parent_type"],
    )
    latest = note.values["date"] or batch.now
    if (first.values["thread_activity"] or "") < latest:
        first.values["thread_activity"] = latest
        batch.staged.touch(first)


def gather_threads(batch: Batch) -> None:
    """Load the notes that are answered, and those that they answer.

    Threads are flat, so two steps reach the first note.
    """
    for _ in range(2):
        notes = [change for change in batch.staged if change.entity.name == "Note"]
        batch.gather("Note", (note.values["in_reply_to_id"] for note in notes))


def first_of_thread(batch: Batch, note: Change) -> Change | None:
    """Return the note that began the thread of *note*.

    None when a note on the way to it does not exist, or answers itself.
    """
    passed = {note.key}
    above: Change | None = note
    while above is not None and above.values["in_reply_to_id"] is not None:
        above = batch.get("Note", above.values["in_reply_to_id"])
        if above is not None and above.key in passed:
            return None
        passed.add(above.key if above else ())
    return above


@on(When.CREATED, "Note")
@on(When.UPDATED, "Note")
def take_replies_along(batch: Batch, note: Change) -> None:
    """Whoever puts a note on something else takes its replies along."""
    if note.is_new or not {"parent_id", "parent_type"} & set(note.changed()):
        return
    if batch.once("replies"):
        moved = {change.key[0] for change in batch.touched("Note") if not change.is_new}
        batch.having(batch.root(note.entity), "in_reply_to_id", moved)
    for reply in batch.staged:
        if (
            reply.entity is note.entity
            and reply.values["in_reply_to_id"] == note.key[0]
            and not reply.is_deleted
        ):
            reply.values["parent_id"], reply.values["parent_type"] = (
                note.values["parent_id"],
                note.values["parent_type"],
            )
            batch.staged.touch(reply)


@on(When.CREATED, "Note")
@on(When.UPDATED, "Note")
def label_with_category(batch: Batch, note: Change) -> None:
    """The category of a note, the older way to label it, is one of its labels: both are the same words."""
    category = note.values["category_id"]
    before = None if note.before is None else note.before["category_id"]
    if category == before:
        return
    link = batch.call.model.entity("NoteLabelLink")
    if batch.once("labels"):
        batch.having(
            link, "note_id", {change.key[0] for change in batch.touched("Note") if not change.is_new}
        )
    old = batch.staged.get(link, (note.key[0], before or ""))
    if old is not None and not old.is_deleted:
        old.is_deleted = True
        batch.staged.touch(old)
    there = batch.staged.get(link, (note.key[0], category or ""))
    if category is not None and (there is None or there.is_deleted):
        create(batch, link, {"note_id": note.key[0], "label_id": category})


@on(When.CREATED, "Note")
@on(When.UPDATED, "Note")
def stamp_completion(batch: Batch, note: Change) -> None:
    """Who completed a note and when go together.

    Of one that comes alone the other follows, and with one the other goes.
    """
    before = note.before or {}
    for given, other, value in (
        ("completed_by_id", "completed_at", batch.now),
        ("completed_at", "completed_by_id", batch.call.actor.user_id or None),
    ):
        if note.values[given] == before.get(given) or note.values[other] != before.get(other):
            continue
        if note.values[given] is None:
            note.values[other] = None
        elif note.values[other] is None:
            note.values[other] = value
