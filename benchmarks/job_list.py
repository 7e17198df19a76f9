"""The list of jobs with 10,000 jobs: counts, a page, a search, and the export.

A fifth of the jobs is the user's own. Half of them belong to a project, through a task in their data. The
actors are an administrator, a user who sees only their own jobs, and the manager of the project.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from benchmarks.queries import ROOT, new_id
from callboard_server.access.actor import Actor, Rights
from callboard_server.actions.call import Call
from callboard_server.actions.job_list import JobFilter, Page, count_jobs, jobs_as_csv, list_jobs
from callboard_server.model.types import standard_model
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.records.seed import seed
from callboard_server.storage.database import Database
from callboard_server.storage.migrations.shape import create_tables, declared_tables
from callboard_server.storage.rows import Reader
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation
from callboard_server.worker.services import NoLinks

JOBS = 10_000
BATCH = 1_000
ROUNDS = 20
STATUSES = ("done", "done", "done", "running", "failed")
PROJECT, TASK, OWN = "project", "task", "artist0"


class Jobs:
    """A database with *amount* jobs."""

    def __init__(self, database: Database, amount: int) -> None:
        self.model = standard_model()
        self.tables = Tables(self.model)
        self.reader = Reader(self.tables)
        self.database = database
        database.write(lambda tx: create_tables(tx, declared_tables(self.tables, OWN_TABLES)))
        database.write(lambda tx: seed(tx, self.tables, new_id))
        self._commit(people())
        self._commit(project(), Actor(OWN, OWN, is_administrator=True))
        for start in range(0, amount, BATCH):
            self._commit([job(number) for number in range(start, min(start + BATCH, amount))])

    def call(self, actor: Actor, tx: Transaction) -> Call:
        return Call(
            tx, actor, self.model, self.tables, self.reader, NoLinks(), lambda: datetime.now(UTC), new_id
        )

    def _commit(self, operations: list[dict[str, Any]], actor: Actor = ROOT) -> None:
        read = [read_operation(operation, self.model) for operation in operations]
        self.database.write(lambda tx: commit(self.call(actor, tx), read))

    def median_ms(self, actor: Actor, work: Callable[[Call], object]) -> float:
        """Return the median time of *work* as *actor*, in a reading transaction each."""
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            self.database.read(lambda tx: work(self.call(actor, tx)))
            times.append((time.perf_counter() - started) * 1000)
        return statistics.median(times)


def create(entity_type: str, **data: Any) -> dict[str, Any]:
    return {"action": "create", "entity_type": entity_type, "entity_data": data}


def people() -> list[dict[str, Any]]:
    return [create("User", id=f"artist{number}", username=f"artist{number}") for number in range(5)]


def project() -> list[dict[str, Any]]:
    return [
        create("ProjectSchema", id="schema", name="Film"),
        create("Project", id=PROJECT, name="ferry", full_name="The Ferry", project_schema_id="schema"),
        create("Task", id=TASK, name="comp", parent_id=PROJECT),
    ]


def job(number: int) -> dict[str, Any]:
    named = {"task_id": TASK} if number % 2 else {}
    data = {"description": f"Render sh{number % 500:04} (17 of 200)", **named}
    return create(
        "Job",
        id=f"job{number:05}",
        status=STATUSES[number % len(STATUSES)],
        user_id=f"artist{number // 5 % 5}",
        data=json.dumps(data),
        created_at=f"2026-11-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00",
    )


def measure(database: Database, amount: int) -> dict[str, float]:
    """Return the milliseconds of each request: medians."""
    jobs = Jobs(database, amount)
    user = Actor(OWN, OWN)
    manager = Actor("artist1", "artist1", rights=Rights(has_roles=True, manages=frozenset({PROJECT})))
    everything, words = JobFilter(), JobFilter(text="sh0123")

    def counting(chosen: JobFilter) -> Callable[[Call], object]:
        return lambda call: count_jobs(call, chosen)

    return {
        "count_all_ms": jobs.median_ms(ROOT, counting(everything)),
        "count_own_ms": jobs.median_ms(user, counting(everything)),
        "count_as_manager_ms": jobs.median_ms(manager, counting(everything)),
        "count_with_text_ms": jobs.median_ms(ROOT, counting(words)),
        "page_ms": jobs.median_ms(ROOT, lambda call: list_jobs(call, everything, Page(limit=100))),
        "page_by_duration_ms": jobs.median_ms(
            ROOT, lambda call: list_jobs(call, everything, Page("-duration", limit=100))
        ),
        "page_as_manager_ms": jobs.median_ms(
            manager, lambda call: list_jobs(call, everything, Page(limit=100))
        ),
        "export_ms": jobs.median_ms(ROOT, lambda call: jobs_as_csv(call, everything, "-created")),
    }
