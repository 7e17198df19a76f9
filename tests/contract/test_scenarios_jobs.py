"""Documented scenarios 100 to 103, 117, 118, 124 and 126: metadata, jobs, people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.clients import Client
from tests.support.people import Person


def test_100_read_metadata(client: Client, unique: str) -> None:
    session = client.session()
    made = session.create("FileComponent", {"name": unique, "metadata": {"first": "1", "second": "two"}})
    session.commit()
    component = client.session().get("FileComponent", made["id"])
    assert set(component["metadata"].keys()) == {"first", "second"}
    assert dict(component["metadata"].items()) == {"first": "1", "second": "two"}
    assert component["metadata"]["second"] == "two"
    with pytest.raises(KeyError):
        component["metadata"]["third"]


def test_101_write_metadata(client: Client, unique: str) -> None:
    session = client.session()
    component = session.create("FileComponent", {"name": unique, "metadata": {"first": "1", "second": "two"}})
    session.commit()
    component["metadata"]["first"] = "one"
    session.commit()
    assert dict(client.session().get("FileComponent", component["id"])["metadata"].items()) == {
        "first": "one",
        "second": "two",
    }
    del component["metadata"]["second"]
    session.commit()
    assert dict(client.session().get("FileComponent", component["id"])["metadata"].items()) == {
        "first": "one"
    }
    component["metadata"] = {"third": "3"}
    session.commit()
    assert dict(client.session().get("FileComponent", component["id"])["metadata"].items()) == {"third": "3"}


def test_102_metadata_on_creation_and_of_users(client: Client, unique: str) -> None:
    session = client.session()
    user = session.create(
        "User", {"username": unique, "metadata": {"desk": "14", "quoted": 'a "quoted" {value}'}}
    )
    session.commit()
    assert client.session().get("User", user["id"])["metadata"]["quoted"] == 'a "quoted" {value}'


def test_103_query_by_metadata(client: Client, unique: str) -> None:
    session = client.session()
    for name, value in (("a", "matching"), ("b", "other")):
        session.create("FileComponent", {"name": f"{unique}-{name}", "metadata": {unique: value}})
    session.commit()
    found = session.query(f'FileComponent where metadata any (key is "{unique}" and value is "matching")')
    assert [component["name"] for component in found] == [f"{unique}-a"]


def test_117_the_states_of_a_job(client: Client, ann: Person, unique: str) -> None:
    session = client.session(ann)
    user = session.query(f'User where username is "{session.api_user}"').one()
    job = session.create(
        "Job", {"user": user, "status": "running", "data": json.dumps({"description": unique})}
    )
    session.commit()
    assert (job["type"], job["status"], job["finished_at"]) == ("api_job", "running", None)
    assert job["created_at"] is not None
    for status, finished in (("done", True), ("running", False), ("failed", True), ("queued", False)):
        job["status"] = status
        session.commit()
        stored = client.session(ann).get("Job", job["id"])
        assert stored["status"] == status
        assert (stored["finished_at"] is not None) is finished
    with pytest.raises(ValueError, match="api_job"):
        session.create("Job", {"user": user, "type": "other"})


def test_117_job_without_data(client: Client) -> None:
    """The official client cannot create a job without data; ours can."""
    session = client.session()
    if client.is_ours:
        job = session.create("Job")
        session.commit()
        assert client.session().get("Job", job["id"])["status"] == "queued"
    else:
        with pytest.raises(AttributeError):
            session.create("Job")


@pytest.mark.parametrize(
    "data", ["not JSON", "", '{"description": 7}', "[1, 2]", "\ud7ff", "{" * 2000, "x\u2028y\n"]
)
def test_117_data_is_stored_unchanged(client: Client, data: str) -> None:
    session = client.session()
    job = session.create("Job", {"data": data, "status": "done"})
    session.commit()
    assert client.session().get("Job", job["id"])["data"] == data


def test_118_attachments(
    client: Client, ann: Person, bob: Person, unique: str, tmp_path: Path, http: httpx.Client
) -> None:
    session = client.session(ann)
    location = session.query('Location where name is "ftrack.server"').one()
    job = session.create("Job", {"status": "running", "data": unique})
    contents = {"First": b"one", "Second": b"two" * 10_000, "Empty": b""}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        component = session.create_component(str(tmp_path / name), data={"name": name}, location=location)
        session.create("JobComponent", {"component_id": component["id"], "job_id": job["id"]})
    session.commit()
    again = client.session(ann)
    attached = {
        link["component"]["name"]: link["component"] for link in again.get("Job", job["id"])["job_components"]
    }
    assert set(attached) == set(contents)
    for name, content in contents.items():
        answer = http.get(location.get_url(attached[name]))
        assert (answer.status_code, answer.content) == (200, content)
        foreign = http.get("/component/get", params={"id": attached[name]["id"]}, headers=bob.headers)
        assert foreign.status_code == 404
    assert client.session(bob).query(f'JobComponent where job_id is "{job["id"]}"').all() == []


def test_118_a_job_of_another_user_cannot_be_changed(
    client: Client, ann: Person, bob: Person, unique: str
) -> None:
    owner, other = client.session(ann), client.session(bob)
    job = owner.create("Job", {"data": unique})
    owner.commit()
    foreign = other.create("Job", {"id": job["id"]}, reconstructing=True)
    foreign["status"] = "failed"
    with pytest.raises(client.module("exception").ServerError, match=r"NotFoundError|PermissionError"):
        other.commit()
    other.rollback()
    other.create("Job", {"user_id": ann.id, "data": unique})
    with pytest.raises(client.module("exception").ServerError, match="PermissionError"):
        other.commit()
    other.rollback()
    assert client.session(ann).get("Job", job["id"])["status"] == "queued"


def test_124_members_of_groups(client: Client, ann: Person, bob: Person, unique: str) -> None:
    session = client.session()
    group = session.create("Group", {"name": unique})
    for person in (ann, bob):
        session.create("Membership", {"group": group, "user_id": person.id})
    session.commit()
    again = client.session()
    members: set[Any] = set()
    for resource in (again.get("Group", group["id"]), again.get("User", ann.id)):
        if isinstance(resource, again.types["Group"]):
            members.update(membership["user"] for membership in resource["memberships"])
        else:
            members.add(resource)
    assert {user["username"] for user in members} == {"ann", "bob"}
    assert len(members) == 2


def test_126_roles(client: Client) -> None:
    session = client.session()
    user = session.query(f'User where username is "{session.api_user}"').one()
    assert [role["security_role"]["name"] for role in user["user_security_roles"]] == ["Administrator"]


def test_unknown_actions(client: Client) -> None:
    error = (
        client.module("exception").ServerCompatibilityError
        if client.is_ours
        else client.module("exception").ServerError
    )
    with pytest.raises(error, match="Invalid action u'explode'"):
        client.session().call([{"action": "explode"}])
