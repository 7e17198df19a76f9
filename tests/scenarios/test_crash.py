"""No committed event is ever lost, with eight writers, a server that is killed repeatedly, and two readers.

A server with one process is killed and restarted; of a server with several, one process at a time is killed.
The usual run is short. With CALLBOARD_TEST_LONG_SEARCH=1 it has a hundred thousand events and twenty kills.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3
from attrs import define, field

from callboard_server.server.serve import listen
from callboard_server.testing import API_KEY, HOST, USERNAME
from tests.conftest import DATABASES
from tests.support.operations import create
from tests.support.postgres import Postgres
from tests.support.processes import children

IS_LONG = os.environ.get("CALLBOARD_TEST_LONG_SEARCH") == "1"
WRITERS = 8
EVENTS, KILLS = (100_000, 20) if IS_LONG else (1_500, 3)
SECONDS = 3000.0 if IS_LONG else 80.0
WORKERS = 3
READERS = {"hasty": 200, "careful": 31}
"""Consumers by name, with their page sizes."""


def pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(
        headers={"ftrack-user": USERNAME, "ftrack-api-key": API_KEY}, retries=False, timeout=20
    )


@define(eq=False)
class Trial:
    """One run: a server at `url` that is killed and restarted, and the jobs that it acknowledged."""

    url: str
    answered: set[str] = field(factory=set)
    is_written: threading.Event = field(factory=threading.Event)
    deadline: float = field(factory=lambda: time.monotonic() + SECONDS)

    def write(self, number: int) -> None:
        """Create one job after the other. A job without an answer may have been created or not."""
        http, count = pool(), 0
        while len(self.answered) < EVENTS and time.monotonic() < self.deadline:
            count += 1
            identifier = f"w{number}-{count}"
            try:
                answer = http.request(
                    "POST", f"{self.url}/api", json=[create("Job", id=identifier, status="running")]
                )
                if answer.status == 200 and answer.json()[0]["data"]["id"] == identifier:
                    self.answered.add(identifier)
            except (urllib3.exceptions.HTTPError, KeyError, TypeError, ValueError):
                time.sleep(0.02)


@define(eq=False)
class Reader:
    """A consumer, and what it received: the sequence of each event, and the jobs in it."""

    trial: Trial
    name: str
    limit: int
    read: list[tuple[int, list[str]]] = field(factory=list)
    repeated: int = 0

    def begin(self) -> None:
        """Register the consumer with the server."""
        answer = pool().request(
            "GET", f"{self.trial.url}/events/next", fields={"consumer": self.name, "seconds": "0"}
        )
        assert answer.status == 200

    def follow(self) -> None:
        """Read page by page.

        Sometimes the server is killed before it receives an acknowledgement, so pages arrive twice.
        """
        http, url = pool(), self.trial.url
        while time.monotonic() < self.trial.deadline:
            is_last = self.trial.is_written.is_set()
            try:
                fields = {"consumer": self.name, "seconds": "0.2", "limit": str(self.limit)}
                answer = http.request("GET", f"{url}/events/next", fields=fields)
                if answer.status != 200:
                    continue
                found = answer.json()
                for one in found["events"]:
                    self.note(one)
                if not found["events"] and is_last:
                    return
                http.request(
                    "POST",
                    f"{url}/events/acknowledge",
                    json={"consumer": self.name, "sequence": found["cursor"]},
                )
            except (urllib3.exceptions.HTTPError, ValueError):
                time.sleep(0.02)

    def note(self, one: dict[str, Any]) -> None:
        if self.read and one["sequence"] <= self.read[-1][0]:
            self.repeated += 1
            return
        jobs = [item["entityId"] for item in one["event"]["data"]["entities"] if item["entity_type"] == "Job"]
        self.read.append((one["sequence"], jobs))

    def check(self, answered: set[str]) -> list[str]:
        """Return the jobs received: all that were *answered*, each once, in order and without a gap."""
        sequences = [sequence for sequence, _ in self.read]
        received = [job for _, jobs in self.read for job in jobs]
        assert answered <= set(received), f"{len(answered - set(received))} committed events were lost"
        assert len(received) == len(set(received)), "each is received once, after deduplication by sequence"
        assert sequences == list(range(sequences[0], sequences[0] + len(sequences))), (
            "in order, and without a gap"
        )
        return received


@contextmanager
def server_process(
    data: Path, port: int, database: str | None, *more: str
) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable,
        "-m",
        "callboard_server.cli",
        "serve",
        "--host",
        HOST,
        "--port",
        str(port),
        "--data",
        str(data),
        "--no-worker",
    ]
    command += [*(["--database", database] if database else []), *more]
    credentials = {
        "CALLBOARD_ADMIN_USERNAME": USERNAME,
        "CALLBOARD_ADMIN_API_KEY": API_KEY,
        "CALLBOARD_ADMIN_PASSWORD": "a-long-password",
    }
    with subprocess.Popen(
        command, env={**os.environ, **credentials}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(url: str, deadline: float) -> None:
    http = urllib3.PoolManager(retries=False, timeout=1)
    while time.monotonic() < deadline:
        try:
            http.request("GET", f"{url}/health")
        except urllib3.exceptions.HTTPError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("the server did not come up")


@contextmanager
def writing_and_reading(trial: Trial, readers: list[Reader]) -> Iterator[None]:
    """Run writers and readers until enough has been written and all of it has been read."""
    writers = [threading.Thread(target=trial.write, args=(number,)) for number in range(WRITERS)]
    reading = [threading.Thread(target=reader.follow) for reader in readers]
    for thread in (*writers, *reading):
        thread.start()
    yield
    for thread in writers:
        thread.join()
    trial.is_written.set()
    for thread in reading:
        thread.join()


def wait_until_written(trial: Trial, count: int) -> None:
    while len(trial.answered) < count and time.monotonic() < trial.deadline:
        time.sleep(0.005)


def free_port() -> int:
    with listen(HOST, 0) as listening:
        return int(listening.getsockname()[1])


def check_readers(kind: str, trial: Trial, readers: list[Reader]) -> None:
    """Check what all readers received, and print the figures."""
    assert len(trial.answered) >= EVENTS
    received = [reader.check(trial.answered) for reader in readers]
    assert all(jobs == received[0] for jobs in received)
    again = sum(reader.repeated for reader in readers)
    figures = f"{len(trial.answered)} answered, {len(received[0])} committed, {again} repeated"
    print(f"{kind}: {figures}, {KILLS} kills, 0 lost")  # noqa: T201


@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.parametrize("kind", DATABASES)
def test_no_committed_event_is_lost(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    chance = random.Random(20261125)
    database = None
    if kind == "postgresql":
        postgres = request.getfixturevalue("postgres")
        database = postgres.url(postgres.create())
    port = free_port()
    trial = Trial(f"http://{HOST}:{port}")
    readers = [Reader(trial, name, limit) for name, limit in READERS.items()]
    with server_process(tmp_path, port, database):
        wait_for(trial.url, trial.deadline)
        for reader in readers:
            reader.begin()
    with contextlib.ExitStack() as last, writing_and_reading(trial, readers):
        for number in range(KILLS):
            with server_process(tmp_path, port, database) as process:
                wait_for(trial.url, trial.deadline)
                wait_until_written(trial, min(EVENTS - 100, (number + 1) * EVENTS // (KILLS + 1)))
                time.sleep(chance.random() * 0.2)
                process.send_signal(signal.SIGKILL)
                process.wait()
        last.enter_context(server_process(tmp_path, port, database))
        wait_for(trial.url, trial.deadline)
    check_readers(kind, trial, readers)


@pytest.mark.timeout(SECONDS + 60)
def test_no_committed_event_is_lost_when_one_of_many_processes_is_killed(
    tmp_path: Path, postgres: Postgres
) -> None:
    chance = random.Random(20261126)
    port = free_port()
    trial = Trial(f"http://{HOST}:{port}")
    readers = [Reader(trial, name, limit) for name, limit in READERS.items()]
    with server_process(tmp_path, port, postgres.url(postgres.create()), "--workers", str(WORKERS)) as server:
        wait_for(trial.url, trial.deadline)
        for reader in readers:
            reader.begin()
        with writing_and_reading(trial, readers):
            for number in range(KILLS):
                wait_until_written(trial, (number + 1) * EVENTS // (KILLS + 1))
                os.kill(chance.choice(children(server.pid)), signal.SIGKILL)
    check_readers(f"postgresql, {WORKERS} processes", trial, readers)
