"""A simulated render farm: the running jobs of the demo progress, finish, and are followed by others.

The state of a simulated job is part of its data, so the farm continues after a restart of the server. It
works only while someone uses the server, and deletes the oldest of its finished jobs. So a demo that is left
running does not grow.
"""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import structlog
from attrs import define, field

from callboard.wire.values import instant_text
from callboard_server.access.actor import Actor
from callboard_server.actions.batch import perform
from callboard_server.actions.call import Call
from callboard_server.actions.query import run_query
from callboard_server.actions.users import creation
from callboard_server.demo.farm_work import MARK, TEMPLATES, Template, Work, failed_data, read_work
from callboard_server.demo.fill import attach_file
from callboard_server.demo.jobs import DemoFile
from callboard_server.demo.media import update
from callboard_server.files.store import Key, Store
from callboard_server.records.people import all_people
from callboard_server.storage.database import Database
from callboard_server.storage.transaction import Transaction

log = structlog.get_logger()

FARM = Actor(user_id="", username="farm", name="Farm", is_administrator=True)
TICK_SECONDS = 2.0
CHECK_SECONDS = 30.0
IDLE_AFTER = timedelta(minutes=30)
RUNNING = 5
QUEUED = 3
MOST_FINISHED = 30
FAILURE_SHARE = 0.12
"""The share of jobs that fail."""
PAUSE_SHARE = 0.2
"""The share of ticks in which a job reports nothing, like real programs."""
LONGEST_TICK = 10.0
"""A computer that was asleep does not make up for it."""

ACTIVE = (
    "select id, status, data from Job where status in (queued, running) "
    f"and data like '%\"{MARK}\"%' order by created_at, id"
)
FINISHED = (
    f"select id from Job where status in (done, failed) and data like '%\"{MARK}\"%' "
    f"order by finished_at desc, id offset {MOST_FINISHED} limit 20"
)


@define(eq=False)
class Farm:
    """The farm of the demo in *database*. `call` returns the call of the farm in a transaction."""

    database: Database
    store: Store
    call: Callable[[Transaction], Call]
    clock: Callable[[], datetime]
    chance: random.Random = field(factory=random.Random)
    _failing: dict[str, float] = field(factory=dict)
    """The jobs that will fail, with the share of work at which they do."""

    def tick(self, seconds: float) -> None:
        """Let all jobs work for *seconds*, and start others in place of those that finish."""
        for key in self.database.write(lambda tx: self._work(self.call(tx), seconds)):
            self.store.delete(Key(key))

    def is_watched(self) -> bool:
        """Return whether someone has used the web interface or the API in the last `IDLE_AFTER`."""
        since = instant_text(self.clock() - IDLE_AFTER)
        texts = (
            f'select id from UserSession where accessed_time > "{since}" limit 1',
            f'select id from ApiKey where last_used > "{since}" limit 1',
        )
        return self.database.read(
            lambda tx: any(run_query(self.call(tx), text, internal=True).data for text in texts)
        )

    def _work(self, call: Call, seconds: float) -> list[str]:
        jobs = run_query(call, ACTIVE, internal=True).data
        running = [job for job in jobs if job["status"] == "running"]
        queued = [job for job in jobs if job["status"] == "queued"]
        operations: list[dict[str, Any]] = []
        ended = 0
        for job in running:
            work = read_work(job["data"])
            if work is None or self.chance.random() < PAUSE_SHARE:
                continue
            done = self._advance(call, job["id"], work, work.advanced(seconds / (1 - PAUSE_SHARE)))
            ended += any(operation["entity_data"].get("status") for operation in done)
            operations += done
        free = RUNNING - len(running) + ended
        started = queued[: max(0, free)]
        operations += [update("Job", job["id"], status="running") for job in started]
        operations += self._enqueue(call, QUEUED - len(queued) + len(started))
        operations += [
            {"action": "delete", "entity_type": "Job", "entity_key": [job["id"]]}
            for job in run_query(call, FINISHED, internal=True).data
        ]
        perform(call, operations)
        return call.freed

    def _advance(self, call: Call, job_id: str, before: Work, work: Work) -> list[dict[str, Any]]:
        """Return the operations after a job went from *before* to *work*."""
        fails_at = self._failing.setdefault(
            job_id, self.chance.uniform(0.2, 0.9) if self.chance.random() < FAILURE_SHARE else 2.0
        )
        if work.done / work.total >= fails_at > before.done / before.total:
            self._failing.pop(job_id)
            data = json.dumps(failed_data(work, self.chance))
            return [update("Job", job_id, status="failed", data=data)]
        if not work.is_complete:
            return [update("Job", job_id, data=json.dumps(work.data()))]
        self._failing.pop(job_id)
        data = json.dumps({"description": work.description, MARK: True})
        return [*self._attach(call, job_id, work), update("Job", job_id, status="done", data=data)]

    def _attach(self, call: Call, job_id: str, work: Work) -> list[dict[str, Any]]:
        template = next((one for one in TEMPLATES if one.text.split("{")[0] == work.text.split("{")[0]), None)
        name = work.description.split(" (")[0].split(":")[0].split(",")[0].replace(" ", "_")
        return [
            operation
            for pattern, extension, sample in (template.files if template else ())
            for operation in attach_file(
                call,
                self.store,
                job_id,
                DemoFile(pattern.format(name=name), extension, sample),
                call.clock(),
            )
        ]

    def _enqueue(self, call: Call, count: int) -> list[dict[str, Any]]:
        if count <= 0:
            return []
        people = all_people(call.tx)
        owners = {person.username: person.id for person in people}
        first = next((person.id for person in people if person.is_administrator), None)
        chosen = self.chance.sample(TEMPLATES, min(count, len(TEMPLATES)))
        return [self._creation(template, owners.get(template.owner or "", first)) for template in chosen]

    def _creation(self, template: Template, owner: str | None) -> dict[str, Any]:
        data = json.dumps(template.work(self.chance).data())
        return creation("Job", {"user_id": owner, "status": "queued", "data": data})


@contextlib.contextmanager
def farming(farm: Farm) -> Iterator[None]:
    """Run *farm* in a thread until the end of the block."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(farm, stop), name="callboard-demo-farm", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def run(farm: Farm, stop: threading.Event) -> None:
    """Work until *stop* is set, and rest while no one uses the server."""
    before = time.monotonic()
    checked, is_watched = float("-inf"), False
    while not stop.wait(TICK_SECONDS):
        now = time.monotonic()
        seconds, before = min(LONGEST_TICK, now - before), now
        try:
            if now - checked >= CHECK_SECONDS or not is_watched:
                checked, is_watched = now, farm.is_watched()
            if is_watched:
                farm.tick(seconds)
        except Exception as error:  # noqa: BLE001  # such as a busy database; the next round tries again
            log.warning("demo_farm.failed", error=str(error), kind=type(error).__name__)
