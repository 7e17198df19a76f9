"""Compare options for the storage package, before it is built.

The production is 10,000 tasks in 2,000 shots with text UUID keys; the query is
always the page of 500 tasks with the names of type, status, parent and assignee.
Each section prints one Markdown table. Its candidates take turns, so a busy neighbour
slows all of them: compare within a table, never across machines.

    python benchmarks/spike.py [--no-postgres] [--seconds 0.5]

HTTP requires `wrk`, and asyncpg is optional; without them, their parts are skipped.
The decisions are described in docs/explanation/storage-spike.md.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import importlib.util
import itertools
import json
import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec
import orjson
import psycopg
import sqlalchemy as sa

Row = tuple[Any, ...]
Entity = dict[str, Any]
Tables = dict[str, list[Row]]
Run = Callable[[str, Sequence[Any]], list[Row]]  # SQLite's SQL, parameters -> rows
Candidates = dict[str, Callable[[], object]]

TABLES = dict.fromkeys(("type", "status", "person", "shot"), "name TEXT NOT NULL") | {
    "task": "project_id TEXT, name TEXT, bid INT, type_id TEXT, status_id TEXT, parent_id TEXT",
    "assignment": "task_id TEXT NOT NULL, person_id TEXT NOT NULL",
    "event": "topic TEXT NOT NULL, data TEXT NOT NULL",
}
INDEXES = ("page ON task (project_id, id)", "links ON assignment (task_id)")
EVENT = "INSERT INTO event VALUES (?, 'update', '{}')"
# The assemblers read these columns in order; {} is room for one more.
PAGE = """SELECT task.id, task.name, task.bid, type.id AS type_id,
    type.name AS type_name, status.id AS status_id, status.name AS status_name,
    shot.id AS parent_id, shot.name AS parent_name {} FROM task
