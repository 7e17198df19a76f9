"""Notes know the project that they are in, so that who may see one is told by its own row."""

from __future__ import annotations

from collections.abc import Mapping

from callboard.work.batch import Batch
from callboard.work.change import Change
from callboard.work.rules.registry import When, on
from callboard.work.validate import owner_named

LONGEST_CHAIN = 100
"""Where a chain of replies and contexts ends, should it close to a circle: that is refused later."""

OWNER_COLUMNS = frozenset({"parent_id", "parent_type", "in_reply_to_id"})

ABOVE: Mapping[str, tuple[str, str]] = {
    "Context": ("Context", "parent_id"),
    "Asset": ("Context", "context_id"),
    "AssetVersion": ("Asset", "asset_id"),
    "ReviewSessionObject": ("ReviewSession", "review_session_id"),
    "ListObject": ("List", "list_id"),
    "Note": ("Note", "in_reply_to_id"),
}
"""Where to look on for the project of what does not know it (yet), by the type that owns the table: the type above, and what names it."""


@on(When.CREATED, "Note")
@on(When.UPDATED, "Note")
def note_project(batch: Batch, note: Change) -> None:
    """A note is in the project of what it is about; a reply that is about nothing, in that of the note that it answers."""
    if note.is_new or OWNER_COLUMNS & set(note.changed()):
        load_owners(batch)
        note.values["_project_id"] = project_of(batch, note)


@on(When.UPDATED, "Context", "Asset", "AssetVersion")
def take_notes_along(batch: Batch, moved: Change) -> None:
    """What moves to another project takes its notes along, and their replies."""
    column = "project_id" if "project_id" in moved.values else "_project_id"
    if column not in moved.changed():
        return
    known = batch.known.setdefault("moved with their notes", set())
    owners = {change.key[0]: change.values[column] for change in batch.staged.touched() if column in change.changed()}
    fresh = {identifier: project for identifier, project in owners.items() if identifier not in known}
    known |= fresh.keys()
    follow(batch, fresh, "parent_id")


def follow(batch: Batch, projects: Mapping[str, str | None], column: str) -> None:
    """Put the notes whose *column* is among *projects* there, and the replies to them."""
    if not projects:
        return
    put: dict[str, str | None] = {}
    for note in batch.having(batch.call.model.entity("Note"), column, projects.keys()):
        project = projects[note.values[column]]
        if note.values["_project_id"] != project:
            note.values["_project_id"] = project
            batch.staged.touch(note)
            put[note.key[0]] = project
    follow(batch, put, "in_reply_to_id")


def load_owners(batch: Batch) -> None:
    """Load what all notes of the batch are about: one statement for each type, and not one for each note."""
    if batch.known.get("owners of notes"):
        return
    batch.known["owners of notes"] = True
    wanted: dict[str, set[str]] = {}
    for note in batch.staged.touched():
        if note.entity.name == "Note" and note.values["parent_id"] and note.values["parent_type"]:
            wanted.setdefault(batch.root(owner_named(batch, note.values["parent_type"])).name, set()).add(note.values["parent_id"])
        if note.entity.name == "Note" and note.values["in_reply_to_id"]:
            wanted.setdefault("Note", set()).add(note.values["in_reply_to_id"])
    for name, identifiers in wanted.items():
        root = batch.call.model.entity(name)
        missing = {identifier for identifier in identifiers if batch.staged.get(root, (identifier,)) is None}
        if missing:
            batch.having(root, root.key[0], missing)


def project_of(batch: Batch, change: Change) -> str | None:
    """Return the project that *change* is in, looked for as far up as needed; None for what is in none."""
    found: Change | None = change
    for _ in range(LONGEST_CHAIN):
        if found is None:
            return None
        if project := own_project(found):
            return project
        found = above(batch, found)
    return None


def own_project(change: Change) -> str | None:
    """Return the project that *change* itself names."""
    if change.entity.name == "Project":
        return change.key[0]
    if change.entity.name == "Note":
        return None
    return change.values.get("project_id") or change.values.get("_project_id")


def above(batch: Batch, change: Change) -> Change | None:
    """Return what *change* belongs to."""
    if change.entity.owner_type and change.values.get("parent_id") and change.values.get(change.entity.owner_type):
        return batch.get(owner_named(batch, change.values[change.entity.owner_type]).name, change.values["parent_id"])
    target, column = ABOVE.get(batch.root(change.entity).name, ("", ""))
    return batch.get(target, change.values.get(column)) if target else None
