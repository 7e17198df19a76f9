"""Documented scenarios 13 to 24, and 131: querying."""

from __future__ import annotations

import json
from typing import Any

import pytest

from callboard_server.testing import RunningServer
from tests.support.clients import Client
from tests.support.people import Person

NUMBERS = (1, 2, 3)
OPERATORS: tuple[tuple[str, list[int]], ...] = (
    ("size = 20", [2]),
    ("size is 20", [2]),
    ("size != 20", [1, 3]),
    ("size is_not 20", [1, 3]),
    ("size > 10", [2, 3]),
    ("size greater_than 10", [2, 3]),
    ("size after 10", [2, 3]),
    ("size < 30", [1, 2]),
    ("size less_than 30", [1, 2]),
    ("size before 30", [1, 2]),
    ("size >= 20", [2, 3]),
    ("size <= 20", [1, 2]),
    ('file_type in (".a", ".b")', [1, 2]),
    ('file_type not_in (".a", ".b")', [3]),
    ('name like "%-2"', [2]),
    ('name not_like "%-2"', [1, 3]),
    ('metadata any (key is "shade" and value is "dark")', [1, 3]),
    ('not metadata any (key is "shade" and value is "dark")', [2]),
    ('metadata any (key is "shade" and value is "light")', [2]),
    ("not metadata any ()", []),
    ('size = 10 or size = 20 and file_type is ".none"', [1]),
    ('(size = 10 or size = 20) and file_type is ".none"', []),
    ('size > 5 and (file_type is ".a" or file_type is ".c")', [1, 3]),
)


@pytest.fixture
def files(client: Client, unique: str) -> tuple[Any, str]:
    """A session, and the prefix of the names of three components of sizes 10, 20 and 30."""
    session = client.session()
    for number, file_type in zip(NUMBERS, (".a", ".b", ".c"), strict=True):
        shade = "light" if number == 2 else "dark"
        data = {
            "name": f"{unique}-{number}",
            "size": number * 10,
            "file_type": file_type,
            "metadata": {"shade": shade, "of": unique},
        }
        session.create("FileComponent", data)
    session.commit()
    return session, unique


def numbers(rows: Any) -> list[int]:
    return sorted(int(row["name"].rpartition("-")[2]) for row in rows)


def test_013_bare_type(client: Client) -> None:
    session = client.session()
    users = session.query("User")
    assert isinstance(users.all(), list)
    assert session.api_user in {user["username"] for user in users}


def test_013_pages(client: Client, unique: str) -> None:
    session = client.session()
    for number in range(7):
        session.create("Group", {"name": f"{unique}-{number}"})
    session.commit()
    with client.counted(session) as requests:
        found = session.query(
            f'select name from Group where name like "{unique}%" order by name', page_size=3
        ).all()
    assert numbers(found) == list(range(7))
    assert len(requests) == 3


@pytest.mark.parametrize(("criterion", "expected"), OPERATORS, ids=[criterion for criterion, _ in OPERATORS])
def test_014_015_operators(files: tuple[Any, str], criterion: str, expected: list[int]) -> None:
    session, prefix = files
    found = session.query(f'select name from FileComponent where ({criterion}) and name like "{prefix}%"')
    assert numbers(found) == expected


def test_016_017_criteria_on_relations(client: Client, files: tuple[Any, str], ann: Person) -> None:
    session, prefix = files
    job = session.create("Job", {"user_id": ann.id, "data": prefix, "status": "done"})
    for component in session.query(f'FileComponent where name like "{prefix}%"'):
        session.create("JobComponent", {"job_id": job["id"], "component_id": component["id"]})
    session.commit()
    assert (
        session.query(f'JobComponent where job.data is "{prefix}" and job.user.username is "ann"').all() != []
    )
    assert (
        session.query(f'JobComponent where job.data is "{prefix}" and job.user.username is "bob"').all() == []
    )
    matching = session.query(
        f'Job where job_components.component.name like "{prefix}%" and status is done'
    ).all()
    assert [found["id"] for found in matching] == [job["id"]], "a job with three matching files is found once"


def test_018_has(client: Client, unique: str, ann: Person, bob: Person) -> None:
    session = client.session()
    for person in (ann, bob):
        session.create("Job", {"user_id": person.id, "data": unique})
    session.commit()
    by_has = session.query(
        f'Job where data is "{unique}" and user has (first_name is "Ann" and last_name is "Archer")'
    ).all()
    dotted = session.query(
        f'Job where data is "{unique}" and user.first_name is "Ann" and user.last_name is "Archer"'
    ).all()
    assert [job["user_id"] for job in by_has] == [ann.id]
    assert by_has == dotted


def test_019_any_tests_a_single_member(client: Client, unique: str) -> None:
    session = client.session()
    session.create("FileComponent", {"name": unique, "metadata": {"a": "1", "b": "2"}})
    session.commit()
    assert (
        session.query(f'FileComponent where name is "{unique}" and metadata any (key=a and value=1)').all()
        != []
    )
    assert (
        session.query(f'FileComponent where name is "{unique}" and metadata any (key=a and value=2)').all()
        == []
    )
    assert (
        session.query(
            f'FileComponent where name is "{unique}" and metadata.key is a and metadata.value is "2"'
        ).all()
        != []
    )


