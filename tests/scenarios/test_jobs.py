"""Jobs: values that the server fills in, and when jobs are finished."""

from __future__ import annotations

import itertools
import json

import pytest

from callboard.errors import ValidationError
from callboard_server.model.types.jobs import FINISHED, JOB_STATUSES
from tests.support.operations import create, moment, ref, update
from tests.support.world import Make, World

NOW = moment("2026-11-24T10:00:00")
LATER = moment("2026-11-24T10:05:00")
LONG_AGO = moment("1999-12-31T00:00:00")


def test_a_minimal_job_is_queued_now_and_belongs_to_its_creator(world: World) -> None:
    (result,) = world.do(world.ann, create("Job"))
    assert result == {
        "action": "create",
        "data": {
            "__entity_type__": "Job",
            "id": "id-1",
            "type": "api_job",
            "status": "queued",
            "user_id": "ann-id",
            "created_at": NOW,
        },
    }


def test_given_values_are_kept(world: World) -> None:
    data = json.dumps({"description": "Ünïcödé"})
    (result,) = world.do(
        world.admin,
        create(
            "Job",
            id="my-job",
            status="running",
            user=ref("User", "bob-id"),
            data=data,
            created_at=LONG_AGO,
            type="encode_media",
        ),
    )
    created = result["data"]
    assert created["user"] == ref("User", "bob-id")
    assert [created[name] for name in ("id", "status", "user_id", "data", "created_at", "type")] == [
        "my-job",
        "running",
        "bob-id",
        data,
        LONG_AGO,
        "encode_media",
    ]


@pytest.mark.parametrize("identifier", ["5D3B0F0E-8BDE-4A8C-8B52-9CFE2F3F0D11"])
def test_uuids_are_stored_in_lower_case(world: World, identifier: str) -> None:
    world.do(world.ann, create("Job", id=identifier))
    assert world.values(world.ann, f"Job where id is {identifier}") == [identifier.lower()]
    world.do(world.ann, update("Job", identifier, status="done"))


def test_null_means_not_given(world: World) -> None:
    (result,) = world.do(
        world.ann, create("Job", id=None, status=None, type=None, user_id=None, created_at=None, user=None)
    )
    assert (result["data"]["status"], result["data"]["type"], result["data"]["user_id"]) == (
        "queued",
        "api_job",
        "ann-id",
    )


@pytest.mark.parametrize(
    "data",
    ['{"description": "x"}', "no JSON at all", "", "[1, 2", "null", "x" * 100_000, "line\nbreak\t\u2028"],
)
def test_data_is_stored_unchanged(world: World, make: Make, data: str) -> None:
    assert world.values(world.ann, f"select data from Job where id is {make.job(data=data)}", "data") == [
        data
    ]


@pytest.mark.parametrize(("before", "after"), list(itertools.product(JOB_STATUSES, JOB_STATUSES)))
def test_finishing_a_job_sets_its_end_and_reopening_clears_it(
    world: World, make: Make, before: str, after: str
) -> None:
    job = make.job(status=before)
    world.clock.advance(minutes=5)
    world.do(world.ann, update("Job", job, status=after))
    (found,) = world.rows(world.ann, "select status, created_at, finished_at from Job")
    assert (found["status"], found["created_at"]) == (after, NOW)
    finishes_now = after in FINISHED and before not in FINISHED
    was_finished = after in FINISHED and before in FINISHED
    assert found["finished_at"] == (LATER if finishes_now else NOW if was_finished else None)


def test_a_given_end_is_kept(world: World, make: Make) -> None:
    job = make.job(status="running")
    world.do(world.ann, update("Job", job, status="done", finished_at=LONG_AGO))
    assert world.values(world.ann, "select finished_at from Job", "finished_at") == [LONG_AGO]


def test_an_unfinished_job_has_no_end_even_if_one_is_given(world: World, make: Make) -> None:
    make.job(status="running", finished_at=LONG_AGO)
    assert world.values(world.ann, "select finished_at from Job", "finished_at") == [None]


@pytest.mark.parametrize("status", ["", "Done", "finished", "runing"])
def test_unknown_statuses_are_refused_by_name(world: World, make: Make, status: str) -> None:
    error = world.refusal(world.ann, create("Job", status=status))
    assert isinstance(error, ValidationError)
    assert "queued, running, done, failed" in error.message


def test_an_update_returns_given_and_derived_values(world: World, make: Make) -> None:
    job = make.job(status="running")
    (result,) = world.do(world.ann, update("Job", job, status="done"))
    assert result == {
        "action": "update",
        "data": {"__entity_type__": "Job", "id": job, "status": "done", "finished_at": NOW},
    }


@pytest.mark.parametrize("key", ["j", ["j"], {"id": "j"}])
def test_a_key_may_be_a_list_a_text_or_an_object(world: World, make: Make, key: object) -> None:
    make.job(id="j")
    world.do(
        world.ann,
        {"action": "update", "entity_type": "Job", "entity_key": key, "entity_data": {"status": "done"}},
    )
    world.do(world.ann, {"action": "delete", "entity_type": "Job", "entity_key": key})
    assert world.values(world.ann, "Job") == []


def test_the_type_in_the_data_and_unknown_keys_of_an_operation_are_ignored(world: World) -> None:
    operation = create("Job", id="j", __entity_type__="Job") | {
        "metadata": {"x": 1},
        "entity_key": ["j"],
        "anything": None,
    }
    assert world.do(world.ann, operation)[0]["data"]["id"] == "j"


def test_an_update_that_changes_nothing_publishes_no_event(world: World, make: Make) -> None:
    job = make.job(status="running")
    world.forget_events()
    (result,) = world.do(world.ann, update("Job", job, status="running", type="api_job", id=job))
    assert result["data"]["status"] == "running"
    assert world.events() == []


def test_times_are_stored_in_utc_and_whole_seconds(world: World, make: Make) -> None:
    given = ["2024-01-31T10:00:00.987+02:00", "2024-01-31T08:00:00Z", "2024-01-31 08:00:00"]
    jobs = [make.job(created_at=moment(text)) for text in given]
    jobs.append(make.job(created_at="2024-01-31T08:00:00"))
    assert set(jobs) == set(world.values(world.ann, 'Job where created_at is "2024-01-31T08:00:00"'))
