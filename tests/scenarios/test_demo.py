"""The demonstration data that a new server can be filled with."""

from __future__ import annotations

import io
import itertools
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from callboard_server.demo.people import PEOPLE
from callboard_server.demo.plan import Production, plan, status_at
from callboard_server.testing import RunningServer, running_server
from tests.support.live import Browser, Person, administrator

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def jobs_at_first(folder: Path) -> int:
    """The number of jobs after the first start."""
    with running_server(folder, demo=True) as running, administrator(running) as person:
        return len(person.ask("Job"))


@pytest.fixture(scope="module")
def demo(folder: Path, jobs_at_first: int) -> Iterator[RunningServer]:
    """A later start of a server that was filled on its first start."""
    assert jobs_at_first
    with running_server(folder, demo=True) as running:
        yield running


@pytest.fixture
def person(demo: RunningServer) -> Iterator[Person]:
    with administrator(demo) as found:
        yield found


def test_the_demo_has_users_and_jobs_in_every_state(person: Person) -> None:
    assert len(person.ask("User")) == len(PEOPLE) + 1
    jobs = person.ask("select status, created_at, finished_at, data, user.username from Job")
    assert len(jobs) >= 40
    states = Counter(job["status"] for job in jobs)
    assert min(states[status] for status in ("queued", "running", "done", "failed")) >= 3
    assert all((job["finished_at"] is None) == (job["status"] in ("queued", "running")) for job in jobs)
    assert any("Traceback" in job["data"] for job in jobs)


def test_every_file_is_stored(person: Person) -> None:
    files = person.ask("select component_id, job_id, component.size, component.file_type from JobComponent")
    assert {file["component"]["file_type"] for file in files} >= {
        ".png",
        ".csv",
        ".json",
        ".txt",
        ".log",
        ".pdf",
        ".md",
    }
    for file in files:
        assert len(person.stored(file["component_id"]) or b"") == file["component"]["size"]
    most = Counter(file["job_id"] for file in files).most_common(1)[0][0]
    with zipfile.ZipFile(io.BytesIO(person.http.get(f"/archive/job/{most}").content)) as archive:
        assert archive.testzip() is None


SIZES = {
    "Project": 2,
    "Sequence": 40,
    "Shot": 800,
    "Task": 4_000,
    "ReviewSession": 2,
    "Group": 7,
    "ListObject": 100,
    "Timelog": 1_000,
}
AT_LEAST = {
    "AssetVersion": 1_000,
    "Note": 400,
    "NoteComponent": 20,
    "TypedContextLink": 800,
    "AssetVersionLink": 300,
    "Manager": 4,
}


@pytest.mark.parametrize("entity_type", [*SIZES, *AT_LEAST])
def test_the_demo_has_a_sizeable_production(person: Person, entity_type: str) -> None:
    exact = entity_type in ("Project", "Sequence", "Shot", "Task")
    count = len(person.ask(f"select id from {entity_type}"))
    assert count == SIZES[entity_type] if exact else count >= {**SIZES, **AT_LEAST}[entity_type]


def test_every_user_has_tasks_and_a_picture(person: Person) -> None:
    users = person.ask("select username, thumbnail_id, assignments from User where username is_not admin")
    assert all(user["thumbnail_id"] for user in users)
    assert sum(bool(user["assignments"]) for user in users) >= 12
    assigned = person.ask(
        'select id from Appointment where type is assignment and resource[Group].name is "Animation"'
    )
    assert len(assigned) > 10


def test_earlier_sequences_have_progressed_further(person: Person) -> None:
    approved = Counter(
        shot["name"].split("_")[0]
        for shot in person.ask(
            'select name from Shot where project.name is "lanternfish" and status.name is "Client approved"'
        )
    )
    assert approved["SQ10"] >= 10
    assert approved["SQ240"] == 0


def test_status_changes_are_recorded(person: Person) -> None:
    task, *_ = person.ask('select id from Task where status.name is "Completed" order by name limit 1')
    history = person.ask(
        "select date, status.name, user_id from TypedContextStatusChange "
        f'where parent_id is "{task["id"]}" order by date'
    )
    assert [history[0]["status"]["name"], history[-1]["status"]["name"]] == ["Not started", "Completed"]
    dates = [change["date"]["value"] for change in history]
    assert dates == sorted(set(dates))
    assert all(change["user_id"] for change in history)


def test_versions_have_pictures_and_movies(person: Person) -> None:
    versions = person.ask(
        "select thumbnail_id, asset.parent.name from AssetVersion where thumbnail_id is_not none"
    )
    assert 200 <= len(versions) <= 400
    bodies = [person.stored(version["thumbnail_id"]) or b"" for version in versions[:12]]
    assert len(set(bodies)) == len(bodies)
    for body in bodies:
        with Image.open(io.BytesIO(body)) as image:
            assert image.size == (512, 288)
    movies = person.ask(
        "select id, size, metadata from FileComponent where name like 'ftrackreview-%' and file_type in "
        "('.mp4', '.gif')"
    )
    assert len(movies) >= 10
    assert all(1_000 < movie["size"] < 60_000 and movie["metadata"] for movie in movies)
    assert person.stored(movies[0]["id"])


def test_shots_have_frames(person: Person) -> None:
    (shot,) = person.ask(
        "select custom_attributes from Shot where name is SQ10_0010 and project.name is lanternfish"
    )
    values = {each["key"]: each["value"] for each in shot["custom_attributes"]}
    assert values["fstart"] == 1001
    assert values["fend"] > 1030
    assert values["handles"] == 8


def test_the_demo_is_small_and_publishes_no_events(demo: RunningServer, folder: Path, person: Person) -> None:
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 60e6
    with Browser(demo, demo.username, demo.password) as browser:
        assert browser.session["cursor"] <= 1


def test_pages_are_marked_as_a_demonstration(demo: RunningServer) -> None:
    with Browser(demo, demo.username, demo.password) as browser:
        assert browser.session["demo"] is True


def test_the_demo_is_created_once(person: Person, jobs_at_first: int) -> None:
    assert len(person.ask("Job")) == jobs_at_first


def test_an_existing_server_gets_no_demo(tmp_path: Path) -> None:
    with running_server(tmp_path):
        """The first start."""
    with running_server(tmp_path, demo=True) as server, administrator(server) as person:
        assert person.ask("Job") == []
        with Browser(server, server.username, server.password) as browser:
            assert browser.session["demo"] is False


def planned(now: datetime) -> tuple[Production, ...]:
    numbers = itertools.count()
    return plan(lambda: f"id-{next(numbers)}", now)


def test_the_plan_of_a_day_is_deterministic() -> None:
    assert planned(NOW) == planned(NOW)
    assert sum(len(production.tasks) for production in planned(NOW)) == 4_000


@pytest.mark.parametrize("day", range(7))
def test_the_plan_is_consistent_on_every_day(day: int) -> None:
    """Names of siblings are unique, dates are in order and on workdays, and statuses follow each other."""
    for production in planned(NOW + timedelta(days=day)):
        names = [(shot.parent_id, shot.name) for shot in production.shots]
        names += [(task.parent_id, task.name) for task in production.tasks]
        assert len(set(names)) == len(names)
        for task in random.Random(1).sample(production.tasks, 200):
            assert task.start < task.end
            assert task.start.weekday() < 5
            moments = [moment for moment, _ in task.statuses]
            assert moments == sorted(moments)
            assert status_at(task.statuses, production.start - timedelta(days=30)) == "Not started"
