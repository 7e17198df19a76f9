"""Labels of notes. The first label is the category, the older form of a label with the same key."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on


@on(When.CREATED, "NoteLabelLink")
def categorize_by_label(batch: Batch, links: Sequence[Change]) -> None:
    """Make the first label of a note its category, because clients send a category as a label."""
    notes = batch.find("Note", (link.values["note_id"] for link in links))
    for link in links:
        note = notes.get(link.values["note_id"])
        if note is not None and note.values["category_id"] is None:
            note.values["category_id"] = link.values["label_id"]
            batch.staged.touch(note)


@on(When.DELETED, "NoteLabelLink")
def categorize_by_remaining_label(batch: Batch, links: Sequence[Change]) -> None:
    """Replace the category of a note that has lost that label by another of its labels, if it has one."""
    notes = batch.find("Note", (link.values["note_id"] for link in links))
    lost = {
        note.key[0]: note
        for link in links
        if (note := notes.get(link.values["note_id"])) is not None
        and note.values["category_id"] == link.values["label_id"]
    }
    rest: dict[str, str] = {}
    for link in batch.having("NoteLabelLink", "note_id", lost):
        rest.setdefault(link.values["note_id"], link.values["label_id"])
    for identifier, note in lost.items():
        note.values["category_id"] = rest.get(identifier)
        batch.staged.touch(note)
