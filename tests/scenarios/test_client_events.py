"""`session.events`: the durable stream in our client."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import callboard
from callboard.exception import ServerError, ServerUnreachableError
from callboard.stream import EventStream
from callboard_server.testing import running_server
from tests.support.live import Person, fresh


def session_of(person: Person) -> callboard.Session:
    return callboard.Session(person.server.url, person.key, person.username, schema_cache_path=False)


def jobs_in(event: dict[str, Any]) -> list[str]:
    return [item["entityId"] for item in event["data"]["entities"] if item["entity_type"] == "Job"]


def now(session: callboard.Session) -> int:
    """Return the sequence of the newest event."""
    stream = session.events(follow=False)
    assert list(stream) == []
    assert stream._cursor is not None
    return stream._cursor


def test_events_since_a_sequence_are_returned(ann: Person) -> None:
    with session_of(ann) as session:
        begin = now(session)
        jobs = [ann.job() for _ in range(3)]
        events = list(session.events(since=begin, follow=False))
        assert [job for event in events for job in jobs_in(event)] == jobs
        assert [event["sequence"] for event in events] == [begin + 1, begin + 2, begin + 3]
        assert list(session.events(since=begin, expression="topic=nothing", follow=False)) == []


def test_events_since_a_time_are_returned(ann: Person) -> None:
    with session_of(ann) as session:
        time.sleep(1.1)  # events are dated to the second
        moment = datetime.now(UTC)
        job = ann.job()
        for since in (moment, moment.isoformat()):
            assert [jobs_in(event) for event in session.events(since=since, follow=False)] == [[job]]


def test_a_loop_waits_for_new_events(ann: Person) -> None:
    with session_of(ann) as session:
        stream = session.events(since=now(session))
        threading.Timer(0.3, ann.job).start()
        assert len(jobs_in(next(stream))) == 1


def test_a_consumer_continues_at_its_position(ann: Person) -> None:
    name = fresh()
    with session_of(ann) as session:
        assert list(session.events(consumer=name, follow=False)) == []
        jobs = [ann.job() for _ in range(4)]
        stream = session.events(consumer=name, follow=False)
        assert jobs_in(next(stream)) == jobs[:1]
        assert [jobs_in(event) for event in session.events(consumer=name, follow=False)] == [
            [job] for job in jobs
        ], "nothing was dealt with"
        again = ann.job()
        with session.events(consumer=name, follow=False) as broken:
            assert jobs_in(next(broken)) == [again]
        assert list(session.events(consumer=name, follow=False)) == []


def test_an_event_is_redelivered_after_an_error(ann: Person) -> None:
    name = fresh()
    with session_of(ann) as session:
        list(session.events(consumer=name, follow=False))
        jobs = [ann.job() for _ in range(2)]
        with pytest.raises(ZeroDivisionError):
            fail_at(session.events(consumer=name, follow=False), jobs[1])
        assert [jobs_in(event) for event in session.events(consumer=name, follow=False)] == [jobs[1:]]


def fail_at(
    stream: EventStream, job: str, error: BaseException | None = None, *, is_eager: bool = True
) -> None:
    with stream:
        for event in stream:
            if jobs_in(event) == [job]:
                raise error or ZeroDivisionError
            if is_eager:
                stream.acknowledge()


def test_administrators_see_the_event_at_which_a_consumer_fails(ann: Person, admin: Person) -> None:
    name = fresh()

    def consumer() -> dict[str, Any]:
        found: list[dict[str, Any]] = admin.http.get("/events/consumers").json()["consumers"]
        return next(one for one in found if one["consumer"] == name)

    with session_of(ann) as session:
        list(session.events(consumer=name, follow=False))
        jobs = [ann.job() for _ in range(3)]
        for count in (1, 2):
            with pytest.raises(ZeroDivisionError):
                fail_at(
                    session.events(consumer=name, follow=False),
                    jobs[1],
                    ZeroDivisionError("nothing to divide by"),
                    is_eager=False,
                )
            assert (consumer()["failure"]["count"], consumer()["lag"]) == (count, 2), (
                "what came before it was dealt with"
            )
        assert consumer()["failure"]["message"] == "ZeroDivisionError: nothing to divide by"
        with pytest.raises(KeyboardInterrupt):
            fail_at(session.events(consumer=name, follow=False), jobs[1], KeyboardInterrupt())
        assert consumer()["failure"]["count"] == 2, "an interrupted consumer has not failed"
        skipped = {"consumer": name, "sequence": consumer()["failure"]["sequence"], "user": ann.username}
        assert admin.http.post("/events/acknowledge", json=skipped).status_code == 200
        assert consumer()["failure"] is None
        assert [jobs_in(event) for event in session.events(consumer=name, follow=False)] == [[jobs[2]]]


def test_events_can_be_read_with_async_for(ann: Person) -> None:
    async def follow(stream: EventStream, count: int) -> list[str]:
        found: list[str] = []
        async for event in stream:
            found += jobs_in(event)
            if len(found) == count:
                break
        return found

    async def rest(stream: EventStream) -> int:
        return len([event async for event in stream])

    with session_of(ann) as session:
        begin = now(session)
        jobs = [ann.job() for _ in range(2)]
        assert asyncio.run(follow(session.events(since=begin), 2)) == jobs
        assert asyncio.run(rest(session.events(since=begin, follow=False))) == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"expression": "topic"}, "events.expression"),
        ({"since": 10**9}, "events.cursor"),
        ({"since": "yesterday"}, "events.cursor"),
    ],
)
def test_errors_have_a_code(ann: Person, options: dict[str, Any], code: str) -> None:
    with session_of(ann) as session, pytest.raises(ServerError) as caught:
        next(session.events(**options))
    assert caught.value.code == code


def test_the_stream_continues_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[str] = []
    with running_server(tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        session = callboard.Session(
            server.url, server.api_key, server.username, schema_cache_path=False, timeout=2
        )
        stream = session.events(consumer="sync")
        reader = threading.Thread(
            target=lambda: received.extend(jobs_in(next(stream)) + jobs_in(next(stream)))
        )
        reader.start()
        time.sleep(0.3)
        first = new_job(session)
    with running_server(tmp_path, port=port) as server:
        second = new_job(session)
        reader.join(15)
        assert received == [first, second]
    monkeypatch.setattr("callboard.stream.RETRY_SECONDS", 0.1)
    with pytest.raises(ServerUnreachableError):
        next(stream)


def new_job(session: callboard.Session) -> str:
    job = session.create("Job", {"user": session.query("User").first(), "status": "running"})
    session.commit()
    return str(job["id"])
