"""Notices for administrators: what counts as a change, who receives them, and what they cost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import asdict

from callboard_server.records import deliveries, hub_positions, hub_processes
from callboard_server.records.marks import marks
from callboard_server.server import notices as module
from callboard_server.server.notices import SUBJECTS, Comparison, Notices
from callboard_server.server.routes import event_stream as stream_module
from callboard_server.storage.transaction import Transaction
from callboard_server.testing import RunningServer, running_server
from tests.scenarios.test_consumers import acknowledge, following
from tests.scenarios.test_deliveries import claimed, jobs, make_deliveries, succeeded
from tests.scenarios.test_stream import Stream
from tests.support.live import Person, administrator, fresh, newcomer
from tests.support.operations import create, delete
from tests.support.postgres import Postgres
from tests.support.world import World

__all__ = ["jobs"]  # a fixture

SILENCE = 0.7
"""Longer than a notice takes to come at the pace of these tests."""

NOW = "2026-01-01T00:00:00"
MINUTE_MS = 60_000

# -- What counts as a change -------------------------------------------------------------------------------


def changed_by(world: World, work: Callable[[Transaction], object]) -> set[str]:
    before = asdict(world.database.read(lambda tx: marks(tx, MINUTE_MS)))
    world.database.write(work)
    after = asdict(world.database.read(lambda tx: marks(tx, MINUTE_MS)))
    return {subject for subject in SUBJECTS if before[subject] != after[subject]}


def test_reading_changes_nothing(jobs: World) -> None:
    make_deliveries(jobs, "one")
    assert changed_by(jobs, lambda _: None) == set()


def test_consumers_change_when_they_move_fail_or_are_deleted(world: World) -> None:
    ann = world.ann.user_id
    for work in (
        lambda tx: hub_positions.set_position(tx, hub_positions.Position(ann, "one", 5), NOW),
        lambda tx: hub_positions.set_position(tx, hub_positions.Position(ann, "one", 6), NOW),
        lambda tx: hub_positions.set_position(
            tx, hub_positions.Position(ann, "one", 6), "2026-01-01T00:00:01"
        ),
        lambda tx: hub_positions.note_failure(tx, ann, "one", 7, "no", NOW),
        lambda tx: hub_positions.note_failure(tx, ann, "one", 7, "no", NOW),
        lambda tx: hub_positions.forget_position(tx, ann, "one"),
    ):
        assert changed_by(world, work) == {"consumers"}


def test_every_event_changes_the_lag_of_consumers(world: World) -> None:
    before = world.database.read(lambda tx: marks(tx, MINUTE_MS))
    world.do(world.ann, create("Job"))
    assert world.database.read(lambda tx: marks(tx, MINUTE_MS)).consumers != before.consumers


def test_listeners_change_when_a_process_reports_others_or_stops(world: World) -> None:
    def report(text: str) -> Callable[[Transaction], None]:
        return lambda tx: hub_processes.report_connections(tx, "p", text, MINUTE_MS)

    assert changed_by(world, report("one")) == {"listeners"}
    assert changed_by(world, report("one")) == set(), "only a sign of life"
    time.sleep(0.002)
    assert changed_by(world, report("two")) == {"listeners"}
    assert changed_by(world, lambda tx: hub_processes.remove_process(tx, "p")) == {"listeners"}


def test_listeners_change_when_a_process_has_been_silent_for_long(world: World) -> None:
    world.database.write(lambda tx: hub_processes.report_connections(tx, "p", "one", MINUTE_MS))
    time.sleep(0.002)
    before, after = (world.database.read(partial(marks, age=age)) for age in (MINUTE_MS, 1))
    assert before.listeners != after.listeners


def test_deliveries_change_when_they_are_created_sent_and_resent(jobs: World) -> None:
    before = jobs.database.read(lambda tx: marks(tx, MINUTE_MS))
    (delivery,) = make_deliveries(jobs, "one")
    made = jobs.database.read(lambda tx: marks(tx, MINUTE_MS))
    assert made.deliveries != before.deliveries
    (one,) = claimed(jobs)
    assert succeeded(jobs, one)
    sent = jobs.database.read(lambda tx: marks(tx, MINUTE_MS))
    assert sent.deliveries != made.deliveries
    assert changed_by(jobs, lambda tx: deliveries.send_again(tx, delivery)) == {"deliveries"}
    assert changed_by(jobs, lambda tx: deliveries.drop_deliveries(tx, timedelta(seconds=-1))) == {
        "deliveries"
    }


def test_reading_all_marks_takes_one_statement(world: World) -> None:
    def count(tx: Transaction) -> int:
        marks(tx, MINUTE_MS)
        return tx.statements

    assert world.database.read(count) == 1


# -- What it costs -----------------------------------------------------------------------------------------


def test_connections_share_one_query(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = counted(world, monkeypatch)

    async def run() -> list[list[str]]:
        comparisons = [Comparison(shared) for shared in [Notices(world.database)] for _ in range(50)]
        await asyncio.gather(*(one.changed() for one in comparisons))
        world.do(world.ann, create("Job"))
        await asyncio.gather(*(one.changed() for one in comparisons))
        assert len(looks) == 1
        await asyncio.sleep(module.PACE_SECONDS)
        return await asyncio.gather(*(one.changed() for one in comparisons))

    assert asyncio.run(run()) == [["consumers"]] * 50
    assert len(looks) == 2


def test_a_connection_gets_few_notices(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACE_SECONDS", 0.2)

    async def run() -> None:
        comparison = Comparison(Notices(world.database))
        sent, began = 0, time.monotonic()
        while time.monotonic() - began < 0.6:
            world.do(world.ann, create("Job"))
            sent += bool(await comparison.changed())
            await asyncio.sleep(0.02)
        assert 1 <= sent <= (time.monotonic() - began) / 0.2 + 1

    asyncio.run(run())


def test_a_busy_database_is_queried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACE_SECONDS", 0.0)

    async def run() -> None:
        comparison = Comparison(Notices(world.database))
        assert await comparison.changed() == []
        with monkeypatch.context() as broken:
            broken.setattr(type(world.database), "submit_read", failing)
            world.do(world.ann, create("Job"))
            assert await comparison.changed() == []
        assert await comparison.changed() == ["consumers"]

    asyncio.run(run())


def failing(*_: object) -> Future[object]:
    future: Future[object] = Future()
    future.set_exception(RuntimeError("no database"))
    return future


def counted(world: World, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    looks: list[object] = []
    read = world.database.submit_read

    def submit_read(work: Any) -> Any:
        looks.append(work)
        return read(work)

    monkeypatch.setattr(world.database, "submit_read", submit_read)
    return looks


# -- Over the stream ---------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for changes more often than usual."""
    monkeypatch.setattr(module, "PACE_SECONDS", 0.2)
    monkeypatch.setattr(stream_module, "LOOK_SECONDS", 0.05)


