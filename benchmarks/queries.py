"""A query of 500 jobs with the names of their owners and files, compared with SQL written by hand.

The hand-written version runs SQL for this page, with the same driver, in the same kind of transaction. Code
for this page builds nested dictionaries from the rows, and the same encoder encodes them. Both versions send
two statements.
"""

from __future__ import annotations

import random
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from callboard_server.access.actor import Actor
from callboard_server.actions.call import Call
from callboard_server.actions.query import run_query
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

JOBS = 2_000
PAGE = 500
ROUNDS = 60
QUERY = (
    "select id, status, type, data, created_at, finished_at, user_id, user.username, "
    "job_components.component.name "
    f"from Job order by created_at desc limit {PAGE}"
)
ROOT = Actor("benchmark", "benchmark", is_administrator=True)

PAGE_SQL = """
SELECT j.id, j.status, j.type, j.data, j.created_at, j.finished_at, j.user_id,
    u.id, u.resource_type, u.username
FROM job j LEFT JOIN resource u ON u.id = j.user_id ORDER BY j.created_at DESC, j.id LIMIT 500
"""
FILES_SQL = """
SELECT l.component_id, l.job_id, c.id, c.system_type, c.version_id, c.name
FROM job_component l JOIN component c ON c.id = l.component_id
WHERE l.job_id {in_keys} ORDER BY l.component_id, l.job_id
"""
IN_KEYS = {"sqlite": "IN (SELECT value FROM json_each(:keys))", "postgresql": "= ANY(%(keys)s)"}
TYPES = {"file": "FileComponent", "sequence": "SequenceComponent", "container": "ContainerComponent"}


class Page:
    """A database with jobs, and two functions that build the page."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.model = standard_model()
        self.tables = Tables(self.model)
        self.reader = Reader(self.tables)
        self.statements = 0
        database.write(lambda tx: create_tables(tx, declared_tables(self.tables, OWN_TABLES)))
        database.write(lambda tx: seed(tx, self.tables, new_id))
        database.write(
            lambda tx: commit(self._call(tx), [read_operation(raw, self.model) for raw in production()])
        )

    def _call(self, tx: Transaction) -> Call:
        return Call(
            tx, ROOT, self.model, self.tables, self.reader, NoLinks(), lambda: datetime.now(UTC), new_id
        )

    def ours(self, tx: Transaction) -> bytes:
        answer = run_query(self._call(tx), QUERY)
        self.statements = tx.statements
        return orjson.dumps(answer.data)

    def by_hand(self, tx: Transaction) -> bytes:
        rows = tx.fetch(PAGE_SQL, {})
        keys = tx.dialect.list_parameter([row[0] for row in rows])
        files: dict[str, list[dict[str, Any]]] = {}
        for link_component, job, component, kind, version, name in tx.fetch(
            FILES_SQL.format(in_keys=IN_KEYS[tx.dialect.name]), {"keys": keys}
        ):
            file = {
                "__entity_type__": TYPES[kind],
                "id": component,
                "system_type": kind,
                "version_id": version,
                "name": name,
            }
            link = {
                "__entity_type__": "JobComponent",
                "component_id": link_component,
                "job_id": job,
                "component": file,
            }
            files.setdefault(job, []).append(link)
        return orjson.dumps([_job(row, files) for row in rows])


def _job(row: tuple[Any, ...], files: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    identifier, status, kind, data, created, finished, owner, user, resource, username = row
    return {
        "__entity_type__": "Job",
        "id": identifier,
        "status": status,
        "type": kind,
        "data": data,
        "created_at": None if created is None else {"__type__": "datetime", "value": created},
        "finished_at": None if finished is None else {"__type__": "datetime", "value": finished},
        "user_id": owner,
        "user": {"__entity_type__": "User", "id": user, "resource_type": resource, "username": username},
        "job_components": files.get(identifier, []),
    }


def new_id() -> str:
    return str(uuid.uuid4())


def production() -> list[dict[str, Any]]:
    """Return the operations that create the jobs, 20 users, and two files for each job."""
    chance = random.Random(1)
    users = [new_id() for _ in range(20)]
    operations = [_create("User", id=user, username=f"artist{index:02}") for index, user in enumerate(users)]
    for index in range(JOBS):
        job = new_id()
        stamp = f"2026-11-{1 + index % 28:02}T{index % 24:02}:{index % 60:02}:00"
        data = f'{{"description": "Transfer components ({index % 200} of 200)"}}'
        operations.append(
            _create("Job", id=job, user_id=chance.choice(users), status="done", data=data, created_at=stamp)
        )
        for number in range(2):
            component = new_id()
            operations.append(
                _create("FileComponent", id=component, name=f"report {number}", file_type=".csv", size=1024)
            )
            operations.append(_create("JobComponent", component_id=component, job_id=job))
    return operations


def _create(entity_type: str, **data: Any) -> dict[str, Any]:
    return {"action": "create", "entity_type": entity_type, "entity_data": data}


def measure(database: Database) -> dict[str, float]:
    """Return the milliseconds of both versions, their ratio, and the number of statements.

    The times are medians of interleaved rounds.
    """
    page = Page(database)
    ways: dict[str, Callable[[Transaction], bytes]] = {"ours_ms": page.ours, "by_hand_ms": page.by_hand}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            started = time.perf_counter()
            database.read(way)
            times[name].append((time.perf_counter() - started) * 1000)
    medians = {name: statistics.median(found) for name, found in times.items()}
    return {
        **medians,
        "share_of_speed": medians["by_hand_ms"] / medians["ours_ms"],
        "statements": float(page.statements),
    }
