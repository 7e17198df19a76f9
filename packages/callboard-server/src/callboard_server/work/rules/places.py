"""Notes and files know the project that they are in, so that who may see one is told by its own row."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from callboard_server.model.types.components import DEEPEST_CONTAINER
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on
from callboard_server.work.validate import owner_named

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
"""Where to look on for the project of what does not know it (yet), by the type that owns the table.

The type above, and what names it.
"""


PROJECT_COLUMNS = {"Context": "project_id", "Asset": "_project_id", "AssetVersion": "_project_id"}
"""What has notes or shows a thumbnail and can move, by the type that owns the table, and the column of its
project.
"""


@on(When.CREATED, "Note")
@on(When.UPDATED, "Note")
def note_project(batch: Batch, note: Change) -> None:
    """A note is in the project of what it is about.

    A reply that is about nothing, in that of the note that it answers.
    """
    if note.is_new or OWNER_COLUMNS & set(note.changed()):
        load_owners(batch)
        note.values["_project_id"] = project_of(batch, note)


def settle_places(batch: Batch) -> None:
    """Put notes and files where they belong, when all else of the batch is settled.

    A number of statements that does not grow.
    """
    take_notes_along(batch)
    place_files(batch)


def take_notes_along(batch: Batch) -> None:
    """Let what moved to another project take its notes along, and their replies."""
    moved: dict[str, str | None] = {}
    for change in batch.staged.touched():
        column = PROJECT_COLUMNS.get(batch.root(change.entity).name)
        if column and not change.is_new and not change.is_deleted and column in change.changed():
            moved[change.key[0]] = change.values[column]
    follow(batch, moved, "parent_id")


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
            wanted.setdefault(batch.root(owner_named(batch, note.values["parent_type"])).name, set()).add(
                note.values["parent_id"]
            )
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
    if (
        change.entity.owner_type
        and change.values.get("parent_id")
        and change.values.get(change.entity.owner_type)
    ):
        return batch.get(
            owner_named(batch, change.values[change.entity.owner_type]).name, change.values["parent_id"]
        )
    target, column = ABOVE.get(batch.root(change.entity).name, ("", ""))
    return batch.get(target, change.values.get(column)) if target else None


# -- Files
# ------------------------------------------------------------------------------------------------------------


def place_files(batch: Batch) -> None:
    """Put files into the project of what holds them.

    A version decides. A file without one is in the project where it was attached or shown first, and goes
    along when that moves. What is in a container is where that is.
    """
    touched = [change for change in batch.staged.touched() if not change.is_deleted]
    versions = [change for change in touched if change.entity.name == "AssetVersion"]
    files = [change for change in touched if batch.root(change.entity).name == "Component"]
    by_version = {
        version.key[0] for version in versions if "_project_id" in version.changed() and not version.is_new
    }
    if by_version:
        files += batch.having(batch.call.model.entity("Component"), "version_id", by_version)
    known = _present(batch, "AssetVersion", {file.values["version_id"] for file in files})
    for file in files:
        version = known.get(file.values["version_id"])
        if version is not None:
            _put(batch, file, version.values["_project_id"])
    first, moved = _attached(batch, touched)
    for identifier, file in _present(batch, "Component", first.keys() | moved.keys()).items():
        if file.values["version_id"] is None and file.values["container_id"] is None:
            here = first.get(identifier) if file.values["_project_id"] is None else file.values["_project_id"]
            _put(batch, file, moved.get(identifier, here))
    _place_members(batch, files)


def _attached(batch: Batch, touched: list[Change]) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Return the projects of files by what shows them and by notes.

    Of those that are held newly, and of those whose holder moved.
    """
    first: dict[str, str | None] = {}
    moved: dict[str, str | None] = {}
    for change in touched:
        column = PROJECT_COLUMNS.get(batch.root(change.entity).name)
        if column and change.values.get("thumbnail_id") and {"thumbnail_id", column} & set(change.changed()):
            is_moved = not change.is_new and "thumbnail_id" not in change.changed()
            (moved if is_moved else first)[change.values["thumbnail_id"]] = change.values[column]
    links = [change for change in touched if change.entity.name == "NoteComponent" and change.is_new]
    notes = _present(batch, "Note", {link.values["note_id"] for link in links})
    first |= {
        link.values["component_id"]: notes[link.values["note_id"]].values["_project_id"] for link in links
    }
    elsewhere = {
        note.key[0]: note.values["_project_id"]
        for note in touched
        if note.entity.name == "Note" and not note.is_new and "_project_id" in note.changed()
    }
    if elsewhere:
        for link in batch.having(batch.call.model.entity("NoteComponent"), "note_id", elsewhere.keys()):
            moved[link.values["component_id"]] = elsewhere[link.values["note_id"]]
    return first, moved


def _place_members(batch: Batch, files: list[Change]) -> None:
    """Put what is in containers where these are: what *files* are in, and what is in those that moved."""
    component = batch.call.model.entity("Component")
    containers = _present(batch, "Component", {file.values["container_id"] for file in files})
    touched = [
        change
        for change in batch.staged.touched()
        if batch.root(change.entity) is component and not change.is_deleted
    ]
    changed = {
        change.key[0]
        for change in touched
        if "_project_id" in change.changed() and change.entity.name != "FileComponent"
    }
    waiting = containers.keys() | changed
    for _ in range(DEEPEST_CONTAINER + 1):
        if not waiting:
            return
        homes = _present(batch, "Component", waiting)
        members = batch.having(component, "container_id", homes.keys())
        waiting = {
            member.key[0]
            for member in members
            if member.values["version_id"] is None
            and _put(batch, member, homes[member.values["container_id"]].values["_project_id"])
        }


def _present(batch: Batch, entity_type: str, identifiers: Collection[str | None]) -> dict[str, Change]:
    """Return the entities with *identifiers* that exist, by identifier.

    One statement for those that were not loaded.
    """
    root = batch.call.model.entity(entity_type)
    wanted = {identifier for identifier in identifiers if identifier is not None}
    missing = {identifier for identifier in wanted if batch.staged.get(root, (identifier,)) is None}
    if missing:
        batch.having(root, root.key[0], missing)
    found = {identifier: batch.staged.get(root, (identifier,)) for identifier in wanted}
    return {
        identifier: change
        for identifier, change in found.items()
        if change is not None and not change.is_deleted
    }


def _put(batch: Batch, file: Change, project: str | None) -> bool:
    """Put *file* into *project*; return whether it was elsewhere."""
    if file.values["_project_id"] == project:
        return False
    file.values["_project_id"] = project
    batch.staged.touch(file)
    return True
