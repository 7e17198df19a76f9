"""The projects of a file, which are stored with the component, so that visibility needs no other row.

The project that clients read is that of the version. The internal one determines who may see the file; it
also is that of an entity that a file without a version is attached to.
"""

from __future__ import annotations

from collections.abc import Iterable

from callboard_server.model.types.components import DEEPEST_CONTAINER
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.note_project import MOVABLE


def settle_component_projects(batch: Batch) -> None:
    """Set the project of files to that of their holders.

    If a file has a version, that is the holder. Otherwise the holder is the first entity that the file was
    attached to, or that it was a thumbnail of. The members of a container have the project of the container.
    """
    touched = [change for change in batch.staged.touched() if not change.is_deleted]
    files = [change for change in touched if batch.root(change.entity).name == "Component"]
    files += batch.having("Component", "version_id", _moved(touched, "AssetVersion"))
    versions = batch.find("AssetVersion", (file.values["version_id"] for file in files))
    for file in files:
        version = versions.get(file.values["version_id"] or "")
        if version is not None:
            project = version.values["project_id"]
            set_projects(batch, file, _project_id=project, project_id=project)
        elif file.values["version_id"] is None and file.values["container_id"] is None:
            set_projects(batch, file, project_id=None)
    first, moved = _projects_of_holders(batch, touched)
    for identifier, file in batch.find("Component", first.keys() | moved.keys()).items():
        if file.values["version_id"] is None and file.values["container_id"] is None:
            here = first.get(identifier) if file.values["_project_id"] is None else file.values["_project_id"]
            set_projects(batch, file, _project_id=moved.get(identifier, here))
    _settle_members(batch, files)


def _moved(changes: Iterable[Change], entity_type: str) -> dict[str, str | None]:
    """Return the new project of each stored entity of a type whose project has changed."""
    return {
        change.key[0]: change.values["project_id"]
        for change in changes
        if change.entity.name == entity_type and not change.is_new and "project_id" in change.changed()
    }


def _projects_of_holders(
    batch: Batch, touched: list[Change]
) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Return the projects of files that became a thumbnail or were attached, and of those with moved holders.

    Holders are notes, and entities with a thumbnail.
    """
    first: dict[str, str | None] = {}
    moved: dict[str, str | None] = {}
    for change in touched:
        if batch.root(change.entity).name not in MOVABLE or not change.values.get("thumbnail_id"):
            continue
        if {"thumbnail_id", "project_id"} & set(change.changed()):
            is_moved = not change.is_new and "thumbnail_id" not in change.changed()
            (moved if is_moved else first)[change.values["thumbnail_id"]] = change.values["project_id"]
    links = [
        change for change in touched if batch.root(change.entity).name == "NoteComponent" and change.is_new
    ]
    notes = batch.find("Note", (link.values["note_id"] for link in links))
    for link in links:
        if note := notes.get(link.values["note_id"]):
            first[link.values["component_id"]] = note.values["project_id"]
    first |= _projects_of_pictures(batch, touched)
    projects = _moved(touched, "Note")
    for link in batch.having("NoteComponent", "note_id", projects):
        moved[link.values["component_id"]] = projects[link.values["note_id"]]
    return first, moved


def _projects_of_pictures(batch: Batch, touched: list[Change]) -> dict[str, str | None]:
    """Return the projects of the pictures of annotations, which are those of the review sessions."""
    kind = "ReviewSessionObjectAnnotationComponent"
    pictures = [change for change in touched if change.entity.name == kind and change.is_new]
    objects = batch.find("ReviewSessionObject", (one.values["review_session_object_id"] for one in pictures))
    sessions = batch.find("ReviewSession", (one.values["review_session_id"] for one in objects.values()))
    found = {}
    for picture in pictures:
        shown = objects.get(picture.values["review_session_object_id"])
        session = sessions.get(shown.values["review_session_id"] or "") if shown else None
        if session is not None:
            found[picture.values["component_id"]] = session.values["project_id"]
    return found


def _settle_members(batch: Batch, files: list[Change]) -> None:
    """Set the project of the members of moved containers, and of the containers of *files*."""
    containers = batch.find("Component", (file.values["container_id"] for file in files))
    moved = {
        change.key[0]
        for change in batch.touched("Component")
        if {"_project_id", "project_id"} & set(change.changed()) and change.entity.name != "FileComponent"
    }
    waiting = containers.keys() | moved
    for _ in range(DEEPEST_CONTAINER + 1):
        if not waiting:
            return
        homes = batch.find("Component", waiting)
        waiting = {
            member.key[0]
            for member in batch.having("Component", "container_id", homes)
            if member.values["version_id"] is None
            and set_projects(batch, member, **projects_of(homes[member.values["container_id"]]))
        }


def projects_of(file: Change) -> dict[str, str | None]:
    """Return both projects of *file*, by column."""
    return {column: file.values[column] for column in ("_project_id", "project_id")}


def set_projects(batch: Batch, file: Change, **projects: str | None) -> bool:
    """Set *projects* of *file*, by column; return whether one has changed."""
    if all(file.values[column] == project for column, project in projects.items()):
        return False
    file.values.update(projects)
    batch.staged.touch(file)
    return True