def test_020_empty_collection(client: Client, unique: str, ann: Person) -> None:
    session = client.session()
    group = session.create("Group", {"name": unique})
    session.create("Membership", {"group": group, "user_id": ann.id})
    session.create("Group", {"name": f"{unique}-empty"})
    session.commit()
    empty = session.query(f'Group where name like "{unique}%" and not memberships any ()')
    assert [group["name"] for group in empty] == [f"{unique}-empty"]


def test_021_projections_avoid_further_requests(client: Client, unique: str, ann: Person) -> None:
    session = client.session()
    for _ in range(5):
        session.create("Job", {"user_id": ann.id, "data": unique})
    session.commit()
    again = client.session()
    with client.counted(again) as requests:
        rows = [
            (job["data"], job["user"]["username"])
            for job in again.query(f'select data, user.username from Job where data is "{unique}"')
        ]
    assert rows == [(unique, "ann")] * 5
    assert len(requests) == 1


def test_022_projections_replace_defaults(client: Client, ann: Person) -> None:
    session = client.session()
    user = session.query(f'select first_name from User where id is "{ann.id}"').one()
    with session.auto_populating(False):
        assert user["first_name"] == "Ann"
        assert user["id"] == ann.id
        assert user["email"] is client.module("symbol").NOT_SET


def test_023_first_and_one(client: Client, files: tuple[Any, str]) -> None:
    session, prefix = files
    errors = client.module("exception")
    none, one, many = (
        f'FileComponent where name like "{prefix}-{end}" order by name' for end in ("9", "1", "%")
    )
    assert session.query(none).first() is None
    assert session.query(one).first()["name"] == f"{prefix}-1"
    assert session.query(one).one()["name"] == f"{prefix}-1"
    assert session.query(f"{many} offset 1").first()["name"] == f"{prefix}-2"
    with pytest.raises(errors.NoResultFoundError):
        session.query(none).one()
    with pytest.raises(errors.MultipleResultsFoundError):
        session.query(many).one()
    for method in ("first", "one"):
        with pytest.raises(ValueError, match="limit"):
            getattr(session.query(f"{many} limit 1"), method)()
    with pytest.raises(ValueError, match="offset"):
        session.query(f"{many} offset 1").one()


def test_023_limit_inside_quotes(client: Client, unique: str) -> None:
    """The official client removes `limit 5` from a quoted value; ours does not."""
    session = client.session()
    name = f"{unique} limit 5 foo"
    session.create("Group", {"name": name})
    session.commit()
    found = [group["name"] for group in session.query(f'Group where name is "{name}"')]
    assert found == ([name] if client.is_ours else [])


def test_013_negative_index_and_slices(client: Client, files: tuple[Any, str]) -> None:
    """The official client supports these only after all rows are loaded; ours loads them."""
    session, prefix = files
    result = session.query(f'FileComponent where name like "{prefix}%" order by name')
    if client.is_ours:
        assert result[-1]["name"] == f"{prefix}-3"
        assert numbers(result[1:]) == [2, 3]
    else:
        with pytest.raises(IndexError):
            result[-1]


def test_013_spelling_of_select(client: Client, ann: Person) -> None:
    """Ours accepts `SELECT`, and white space before the type.

    The official client treats them as names of types.
    """
    session = client.session()
    for text in (f'SELECT username from User where id is "{ann.id}"', f'  User where id is "{ann.id}"'):
        if client.is_ours:
            assert session.query(text).one()["username"] == "ann"
        else:
            with pytest.raises(KeyError):
                session.query(text).one()


@pytest.mark.parametrize("strict", [False, True])
def test_024_131_aggregates(client: Client, unique: str, ann: Person, bob: Person, strict: bool) -> None:
    session = client.session(strict_api=strict)
    for person, status in ((ann, "done"), (ann, "done"), (ann, "failed"), (bob, "done")):
        session.create("Job", {"user_id": person.id, "status": status, "data": unique})
    session.commit()
    expression = f'select count(id) from Job where data is "{unique}" group by user_id, status'
    rows = session.call([{"action": "query", "expression": expression}])[0]["data"]
    assert {(row["user_id"], row["status"]): row["count_id"] for row in rows} == {
        (ann.id, "done"): 2,
        (ann.id, "failed"): 1,
        (bob.id, "done"): 1,
    }
    assert all(type(row) is dict for row in rows)


def test_131_sum_average_extremes(files: tuple[Any, str]) -> None:
    session, prefix = files
    expression = (
        "select sum(size), avg(size), min(size), max(size) from FileComponent where name like "
        f'"{prefix}%" group by system_type'
    )
    (row,) = session.call([{"action": "query", "expression": expression}])[0]["data"]
    assert (row["sum_size"], row["avg_size"], row["min_size"], row["max_size"]) == (60, 20, 10, 30)


def test_queries_return_no_jobs_of_other_users(
    client: Client, unique: str, ann: Person, bob: Person, server: RunningServer
) -> None:
    session = client.session(ann)
    job = session.create("Job", {"data": json.dumps({"description": unique})})
    session.commit()
    assert job["user_id"] == ann.id
    expression = f'Job where data like "%{unique}%"'
    assert len(client.session(ann).query(expression)) == 1
    assert len(client.session(bob).query(expression)) == 0
    assert client.session(bob).get("Job", job["id"]) is None
    assert len(client.session(server).query(expression)) == 1
