"""Workers in separate processes: one is killed while it encodes, and another one finishes its work."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from callboard_server.server.startup import DATABASE_FILE
from callboard_server.storage.database import Database, PostgresDatabase, SqliteDatabase
from callboard_server.testing import RunningServer, separate_server
from tests.conftest import DATABASES
from tests.scenarios.test_encode import data_of, encode, ended, job_of, located, until
from tests.support.films import film, picture
from tests.support.live import administrator, files_in
from tests.support.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def worker_process(data: Path, database: str | None) -> Iterator[subprocess.Popen[bytes]]:
    """Run `callboard worker`, and wait until it works."""
    command = [
        sys.executable,
        "-m",
        "callboard_server.cli",
        "worker",
        "--data",
        str(data),
        *(["--database", database] if database else []),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert b"worker is ready" in process.stdout.readline()
            yield process
        finally:
            process.kill()


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a database; None for a file in the data folder."""
    if request.param == "sqlite":
        yield None
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


def database_of(server: RunningServer, address: str | None) -> Database:
    return PostgresDatabase(address) if address else SqliteDatabase(server.data / DATABASE_FILE)


def encoders(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that *process* started."""
    children = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(pid) for path in children for pid in path.read_text(encoding="utf-8").split()]


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def within(seconds: float) -> Iterator[None]:
    """Yield repeatedly with short pauses; fail after a timeout."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(0.02)
    raise AssertionError("that took too long")


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_killed_worker_loses_no_task(tmp_path: Path, address: str | None) -> None:
    with (
        separate_server(tmp_path / "data", database=address, arguments=("--no-worker",)) as server,
        administrator(server) as person,
        contextlib.closing(database_of(server, address)) as database,
    ):
        component = located(
            person, film(tmp_path / "long.mov", seconds=8, size="640x360", codec=("-c:v", "mpeg4"))
        )
        before = files_in(server)["content"]
        job_id = encode(person, component)
        with worker_process(server.data, address) as killed:
            until(person, job_id, "running")
            started: list[int] = []
            for _ in within(20):
                if started := encoders(killed):
                    break
            killed.send_signal(signal.SIGKILL)
        for _ in within(5):
            if not any(map(is_running, started)):
                break
        assert job_of(person, job_id)["status"] == "running", "the server has not noticed yet"
        assert files_in(server)["content"] == before
        assert list((server.data / "encoding").iterdir()), "what it had begun lies around"
        database.write(lambda tx: tx.change("UPDATE queued_task SET lease_until = 0", {}))  # a minute passes
        with worker_process(server.data, address):
            job = ended(person, job_id)
            assert job["status"] == "done", data_of(job)
            assert len(job["job_components"]) == 2
            for _ in within(5):
                if not list((server.data / "encoding").iterdir()):
                    break
        assert files_in(server)["content"] == before + 2


def test_a_worker_shuts_down_in_good_order(tmp_path: Path) -> None:
    with (
        separate_server(tmp_path / "data", arguments=("--no-worker",)) as server,
        administrator(server) as person,
    ):
        job_id = encode(
            person,
            located(person, film(tmp_path / "long.mov", seconds=20, size="640x360", codec=("-c:v", "mpeg4"))),
        )
        with worker_process(server.data, None) as process:
            until(person, job_id, "running")
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        assert list((server.data / "encoding").iterdir()) == []


def test_the_server_includes_a_worker_and_stays_small(tmp_path: Path) -> None:
    begun = time.monotonic()
    with separate_server(tmp_path / "data") as server, administrator(server) as person:
        assert time.monotonic() - begun < 10
        if sys.platform == "linux":
            status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
            resident = int(status.partition("VmRSS:")[2].split()[0])
            assert resident < 120 * 1024, f"{resident} KiB"
        assert ended(person, encode(person, located(person, picture(tmp_path / "a.png"))))["status"] == "done"


def test_an_idle_worker_loads_no_encoding_modules() -> None:
    modules = "callboard_server.cli.serve, callboard_server.worker.loop"
    code = f"import sys, {modules}; print(sorted({{'PIL', 'imageio_ffmpeg'}} & sys.modules.keys()))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=30
    )
    assert ran.stdout == "[]\n"
