"""Links to jobs: listed, withdrawn and expired, and what the users who opened them see afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from callboard_server.testing import RunningServer, running_server
from tests.support.live import Person, error_of, newcomer

DAY = 86_400
SOON = 1.2 / DAY
PATIENCE_SECONDS = 5.0


@pytest.fixture
def cleo(server: RunningServer) -> Iterator[Person]:
    with newcomer(server, "cleo") as person:
        yield person


def share(owner: Person, job: str, **body: Any) -> str:
    """Create a link to *job*; return its token."""
    answer = owner.http.post(f"/web/jobs/{job}/share", json=body or None)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["path"].rpartition("/")[2]
    return token


def links(owner: Person, job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = owner.http.get(f"/web/jobs/{job}/share").json()
    return found


def sees(person: Person, job: str) -> bool:
    return person.ask(f'Job where id is "{job}"') != []


def opened(person: Person, token: str) -> httpx.Response:
    return person.http.post(f"/web/share/{token}")


def test_links_are_listed_with_their_expiry_and_viewers(ann: Person, bob: Person, cleo: Person) -> None:
    job = ann.job()
    assert links(ann, job) == []
    endless = share(ann, job)
    assert opened(bob, endless).json() == {"job_id": job}
    assert opened(cleo, endless).status_code == 200
    share(ann, job, expires_in_days=7)
    found = {link["expires_at"] is None: link for link in links(ann, job)}
    assert {viewer["username"] for viewer in found[True]["viewers"]} == {bob.username, cleo.username}
    assert found[False]["viewers"] == []
    assert found[False]["expires_at"]["value"] > found[False]["created_at"]["value"]
    assert not any(link["is_expired"] for link in found.values())
    assert endless not in str(found), "a link must not be listed with its token"


def test_one_link_can_be_withdrawn(ann: Person, bob: Person, cleo: Person) -> None:
    """Users who opened only this one lose access, also to files; those who opened another one keep it."""
    job = ann.job()
    file = ann.component(b"x", job=job)
    first = share(ann, job)
    (first_link,) = links(ann, job)
    second = share(ann, job)
    for person, token in ((bob, first), (cleo, first), (cleo, second)):
        assert opened(person, token).status_code == 200
    assert ann.http.delete(f"/web/jobs/{job}/share/{first_link['id']}").status_code == 204
    assert [sees(person, job) for person in (bob, cleo)] == [False, True]
    assert [person.stored(file) for person in (bob, cleo)] == [None, b"x"]
    error_of(bob.http.get(f"/web/jobs/{job}/checksums"), 404)
    error_of(bob.http.get(f"/archive/job/{job}"), 404)
    refusal = error_of(opened(bob, first), 404)
    assert refusal["error_code"] == "share.not_found"
    assert job not in str(refusal)
    assert len(links(ann, job)) == 1
    assert ann.http.delete(f"/web/jobs/{job}/share/{first_link['id']}").status_code == 204


def test_a_link_expires(ann: Person, bob: Person, cleo: Person) -> None:
    job = ann.job()
    token = share(ann, job, expires_in_days=SOON)
    kept = share(ann, job)
    assert opened(bob, token).status_code == 200
    assert opened(cleo, kept).status_code == 200
    assert sees(bob, job)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while sees(bob, job) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not sees(bob, job)
    assert sees(cleo, job)
    refusal = error_of(opened(bob, token), 404)
    assert refusal["error_code"] == "share.expired"
    assert job not in str(refusal)
    assert not sees(bob, job), "opening an expired link must not help"
    expired = [link for link in links(ann, job) if link["is_expired"]]
    assert [link["viewers"] for link in expired] == [[]]


def test_a_link_expires_while_the_server_is_stopped(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, newcomer(server, "ann") as ann, newcomer(server, "bob") as bob:
        job = ann.job()
        assert opened(bob, share(ann, job, expires_in_days=SOON)).status_code == 200
    time.sleep(1.3)
    with running_server(tmp_path) as server:
        again = Person(server, bob.id, bob.username, bob.key)
        assert not sees(again, job)
        again.http.close()


@pytest.mark.parametrize("days", [0, -1, 1e9, "7", True, [1]])
def test_an_invalid_expiry_is_refused(days: Any, ann: Person) -> None:
    job = ann.job()
    error = error_of(ann.http.post(f"/web/jobs/{job}/share", json={"expires_in_days": days}), 422)
    assert error["error_code"] == "share.expiry"
    assert links(ann, job) == []


def test_only_the_owner_and_administrators_manage_links(
    ann: Person, bob: Person, cleo: Person, admin: Person
) -> None:
    job, other = ann.job(), bob.job()
    token = share(ann, job)
    (link,) = links(ann, job)
    assert opened(bob, token).status_code == 200
    for person in (bob, cleo):
        error_of(person.http.get(f"/web/jobs/{job}/share"), 404)
        error_of(person.http.delete(f"/web/jobs/{job}/share/{link['id']}"), 404)
    assert bob.http.delete(f"/web/jobs/{other}/share/{link['id']}").status_code == 204
    assert len(links(ann, job)) == 1, "a link must not be withdrawn through another job"
    assert len(links(admin, job)) == 1
    assert admin.http.delete(f"/web/jobs/{job}/share/{link['id']}").status_code == 204
    assert not sees(bob, job)


def test_the_identifier_of_a_link_does_not_open_it(ann: Person, bob: Person) -> None:
    job = ann.job()
    share(ann, job)
    (link,) = links(ann, job)
    error_of(opened(bob, link["id"]), 404)
    assert not sees(bob, job)
