"""`make bench`: take all measurements, print them, and write them to docs/reference/figures.md.

To take some, name them: `python -m benchmarks start queries-sqlite`. `--smoke` shortens the long ones, to
test that they run, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

FIGURES = Path(__file__).parent.parent / "docs" / "reference" / "figures.md"


@frozen
class Measurement:
    """One measurement: its title, its target, and the function that takes it."""

    title: str
    target: str
    take: Callable[[bool], dict[str, float]]


def take_start(smoke: bool) -> dict[str, float]:
    from benchmarks import start

    del smoke
    return start.measure()


def take_live(smoke: bool) -> dict[str, float]:
    from benchmarks import live

    return live.measure(10 if smoke else live.UPDATES)


def take_sqlite(smoke: bool) -> dict[str, float]:
    from benchmarks import queries
    from callboard_server.storage.database import SqliteDatabase

    del smoke
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        database = SqliteDatabase(Path(folder) / "bench.sqlite3")
        try:
            return queries.measure(database)
        finally:
            database.close()


def take_postgresql(smoke: bool) -> dict[str, float]:
    from benchmarks import queries
    from callboard_server.storage.database import PostgresDatabase
    from tests.support.postgres import postgres_server

    del smoke
    with postgres_server() as server:
        database = PostgresDatabase(server.url(server.create()))
        try:
            return queries.measure(database)
        finally:
            database.close()


def take_job_list_sqlite(smoke: bool) -> dict[str, float]:
    from benchmarks import job_list
    from callboard_server.storage.database import SqliteDatabase

    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        database = SqliteDatabase(Path(folder) / "bench.sqlite3")
        try:
            return job_list.measure(database, 200 if smoke else job_list.JOBS)
        finally:
            database.close()


def take_job_list_postgresql(smoke: bool) -> dict[str, float]:
    from benchmarks import job_list
    from callboard_server.storage.database import PostgresDatabase
    from tests.support.postgres import postgres_server

    with postgres_server() as server:
        database = PostgresDatabase(server.url(server.create()))
        try:
            return job_list.measure(database, 200 if smoke else job_list.JOBS)
        finally:
            database.close()


def take_production_sqlite(smoke: bool) -> dict[str, float]:
    from benchmarks import production
    from callboard_server.storage.database import SqliteDatabase

    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        database = SqliteDatabase(Path(folder) / "bench.sqlite3")
        try:
            return production.measure(database, 200 if smoke else production.SHOTS)
        finally:
            database.close()


def take_production_postgresql(smoke: bool) -> dict[str, float]:
    from benchmarks import production
    from callboard_server.storage.database import PostgresDatabase
    from tests.support.postgres import postgres_server

    with postgres_server() as server:
        database = PostgresDatabase(server.url(server.create()))
        try:
            return production.measure(database, 200 if smoke else production.SHOTS)
        finally:
            database.close()


def take_transfer(smoke: bool) -> dict[str, float]:
    from benchmarks import transfer

    return transfer.measure(20_000_000 if smoke else transfer.SIZE)


def take_hub(smoke: bool) -> dict[str, float]:
    from benchmarks import hub

    return hub.measure(short=smoke)


def take_client(smoke: bool) -> dict[str, float]:
    from benchmarks import client

    return client.measure(3 if smoke else client.ROUNDS)


MEASUREMENTS = {
    "start": Measurement("Start to first answer, and memory", "under 1.5 s and under 120 MB", take_start),
    "live": Measurement(
        "From the commit of a job update to the page, 300 updates", "95th percentile under 200 ms", take_live
    ),
    "queries-sqlite": Measurement(
        "Query of 500 jobs with names, SQLite, and SQL by hand",
        "at least half the speed by hand",
        take_sqlite,
    ),
    "queries-postgresql": Measurement(
        "Query of 500 jobs with names, PostgreSQL, and SQL by hand",
        "at least half the speed by hand",
        take_postgresql,
    ),
    "job-list-sqlite": Measurement(
        "Counts, pages and export of 10,000 jobs, SQLite",
        "counts under 50 ms, pages under 100 ms",
        take_job_list_sqlite,
    ),
    "job-list-postgresql": Measurement(
        "Counts, pages and export of 10,000 jobs, PostgreSQL",
        "counts under 50 ms, pages under 100 ms",
        take_job_list_postgresql,
    ),
    "production-sqlite": Measurement(
        "Batches of 1,000 tasks, and a page of 500, SQLite, and SQL by hand",
        "the page in at most twice the time by hand; 2,000 tasks a second",
        take_production_sqlite,
    ),
    "production-postgresql": Measurement(
        "Batches of 1,000 tasks, and a page of 500, PostgreSQL, and SQL by hand",
        "the page in at most twice the time by hand; 1,000 tasks a second",
        take_production_postgresql,
    ),
    "hub": Measurement(
        "Event hub: commit to listener with 1, 50 and 500 listeners, fan-out, and catching up",
        "99th percentile under 25 ms with 50 listeners; catching up with 20,000 events a second",
        take_hub,
    ),
    "transfer": Measurement(
        "Upload and download of 1 GB", "memory independent of the size of the file", take_transfer
    ),
    "client": Measurement(
        "Python client: the wheel, and the time to import it",
        "a wheel under 150 kB; at most half the import time of the ftrack client",
        take_client,
    ),
}


def page(taken: dict[str, dict[str, float]]) -> str:
    """Return the page of figures."""
    lines = [
        "# Figures",
        "",
        "Written by `make bench` on a machine with two shared cores. Figures vary between runs: compare",
        "ratios, and values of one table. [Performance](../explanation/performance.md) describes what is",
        "measured.",
    ]
    for name, figures in taken.items():
        measurement = MEASUREMENTS[name]
        lines += ["", f"## {measurement.title}", "", f"Target: {measurement.target}.", ""]
        lines += ["| figure | value |", "|---|---|"]
        lines += [f"| {figure.replace('_', ' ')} | {value:,.2f} |" for figure, value in figures.items()]
    return "\n".join([*lines, ""])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*MEASUREMENTS, []], help="measurements to take (default: all)"
    )
    parser.add_argument("--smoke", action="store_true", help="shorten the measurements, and write nothing")
    options = parser.parse_args()
    taken: dict[str, dict[str, float]] = {}
    for name in options.names or MEASUREMENTS:
        taken[name] = MEASUREMENTS[name].take(options.smoke)
        print(
            f"{name}: " + ", ".join(f"{figure} {value:.2f}" for figure, value in taken[name].items()),
            flush=True,
        )
    if not options.names and not options.smoke:
        FIGURES.write_text(page(taken), encoding="utf-8")
        print(f"wrote {FIGURES.relative_to(Path.cwd())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
