"""The project of a note, which is stored with the note, so that visibility needs no other row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.move import set_project
from callboard_server.work.validate import owner_named

LONGEST_CHAIN = 100
"""The most ancestors that are searched for a project, because `validate` refuses cycles only later."""

OWNER_COLUMNS = frozenset({"parent_id", "parent_type", "in_reply_to_id"})

ABOVE: Mapping[str, tuple[str, str]] = {
    "Context": ("Context", "parent_id"),
    "Asset": ("Context", "context_id"),
    "AssetVersion": ("Asset", "asset_id"),
    "ReviewSessionObject": ("ReviewSession", "review_session_id"),
    "ListObject": ("List", "list_id"),
    "Note": ("Note", "in_reply_to_id"),
}
"""The owner to search for the project of an entity without one: its type and its column, by table owner."""

MOVABLE = frozenset({"Context", "Asset", "AssetVersion"})
"""The types with notes or a thumbnail that can move to another project, by the type that owns the table."""


def settle_note_projects(batch: Batch, notes: Sequence[Change]) -> None:
    """Set the project of notes to that of their entity, or else of the note that they reply to."""
    placed = [note for note in notes if note.is_new or OWNER_COLUMNS & set(note.changed())]
    load_owners(batch, placed)
    for note in placed:
        note.values["project_id"] = project_of(batch, note)


def load_owners(batch: Batch, notes: Iterable[Change]) -> None:
    """Load the entities of *notes*, and the notes that they reply to, with one statement for each table."""
    by_root: dict[str, set[str]] = {}
    for note in notes:
        if note.values["parent_id"] and note.values["parent_type"]:
            root = batch.root(owner_named(batch, note.values["parent_type"])).name
            by_root.setdefault(root, set()).add(note.values["parent_id"])
        if note.values["in_reply_to_id"]:
            by_root.setdefault("Note", set()).add(note.values["in_reply_to_id"])
    for root, identifiers in by_root.items():
        batch.find(root, identifiers)


def project_of(batch: Batch, change: Change) -> str | None:
    """Return the project of *change* or of its nearest ancestor that has one; None if there is none."""
    found: Change | None = change
    for _ in range(LONGEST_CHAIN):
        if found is None:
            return None
        if project := own_project(found):
            return project
        found = above(batch, found)
    return None


def own_project(change: Change) -> str | None:
    """Return the project in the values of *change*."""
    if change.entity.name == "Project":
        return change.key[0]
    if change.entity.name == "Note":
        return None
    project: str | None = change.values.get("project_id")
    return project


def above(batch: Batch, change: Change) -> Change | None:
    """Return the owner of *change*."""
    owner_type = change.entity.owner_type
    if owner_type and change.values.get("parent_id") and change.values.get(owner_type):
        return batch.get(owner_named(batch, change.values[owner_type]).name, change.values["parent_id"])
    target, column = ABOVE.get(batch.root(change.entity).name, ("", ""))
    return batch.get(target, change.values.get(column)) if target else None


def move_notes(batch: Batch) -> None:
    """Set the project of notes and replies whose entity has moved to another project.

    The number of statements does not depend on the number of notes.
    """
    moved: dict[str, str | None] = {}
    for change in batch.staged.touched():
        is_kept = not change.is_new and not change.is_deleted
        if is_kept and batch.root(change.entity).name in MOVABLE and "project_id" in change.changed():
            moved[change.key[0]] = change.values["project_id"]
    column = "parent_id"
    while moved:
        notes = batch.having("Note", column, moved)
        moved = {
            note.key[0]: moved[note.values[column]]
            for note in notes
            if set_project(batch, note, moved[note.values[column]])
        }
        column = "in_reply_to_id"
