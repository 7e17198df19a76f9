"""Filling a new server with the demonstration: by the same operations that clients send, so that it is as
real as theirs.

Modules in reading order: `demo_people` (who), `demo_plan` (what is made until when), `demo_production` (that
as operations and history), `demo_reviews` (what is handed in, said and logged), `demo_jobs`, and here, where
it is all put into the database and the store.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeAlias

from attrs import evolve, frozen

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard.wire.values import encode_datetime, instant_text
from callboard_server.access.actor import Actor
from callboard_server.actions import demo_plan, demo_production, demo_reviews
from callboard_server.actions.batch import perform
from callboard_server.actions.call import Call
from callboard_server.actions.demo_jobs import JOBS, DemoFile, DemoJob
from callboard_server.actions.demo_people import GROUPS, PEOPLE, SUPERVISORS
from callboard_server.actions.demo_plan import Planner, Production
from callboard_server.actions.demo_production import Operations, batches
from callboard_server.actions.demo_reviews import Asset, Note, Version
from callboard_server.actions.users import add_user, creation
from callboard_server.files import slates
from callboard_server.files.names import download_name
from callboard_server.files.samples import MAKERS
from callboard_server.files.store import Key, Store
from callboard_server.storage import stored_files
from callboard_server.storage.stored_files import StoredFile

PAINTERS = min(4, os.cpu_count() or 1) + 1
"""Threads that paint and store: much of that is done outside of the interpreter, and waiting for the disk."""
ATTACHED = 24
IN_REVIEW = 12


def make_demo(call: Call, store: Store) -> None:
    """Make the people, productions, jobs and files of the demonstration; jobs without an owner go to the
    actor of *call*.

    Nobody is told of it, as nobody can have asked before: news of it all would only fill the outbox. Files go
    to *store* at once. When the transaction is rolled back, they are swept as any bytes are that nobody
    claims.
    """
    call = evolve(call, is_quiet=True)
    people = {person.username: add_user(call, person) for person in PEOPLE}
    groups = make_groups(call, people)
    make_portraits(call, store, people)
    for production in demo_plan.plan(call.new_id, call.clock()):
        make_production(call, store, production, people, groups)
    for job in reversed(JOBS):
        make_job(call, store, job, people)


def make_groups(call: Call, people: Mapping[str, str]) -> dict[str, str]:
    """Make the departments and return their identifiers by name."""
    groups = {name: call.new_id() for name in GROUPS}
    operations = [creation("Group", {"id": identifier, "name": name}) for name, identifier in groups.items()]
    for name, members in GROUPS.items():
        operations += [
            creation("Membership", {"group_id": groups[name], "user_id": people[member]})
            for member in members
        ]
    perform(call, operations)
    return groups


def make_production(
    call: Call, store: Store, production: Production, people: Mapping[str, str], groups: Mapping[str, str]
) -> None:
    """Make one production: what it began with, what happened since, and what came of it."""
    planner = demo_reviews.planner_for(call.new_id, call.clock())
    made = demo_reviews.assets(production, planner)
    beginning = acting(call, people, 0, production.start)
    with ThreadPoolExecutor(PAINTERS) as pool:
        shown = show(pool, store, production, planner, made, people)
        do(beginning, demo_production.contexts(production))
        do(beginning, demo_production.assignments(production, people, groups))
        do(beginning, demo_production.frames(production))
        do(beginning, demo_production.links(production))
        happenings = [*demo_production.history(production), *demo_reviews.publications(made, people)]
        moments = demo_production.rounds(production.start, planner.now)
        for index, (moment, operations) in enumerate(demo_production.told(happenings, moments)):
            do(acting(call, people, index, moment), operations)
        do(call, demo_reviews.version_links(made))
        do(call, demo_reviews.timelogs(planner, production, people))
        do(call, demo_reviews.lists(planner, production, made, people))
        do(call, make_pictures(call, production, shown))
    do(call, demo_reviews.task_notes(planner, production, people))
    do(
        call,
        demo_reviews.review_session(
            planner, production, [version for version, _ in shown.pictures[:IN_REVIEW]], people
        ),
    )


def acting(call: Call, people: Mapping[str, str], turn: int, moment: datetime) -> Call:
    """Return *call* as one of the supervisors makes it at *moment*."""
    person = next(person for person in PEOPLE if person.username == SUPERVISORS[turn % len(SUPERVISORS)])
    name = f"{person.first_name} {person.last_name}"
    actor = Actor(people[person.username], person.username, name, is_administrator=True)
    return evolve(call, actor=actor, clock=lambda: moment)


def do(call: Call, operations: Iterable[dict[str, Any]]) -> None:
    """Perform *operations*, a batch at a time."""
    for batch in batches(operations):
        perform(call, batch)


# -- Pictures
# ------------------------------------------------------------------------------------------------------------


@frozen
class Painted:
    """Bytes that are stored already."""

    key: Key
    size: int
    md5: str
    extension: str


def keep(store: Store, content: bytes, extension: str) -> Painted:
    """Store *content*."""
    with store.put() as incoming:
        incoming.write(content)
        key = incoming.keep()
    return Painted(key, len(content), hashlib.md5(content, usedforsecurity=False).hexdigest(), extension)


def component(
    call: Call, name: str, painted: Painted, stored_at: datetime, **more: Any
) -> tuple[str, Operations]:
    """Claim stored bytes for a new component; return its identifier and the operations that make it."""
    identifier = call.new_id()
    told, made = download_name(name, painted.extension), instant_text(stored_at)
    row = StoredFile(identifier, painted.key, told, painted.size, painted.md5, call.actor.user_id, made)
    stored_files.replace_stored_file(call.tx, row)
    data = {"id": identifier, "name": name, "file_type": painted.extension, "size": painted.size, **more}
    place = {"component_id": identifier, "location_id": SERVER_LOCATION_ID}
    return identifier, [creation("FileComponent", data), creation("ComponentLocation", place)]


def make_portraits(call: Call, store: Store, people: Mapping[str, str]) -> None:
    """Give everybody a picture."""
    operations: Operations = []
    for person in PEOPLE:
        painted = keep(store, slates.portrait(f"{person.first_name} {person.last_name}"), ".png")
        identifier, made = component(call, person.username, painted, call.clock())
        operations += [*made, change("User", people[person.username], thumbnail_id=identifier)]
    do(call, operations)


Painting: TypeAlias = Future[Painted]
"""Bytes that are painted and stored meanwhile."""


@frozen
class Shown:
    """What there is to see of a production.

    Pictures and movies of versions, notes on them, frames that are drawn on.
    """

    pictures: Sequence[tuple[Version, Painting]]
    movies: Sequence[tuple[Version, Painting]]
    notes: Sequence[Note]
    drawn: Sequence[tuple[Note, Painting]]


def show(
    pool: ThreadPoolExecutor,
    store: Store,
    production: Production,
    planner: Planner,
    made: Sequence[Asset],
    people: Mapping[str, str],
) -> Shown:
    """Let *pool* begin to paint the latest versions of *production*."""
    half = len(demo_plan.SHOWS)
    versions = demo_reviews.shown(made)
    pictured = versions[: demo_reviews.PICTURES // half]
    noted = demo_reviews.notes(planner, versions[: demo_reviews.NOTED // half], people)
    return Shown(
        movies=[
            (version, pool.submit(film, store, production, version))
            for version in pictured[: demo_reviews.MOVIES // half]
        ],
        pictures=[(version, pool.submit(paint, store, production, version)) for version in pictured],
        notes=noted,
        drawn=[
            (note, pool.submit(paint, store, production, note.version)) for note in noted[: ATTACHED // half]
        ],
    )


def make_pictures(call: Call, production: Production, shown: Shown) -> Operations:
    """Return the operations for all that is *shown*, which waits for what is still being painted."""
    operations = [made for note in shown.notes for made in note.operations]
    for version, painting in shown.pictures:
        operations += pictured_version(call, version, painting.result())
    for version, painting in shown.movies:
        operations += filmed_version(call, version, painting.result())
    for note, painting in shown.drawn:
        operations += drawn_note(call, note, painting.result())
    return [*operations, *cover(production, operations)]


def cover(production: Production, operations: Operations) -> Operations:
    """Return the operation that gives *production* the picture of its latest shot."""
    pictures = (made["entity_data"]["thumbnail_id"] for made in operations if made["entity_type"] == "Shot")
    return [change("Project", production.id, thumbnail_id=picture) for picture in islice(pictures, 1)]


def paint(store: Store, production: Production, version: Version) -> Painted:
    return keep(store, slates.picture(demo_reviews.slate_of(production, version)), ".jpg")


def film(store: Store, production: Production, version: Version) -> Painted:
    movie = slates.movie(demo_reviews.slate_of(production, version))
    return keep(store, movie.content, movie.extension)


def pictured_version(call: Call, version: Version, painted: Painted) -> Operations:
    """Return the operations that give *version*, its task and its shot a picture."""
    identifier, made = component(call, "ftrackreview-image", painted, version.moment, version_id=version.id)
    pictured = (("AssetVersion", version.id), ("Task", version.task.id), ("Shot", version.shot.id))
    return [*made, *(change(kind, entity_id, thumbnail_id=identifier) for kind, entity_id in pictured)]


def filmed_version(call: Call, version: Version, painted: Painted) -> Operations:
    """Return the operations that give *version* a movie."""
    name = f"ftrackreview-{painted.extension[1:]}"
    identifier, made = component(call, name, painted, version.moment, version_id=version.id)
    told = {
        "parent_id": identifier,
        "parent_type": "FileComponent",
        "key": "ftr_meta",
        "value": demo_reviews.movie_metadata(version.shot),
    }
    return [*made, creation("Metadata", told)]


def drawn_note(call: Call, note: Note, painted: Painted) -> Operations:
    """Return the operations that attach a frame to *note*."""
    identifier, made = component(call, f"{note.version.shot.name}_frame", painted, note.version.moment)
    return [*made, creation("NoteComponent", {"component_id": identifier, "note_id": note.id})]


def change(entity_type: str, identifier: str, **data: Any) -> dict[str, Any]:
    """Return the operation that changes an entity."""
    return {"action": "update", "entity_type": entity_type, "entity_key": [identifier], "entity_data": data}


# -- Jobs
# ------------------------------------------------------------------------------------------------------------


def make_job(call: Call, store: Store, job: DemoJob, users: Mapping[str, str]) -> None:
    """Make one job with its files."""
    began = call.clock() - timedelta(minutes=job.minutes_ago)
    job_id = call.new_id()
    data: dict[str, Any] = {
        "id": job_id,
        "user_id": users[job.owner] if job.owner else call.actor.user_id,
        "status": job.status,
        "data": job.text,
        "created_at": encode_datetime(began),
    }
    if job.minutes:
        data["finished_at"] = encode_datetime(began + timedelta(minutes=job.minutes))
    operations = [creation("Job", data)]
    for file in job.files:
        operations += attach(call, store, job_id, file, began + timedelta(minutes=job.minutes))
    perform(call, operations)


def attach(call: Call, store: Store, job_id: str, file: DemoFile, stored_at: datetime) -> Operations:
    """Store the bytes of *file*; return the operations that make its component and attach it."""
    painted = keep(store, MAKERS[file.sample](file.name), file.file_type)
    identifier, made = component(call, file.name, painted, stored_at)
    return [*made, creation("JobComponent", {"job_id": job_id, "component_id": identifier})]
