"""An acknowledged commit is stored, even if the process is killed right afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from callboard_server.storage.database import SqliteDatabase
from tests.support.world import World

REPOSITORY = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from callboard_server.storage.database import SqliteDatabase
from tests.support.operations import create, update
from tests.support.world import Counter, World

world = World(SqliteDatabase(Path(sys.argv[1])), new_id=Counter(sys.argv[2]))
print("ready", flush=True)
while True:
    (made,) = world.do(world.ann, create("Job", status="running"))
    print(made["data"]["id"], flush=True)
"""


def killed_writer(path: Path, prefix: str, seconds: float) -> list[str]:
    """Let a separate process create job after job, kill it, and return the jobs that it reported."""
    command = [sys.executable, "-c", WRITER, str(path), prefix]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, env=python_path()
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        lines = writer.stdout.read().splitlines(keepends=True)
    return [line.strip() for line in lines if line.endswith("\n")]


def python_path() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": ":".join([str(REPOSITORY), *sys.path])}


def test_every_acknowledged_commit_survives_a_kill(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "callboard.db"
    path.write_bytes(sqlite_template.read_bytes())
    acknowledged: list[str] = []
    for number, seconds in enumerate((0.05, 0.2, 0.35, 0.5), 1):
        acknowledged += killed_writer(path, f"run{number}", seconds)
    assert len(acknowledged) > 20

    world = World(SqliteDatabase(path))
    stored = world.values(world.ann, "Job")
    events = world.events()
    announced = [event.entities[0]["entityId"] for event in events]
    healthy = world.sql("PRAGMA integrity_check")
    world.database.close()
    assert set(acknowledged) <= set(stored)
    assert sorted(announced) == sorted(stored), "a job and its event are stored together or not at all"
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert healthy == [("ok",)]


@pytest.mark.parametrize(
    ("setting", "expected"), [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1)]
)
def test_the_database_is_configured_to_survive_a_power_loss(
    tmp_path: Path, setting: str, expected: object
) -> None:
    database = SqliteDatabase(tmp_path / "callboard.db")
    for run in (database.read, database.write):
        assert run(lambda tx: tx.fetch(f"PRAGMA {setting}", {})) == [(expected,)]
    database.close()
