"""Events as server-sent events."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from attrs import frozen

from callboard_server.server.routes import event_stream as module
from callboard_server.testing import RunningServer
from tests.support.live import PASSWORD, Browser, Person, error_of
from tests.support.operations import update


@frozen
class Message:
    name: str
    id: int | None
    data: dict[str, Any]

    @property
    def jobs(self) -> list[str]:
        return [
            entity["entityId"] for entity in self.data["data"]["entities"] if entity["entity_type"] == "Job"
        ]


class Stream:
    """A listener that returns one message after the other."""

    def __init__(self, answer: httpx.Response) -> None:
        self.lines = answer.iter_lines()
        self.comments = 0

    def next(self) -> Message:
        fields: dict[str, str] = {}
        for line in self.lines:
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                return Message(
                    fields["event"], int(fields["id"]) if "id" in fields else None, json.loads(fields["data"])
                )
            else:
                fields.clear()
        raise AssertionError("the stream ended")


@contextlib.contextmanager
def listening(http: httpx.Client, after: int | None = None, **headers: str) -> Iterator[Stream]:
    with http.stream(
        "GET", "/events", params={} if after is None else {"after": after}, headers=headers
    ) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer)


def cursor_of(stream: Stream) -> int:
    hello = stream.next()
    assert hello.name == "hello"
    cursor = hello.data["cursor"]
    assert isinstance(cursor, int)
    return cursor


def test_a_change_is_delivered_at_once(ann: Person) -> None:
    with listening(ann.http) as stream:
        cursor = cursor_of(stream)
        started = time.monotonic()
        job = ann.job()
        message = stream.next()
        assert time.monotonic() - started < 0.5
    assert (message.name, message.id, message.jobs) == ("ftrack.update", cursor + 1, [job])
    assert message.data["topic"] == "ftrack.update"


def test_a_listener_that_reconnects_misses_nothing(ann: Person) -> None:
    with listening(ann.http) as stream:
        cursor = cursor_of(stream)
    jobs = [ann.job() for _ in range(5)]
    with listening(ann.http, cursor) as stream:
        assert cursor_of(stream) == cursor + 5
        assert [stream.next().jobs for _ in jobs] == [[job] for job in jobs]
    with listening(ann.http, cursor, **{"Last-Event-ID": str(cursor + 3)}) as stream:
        cursor_of(stream)
        assert stream.next().jobs == [jobs[3]]


def test_listeners_receive_only_what_they_may_see(ann: Person, bob: Person, admin: Person) -> None:
    with listening(bob.http) as his, listening(admin.http) as all_:
        cursor_of(his)
        cursor_of(all_)
        hers, own = ann.job(), bob.job()
        assert his.next().jobs == [own]
        assert [all_.next().jobs, all_.next().jobs] == [[hers], [own]]


def test_a_cookie_suffices_to_listen(server: RunningServer, ann: Person) -> None:
    with (
        Browser(server, ann.username, PASSWORD) as browser,
        listening(browser.http, browser.session["cursor"]) as stream,
    ):
        cursor_of(stream)
        job = ann.job()
        assert stream.next().jobs == [job]


def test_expired_events_are_reported(server: RunningServer, ann: Person) -> None:
    for _ in range(3):
        ann.job()
    assert server.services is not None
    with listening(ann.http) as stream:
        last = cursor_of(stream)
    server.services.database.write(lambda tx: tx.change(f"DELETE FROM outbox WHERE sequence < {last}", {}))
    for after in (last - 2, last + 1000):
        with listening(ann.http, after) as stream:
            assert cursor_of(stream) == last
            message = stream.next()
            assert (message.name, message.data, message.id) == ("cursor-too-old", {"cursor": last}, last)
            job = ann.job()
            message = stream.next()
            assert message.jobs == [job]
            assert message.id is not None
            last = message.id


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "²"])
def test_a_cursor_must_be_a_number(ann: Person, after: str) -> None:
    error_of(ann.http.get("/events", params={"after": after}), 422)


def test_an_idle_stream_ends_when_its_user_is_deactivated(
    server: RunningServer, admin: Person, ann: Person, monkeypatch: Any
) -> None:
    monkeypatch.setattr(module, "KEEP_ALIVE_SECONDS", 0.05)
    with listening(ann.http) as stream:
        cursor_of(stream)
        admin.do(update("User", ann.id, is_active=False))
        with pytest.raises(AssertionError, match="ended"):
            list(iter(stream.next, None))


def test_a_slow_listener_does_not_delay_others(ann: Person, admin: Person) -> None:
    with listening(ann.http) as lazy, listening(admin.http) as keen:
        cursor_of(lazy)
        cursor_of(keen)
        jobs = [ann.job(data="x" * 200_000) for _ in range(20)]
        assert [keen.next().jobs for _ in jobs] == [[job] for job in jobs]
        assert [lazy.next().jobs for _ in jobs] == [[job] for job in jobs]
