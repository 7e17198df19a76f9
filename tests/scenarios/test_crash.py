"""No committed event is ever lost: eight writers, a server that is killed again and again, and a reader who follows through it all.

The usual run is short. With CALLBOARD_TEST_LONG_SEARCH=1 it is a hundred thousand events and twenty kills.
"""

from __future__ import annotations

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

from callboard.server.serve import listen
from callboard.server.testing import API_KEY, HOST, USERNAME
from tests.conftest import DATABASES
from tests.support.operations import create

IS_LONG = os.environ.get("CALLBOARD_TEST_LONG_SEARCH") == "1"
WRITERS = 8
EVENTS, KILLS = (100_000, 20) if IS_LONG else (1_500, 3)
SECONDS = 3000.0 if IS_LONG else 80.0
NAME = "crash-test"


@define(eq=False)
class Trial:
    """One run: a server at `url` that comes and goes, what it answered to have committed, and what the reader got."""

    url: str
    answered: set[str] = field(factory=set)
    read: list[tuple[int, list[str]]] = field(factory=list)
    repeated: int = 0
    is_written: threading.Event = field(factory=threading.Event)
    deadline: float = field(factory=lambda: time.monotonic() + SECONDS)

    def pool(self) -> urllib3.PoolManager:
        return urllib3.PoolManager(headers={"ftrack-user": USERNAME, "ftrack-api-key": API_KEY}, retries=False, timeout=20)

    def write(self, number: int) -> None:
        """Make one job after the other. Whether one without an answer was made is nobody's to know."""
        http, count = self.pool(), 0
        while len(self.answered) < EVENTS and time.monotonic() < self.deadline:
            count += 1
            identifier = f"w{number}-{count}"
            try:
                answer = http.request("POST", f"{self.url}/api", json=[create("Job", id=identifier, status="running")])
                if answer.status == 200 and answer.json()[0]["data"]["id"] == identifier:
                    self.answered.add(identifier)
            except (urllib3.exceptions.HTTPError, KeyError, TypeError, ValueError):
                time.sleep(0.02)

    def follow(self) -> None:
        """Read page by page. Sometimes the server is gone before it hears of the acknowledgement, so pages come twice."""
        http = self.pool()
        while time.monotonic() < self.deadline:
            is_last = self.is_written.is_set()
            try:
                answer = http.request("GET", f"{self.url}/events/next", fields={"consumer": NAME, "seconds": "0.2", "limit": "200"})
                if answer.status != 200:
                    continue
                found = answer.json()
                for one in found["events"]:
                    self.note(one)
                if not found["events"] and is_last:
                    return
                http.request("POST", f"{self.url}/events/acknowledge", json={"consumer": NAME, "sequence": found["cursor"]})
            except (urllib3.exceptions.HTTPError, ValueError):
                time.sleep(0.02)

    def note(self, one: dict[str, Any]) -> None:
        if self.read and one["sequence"] <= self.read[-1][0]:
            self.repeated += 1
            return
        jobs = [item["entityId"] for item in one["event"]["data"]["entities"] if item["entity_type"] == "Job"]
        self.read.append((one["sequence"], jobs))


@contextmanager
def server_process(data: Path, port: int, database: str | None) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "callboard.cli", "serve", "--host", HOST, "--port", str(port), "--data", str(data), "--no-worker"]
    command += ["--database", database] if database else []
    credentials = {"CALLBOARD_ADMIN_USERNAME": USERNAME, "CALLBOARD_ADMIN_API_KEY": API_KEY, "CALLBOARD_ADMIN_PASSWORD": "a-long-password"}
    with subprocess.Popen(command, env={**os.environ, **credentials}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
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


@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.parametrize("kind", DATABASES)
def test_no_committed_event_is_lost(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    chance = random.Random(20261125)
    database = None
    if kind == "postgresql":
        postgres = request.getfixturevalue("postgres")
        database = postgres.url(postgres.create())
    listening = listen(HOST, 0)
    port = listening.getsockname()[1]
    listening.close()
    trial = Trial(f"http://{HOST}:{port}")
    with server_process(tmp_path, port, database):
        wait_for(trial.url, trial.deadline)
        trial.pool().request("GET", f"{trial.url}/events/next", fields={"consumer": NAME, "seconds": "0"})
    writers = [threading.Thread(target=trial.write, args=(number,)) for number in range(WRITERS)]
    reader = threading.Thread(target=trial.follow)
    for thread in (*writers, reader):
        thread.start()
    for number in range(KILLS):
        with server_process(tmp_path, port, database) as process:
            wait_for(trial.url, trial.deadline)
            goal = min(EVENTS - 100, (number + 1) * EVENTS // (KILLS + 1))
            while len(trial.answered) < goal and time.monotonic() < trial.deadline:
                time.sleep(0.005)
            time.sleep(chance.random() * 0.2)
            process.send_signal(signal.SIGKILL)
            process.wait()
    with server_process(tmp_path, port, database):
        wait_for(trial.url, trial.deadline)
        for thread in writers:
            thread.join()
        trial.is_written.set()
        reader.join()
    assert len(trial.answered) >= EVENTS
    sequences = [sequence for sequence, _ in trial.read]
    heard = [job for _, jobs in trial.read for job in jobs]
    assert trial.answered <= set(heard), f"{len(trial.answered - set(heard))} committed events were lost"
    assert len(heard) == len(set(heard)), "each is heard once, after deduplication by sequence"
    assert sequences == list(range(sequences[0], sequences[0] + len(sequences))), "in order, and without a gap"
    print(f"{kind}: {len(trial.answered)} answered, {len(heard)} committed, {trial.repeated} repeated, {KILLS} kills, 0 lost")  # noqa: T201
