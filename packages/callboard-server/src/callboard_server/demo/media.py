"""Pictures and movies of the demo: rendered in threads, stored, and attached to their entities."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from attrs import frozen

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard.wire.values import instant_text
from callboard_server.actions.call import Call
from callboard_server.actions.users import creation
from callboard_server.demo import reviews, slates
from callboard_server.demo.people import PEOPLE
from callboard_server.demo.plan import SHOWS, Planner, Production
from callboard_server.demo.production import Operations
from callboard_server.demo.reviews import Asset, Note, Version
from callboard_server.files.names import download_name
from callboard_server.files.store import Key, Store
from callboard_server.records import stored_files
from callboard_server.records.stored_files import StoredFile

RENDER_THREADS = min(4, os.cpu_count() or 1) + 1
"""Threads that render and store: most of that time is spent in C, or waiting for the disk."""

NOTES_WITH_FRAMES = 24


@frozen
class StoredContent:
    """Content that is in the store."""

    key: Key
    size: int
    md5: str
    extension: str


def store_content(store: Store, content: bytes, extension: str) -> StoredContent:
    """Write *content* to *store*."""
    with store.put() as incoming:
        incoming.write(content)
        key = incoming.keep()
    return StoredContent(
        key, len(content), hashlib.md5(content, usedforsecurity=False).hexdigest(), extension
    )


def make_component(
    call: Call, name: str, stored: StoredContent, stored_at: datetime, **more: Any
) -> tuple[str, Operations]:
    """Record *stored* as the file of a new component. Return its id and the operations that create it."""
    identifier = call.new_id()
    file = StoredFile(
        identifier,
        stored.key,
        download_name(name, stored.extension),
        stored.size,
        stored.md5,
        call.actor.user_id,
        instant_text(stored_at),
    )
    stored_files.replace_stored_file(call.tx, file)
    data = {"id": identifier, "name": name, "file_type": stored.extension, "size": stored.size, **more}
    place = {"component_id": identifier, "location_id": SERVER_LOCATION_ID}
    return identifier, [creation("FileComponent", data), creation("ComponentLocation", place)]


def portraits(call: Call, store: Store, people: Mapping[str, str]) -> Operations:
    """Return the operations that give every user a portrait."""
    operations: Operations = []
    for person in PEOPLE:
        stored = store_content(store, slates.portrait(f"{person.first_name} {person.last_name}"), ".png")
        identifier, created = make_component(call, person.username, stored, call.clock())
        operations += [*created, update("User", people[person.username], thumbnail_id=identifier)]
    return operations


# -- Versions
# ------------------------------------------------------------------------------------------------------------


Rendering: TypeAlias = Future[StoredContent]
"""Content that a thread renders and stores."""


@frozen
class PendingMedia:
    """Pictures and movies of versions, notes on them, and the frames attached to notes."""

    pictures: Sequence[tuple[Version, Rendering]]
    movies: Sequence[tuple[Version, Rendering]]
    notes: Sequence[Note]
    attached_frames: Sequence[tuple[Note, Rendering]]


def render_versions(
    pool: ThreadPoolExecutor,
    store: Store,
    production: Production,
    planner: Planner,
    assets: Sequence[Asset],
    people: Mapping[str, str],
) -> PendingMedia:
    """Start to render the latest versions of *production* in *pool*. Each show gets an equal share."""
    share = len(SHOWS)
    versions = reviews.latest_versions(assets)
    with_picture = versions[: reviews.PICTURES // share]
    notes = reviews.notes(planner, versions[: reviews.VERSIONS_WITH_NOTES // share], people)
    return PendingMedia(
        movies=[
            (version, pool.submit(render_movie, store, production, version))
            for version in with_picture[: reviews.MOVIES // share]
        ],
        pictures=[
            (version, pool.submit(render_picture, store, production, version)) for version in with_picture
        ],
        notes=notes,
        attached_frames=[
            (note, pool.submit(render_picture, store, production, note.version))
            for note in notes[: NOTES_WITH_FRAMES // share]
        ],
    )


def render_picture(store: Store, production: Production, version: Version) -> StoredContent:
    return store_content(store, slates.picture(reviews.slate_of(production, version)), ".jpg")


def render_movie(store: Store, production: Production, version: Version) -> StoredContent:
    movie = slates.movie(reviews.slate_of(production, version))
    return store_content(store, movie.content, movie.extension)


def operations_for(call: Call, production: Production, pending: PendingMedia) -> Operations:
    """Return the operations that create the notes and attach all media. Waits for what is still rendering."""
    operations = [operation for note in pending.notes for operation in note.operations]
    for version, rendering in pending.pictures:
        operations += attach_picture(call, version, rendering.result())
    for version, rendering in pending.movies:
        operations += attach_movie(call, version, rendering.result())
    for note, rendering in pending.attached_frames:
        operations += attach_frame(call, note, rendering.result())
    return [*operations, *project_thumbnail(production, operations)]


def project_thumbnail(production: Production, operations: Operations) -> Operations:
    """Return the operation that gives *production* the picture of its latest shot."""
    pictures = (each["entity_data"]["thumbnail_id"] for each in operations if each["entity_type"] == "Shot")
    return [update("Project", production.id, thumbnail_id=picture) for picture in islice(pictures, 1)]


def attach_picture(call: Call, version: Version, stored: StoredContent) -> Operations:
    """Return the operations that give *version*, its task and its shot a picture."""
    identifier, operations = make_component(
        call, "ftrackreview-image", stored, version.moment, version_id=version.id
    )
    owners = (("AssetVersion", version.id), ("Task", version.task.id), ("Shot", version.shot.id))
    return [*operations, *(update(kind, owner_id, thumbnail_id=identifier) for kind, owner_id in owners)]


def attach_movie(call: Call, version: Version, stored: StoredContent) -> Operations:
    """Return the operations that give *version* a movie."""
    name = f"ftrackreview-{stored.extension[1:]}"
    identifier, operations = make_component(call, name, stored, version.moment, version_id=version.id)
    metadata = {
        "parent_id": identifier,
        "parent_type": "FileComponent",
        "key": "ftr_meta",
        "value": reviews.movie_metadata(version.shot),
    }
    return [*operations, creation("Metadata", metadata)]


def attach_frame(call: Call, note: Note, stored: StoredContent) -> Operations:
    """Return the operations that attach a frame to *note*."""
    identifier, operations = make_component(
        call, f"{note.version.shot.name}_frame", stored, note.version.moment
    )
    return [*operations, creation("NoteComponent", {"component_id": identifier, "note_id": note.id})]


def update(entity_type: str, identifier: str, **data: Any) -> dict[str, Any]:
    """Return the operation that updates an entity."""
    return {"action": "update", "entity_type": entity_type, "entity_key": [identifier], "entity_data": data}