@contextmanager
def received_messages(person: Person, **query: str) -> Iterator[list[tuple[str, Any]]]:
    """Collect the messages of a stream, except for the greeting, in another thread."""
    messages: list[tuple[str, Any]] = []
    with person.http.stream("GET", "/events", params={"after": last(person), **query}) as answer:
        stream = Stream(answer)
        assert stream.next().name == "hello"

        def collect() -> None:
            while True:
                try:
                    message = stream.next()
                except Exception:  # noqa: BLE001  # the stream was closed below
                    return
                messages.append((message.name, message.data if message.name == "changed" else None))

        threading.Thread(target=collect, daemon=True).start()
        yield messages


def last(person: Person) -> str:
    cursor: int = person.http.get("/events/next", params={"seconds": 0}).json()["cursor"]
    return str(cursor)


def until(is_so: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def subjects(messages: list[tuple[str, Any]]) -> list[str]:
    return [subject for name, data in messages if name == "changed" for subject in data["subjects"]]


@pytest.mark.usefixtures("quick")
def test_administrators_receive_only_the_changed_subjects(admin: Person, ann: Person) -> None:
    name = fresh()
    with received_messages(admin, notices="true") as messages:
        following(ann, consumer=name)
        until(lambda: "consumers" in subjects(messages))
        assert ("changed", {"subjects": ["consumers"]}) in messages


@pytest.mark.usefixtures("quick")
def test_notices_arrive_next_to_a_stream_of_events(admin: Person, ann: Person) -> None:
    with received_messages(admin, notices="true") as messages:
        began = time.monotonic()
        published = 0
        while published < 12 or time.monotonic() - began < 1.0:
            ann.job()
            published += 1
            time.sleep(0.02)
        until(lambda: [name for name, _ in messages].count("ftrack.update") >= published)
        names = [name for name, _ in messages]
        assert 2 <= names.count("changed") <= (time.monotonic() - began) / 0.2 + 1


@pytest.mark.parametrize("query", [{"notices": "true"}, {}])
@pytest.mark.usefixtures("quick")
def test_other_users_receive_no_notices(ann: Person, bob: Person, query: dict[str, str]) -> None:
    with received_messages(bob, **query) as messages:
        following(ann, consumer=fresh())
        bob.job()
        time.sleep(SILENCE)
        assert [name for name, _ in messages] == ["ftrack.update"]


@pytest.mark.usefixtures("quick")
def test_administrators_receive_notices_only_on_request(admin: Person, ann: Person) -> None:
    with received_messages(admin) as messages:
        following(ann, consumer=fresh())
        time.sleep(SILENCE)
        assert "changed" not in [name for name, _ in messages]


@pytest.mark.usefixtures("quick")
def test_former_administrators_receive_no_notices(
    server: RunningServer, admin: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rights of a connection are looked up again with each keep-alive."""
    monkeypatch.setattr(stream_module, "KEEP_ALIVE_SECONDS", 0.3)
    own = admin.ask(f"select security_role_id from UserSecurityRole where user_id is {admin.id}")
    role = own[0]["security_role_id"]
    given = fresh()
    with newcomer(server) as other:
        admin.do(create("UserSecurityRole", id=given, user_id=other.id, security_role_id=role))
        with received_messages(other, notices="true") as messages:
            following(ann, consumer=fresh())
            until(lambda: "consumers" in subjects(messages))
            admin.do(delete("UserSecurityRole", given))
            time.sleep(SILENCE)
            before = len(subjects(messages))
            following(ann, consumer=fresh())
            time.sleep(SILENCE)
            assert len(subjects(messages)) == before


@pytest.mark.usefixtures("quick")
def test_a_change_in_one_process_is_noticed_in_all(tmp_path: Path, postgres: Postgres) -> None:
    database = postgres.url(postgres.create())
    with (
        running_server(tmp_path / "one", database=database) as one,
        administrator(one) as here,
        running_server(tmp_path / "two", database=database) as two,
        administrator(two) as there,
    ):
        following(there, consumer="sync")
        here.job()
        reached = following(there, consumer="sync")["cursor"]
        with received_messages(here, notices="true") as messages:
            time.sleep(SILENCE)
            messages.clear()
            acknowledge(there, "sync", reached)
            until(lambda: subjects(messages) == ["consumers"])
