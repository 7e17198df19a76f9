"""The demonstration that a new server can be filled with."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from callboard.server.testing import RunningServer, running_server
from tests.support.live import Browser, Person, administrator


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with running_server(folder, demo=True) as running:
        yield running


@pytest.fixture
def person(demo: RunningServer) -> Iterator[Person]:
    with administrator(demo) as found:
        yield found


def test_there_are_people_and_jobs_in_every_state(person: Person) -> None:
    assert len(person.ask("User")) == 6
    jobs = person.ask("select status, created_at, finished_at, data, user.username from Job")
    assert len(jobs) >= 40
    states = Counter(job["status"] for job in jobs)
    assert min(states[status] for status in ("queued", "running", "done", "failed")) >= 3
    assert all((job["finished_at"] is None) == (job["status"] in ("queued", "running")) for job in jobs)
    assert any("Traceback" in job["data"] for job in jobs)


def test_every_file_is_there(person: Person) -> None:
    files = person.ask("select component_id, job_id, component.size, component.file_type from JobComponent")
    assert {file["component"]["file_type"] for file in files} >= {".png", ".csv", ".json", ".txt", ".log", ".pdf", ".md"}
    for file in files:
        assert len(person.stored(file["component_id"]) or b"") == file["component"]["size"]
    most = Counter(file["job_id"] for file in files).most_common(1)[0][0]
    with zipfile.ZipFile(io.BytesIO(person.http.get(f"/archive/job/{most}").content)) as archive:
        assert archive.testzip() is None


def test_pages_know_that_it_is_a_demonstration(demo: RunningServer) -> None:
    with Browser(demo, demo.username, demo.password) as browser:
        assert browser.session["demo"] is True


def test_it_is_made_once(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        with running_server(tmp_path, demo=True) as server, administrator(server) as person:
            counts.append(len(person.ask("Job")))
            with Browser(server, server.username, server.password) as browser:
                assert browser.session["demo"] is True
    assert counts[0] == counts[1]
