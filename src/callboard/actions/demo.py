"""Filling a new server with the demonstration: by the same operations that clients send, so that it is as real as theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from callboard.actions.batch import perform
from callboard.actions.call import Call
from callboard.actions.demo_production import JOBS, PEOPLE, DemoFile, DemoJob
from callboard.actions.users import add_user, creation
from callboard.files.names import download_name
from callboard.files.samples import MAKERS
from callboard.files.store import Store
from callboard.storage import stored_files
from callboard.storage.stored_files import StoredFile
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard.wire.values import encode_datetime, instant_text


def make_demo(call: Call, store: Store) -> None:
    """Make the people, jobs and files of the demonstration; jobs without an owner go to the actor of *call*.

    Files go to *store* at once. When the transaction is rolled back, they are swept as any bytes are that nobody claims.
    """
    users = {person.username: add_user(call, person) for person in PEOPLE}
    for job in reversed(JOBS):
        make_job(call, store, job, users)


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


def attach(call: Call, store: Store, job_id: str, file: DemoFile, stored_at: datetime) -> list[dict[str, Any]]:
    """Store the bytes of *file*; return the operations that make its component and attach it."""
    component_id = call.new_id()
    content = MAKERS[file.sample](file.name)
    with store.put() as incoming:
        incoming.write(content)
        key = incoming.keep()
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    name, made = download_name(file.name, file.file_type), instant_text(stored_at)
    row = StoredFile(component_id, key, name, len(content), digest, call.actor.user_id, made)
    stored_files.replace_stored_file(call.tx, row)
    return [
        creation("FileComponent", {"id": component_id, "name": file.name, "file_type": file.file_type, "size": len(content)}),
        creation("ComponentLocation", {"component_id": component_id, "location_id": SERVER_LOCATION_ID}),
        creation("JobComponent", {"job_id": job_id, "component_id": component_id}),
    ]
