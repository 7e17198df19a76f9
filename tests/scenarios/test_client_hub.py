"""`session.event_hub` of our client: connecting, receiving events, and staying connected."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import callboard
from callboard.event.base import Event
from callboard.event.hub import EventHub
from callboard.exception import EventHubConnectionError, NotFoundError, NotUniqueError, ParseError
from callboard_server.testing import RunningServer, running_server
from tests.support.live import Person


def session_of(person: Person, **options: Any) -> callboard.Session:
    return callboard.Session(
        person.server.url, person.key, person.username, schema_cache_path=False, **options
    )


def wait_until(hub: EventHub, condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing came"
        hub.wait(duration=0.1)


def new_job(session: callboard.Session) -> str:
    job = session.create("Job", {"user": session.query("User").first(), "status": "running"})
    session.commit()
    return str(job["id"])


def test_a_session_connects_the_hub_in_the_background(ann: Person) -> None:
    received: list[Any] = []
    with session_of(ann, auto_connect_event_hub=True) as session:
        session.event_hub.subscribe("topic=ftrack.update", received.append)
        deadline = time.monotonic() + 5
        while not session.event_hub.connected and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2)
        job = ann.job()
        wait_until(session.event_hub, lambda: received)
        assert received[0]["data"]["entities"][0]["entityId"] == job
    assert not session.event_hub.connected


def test_without_a_connection_the_hub_raises(ann: Person) -> None:
    with session_of(ann) as session:
        hub = session.event_hub
        assert not hub.connected
        with pytest.raises(EventHubConnectionError):
            hub.wait()
        with pytest.raises(EventHubConnectionError):
            hub.disconnect()
        with pytest.raises(EventHubConnectionError):
            hub.publish(Event("a.topic"))
        assert hub.publish(Event("a.topic"), on_error="ignore") is None
        hub.init_connection()
        assert hub.publish(Event("a.topic")) is True


def test_a_wrong_key_is_reported(server: RunningServer) -> None:
    hub = EventHub(server.url, server.username, "wrong")
    with pytest.raises(EventHubConnectionError, match=r"401.*API key is not valid"):
        hub.connect()
    for address in ("no-scheme", "http://"):
        with pytest.raises(ValueError, match="a scheme and a host"):
            EventHub(address, "a", "b")


def test_subscribers_are_found_by_id(ann: Person) -> None:
    with session_of(ann) as session:
        hub = session.event_hub
        assert hub.subscribe("topic=a", print, {"id": "one"}) == "one"
        with pytest.raises(NotUniqueError):
            hub.subscribe("topic=b", print, {"id": "one"})
        with pytest.raises(ParseError, match="character 6"):
            hub.subscribe("topic", print)
        with hub.subscription("topic=c", print, {"id": "two"}):
            found = hub.get_subscriber_by_identifier("two")
            assert found is not None
            assert str(found.subscription) == "topic=c"
        for identifier in ("two", "unknown"):
            with pytest.raises(NotFoundError):
                hub.unsubscribe(identifier)


def test_a_failing_callback_does_not_stop_the_event(ann: Person) -> None:
    calls: list[str] = []

    def fail(event: Event) -> None:
        calls.append("failed")
        raise ZeroDivisionError(event)

    with session_of(ann) as session:
        session.event_hub.subscribe("topic=a", fail, priority=1)
        session.event_hub.subscribe("topic=a", lambda _: calls.append("called"), priority=2)
        assert session.event_hub.publish(Event("a"), synchronous=True) == [None]
        assert calls == ["failed", "called"]


def test_the_hub_reconnects_and_resumes(tmp_path: Path) -> None:
    received: list[str] = []

    def note(event: Event) -> None:
        received.extend(
            item["entityId"]
            for item in event["data"]["entities"]
            if item["action"] == "add" and item["entity_type"] == "Job"
        )

    with running_server(tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        session = callboard.Session(server.url, server.api_key, server.username, schema_cache_path=False)
        session.event_hub.connect()
        session.event_hub.subscribe("topic=ftrack.update", note, {"id": "sync", "resume": True})
        time.sleep(0.3)
        first = new_job(session)
        wait_until(session.event_hub, lambda: received == [first])
    with running_server(tmp_path, port=port) as server:
        with callboard.Session(server.url, server.api_key, server.username, schema_cache_path=False) as other:
            second = new_job(other)
        wait_until(session.event_hub, lambda: second in received, 20)
        third = new_job(session)
        wait_until(session.event_hub, lambda: third in received)
        assert list(dict.fromkeys(received)) == [first, second, third]
        session.close()
