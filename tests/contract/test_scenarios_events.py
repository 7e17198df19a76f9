"""Documented scenarios 52 to 60 and 62: the event hub, with the official Python client and with ours."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from callboard.wire.builtin import SERVER_LOCATION_ID
from tests.contract.production import Production
from tests.support.clients import IS_OLD, Client
from tests.support.people import Person

SECONDS = 10.0


@contextmanager
def connected(client: Client, who: Person | None = None) -> Iterator[Any]:
    session = client.session(who)
    session.event_hub.connect()
    try:
        yield session
    finally:
        session.event_hub.disconnect()


def wait_until(hub: Any, condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Handle the events of *hub* until *condition* is true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition is still false"
        hub.wait(duration=0.1)


def listen(hub: Any, expression: str, **options: Any) -> list[Any]:
    """Return a list to which events that match *expression* are appended."""
    received: list[Any] = []
    hub.subscribe(expression, received.append, **options)
    return received


def settled(hub: Any) -> None:
    """Wait until the server has handled everything that *hub* has sent: it acknowledges in order."""
    acknowledged: list[Any] = []
    hub.publish(event_of(hub, "test.settled"), on_error="raise")
    hub.subscribe("topic=test.settled", acknowledged.append)
    deadline = time.monotonic() + SECONDS
    waiting = hub._packet_callbacks if hasattr(hub, "_packet_callbacks") else hub._acknowledged
    while waiting and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not waiting


def event_of(hub: Any, topic: str, data: Any = None, **more: Any) -> Any:
    base = importlib.import_module(type(hub).__module__.replace(".hub", ".base"))
    return base.Event(topic=topic, data={} if data is None else data, **more)


def test_052_subscribe_and_wait(client: Client, production: Production) -> None:
    with connected(client) as session:
        received = listen(session.event_hub, "topic=ftrack.update")
        settled(session.event_hub)
        task = production.session.create("Task", {"name": "comp", "parent": production.project})
        production.session.commit()
        wait_until(session.event_hub, lambda: received)
        items = [item for event in received for item in event["data"]["entities"]]
        assert [item["action"] for item in items if item["entityId"] == task["id"]] == ["add"]
        started = time.monotonic()
        session.event_hub.wait(duration=1)
        assert 0.9 < time.monotonic() - started < 6


def test_053_backlog(client: Client, unique: str) -> None:
    with connected(client) as session:
        received = listen(session.event_hub, f"topic={unique}")
        settled(session.event_hub)
        for number in range(3):
            session.event_hub.publish(event_of(session.event_hub, unique, {"number": number}))
        time.sleep(0.5)
        assert received == []
        wait_until(session.event_hub, lambda: len(received) == 3)
        assert [event["data"]["number"] for event in received] == [0, 1, 2]


def test_054_subscriber_metadata_and_targets(client: Client, unique: str) -> None:
    with connected(client) as session, connected(client) as other:
        targeted = listen(
            session.event_hub, f"topic={unique}", subscriber={"id": f"{unique}-one", "applicationId": "maya"}
        )
        others = listen(
            other.event_hub, f"topic={unique}", subscriber={"id": f"{unique}-two", "applicationId": "nuke"}
        )
        for hub in (session.event_hub, other.event_hub):
            settled(hub)
        with pytest.raises(client.module("exception").NotUniqueError):
            session.event_hub.subscribe(f"topic={unique}", print, subscriber={"id": f"{unique}-one"})
        for target in (
            f"id={unique}-one",
            'applicationId="maya"',
            "applicationId=maya and not id=nobody",
            "",
        ):
            other.event_hub.publish(event_of(other.event_hub, unique, {"target": target}, target=target))
        wait_until(other.event_hub, lambda: others)
        wait_until(session.event_hub, lambda: len(targeted) == 4)
        assert [event["data"]["target"] for event in others] == [""]


def test_055_automatic_replies(client: Client, unique: str) -> None:
    with connected(client) as publishing, connected(client) as one, connected(client) as two:
        one.event_hub.subscribe(
            f"topic={unique}", lambda event: {"from": "one", "question": event["data"]["question"]}
        )
        two.event_hub.subscribe(
            f"topic={unique}", lambda event: {"from": "two", "question": event["data"]["question"]}
        )
        two.event_hub.subscribe(f"topic={unique}", lambda _: None)
        for session in (one, two, publishing):
            settled(session.event_hub)
        replies: list[Any] = []
        publishing.event_hub.publish(
            event_of(publishing.event_hub, unique, {"question": 7}), on_reply=replies.append
        )
        for session in (one, two):
            session.event_hub.wait(duration=0.5)
        wait_until(publishing.event_hub, lambda: len(replies) == 2)
        publishing.event_hub.wait(duration=0.3)
        assert sorted(reply["data"]["from"] for reply in replies) == ["one", "two"]
        assert {reply["data"]["question"] for reply in replies} == {7}


def test_056_stop_propagation(client: Client, unique: str) -> None:
    with connected(client) as session:
        calls: list[str] = []

        def first(event: Any) -> None:
            calls.append("first")
            event.stop()

        session.event_hub.subscribe(f"topic={unique}", first, priority=10)
        session.event_hub.subscribe(f"topic={unique}", lambda _: calls.append("second"), priority=20)
        settled(session.event_hub)
        session.event_hub.publish(event_of(session.event_hub, unique))
        wait_until(session.event_hub, lambda: calls)
        session.event_hub.wait(duration=0.3)
        assert calls == ["first"]


def test_057_publish_with_a_source(client: Client, unique: str, ann: Person) -> None:
    with connected(client, ann) as session:
        received = listen(session.event_hub, f'topic={unique} and source.applicationId="maya"')
        settled(session.event_hub)
        session.event_hub.publish(event_of(session.event_hub, unique, source={"applicationId": "maya"}))
        wait_until(session.event_hub, lambda: received)
        source = received[0]["source"]
        assert (source["applicationId"], source["id"]) == ("maya", session.event_hub.id)
        assert source["user"] == {"username": ann.username}
        assert IS_OLD or source["host"]


def test_058_synchronous_publish(client: Client, unique: str) -> None:
    session = client.session()
    session.event_hub.subscribe(f"topic={unique}", lambda _: "B", priority=20)
    session.event_hub.subscribe(f"topic={unique}", lambda _: "A", priority=10)
    assert session.event_hub.publish(event_of(session.event_hub, unique), synchronous=True) == ["A", "B"]


@pytest.mark.parametrize(
    ("expression", "matches"),
    [
        ("topic={topic} and data.locationId=london", True),
        ("topic={topic} and data.locationId=paris", False),
        ("topic={topic} and data.nowhere=london", False),
        ("topic={topic} and not data.nowhere=london", True),
        ("topic={topic} and data.nested.deep='a b'", True),
        ('topic={topic} and (data.locationId=paris or data.nested.deep="a b")', True),
        ("topic={prefix}*", True),
        ("topic={topic} and data.locationId!=paris", True),
        ("topic={topic} and source.user.username=nobody", False),
    ],
)
def test_059_expressions(client: Client, unique: str, expression: str, matches: bool) -> None:
    with connected(client) as session:
        received = listen(session.event_hub, expression.format(topic=f"{unique}.topic", prefix=unique))
        every = listen(session.event_hub, f"topic={unique}.topic")
        settled(session.event_hub)
        data = {"locationId": "london", "nested": {"deep": "a b"}}
        session.event_hub.publish(event_of(session.event_hub, f"{unique}.topic", data))
        wait_until(session.event_hub, lambda: every)
        assert len(received) == int(matches)


def test_060_publish_while_connecting(client: Client, unique: str) -> None:
    error = client.module("exception").EventHubConnectionError
    session = client.session()
    with pytest.raises(error):
        session.event_hub.publish(event_of(session.event_hub, unique), on_error="raise")
    session.event_hub.publish(event_of(session.event_hub, unique), on_error="ignore")
    with connected(client) as other:
        received = listen(other.event_hub, f"topic={unique}")
        settled(other.event_hub)
        session.event_hub.init_connection()
        session.event_hub.publish(event_of(session.event_hub, unique, {"when": "before"}))
        session.event_hub.connect()
        wait_until(other.event_hub, lambda: received)
        assert [event["data"] for event in received] == [{"when": "before"}]
        session.event_hub.disconnect()


def test_062_component_events(client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    with connected(client) as session:
        added = listen(session.event_hub, "topic=ftrack.location.component-added")
        removed = listen(session.event_hub, "topic=ftrack.location.component-removed")
        settled(session.event_hub)
        location = session.get("Location", SERVER_LOCATION_ID)
        component = session.create_component(str(tmp_path / "a.txt"), location=location)
        wait_until(
            session.event_hub,
            lambda: any(event["data"]["location_id"] == SERVER_LOCATION_ID for event in added),
        )
        location.remove_component(component)
        wait_until(session.event_hub, lambda: removed)
        assert [event["data"] for event in removed] == [
            {"component_id": component["id"], "location_id": SERVER_LOCATION_ID}
        ]
        assert {event["data"]["component_id"] for event in added} == {component["id"]}
    unconnected = client.session()
    again = unconnected.create_component(
        str(tmp_path / "a.txt"), location=unconnected.get("Location", SERVER_LOCATION_ID)
    )
    assert again["component_locations"]
