"""Documented scenarios 1 to 12: sessions, first queries and the unit of work, with jobs and users."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callboard_server.testing import RunningServer
from tests.support.clients import Client
from tests.support.people import Person

TYPES = {
    "User",
    "Group",
    "Job",
    "JobComponent",
    "FileComponent",
    "Location",
    "ComponentLocation",
    "Metadata",
    "Membership",
}


@contextmanager
def variables(monkeypatch: pytest.MonkeyPatch, **named: str) -> Iterator[None]:
    with monkeypatch.context() as patch:
        for name in ("FTRACK_SERVER", "FTRACK_API_USER", "FTRACK_API_KEY", "FTRACK_APIKEY"):
            patch.delenv(name, raising=False)
        for name, value in named.items():
            patch.setenv(name, value)
        yield


def test_001_explicit_credentials(client: Client, server: RunningServer) -> None:
    api = client.module()
    session = client.session()
    assert session.server_url == server.url
    assert session.api_user == server.username
    assert session.server_information["version"]
    with api.Session(
        f"{server.url}/", server.api_key, server.username, schema_cache_path=False, plugin_paths=[]
    ) as trailing:
        assert trailing.server_url == server.url
        assert trailing.query("User").first() is not None


def test_001_wrong_key(client: Client, server: RunningServer) -> None:
    api = client.module()
    with pytest.raises(client.module("exception").ServerError, match="InvalidCredentialsError"):
        api.Session(server.url, "not-a-key", server.username, schema_cache_path=False, plugin_paths=[])


def test_002_environment(client: Client, server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    api = client.module()
    options: dict[str, Any] = {"schema_cache_path": False, "plugin_paths": []}
    named = {"FTRACK_SERVER": server.url, "FTRACK_API_USER": server.username}
    for key in ("FTRACK_API_KEY", "FTRACK_APIKEY"):
        with variables(monkeypatch, **named, **{key: server.api_key}), api.Session(**options) as session:
            assert session.api_user == server.username
    with variables(monkeypatch, **named), pytest.raises(TypeError, match="FTRACK_API_KEY"):
        api.Session(**options)
    with (
        variables(monkeypatch, FTRACK_API_KEY=server.api_key),
        pytest.raises(TypeError, match="FTRACK_SERVER"),
    ):
        api.Session(**options)


def test_003_entity_types(client: Client) -> None:
    session = client.session()
    assert set(session.types.keys()) >= TYPES
    user = session.query("User").first()
    assert isinstance(user, session.types["User"])
    assert not isinstance(user, session.types["Group"])


def test_004_first_query(client: Client) -> None:
    session = client.session()
    with client.counted(session) as requests:
        users = session.query("User")
        assert requests == []
        assert {"id", "username", "first_name", "email"} <= set(users[0].keys())
        assert len(requests) == 1
    assert all(user["username"] for user in users)


def test_005_criteria_with_dates(client: Client, unique: str) -> None:
    session = client.session()
    now = datetime.now(UTC)
    for age, name in ((1, "recent"), (30, "old")):
        described = json.dumps({"description": f"{unique} {name}"})
        session.create("Job", {"data": described, "status": "done", "created_at": now - timedelta(days=age)})
    session.commit()
    border = (now - timedelta(days=7)).replace(microsecond=0).isoformat()
    assert border.endswith("+00:00")
    found = session.query(
        f'Job where data like "%{unique}%" and status is done and created_at before "{border}"'
    ).all()
    assert [json.loads(job["data"])["description"] for job in found] == [f"{unique} old"]


def test_006_navigate_relations(client: Client, unique: str) -> None:
    session = client.session()
    group = session.create("Group", {"name": unique})
    session.create("Group", {"name": f"{unique} child", "parent": group})
    session.commit()
    again = client.session()
    parent = again.query(f'Group where name is "{unique}"').one()
    child = parent["children"][0]
    assert child["parent"] is parent


@pytest.mark.parametrize("way", ["reference", "collection"])
def test_007_create_modify_attach(client: Client, unique: str, way: str) -> None:
    session = client.session()
    parent = session.create("Group", {"name": unique})
    session.create("Group", {"name": f"{unique} elder", "parent": parent})
    session.commit()
    child = session.create("Group", {"name": "to be renamed"})
    child["name"] = f"{unique} child"
    if way == "reference":
        child["parent"] = parent
    else:
        parent["children"].append(child)
    expression = f'Group where parent.name is "{unique}" order by name'
    assert len(client.session().query(expression)) == 1
    with client.counted(session) as requests:
        session.commit()
    assert len(requests) == 1
    assert [group["name"] for group in client.session().query(expression)] == [
        f"{unique} child",
        f"{unique} elder",
    ]


def test_008_close(client: Client, unique: str) -> None:
    with client.session() as session:
        session.query("User").first()
        session.create("Group", {"name": unique})
    assert session.closed
    with pytest.raises(client.module("exception").ConnectionClosedError):
        session.query("User").first()
    assert client.session().query(f'Group where name is "{unique}"').first() is None


def test_009_unit_of_work(client: Client, unique: str) -> None:
    session = client.session()
    for number in (1, 2):
        user = session.create("User", {"username": f"{unique}{number}"})
        user["email"] = f"{unique}{number}@example.org"
    kinds = [type(operation).__name__ for operation in session.recorded_operations]
    assert kinds == ["CreateEntityOperation", "UpdateEntityOperation"] * 2
    session.commit()
    assert len(session.recorded_operations) == 0
    emails = [
        user["email"]
        for user in client.session().query(f'User where username like "{unique}%" order by username')
    ]
    assert emails == [f"{unique}1@example.org", f"{unique}2@example.org"]


def test_010_queries_return_what_is_committed(client: Client, unique: str) -> None:
    session = client.session()
    session.create("User", {"username": unique})
    expression = f'User where username is "{unique}"'
    assert len(session.query(expression)) == 0
    session.commit()
    assert len(session.query(expression)) == 1


def test_011_local_edits_win(client: Client, ann: Person) -> None:
    session = client.session()
    user = session.query(f'select email from User where id is "{ann.id}"').one()
    user["email"] = "elsewhere@example.org"
    again = session.query(f'select email from User where id is "{ann.id}"').one()
    assert again is user
    assert again["email"] == "elsewhere@example.org"
    del user["email"]
    assert user["email"] == "ann@example.org"
    session.rollback()


def test_012_auto_population(client: Client, ann: Person) -> None:
    session = client.session()
    not_set = client.module("symbol").NOT_SET
    user = session.query(f'select id from User where id is "{ann.id}"').one()
    with client.counted(session) as requests:
        assert user["email"] == "ann@example.org"
        assert user["email"] == "ann@example.org"
    assert len(requests) == 1
    with client.counted(session) as requests, session.auto_populating(False):
        assert user["thumbnail_id"] is not_set
        assert not user["thumbnail_id"]
    assert requests == []
    assert session.auto_populate is True


def test_012_auto_population_is_set_per_thread(client: Client) -> None:
    session = client.session()
    elsewhere: list[bool] = []

    def read_and_fail() -> None:
        with session.auto_populating(False):
            thread = threading.Thread(target=lambda: elsewhere.append(session.auto_populate))
            thread.start()
            thread.join(10)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read_and_fail()
    assert elsewhere == [True]
    assert session.auto_populate is True
