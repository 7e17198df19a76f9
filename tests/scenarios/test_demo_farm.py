"""The simulated farm of the demo: its jobs progress, finish and are followed by others, within limits."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from callboard_server.demo import farm as farm_module
from callboard_server.demo.farm import FARM, MOST_FINISHED, QUEUED, RUNNING, Farm, farming
from callboard_server.demo.farm_work import MARK, TEMPLATES, Work, read_work
from callboard_server.testing import RunningServer
from tests.support.live import Person, administrator


@pytest.fixture
def person(server: RunningServer) -> Iterator[Person]:
    with administrator(server) as found:
        yield found


def farm_of(server: RunningServer, seed: int = 1) -> Farm:
    """Return a farm with running jobs. It needs none of the other data of the demo."""
    services = server.services
    assert services is not None
    farm = Farm(
        services.database,
        services.store,
        lambda tx: services.call(tx, FARM, services.links("")),
        services.clock,
        random.Random(seed),
    )
    for _ in range(3):
        farm.tick(0.0)
    return farm


def simulated(person: Person) -> dict[str, dict[str, Any]]:
    jobs = person.ask("select id, status, data, finished_at, job_components.component.size from Job")
    return {job["id"]: job for job in jobs if f'"{MARK}"' in (job["data"] or "")}


def test_jobs_progress_and_others_follow(server: RunningServer, person: Person) -> None:
    before = simulated(person)
    others = {
        job["id"]: job for job in person.ask("select id, status, data from Job") if job["id"] not in before
    }
    farm = farm_of(server)
    for _ in range(5):
        farm.tick(4.0)
    after = simulated(person)
    running = [job_id for job_id, job in before.items() if job["status"] == "running"]
    moved = [job_id for job_id in running if before[job_id]["data"] != after[job_id]["data"]]
    assert len(moved) == len(running)
    for job_id in moved:
        was, now = read_work(before[job_id]["data"]), read_work(after[job_id]["data"])
        assert now is None or (was is not None and now.done > was.done)
    for _ in range(60):
        farm.tick(60.0)
    later = simulated(person)
    states = Counter(job["status"] for job in later.values())
    assert states["running"] <= RUNNING
    assert states["running"] > 0
    assert states["queued"] == QUEUED
    assert 0 < states["done"] + states["failed"] <= MOST_FINISHED + 1
    assert states["failed"] > 0
    ended = [job for job in later.values() if job["status"] in ("done", "failed")]
    assert all(job["finished_at"] for job in ended)
    assert all("Traceback" in job["data"] for job in ended if job["status"] == "failed")
    assert any(job["job_components"] for job in ended)
    kept = {job["id"]: job for job in person.ask("select id, status, data from Job") if job["id"] in others}
    assert kept == others, "the farm must not change other jobs"


def test_old_jobs_are_deleted_with_their_files(server: RunningServer, person: Person) -> None:
    farm = farm_of(server, 2)
    for _ in range(40):
        farm.tick(400.0)
    files = stored_files(server)
    for _ in range(40):
        farm.tick(400.0)
    jobs = simulated(person)
    assert len(jobs) <= MOST_FINISHED + RUNNING + QUEUED + 1
    assert abs(stored_files(server) - files) < 40


def stored_files(server: RunningServer) -> int:
    return sum(1 for path in (server.data / "files").rglob("*") if path.is_file())


def test_the_farm_continues_after_a_restart(server: RunningServer, person: Person) -> None:
    farm_of(server, 3).tick(2.0)
    before = simulated(person)
    farm_of(server, 4).tick(3.0)
    after = simulated(person)
    for job_id, job in before.items():
        was, now = read_work(job["data"]), read_work(after[job_id]["data"])
        if job["status"] == "running" and was is not None and now is not None:
            assert was.done <= now.done <= was.done + 8.0 / was.seconds


def test_users_can_end_a_simulated_job(server: RunningServer, person: Person) -> None:
    farm = farm_of(server, 5)
    farm.tick(1.0)
    job_id = next(job_id for job_id, job in simulated(person).items() if job["status"] == "running")
    person.do(
        {
            "action": "update",
            "entity_type": "Job",
            "entity_key": [job_id],
            "entity_data": {"__entity_type__": "Job", "status": "failed"},
        }
    )
    data = simulated(person)[job_id]["data"]
    farm.tick(30.0)
    assert simulated(person)[job_id]["data"] == data


def test_the_farm_rests_while_no_one_uses_the_server(
    server: RunningServer, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    farm = farm_of(server)
    assert person.ask("select id from Job limit 1")
    assert farm.is_watched()
    services = server.services
    assert services is not None
    farm.clock = lambda: services.clock() + timedelta(hours=1)
    assert not farm.is_watched()
    monkeypatch.setattr(farm_module, "TICK_SECONDS", 0.05)
    before = simulated(person)
    with farming(farm):
        time.sleep(0.5)
    assert simulated(person) == before


def test_the_farm_stops_with_the_server(
    server: RunningServer, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(farm_module, "TICK_SECONDS", 0.05)
    before = simulated(person)
    with farming(farm_of(server)):
        time.sleep(1.0)
    after = simulated(person)
    assert after != before
    time.sleep(0.3)
    assert simulated(person) == after


def test_work_is_read_from_its_own_data() -> None:
    work = Work("Copy ({done} of {total})", 40, 1.5, 3.0)
    assert work.description == "Copy (3 of 40)"
    assert read_work(json.dumps(work.data())) == work
    assert work.advanced(1000).is_complete
    for data in (
        None,
        "",
        "null",
        "[]",
        '{"simulated": true}',
        '{"simulated": [1, "x", 2, 3, 4]}',
        "no JSON",
    ):
        assert read_work(data) is None


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.text)
def test_each_template_takes_minutes(template: Any) -> None:
    work = template.work(random.Random(7))
    assert 60 < work.total * work.seconds < 600
    assert "{" not in work.description
