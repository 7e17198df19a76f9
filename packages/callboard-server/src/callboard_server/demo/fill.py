"""Fill a new server with the demo production."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve

from callboard.wire.values import encode_datetime
from callboard_server.access.actor import Actor
from callboard_server.actions.batch import perform
from callboard_server.actions.call import Call
from callboard_server.actions.users import add_user, creation
from callboard_server.demo import media, reviews
from callboard_server.demo.jobs import JOBS, DemoFile, DemoJob
from callboard_server.demo.people import GROUPS, PEOPLE, SUPERVISORS
from callboard_server.demo.plan import Production, plan
from callboard_server.demo.production import (
    Operations,
    assignments,
    batches,
    contexts,
    frame_ranges,
    links,
    operations_by_round,
    rounds,
    status_history,
)
from callboard_server.demo.samples import MAKERS
from callboard_server.files.store import Store

VERSIONS_IN_REVIEW = 12


def make_demo(call: Call, store: Store) -> None:
    """Create the users, productions, jobs and files of the demo.

    Jobs without an owner belong to the actor of *call*. No events are published: a new server has no
    listeners, and the events would only fill the outbox. Files are written to *store* immediately. If the
    transaction is rolled back, housekeeping deletes them.
    """
    call = evolve(call, is_quiet=True)
    people = {person.username: add_user(call, person) for person in PEOPLE}
    groups = make_groups(call, people)
    perform_all(call, media.portraits(call, store, people))
    for production in plan(call.new_id, call.clock()):
        make_production(call, store, production, people, groups)
    for job in reversed(JOBS):
        make_job(call, store, job, people)


def make_groups(call: Call, people: Mapping[str, str]) -> dict[str, str]:
    """Create the departments and return their identifiers by name."""
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
    """Create one production: its initial state, its history, and its versions, notes and lists."""
    planner = reviews.planner_for(call.new_id, call.clock())
    assets = reviews.assets(production, planner)
    at_start = call_as_supervisor(call, people, 0, production.start)
    with ThreadPoolExecutor(media.RENDER_THREADS) as pool:
        pending = media.render_versions(pool, store, production, planner, assets, people)
        perform_all(at_start, contexts(production))
        perform_all(at_start, assignments(production, people, groups))
        perform_all(at_start, frame_ranges(production))
        perform_all(at_start, links(production))
        history = [*status_history(production), *reviews.publications(assets, people)]
        moments = rounds(production.start, planner.now)
        for index, (moment, operations) in enumerate(operations_by_round(history, moments)):
            perform_all(call_as_supervisor(call, people, index, moment), operations)
        perform_all(call, reviews.version_links(assets))
        perform_all(call, reviews.timelogs(planner, production, people))
        perform_all(call, reviews.lists(planner, production, assets, people))
        perform_all(call, media.operations_for(call, production, pending))
    perform_all(call, reviews.task_notes(planner, production, people))
    versions = [version for version, _ in pending.pictures[:VERSIONS_IN_REVIEW]]
    perform_all(call, reviews.review_session(planner, production, versions, people))


def call_as_supervisor(call: Call, people: Mapping[str, str], turn: int, moment: datetime) -> Call:
    """Return *call* as made at *moment* by one of the supervisors, who take turns."""
    person = next(person for person in PEOPLE if person.username == SUPERVISORS[turn % len(SUPERVISORS)])
    name = f"{person.first_name} {person.last_name}"
    actor = Actor(people[person.username], person.username, name, is_administrator=True)
    return evolve(call, actor=actor, clock=lambda: moment)


def perform_all(call: Call, operations: Iterable[dict[str, Any]]) -> None:
    """Perform *operations*, one batch at a time."""
    for batch in batches(operations):
        perform(call, batch)


def make_job(call: Call, store: Store, job: DemoJob, people: Mapping[str, str]) -> None:
    """Create one job with its files."""
    began = call.clock() - timedelta(minutes=job.minutes_ago)
    job_id = call.new_id()
    data: dict[str, Any] = {
        "id": job_id,
        "user_id": people[job.owner] if job.owner else call.actor.user_id,
        "status": job.status,
        "data": job.text,
        "created_at": encode_datetime(began),
    }
    if job.minutes:
        data["finished_at"] = encode_datetime(began + timedelta(minutes=job.minutes))
    operations = [creation("Job", data)]
    for file in job.files:
        operations += attach_file(call, store, job_id, file, began + timedelta(minutes=job.minutes))
    perform(call, operations)


def attach_file(call: Call, store: Store, job_id: str, file: DemoFile, stored_at: datetime) -> Operations:
    """Store the content of *file*. Return the operations that attach it to the job."""
    stored = media.store_content(store, MAKERS[file.sample](file.name), file.file_type)
    identifier, operations = media.make_component(call, file.name, stored, stored_at)
    return [*operations, creation("JobComponent", {"job_id": job_id, "component_id": identifier})]