LEFT JOIN type ON type.id = type_id LEFT JOIN status ON status.id = status_id
LEFT JOIN shot ON shot.id = parent_id
WHERE project_id = ? ORDER BY task.id LIMIT 500"""
SCALARS = PAGE.format("")
LINKED = "FROM assignment JOIN person ON person.id = person_id WHERE task_id"
ANY = "IN (SELECT value FROM json_each(?))"
LINKS = f"SELECT task_id, assignment.id, person.id, person.name {LINKED} {ANY}"
LINKS_IN_ROW = PAGE.format(f""", CAST((SELECT json_group_array(
    json_array(assignment.id, person.id, person.name)) {LINKED} = task.id) AS TEXT)""")
WHOLE_PAGE = f"""SELECT CAST(json_group_array(json_object(
    '__entity_type__', 'Task', 'id', page.id, 'name', page.name, 'bid', bid,
    'type', json_object('__entity_type__', 'Type', 'id', type_id, 'name', type_name),
    'status', json_object('__entity_type__', 'Status', 'id', status_id, 'name', status_name),
    'parent', json_object('__entity_type__', 'Shot', 'id', parent_id, 'name', parent_name),
    'assignments', json((SELECT json_group_array(json_object(
        '__entity_type__', 'Appointment', 'id', assignment.id, 'resource', json_object(
            '__entity_type__', 'User', 'id', person.id, 'name', person.name)
    )) {LINKED} = page.id))
)) AS TEXT) FROM ({SCALARS}) AS page"""
IN_POSTGRES = {ANY: "= ANY(?)", "json((": "((", "json_object": "json_build_object"}
IN_POSTGRES |= {"json_array": "json_build_array", "json_group_array": "json_agg"}


@functools.cache
def for_postgres(sql: str, mark: str) -> str:
    for ours, theirs in {**IN_POSTGRES, "?": mark}.items():
        sql = sql.replace(ours, theirs)
    return sql


def new_id() -> str:
    return str(uuid.uuid4())


def production(project: str) -> Tables:
    """Return the rows of each table, parents first."""
    few = {"type": 5, "status": 6, "person": 40, "shot": 2_000}
    tables: Tables = {
        table: [(new_id(), f"{table} {number:04}") for number in range(count)] for table, count in few.items()
    }
    kinds, statuses, people, shots = tables.values()
    for i in range(10_000):
        (kind, name), (status, _), (shot, _) = kinds[i % 5], statuses[i % 6], shots[i // 5]
        task = (new_id(), project, name, i % 40, kind, status, shot)
        tables.setdefault("task", []).append(task)
        link = (new_id(), task[0], people[i % 40][0])
        tables.setdefault("assignment", []).append(link)
    return tables


def fill(db: Any, mark: str, tables: Tables, options: str = "") -> None:
    """Create the schema through the DB-API connection *db* and insert *tables*."""
    for table, columns in TABLES.items():
        db.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, {columns}) {options}")
    for table, rows in tables.items():
        marks = ", ".join(mark for _ in rows[0])
        db.cursor().executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    for index in INDEXES:
        db.execute(f"CREATE INDEX {index}")
    db.execute("ANALYZE")
    db.commit()


def sqlite_file(path: Path, tables: Tables, options: str = "") -> str:
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        fill(db, "?", tables, options)
    return str(path)


@contextlib.contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Run a cluster in *folder* behind a unix socket; give its connection string."""
    folder.mkdir()
    run: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL}
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        run |= {"user": "postgres", "group": "postgres", "extra_groups": []}
    binary = max(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    control: list[str | Path] = [binary, "-D", folder / "data"]
    options = f"-h '' -k {folder}"
    subprocess.run([*control, "init", "-o", "-A trust -U spike"], check=True, **run)
    subprocess.run([*control, "start", "-l", folder / "log", "-o", options], check=True, **run)
    try:
        yield f"host={folder} user=spike dbname=postgres"
    finally:
        subprocess.run([*control, "stop", "-m", "immediate"], check=True, **run)


def with_sqlite3(path: str) -> Run:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA cache_size = -65536")
    return lambda sql, values: db.execute(sql, values).fetchall()


def with_apsw(path: str, synchronous: str = "FULL", cache_megabytes: int = 64) -> Run:
    db = apsw.Connection(path)
    db.execute(f"PRAGMA synchronous = {synchronous}")
    db.execute(f"PRAGMA cache_size = -{1024 * cache_megabytes}")
    return lambda sql, values: db.execute(sql, values).fetchall()


def with_psycopg(dsn: str, setting: str = "jit = off", *, binary: bool = False) -> Run:
    db = psycopg.connect(dsn, autocommit=True)
    db.execute(f"SET {setting}".encode())
    cursor = db.cursor(binary=binary)

    def run(sql: str, values: Sequence[Any]) -> list[Row]:
        cursor.execute(for_postgres(sql, "%s").encode(), values)
        return cursor.fetchall() if cursor.description else []

    return run


def with_asyncpg(dsn: str) -> Run:
    """Run through asyncpg; a turn of the event loop, some 20 us, is in its figures."""
    asyncpg: Any = importlib.import_module("asyncpg")
    host, user, database = re.findall(r"=(\S+)", dsn)
    loop = asyncio.new_event_loop()
    opening = asyncpg.connect(host=host, user=user, database=database)
    fetch, wait = loop.run_until_complete(opening).fetch, loop.run_until_complete
    return lambda sql, values: wait(fetch(for_postgres(sql, "$1"), *values))


def group(links: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for link in links:
        grouped[link[0]].append(link)
    return grouped


def inline(rows: Sequence[Row], links: Sequence[Row]) -> list[Entity]:
    """Nest in dict displays alone, as code made for this one shape would do."""
    of_task, kind = group(links), "__entity_type__"
    return [
        {
            kind: "Task",
            "id": row[0],
            "name": row[1],
            "bid": row[2],
            "type": {kind: "Type", "id": row[3], "name": row[4]},
            "status": {kind: "Status", "id": row[5], "name": row[6]},
            "parent": {kind: "Shot", "id": row[7], "name": row[8]},
            "assignments": [
                {kind: "Appointment", "id": link, "resource": user}
                for _, link, who, name in of_task[row[0]]
                for user in ({kind: "User", "id": who, "name": name},)
            ],
        }
        for row in rows
    ]


def by_zip(rows: Sequence[Row], links: Sequence[Row]) -> list[Entity]:
    """Nest with `dict(zip(keys, values))`: one function for every shape."""
    to_one = ("type", "status", "parent", "assignments")
    keys = ("__entity_type__", "id", "name", "bid", *to_one)
    named, linked, of_task = keys[:3], (*keys[:2], "resource"), group(links)

    def made(keys: Sequence[str], *values: object) -> Entity:
        return dict(zip(keys, values, strict=True))

    tasks = []
    for row in rows:
        kinds = zip(("Type", "Status", "Shot"), (row[3:5], row[5:7], row[7:9]), strict=True)
        branches: list[object] = [made(named, kind, *values) for kind, values in kinds]
        users = [(one[1], made(named, "User", *one[2:])) for one in of_task[row[0]]]
        branches.append([made(linked, "Appointment", *user) for user in users])
        tasks.append(made(keys, "Task", *row[:3], *branches))
    return tasks


def normalised(rows: Sequence[Row], links: Sequence[Row]) -> list[Entity]:
    """Nest; write an entity in full where first met, then as the bare reference."""
    of_task, seen = group(links), dict[tuple[str, str], Entity]()

    def once(kind: str, key: str, name: str) -> Entity:
        if reference := seen.get((kind, key)):
            return reference
        seen[kind, key] = {"__entity_type__": kind, "id": key}
        return {"__entity_type__": kind, "id": key, "name": name}

    return [
        {
            "__entity_type__": "Task",
            "id": row[0],
            "name": row[1],
            "bid": row[2],
            "type": once("Type", row[3], row[4]),
            "status": once("Status", row[5], row[6]),
            "parent": once("Shot", row[7], row[8]),
            "assignments": [
                {"__entity_type__": "Appointment", "id": link, "resource": user}
                for _, link, who, name in of_task[row[0]]
                for user in (once("User", who, name),)
            ],
        }
        for row in rows
    ]


def compare(title: str, seconds: float, candidates: Candidates) -> None:
    """Print median and best time of the *candidates*, which take turns."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for call in candidates.values():
        for _ in range(8):  # psycopg prepares a statement at its sixth run
            call()
    end = time.perf_counter() + seconds * len(candidates)
    while time.perf_counter() < end:
        for name, call in candidates.items():
            start = time.perf_counter()
            call()
            times[name].append(1000 * (time.perf_counter() - start))
    print(f"\n### {title}\n\n| | median ms | best ms | ratio |\n|---|---|---|---|")
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, median in medians.items():
        ratio = median / next(iter(medians.values()))
        print(f"| {name} | {median:.3f} | {min(times[name]):.3f} | {ratio:.2f} |")


def calls(runs: dict[str, Run], sql: str, values: Callable[[], Row]) -> Candidates:
    return {name: functools.partial(lambda r: r(sql, values()), r) for name, r in runs.items()}


def reading(
    where: str, seconds: float, run: Run, pack: Callable[[list[Any]], Any], project: str
) -> tuple[list[Row], list[Row]]:
    """Compare the ways to a page on one database; return its rows and links."""
    names = "SELECT id, name FROM task WHERE id"
    each, any_of = f"{names} IN ({', '.join('?' * 500)})", f"{names} {ANY}"
    ids = [row[0] for row in run(SCALARS, (project,))]
    number = itertools.count()

    def read() -> tuple[list[Row], list[Row]]:
        rows = run(SCALARS, (project,))
        return rows, run(LINKS, (pack([row[0] for row in rows]),))

    def whole() -> bytes:
        text: str = run(WHOLE_PAGE, (project,))[0][0]
        return text.encode()

    def unpacked() -> object:
        return [orjson.loads(row[9]) for row in run(LINKS_IN_ROW, (project,))]

    assert orjson.loads(whole()) == inline(*read()) == by_zip(*read())
    ways: Candidates = {
        "JSON made by the database": whole,
        "rows, every entity in full": lambda: orjson.dumps(inline(*read())),
        "rows, normalised": lambda: orjson.dumps(normalised(*read())),
    }
    compare(f"(b) {where}: the answer's bytes", seconds, ways)
    ways = {
        "500 parameters": lambda: run(each, ids),
        "500 parameters, new text": lambda: run(f"{each} -- {next(number)}", ids),
        "one array": lambda: run(any_of, (pack(ids),)),
    }
    compare(f"(e) {where}: the ids of an `in`", seconds, ways)
    ways = {
        "second statement, ids as one array": lambda: group(read()[1]),
        "correlated subquery, JSON a row": unpacked,
    }
    compare(f"(h) {where}: rows with a to-many branch", seconds, ways)
    return read()


def making(seconds: float, rows: list[Row], links: list[Row]) -> None:
    """Compare assemblers and encoders."""
    full, short = inline(rows, links), normalised(rows, links)
    sizes = (f"{len(orjson.dumps(tasks)):,}" for tasks in (full, short))
    print("\nBytes of the page in full and normalised:", *sizes)
    ways: Candidates = {
        "dict literal": lambda: inline(rows, links),
        "dict(zip(keys, row))": lambda: by_zip(rows, links),
        "normalised, dict literal": lambda: normalised(rows, links),
    }
    compare("(b) Assembling", seconds, ways)
    encoder = msgspec.json.Encoder()
    ways = {
        "orjson": lambda: orjson.dumps(short),
        "msgspec": lambda: encoder.encode(short),
        "json": lambda: json.dumps(short, separators=(",", ":")).encode(),
    }
    compare("(c) Encoding the normalised page", seconds, ways)


def sqlalchemy(path: str, seconds: float, project: str) -> None:
    """Compare who makes the SQL, and how often."""
    engine, metadata = sa.create_engine(f"sqlite:///{path}"), sa.MetaData()
    metadata.reflect(engine)
    names = ("task", "type", "status", "shot")
    task, kind, status, shot = (metadata.tables[name] for name in names)

    def build() -> sa.Select[Row]:
        joined = task.outerjoin(kind, kind.c.id == task.c.type_id)
        joined = joined.outerjoin(status, status.c.id == task.c.status_id)
        joined = joined.outerjoin(shot, shot.c.id == task.c.parent_id)
        columns = (task.c.id, task.c.name, task.c.bid, *kind.c, *status.c, *shot.c)
        chosen = sa.select(*columns).select_from(joined)
        return chosen.where(task.c.project_id == project).order_by(task.c.id).limit(500)

    def compiled() -> tuple[str, list[Any]]:
        made = build().compile(dialect=engine.dialect)
        return str(made), [made.params[name] for name in made.positiontup or ()]

    once, raw, standard = compiled(), with_apsw(path), with_sqlite3(path)
    with engine.connect() as db:
        ways: Candidates = {
            "compiled once, apsw": lambda: raw(*once),
            "compiled once, sqlite3": lambda: standard(*once),
            "built and compiled each time, apsw": lambda: raw(*compiled()),
            "built each time, Connection.execute": lambda: db.execute(build()).all(),
            "only building": build,
            "only building and compiling": compiled,
        }
        compare("(d) SQLite: who makes the SQL", seconds, ways)


APP = """
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def page(request):
    return Response(BODY, media_type="application/json")

BODY = b"x" * 60_000
app = Starlette(routes=[Route("/", page)])
"""
SERVERS = (
    "uvicorn --loop uvloop --http httptools --no-access-log --log-level error",
    "granian --interface asgi --loop uvloop --workers 1 --log-level error",
)


def resident(process: int) -> float:
    """Return the resident megabytes of *process* and all its children."""
    here = Path(f"/proc/{process}")
    pages = int((here / "statm").read_text().split()[1])
    children = (here / f"task/{process}/children").read_text().split()
    own = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return own + sum(resident(int(child)) for child in children)


def load(port: int, connections: int, seconds: float) -> tuple[float, str]:
    """Return requests a second, and the median latency as wrk writes it."""
    wrk = f"wrk --latency -t1 -c{connections} -d{max(1, round(seconds))}s"
    url = f"http://127.0.0.1:{port}/"
    output = subprocess.check_output([*wrk.split(), url], text=True)
    assert "Non-2xx" not in output
    rate, median = (re.findall(f"{word}\\s+(\\S+)", output) for word in ("ts/sec:", "50%"))
    return float(rate[0]), median[0]


def serving(command: str, folder: Path, seconds: float) -> str:
    """Run one server on the app of *folder*, load it, and return its row."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = f"-m {command} --host 127.0.0.1 --port {port} spike_app:app".split()
    with subprocess.Popen([sys.executable, *words], cwd=folder) as server:
        try:
            time.sleep(2)
            start = resident(server.pid)
            load(port, 8, 1)
            one = max(load(port, 1, seconds) for _ in range(3))
            many = max(load(port, 32, seconds) for _ in range(3))
            figures = f"{one[0]:,.0f} | {one[1]} | {many[0]:,.0f} | {many[1]} | {resident(server.pid):.0f}"
            return f"| {command.partition(' ')[0]} | {start:.0f} | {figures} |"
        finally:
            server.terminate()


def on_http(folder: Path, seconds: float) -> None:
    (folder / "spike_app.py").write_text(APP)
    print("\n### (g) HTTP: Starlette, a body of 60 kB, best of three\n")
    print("| | MB at start | c=1 req/s | p50 | c=32 req/s | p50 | MB after |")
    print("|---|---|---|---|---|---|---|")
    for command in SERVERS:
        print(serving(command, folder, seconds), flush=True)


def on_sqlite(folder: Path, tables: Tables, project: str, seconds: float) -> None:
    path = sqlite_file(folder / "rowid.sqlite", tables)
    bare = sqlite_file(folder / "bare.sqlite", tables, "WITHOUT ROWID")
    run = with_apsw(path)
    runs = {"sqlite3": with_sqlite3(path), "apsw": run, "apsw, no rowid": with_apsw(bare)}
    ways = calls(runs, SCALARS, lambda: (project,))
    compare("(a) SQLite: 500 rows of scalars", seconds, ways)
    runs = {f"{size} MB": with_apsw(path, cache_megabytes=size) for size in (2, 8, 64)}
    ways = calls(runs, WHOLE_PAGE, lambda: (project,))
    compare("(a) SQLite: the page cache, with JSON made by the database", seconds, ways)
    found = reading("SQLite", seconds, run, lambda ids: orjson.dumps(ids).decode(), project)
    making(seconds, *found)
    sqlalchemy(path, seconds, project)
    runs = {level: with_apsw(path, level) for level in ("FULL", "NORMAL")}
    ways = calls(runs, EVENT, lambda: (new_id(),))
    compare("(f) SQLite: one insert and its commit", seconds, ways)


def on_postgres(folder: Path, tables: Tables, project: str, seconds: float) -> None:
    with postgres_server(folder / "postgres") as dsn:
        with psycopg.connect(dsn) as db:
            fill(db, "%s", tables)
        runs = {"psycopg": with_psycopg(dsn), "binary": with_psycopg(dsn, binary=True)}
        if importlib.util.find_spec("asyncpg"):
            runs["asyncpg"] = with_asyncpg(dsn)
        ways = calls(runs, SCALARS, lambda: (project,))
        compare("(a) PostgreSQL: 500 rows of scalars", seconds, ways)
        reading("PostgreSQL", seconds, runs["psycopg"], lambda ids: ids, project)
        settings = [f"synchronous_commit = {value}" for value in ("on", "off")]
        runs = {setting: with_psycopg(dsn, setting) for setting in settings}
        ways = calls(runs, EVENT, lambda: (new_id(),))
        compare("(f) PostgreSQL: one insert and its commit", seconds, ways)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--seconds", type=float, default=0.5, help="for each candidate")
    options = parser.parse_args()
    project = new_id()
    tables = production(project)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the account of PostgreSQL needs access
        on_sqlite(folder, tables, project, options.seconds)
        if not options.no_postgres:
            on_postgres(folder, tables, project, options.seconds)
        if shutil.which("wrk"):
            on_http(folder, 4 * options.seconds)


if __name__ == "__main__":
    main()
