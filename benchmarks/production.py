"""A production of 10,000 tasks, compared with SQL written by hand.

The benchmark creates 1,000 tasks, changes 1,000 statuses, and reads a page of 500 tasks with names.

The hand-written version runs SQL for this purpose, with the same driver, in the same kind of transaction.
Code for this page builds nested dictionaries from the rows, and the same encoder encodes them; the results
are equal. It writes only what is necessary: the tasks, their ancestors, the history of their statuses, and an
event with an item for each task. It applies no rules and checks nothing.
"""

from __future__ import annotations

import re
import statistics
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import orjson

from benchmarks.queries import IN_KEYS
from callboard.wire.builtin import NO_PRIORITY_ID, OBJECT_TYPE_IDS
from callboard_server.access.actor import Actor
from callboard_server.actions.call import Call
from callboard_server.actions.query import run_query
from callboard_server.model.types import standard_model
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.records.seed import seed
from callboard_server.records.vocabulary import SCHEMAS, STATUSES, TYPES
from callboard_server.storage.database import Database
from callboard_server.storage.migrations.shape import create_tables, declared_tables
from callboard_server.storage.rows import Reader
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation
from callboard_server.worker.services import NoLinks

ROOT = Actor("", "benchmark", is_administrator=True)
SHOTS, SEQUENCES, USERS = 2_000, 40, 20
STEPS = ("Tracking", "Animation", "FX", "Lighting", "Compositing")
PAGE, ROUNDS, BATCHES = 500, 40, 10
QUERY = (
    "select id, name, bid, type.name, status.name, parent.name, assignments.resource.username "
    f"from Task where project_id is project order by id limit {PAGE}"
)

PAGE_SQL = """
SELECT c.id, c.name, c.bid, c.context_type, c.object_type_id, c.project_id, t.id, t.name, s.id, s.name,
    p.id, p.name, p.context_type
FROM context c LEFT JOIN type t ON t.id = c.type_id LEFT JOIN status s ON s.id = c.status_id
    LEFT JOIN context p ON p.id = c.parent_id
WHERE c._kind = :kind AND c.project_id = 'project' ORDER BY c.id LIMIT 500
"""
ASSIGNEES_SQL = """
SELECT a.context_id, a.id, r.id, r.resource_type, r.username
FROM appointment a LEFT JOIN resource r ON r.id = a.resource_id
WHERE a.context_id {in_keys} AND a.type = 'assignment' ORDER BY a.id
"""
TASK_SQL = """
INSERT INTO context (id, _kind, name, parent_id, project_id, object_type_id, type_id, status_id,
  priority_id, bid, sort, context_type, description, created_at)
VALUES (:id, :kind, :name, :parent, 'project', :kind, :type, :status, :priority, 0, 1, 'task', '', :now)
"""
INSIDE_SQL = "INSERT INTO context_ancestor (context_id, ancestor_id) VALUES (:id, :above)"
HISTORY_SQL = """
INSERT INTO status_change (id, parent_id, parent_type, status_id, from_status_id, date)
VALUES (:id, :task, 'task', :status, :before, :now)
"""
STATUS_SQL = "UPDATE context SET status_id = :status WHERE id = :id"
EVENT_SQL = """
INSERT INTO outbox (sequence, topic, payload, audience, created_at)
SELECT COALESCE(MAX(sequence), 0) + 1, 'ftrack.update', :payload, :audience, :now FROM outbox
"""
NOT_STARTED, APPROVED = STATUSES["Not started"][0], STATUSES["Approved"][0]
NOW = "2026-11-25T10:00:00"


