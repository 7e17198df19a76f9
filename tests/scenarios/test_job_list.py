"""The list of jobs in the web interface: filters, orders, counts, CSV, and the archive of several jobs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from callboard_server.access.actor import Actor
from callboard_server.actions.call import Call
from callboard_server.actions.job_list import (
    SORTS,
    Page,
    count_jobs,
    jobs_as_csv,
    list_jobs,
    read_filter,
    read_page,
)
from tests.support.live import Person, error_of, fresh
from tests.support.operations import create, moment
from tests.support.world import Make, RecordedTransaction, World

T = TypeVar("T")


def run(world: World, actor: Actor, work: Callable[[Call], T]) -> T:
    """Run *work* as *actor*, and keep its SQL in the world."""

    def read(tx: Any) -> T:
        recorded = RecordedTransaction(tx)
        answer = work(world.call(recorded, actor))
        world.statements = recorded.texts
        return answer

    return world.database.read(read)


def listed(world: World, actor: Actor, values: dict[str, str], sort: str = "created") -> list[str]:
    chosen = read_filter(list(values.items()))
    found = run(world, actor, lambda call: list_jobs(call, chosen, Page(sort)))
    return [job["id"] for job in found.data]


def counted(world: World, actor: Actor, values: dict[str, str]) -> dict[str, int]:
    chosen = read_filter(list(values.items()))
    return run(world, actor, lambda call: count_jobs(call, chosen))


@pytest.fixture
def jobs(world: World, make: Make) -> World:
    """Four jobs: two of ann, two of bob."""
    rows = (
        (world.ann, "a", "queued", 'He said "ok"', "2026-11-20T10:00:00", None),
        (world.bob, "b", "running", "50 % of sh_010", "2026-11-21T10:00:00", None),
        (world.ann, "c", "done", "Über-Export", "2026-11-22T10:00:00", "2026-11-22T10:00:05"),
        (world.bob, "d", "failed", "sh010 broke\nbecause", "2026-11-23T10:00:00", "2026-11-23T11:00:00"),
    )
    for owner, name, status, text, start, end in rows:
        make.job(
            owner,
            id=name,
            status=status,
            description=text,
            created_at=moment(start),
            finished_at=end and moment(end),
        )
    make.file(world.ann, job="c", name="daily_report", file_type=".csv")
    make.file(world.ann, job="c", name="log", file_type=".txt")
    return world


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "abcd"),
        ({"state": "queued,failed"}, "ad"),
        ({"owner": "bob"}, "bd"),
        ({"owner_id": "ann-id"}, "ac"),
        ({"created_after": "2026-11-22T10:00:00"}, "cd"),
        ({"finished_after": "2026-11-23T00:00:00"}, "d"),
        ({"files": "1"}, "c"),
        ({"id": "b"}, "b"),
        ({"state": "running", "owner": "ann"}, ""),
        ({"text": 'said "ok"'}, "a"),
        ({"text": "  SAID   "}, "a"),
        ({"text": "description"}, ""),
        ({"text": '"'}, "a"),
        ({"text": "{"}, ""),
        ({"text": "\\"}, ""),
        ({"text": "über"}, "c"),
        ({"text": "ÜBER"}, "c"),
        ({"text": "50 %"}, "b"),
        ({"text": "sh_010"}, "b"),
        ({"text": "sh%010"}, ""),
        ({"text": "broke because"}, "d"),
        ({"text": "daily_rep"}, "c"),
        ({"text": "report.csv"}, "c"),
        ({"text": "report.txt"}, ""),
        ({"text": "Bob Builder"}, "bd"),
        ({"text": "builder"}, "bd"),
        ({"project": "nothing"}, ""),
    ],
)
def test_jobs_are_filtered_and_counted_by_the_same_criteria(
    jobs: World, values: dict[str, str], expected: str
) -> None:
    assert "".join(listed(jobs, jobs.admin, values)) == expected
    assert sum(counted(jobs, jobs.admin, values).values()) == len(expected)


def test_users_list_and_count_only_what_they_may_see(jobs: World) -> None:
    assert listed(jobs, jobs.ann, {}) == ["a", "c"]
    assert counted(jobs, jobs.ann, {}) == {"queued": 1, "running": 0, "done": 1, "failed": 0}
    assert listed(jobs, jobs.bob, {"text": "said"}) == []
    assert set(counted(jobs, jobs.bob, {"owner": "ann"}).values()) == {0}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("created", "abcd"),
        ("-created", "dcba"),
        ("title", "badc"),
        ("owner", "acbd"),
        ("status", "cdab"),
        ("finished", "abcd"),
        ("-finished", "dcab"),
        ("duration", "cdba"),
        ("-duration", "abdc"),
        ("-files", "cabd"),
        ("type", "abcd"),
    ],
)
def test_jobs_are_sorted_by_a_column(jobs: World, sort: str, expected: str) -> None:
    assert "".join(listed(jobs, jobs.admin, {}, sort)) == expected


def test_every_column_has_an_order(jobs: World) -> None:
    for name in SORTS:
        assert sorted(listed(jobs, jobs.admin, {}, name)) == list("abcd")
        assert sorted(listed(jobs, jobs.admin, {}, f"-{name}")) == list("abcd")


@pytest.mark.parametrize(
    "values", [{"sort": "data"}, {"sort": "--created"}, {"limit": "-1"}, {"offset": "٣"}, {"limit": "1" * 10}]
)
def test_unknown_pages_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(Exception, match=r'"(sort|limit|offset)" must be'):
        read_page(values)


def test_unknown_states_are_refused() -> None:
    with pytest.raises(Exception, match='"state" must contain only queued, running, done, failed'):
        read_filter([("state", "bogus")])


def test_counting_takes_one_statement(jobs: World) -> None:
    counted(jobs, jobs.ann, {"text": "x"})
    assert len(jobs.statements) == 1


def test_jobs_are_exported_as_csv(jobs: World, make: Make) -> None:
    make.job(jobs.ann, id="e", status="queued", data="=1+1", created_at=moment("2026-11-24T10:00:00"))
    chosen = read_filter([("owner", "ann")])
    text = run(jobs, jobs.admin, lambda call: jobs_as_csv(call, chosen, "created"))
    header, *rows = csv.reader(io.StringIO(text))
    assert header[:4] == ["id", "status", "description", "owner"]
    assert [row[0] for row in rows] == ["a", "c", "e"]
    assert rows[1][1:] == [
        *("done", "Über-Export", "Ann Archer", "", "api_job"),
        *("2026-11-22T10:00:00Z", "2026-11-22T10:00:05Z", "5", "daily_report.csv; log.txt"),
    ]
    assert rows[2][2] == "'=1+1", "a spreadsheet doesn't run the text of a job"


def test_a_large_export_is_complete(world: World) -> None:
    world.do(world.ann, *(create("Job", data=json.dumps({"n": number})) for number in range(700)))
    text = run(world, world.ann, lambda call: jobs_as_csv(call, read_filter([]), "created"))
    assert len(list(csv.reader(io.StringIO(text)))) == 701
    assert len(world.statements) <= 4


def test_the_list_and_its_files_over_http(ann: Person, bob: Person) -> None:
    word = fresh()
    data = json.dumps({"description": f"Name {word}"})
    first, second, other = ann.job(data=data), ann.job(data=data), bob.job(data=data)
    for owner, job, content in ((ann, first, b"one"), (ann, second, b"two"), (bob, other, b"secret")):
        owner.component(content, "log", ".txt", job=job)
    page = ann.http.get("/web/jobs", params={"text": word, "limit": 1, "sort": "title"}).json()
    assert (len(page["data"]), page["next"]) == (1, 1)
    assert ann.http.get("/web/jobs/counts", params={"text": word}).json()["running"] == 2
    answer = ann.http.get("/web/jobs.csv", params={"text": word})
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 3
    answer = ann.http.get("/archive/jobs", params={"id": [first, second, other]})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(map(archive.read, archive.namelist())) == [b"one", b"two"]
        assert len({name.partition("/")[0] for name in archive.namelist()}) == 2
    assert error_of(ann.http.get("/archive/jobs", params={"id": other}), 404)["error_code"] == "archive.empty"
    for path in ("/archive/jobs", "/web/jobs?sort=x", "/web/jobs/counts?state=x", "/web/jobs.csv?limit=x"):
        error_of(ann.http.get(path), 422)
    error_of(ann.http.get("/archive/jobs", params={"id": [str(number) for number in range(201)]}), 422)


def test_very_long_data_is_cut_in_the_list_only(ann: Person) -> None:
    data = json.dumps({"description": "Copy plates\n" + "x" * 300_000, "progress": 0.5})
    job = ann.job(data=data)
    answer = ann.http.get("/web/jobs", params={"id": job})
    assert len(answer.content) < 4_000
    (listed,) = answer.json()["data"]
    assert listed["_is_cut"] is True
    assert json.loads(listed["data"])["progress"] == 0.5
    (whole,) = ann.http.get("/web/jobs", params={"id": job, "whole": "1"}).json()["data"]
    assert whole["data"] == data
    assert "_is_cut" not in whole
    assert ann.ask(f'select data from Job where id is "{job}"')[0]["data"] == data
