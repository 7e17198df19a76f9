"""`make bench`: measures all, prints it, and writes it down in docs/reference/figures.md.

Name measurements to take only some: `python -m benchmarks start queries`. With `--smoke` the long ones are
short, for a test that they still run; then nothing is written down.
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
    """One measurement: what it is about, what is aimed at, and how it is taken."""

    title: str
    aim: str
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


MEASUREMENTS = {
    "start": Measurement("Start to first answer, and memory", "under 1.5 s and under 120 MB", take_start),
    "live": Measurement(
        "Commit of a job update to the browser's DOM, 300 updates", "95th percentile under 200 ms", take_live
    ),
    "queries-sqlite": Measurement(
        "500 jobs with names, SQLite, against SQL by hand", "at least half its speed", take_sqlite
    ),
    "queries-postgresql": Measurement(
        "500 jobs with names, PostgreSQL, against SQL by hand", "at least half its speed", take_postgresql
    ),
    "production-sqlite": Measurement(
        (
            "1,000 tasks made, 1,000 statuses changed, a page of 500 tasks with names, SQLite, against SQL "
            "by "
            "hand"
        ),
        "the page at most twice as long; 2,000 tasks a second",
        take_production_sqlite,
    ),
    "production-postgresql": Measurement(
        "The same, PostgreSQL",
        "the page at most twice as long; 1,000 tasks a second",
        take_production_postgresql,
    ),
    "hub": Measurement(
        (
            "The event hub: commit to listener with 1, 50 and 500 listeners, up to 10 of which match; one "
            "event "
            "to 100; catching up"
        ),
        "p99 under 25 ms with 50; 20,000 events a second for a reader that catches up",
        take_hub,
    ),
    "transfer": Measurement(
        "Upload and download of 1 GB", "memory must not grow with the file", take_transfer
    ),
}


def page(taken: dict[str, dict[str, float]]) -> str:
    """Return the page of figures."""
    lines = [
        "# Figures",
        "",
        "Written by `make bench`, on a machine with two shared cores. Compare within a row: they are noisy.",
        "",
    ]
    lines += ["| what | aim | measured |", "|---|---|---|"]
    for name, figures in taken.items():
        measurement = MEASUREMENTS[name]
        shown = "<br>".join(f"{figure.replace('_', ' ')}: {value:,.2f}" for figure, value in figures.items())
        lines.append(f"| {measurement.title} | {measurement.aim} | {shown} |")
    return "\n".join([*lines, ""])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*MEASUREMENTS, []], help="measurements to take; all when none is named"
    )
    parser.add_argument("--smoke", action="store_true", help="take short ones, and write nothing down")
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