class Production:
    """A database with a production."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.model = standard_model()
        self.tables = Tables(self.model)
        self.reader = Reader(self.tables)
        self.statements = 0
        database.write(lambda tx: create_tables(tx, declared_tables(self.tables, OWN_TABLES)))
        database.write(lambda tx: seed(tx, self.tables, new_id))

    def call(self, tx: Transaction) -> Call:
        return Call(
            tx, ROOT, self.model, self.tables, self.reader, NoLinks(), lambda: datetime.now(UTC), new_id
        )

    def do(self, operations: Iterable[dict[str, Any]]) -> float:
        """Commit *operations* as one batch; return the milliseconds that it took."""
        given = list(operations)
        started = time.perf_counter()
        self.database.write(
            lambda tx: commit(self.call(tx), [read_operation(raw, self.model) for raw in given])
        )
        return (time.perf_counter() - started) * 1000

    def ours(self, tx: Transaction) -> bytes:
        answer = run_query(self.call(tx), QUERY)
        self.statements = tx.statements
        return orjson.dumps(answer.data)


def new_id() -> str:
    return str(uuid.uuid4())


def creation(entity_type: str, **data: Any) -> dict[str, Any]:
    return {"action": "create", "entity_type": entity_type, "entity_data": data}


def foundations(shots: int) -> list[dict[str, Any]]:
    """Return the operations that create everything except the tasks."""
    operations = [
        creation("Project", id="project", name="production", project_schema_id=SCHEMAS["VFX Scheme"]["id"])
    ]
    operations += [creation("User", id=f"u{n}", username=f"artist{n:02}") for n in range(USERS)]
    operations += [
        creation("Sequence", id=f"q{n}", name=f"SQ{n:03}", parent_id="project") for n in range(SEQUENCES)
    ]
    operations += [
        creation("Shot", id=f"s{n}", name=f"SH{n:04}", parent_id=f"q{n % SEQUENCES}") for n in range(shots)
    ]
    return operations


def task_places(shots: int) -> list[tuple[str, str, str]]:
    """Return the identifier of each task, with that of its shot, and its step."""
    return [(f"t{shot}-{step}", f"s{shot}", step) for step in STEPS for shot in range(shots)]


def tasks(places: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    return [
        creation("Task", id=task, name=step, parent_id=shot, type_id=TYPES[step][0])
        for task, shot, step in places
    ]


# -- By hand
# ------------------------------------------------------------------------------------------------------------


def spelled(tx: Transaction, text: str) -> str:
    """Return *text* with its parameters in the syntax of the driver of *tx*."""
    return text if tx.dialect.name == "sqlite" else re.sub(r":([a-z]+)", r"%(\1)s", text)


def page_by_hand(tx: Transaction) -> bytes:
    rows = tx.fetch(spelled(tx, PAGE_SQL), {"kind": OBJECT_TYPE_IDS["Task"]})
    keys = tx.dialect.list_parameter([row[0] for row in rows])
    assigned: dict[str, list[tuple[Any, ...]]] = {}
    for row in tx.fetch(ASSIGNEES_SQL.format(in_keys=IN_KEYS[tx.dialect.name]), {"keys": keys}):
        assigned.setdefault(row[0], []).append(row)
    reported: set[str] = set()

    def once(entity_type: str, identifier: str, values: dict[str, Any]) -> dict[str, Any]:
        if identifier in reported:
            return {"__entity_type__": entity_type, "id": identifier}
        reported.add(identifier)
        return {"__entity_type__": entity_type, "id": identifier, **values}

    return orjson.dumps([_task(row, assigned, once) for row in rows])


def _task(
    row: tuple[Any, ...], assigned: dict[str, list[tuple[Any, ...]]], once: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    (
        task,
        name,
        bid,
        kind,
        object_type,
        project,
        type_id,
        type_name,
        status_id,
        status_name,
        parent,
        parent_name,
        parent_kind,
    ) = row
    return {
        "__entity_type__": "Task",
        "id": task,
        "project_id": project,
        "context_type": kind,
        "object_type_id": object_type,
        "name": name,
        "bid": bid if bid % 1 else int(bid),
        "type": once("Type", type_id, {"name": type_name}),
        "status": once("Status", status_id, {"name": status_name}),
        "parent": once("Shot", parent, {"context_type": parent_kind, "name": parent_name}),
        "assignments": [
            {
                "__entity_type__": "Appointment",
                "id": appointment,
                "resource": once("User", resource, {"resource_type": resource_type, "username": username}),
            }
            for _, appointment, resource, resource_type, username in assigned.get(task, [])
        ],
    }


def create_by_hand(tx: Transaction, places: list[tuple[str, str, str]]) -> None:
    rows = [
        {
            "id": task,
            "kind": OBJECT_TYPE_IDS["Task"],
            "name": step,
            "parent": shot,
            "type": TYPES[step][0],
            "status": NOT_STARTED,
            "priority": NO_PRIORITY_ID,
            "now": NOW,
        }
        for task, shot, step in places
    ]
    tx.change_many(spelled(tx, TASK_SQL), rows)
    above = [
        {"id": task, "above": up}
        for task, shot, _ in places
        for up in (shot, f"q{int(shot[1:]) % SEQUENCES}", "project")
    ]
    tx.change_many(spelled(tx, INSIDE_SQL), above)
    record_by_hand(tx, [task for task, _, _ in places], NOT_STARTED, None)
    publish_by_hand(
        tx, [{"action": "add", "entityType": "task", "entityId": row["id"], "changes": row} for row in rows]
    )


def status_by_hand(tx: Transaction, identifiers: list[str]) -> None:
    tx.change_many(spelled(tx, STATUS_SQL), [{"id": task, "status": APPROVED} for task in identifiers])
    record_by_hand(tx, identifiers, APPROVED, NOT_STARTED)
    changes = {"statusid": {"old": NOT_STARTED, "new": APPROVED}}
    publish_by_hand(
        tx,
        [
            {"action": "update", "entityType": "task", "entityId": task, "changes": changes}
            for task in identifiers
        ],
    )


def record_by_hand(tx: Transaction, identifiers: list[str], status: str, before: str | None) -> None:
    rows = [
        {"id": new_id(), "task": task, "status": status, "before": before, "now": NOW} for task in identifiers
    ]
    tx.change_many(spelled(tx, HISTORY_SQL), rows)


def publish_by_hand(tx: Transaction, items: list[dict[str, Any]]) -> None:
    tx.lock_outbox()
    audience = orjson.dumps([None] * len(items)).decode()
    tx.change(
        spelled(tx, EVENT_SQL), {"payload": orjson.dumps(items).decode(), "audience": audience, "now": NOW}
    )


# -- Measuring
# ------------------------------------------------------------------------------------------------------------


def timed(act: Callable[[], Any]) -> float:
    """Return the milliseconds that *act* takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def measure(database: Database, shots: int = SHOTS) -> dict[str, float]:
    """Return the median milliseconds of both versions, and their ratio.

    With fewer *shots*, batches have fewer than 1,000 tasks.
    """
    production = Production(database)
    production.do(foundations(shots))
    places = task_places(shots)
    size = len(places) // BATCHES
    batches = [places[start : start + size] for start in range(0, len(places), size)]
    ours, by_hand = batches[: BATCHES // 2], batches[BATCHES // 2 :]
    create = [production.do(tasks(batch)) for batch in ours]
    create_hand = [timed(partial(database.write, partial(create_by_hand, places=batch))) for batch in by_hand]
    people = [
        creation("Appointment", context_id=task, resource_id=f"u{n % USERS}", type="assignment")
        for n, (task, *_) in enumerate(places)
    ]
    production.do(people)
    update = [production.do(change(task) for task, *_ in batch) for batch in ours]
    update_hand = [
        timed(partial(database.write, partial(status_by_hand, identifiers=[task for task, *_ in batch])))
        for batch in by_hand
    ]
    assert database.read(production.ours) == database.read(page_by_hand), "both versions return the same"
    pages: dict[Callable[[Transaction], bytes], list[float]] = {production.ours: [], page_by_hand: []}
    for _ in range(ROUNDS):
        for way, times in pages.items():
            times.append(timed(partial(database.read, way)))
    page, page_hand = pages.values()
    figures: dict[str, float] = {}
    for name, mine, hand in (
        ("create", create, create_hand),
        ("status", update, update_hand),
        ("page", page, page_hand),
    ):
        figures[f"{name}_ms"] = statistics.median(mine)
        figures[f"{name}_by_hand_ms"] = statistics.median(hand)
        figures[f"{name}_ratio"] = figures[f"{name}_ms"] / figures[f"{name}_by_hand_ms"]
    return {
        **figures,
        "tasks_per_second": size * 1000 / figures["create_ms"],
        "statements_of_page": float(production.statements),
    }


def change(task: str) -> dict[str, Any]:
    return {
        "action": "update",
        "entity_type": "Task",
        "entity_key": [task],
        "entity_data": {"status_id": APPROVED},
    }
