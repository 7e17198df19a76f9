"""Named consumers of the durable stream: delivery at least once, in order, until acknowledged."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx
import pytest

from callboard_server.records.outbox import drop_events, news_ends
from callboard_server.testing import RunningServer
from tests.support.live import PASSWORD, Browser, Person, error_of, fresh
from tests.support.operations import update


def following(person: Person, **query: Any) -> dict[str, Any]:
    answer = person.http.get("/events/next", params={"seconds": 0, **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def jobs_of(answer: dict[str, Any]) -> list[str]:
    return [
        item["entityId"]
        for one in answer["events"]
        for item in one["event"]["data"]["entities"]
        if item["entity_type"] == "Job"
    ]


def acknowledge(person: Person, consumer: str, sequence: int) -> None:
    answer = person.http.post("/events/acknowledge", json={"consumer": consumer, "sequence": sequence})
    assert answer.json() == {"consumer": consumer, "sequence": sequence}, answer.text


def test_unacknowledged_events_are_delivered_again(ann: Person) -> None:
    name = fresh()
    assert following(ann, consumer=name)["events"] == []
    jobs = [ann.job() for _ in range(3)]
    first = following(ann, consumer=name)
    assert jobs_of(first) == jobs
    assert jobs_of(following(ann, consumer=name)) == jobs
    acknowledge(ann, name, first["events"][0]["sequence"])
    assert jobs_of(following(ann, consumer=name)) == jobs[1:]
    acknowledge(ann, name, first["cursor"])
    assert following(ann, consumer=name) == {"cursor": first["cursor"], "events": []}
    acknowledge(ann, name, first["events"][0]["sequence"])
    assert jobs_of(following(ann, consumer=name)) == jobs[1:], "going back is possible"


def test_consumers_belong_to_their_user(ann: Person, bob: Person) -> None:
    name = fresh()
    for person in (ann, bob):
        following(person, consumer=name)
    jobs = [ann.job(), bob.job()]
    assert [jobs_of(following(person, consumer=name)) for person in (ann, bob)] == [jobs[:1], jobs[1:]]
    acknowledge(ann, name, following(ann, consumer=name)["cursor"])
    assert jobs_of(following(bob, consumer=name)) == jobs[1:]


def test_pages_follow_each_other(ann: Person) -> None:
    name = fresh()
    cursor = following(ann, consumer=name)["cursor"]
    jobs = [ann.job() for _ in range(5)]
    seen: list[str] = []
    while page := following(ann, after=cursor, limit=2)["events"]:
        assert len(page) <= 2
        seen += jobs_of({"events": page})
        cursor = page[-1]["sequence"]
    assert seen == jobs


def test_a_request_waits_for_new_events(ann: Person) -> None:
    cursor = following(ann)["cursor"]
    threading.Timer(0.3, ann.job).start()
    started = time.monotonic()
    answer = following(ann, after=cursor, seconds=10)
    assert len(jobs_of(answer)) == 1
    assert time.monotonic() - started < 3
    started = time.monotonic()
    assert following(ann, after=answer["cursor"], seconds=0.5)["events"] == []
    assert 0.4 < time.monotonic() - started < 3


def test_the_cursor_also_advances_past_filtered_events(ann: Person) -> None:
    cursor = following(ann)["cursor"]
    job = ann.job()
    ann.do(update("Job", job, status="done"))
    answer = following(ann, after=cursor, filter="topic=nothing")
    assert answer == {"cursor": cursor + 2, "events": []}
    assert (
        len(
            following(ann, after=cursor, filter=f"topic=ftrack.update and data.user.userid={ann.id}")[
                "events"
            ]
        )
        == 2
    )


def test_reading_can_start_at_a_time(ann: Person) -> None:
    ann.job()
    time.sleep(1.1)  # events are dated to the second
    services = ann.server.services
    assert services is not None
    since = services.clock().isoformat()
    job = ann.job()
    assert jobs_of(following(ann, since=since)) == [job]
    assert len(following(ann, since="2000-01-01T00:00:00")["events"]) >= 2


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"after": "x"}, "after"),
        ({"after": "-1"}, "after"),
        ({"after": "9" * 30}, "after"),
        ({"after": "99999999"}, "no event"),
        ({"since": "yesterday"}, "since"),
        ({"filter": "topic"}, "character 6"),
        ({"limit": "many"}, "limit"),
        ({"seconds": "-1"}, "seconds"),
        ({"consumer": "x" * 300}, "255"),
    ],
)
def test_invalid_queries_are_refused_by_name(ann: Person, query: dict[str, str], message: str) -> None:
    error = error_of(ann.http.get("/events/next", params={"seconds": "0", **query}), 422)
    assert message in error["content"]


BAD_ACKNOWLEDGEMENTS: list[tuple[dict[str, Any], str]] = [
    ({}, "consumer"),
    ({"consumer": ""}, "consumer"),
    ({"consumer": "x" * 300, "sequence": 0}, "255"),
    ({"consumer": "a"}, "sequence"),
    ({"consumer": "a", "sequence": True}, "sequence"),
    ({"consumer": "a", "sequence": 10**12}, "no event"),
]


@pytest.mark.parametrize(("form", "message"), BAD_ACKNOWLEDGEMENTS)
def test_invalid_acknowledgements_are_refused_by_name(
    ann: Person, form: dict[str, Any], message: str
) -> None:
    assert message in error_of(ann.http.post("/events/acknowledge", json=form), 422)["content"]


def test_expired_events_are_reported(ann: Person) -> None:
    ann.job()
    last = following(ann)["cursor"]
    services = ann.server.services
    assert services is not None
    dropped = services.database.write(lambda tx: drop_events(tx, before="9999-01-01T00:00:00", most=100))
    assert dropped > 0
    error = error_of(ann.http.get("/events/next", params={"after": 0, "seconds": 0}), 410)
    assert (error["exception"], error["error_code"]) == ("CursorTooOldError", "events.cursor_too_old")
    assert f"up to {last - 1} are" in error["content"]
    assert len(following(ann, after=last - 1)["events"]) == 1


def test_the_newest_events_are_kept(ann: Person) -> None:
    services = ann.server.services
    assert services is not None
    for _ in range(5):
        ann.job()
    last = following(ann)["cursor"]
    services.database.write(lambda tx: drop_events(tx, before="2000-01-01T00:00:00", most=3))
    assert services.database.read(news_ends) == (last - 2, last)
    services.database.write(lambda tx: drop_events(tx, before="2000-01-01T00:00:00", most=3))
    assert services.database.read(news_ends) == (last - 2, last)
    ann.job()
    assert services.database.read(news_ends) == (last - 2, last + 1)


def test_administrators_see_the_lag_of_consumers(admin: Person, ann: Person) -> None:
    name = fresh()
    following(ann, consumer=name)
    ann.job()
    found = admin.http.get("/events/consumers").json()
    (mine,) = [one for one in found["consumers"] if one["consumer"] == name]
    assert (mine["user"], mine["lag"], mine["is_too_old"]) == (ann.username, 1, False)
    assert error_of(ann.http.get("/events/consumers"), 403)
    assert ann.http.delete(f"/events/consumers/{name}").status_code == 204
    assert error_of(ann.http.delete(f"/events/consumers/{name}"), 404)


def test_only_administrators_change_the_consumers_of_others(admin: Person, ann: Person, bob: Person) -> None:
    name = fresh()
    following(ann, consumer=name)
    ann.job()
    last = following(ann)["cursor"]
    for who, status in ((bob, 403), (admin, 200)):
        body = {"consumer": name, "sequence": last, "user": ann.username}
        assert who.http.post("/events/acknowledge", json=body).status_code == status
        assert (
            jobs_of(following(ann, consumer=name)) == []
            if status == 200
            else jobs_of(following(ann, consumer=name))
        )
    error_of(bob.http.delete(f"/events/consumers/{name}", params={"user": ann.username}), 403)
    error_of(admin.http.delete(f"/events/consumers/{name}", params={"user": "nobody-at-all"}), 404)
    assert admin.http.delete(f"/events/consumers/{name}", params={"user": ann.username}).status_code == 204


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"consumer": "nobody", "sequence": 0, "message": "x"}, 404),
        ({"sequence": 0, "message": "x"}, 422),
        ({"consumer": "", "sequence": 0, "message": "x"}, 422),
        ({"consumer": "a", "sequence": True, "message": "x"}, 422),
        ({"consumer": "a", "sequence": 10**9, "message": "x"}, 422),
        ({"consumer": "a", "sequence": 0}, 422),
    ],
)
def test_a_failure_names_its_event(ann: Person, body: dict[str, Any], status: int) -> None:
    last = following(ann)["cursor"]
    error_of(
        ann.http.post(
            "/events/failure", json={**body, "sequence": last if body["sequence"] == 0 else body["sequence"]}
        ),
        status,
    )


def test_anonymous_and_cross_site_requests_get_no_events(server: RunningServer, ann: Person) -> None:
    error_of(ann.http.get("/events/listeners"), 403)
    for path in ("/events/next", "/events/consumers", "/events/listeners"):
        assert httpx.get(f"{server.url}{path}", trust_env=False).status_code == 401
    with Browser(server, ann.username, PASSWORD) as browser:
        del browser.http.headers["X-Callboard-CSRF"]
        assert (
            browser.http.post("/events/acknowledge", json={"consumer": "a", "sequence": 0}).status_code == 403
        )
