"""Actions of a listener written with `ftrack_action_handler`, started as the web interface starts them."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ftrack_action_handler.action import BaseAction

from callboard_server.server.serve import listen as free_socket
from callboard_server.testing import running_server
from tests.contract.production import Production
from tests.support.clients import IS_OLD, OFFICIAL, OURS, Client
from tests.support.people import Person

SECONDS = 15.0
RECONNECTING_SECONDS = 60.0
"""Old clients reconnect every ten seconds."""


@pytest.fixture
def listener(client: Client) -> Iterator[Any]:
    session = client.session()
    session.event_hub.connect()
    yield session
    session.event_hub.disconnect()


def event_of(hub: Any, topic: str, data: Any, **more: Any) -> Any:
    base = importlib.import_module(type(hub).__module__.replace(".hub", ".base"))
    return base.Event(topic=topic, data=data, **more)


@contextmanager
def working(session: Any) -> Iterator[None]:
    """Handle the events of *session* in a thread, like the loop of its program."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            session.event_hub.wait(duration=0.05)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def request(session: Any, topic: str, data: dict[str, Any], person: Person | None = None) -> list[Any]:
    """Publish as the web interface does; return the first replies."""
    replies: list[Any] = []
    source = {"applicationId": "ftrack.client.web"}
    session.event_hub.publish(
        event_of(session.event_hub, topic, data, source=source), on_reply=replies.append
    )
    deadline = time.monotonic() + SECONDS
    while not replies and time.monotonic() < deadline:
        session.event_hub.wait(duration=0.05)
    return [reply["data"] for reply in replies]


def settle(session: Any) -> None:
    """Wait until the server has added all subscriptions: it handles the packets of a client in order."""
    seen: list[Any] = []
    topic = f"test.settled.{id(session)}"
    session.event_hub.subscribe(f"topic={topic}", seen.append)
    session.event_hub.publish(event_of(session.event_hub, topic, {}))
    deadline = time.monotonic() + SECONDS
    while not seen:
        assert time.monotonic() < deadline
        session.event_hub.wait(duration=0.05)


def make_action(session: Any, name: str) -> Any:
    """Return an action that shows a form, creates a job, and returns a message."""

    class Export(BaseAction):  # type: ignore[misc]  # the package has no types
        label = "Export"
        variant = "- playlist"
        identifier = name
        description = "Writes a movie"
        icon = "https://example.com/icon.svg"

        def discover(self, session: Any, entities: Any, event: Any) -> bool:
            return [kind for kind, _ in entities] == ["TypedContext"]

        def interface(self, session: Any, entities: Any, event: Any) -> Any:
            return (
                None
                if "values" in event["data"]
                else [{"type": "number", "name": "first", "label": "First frame", "value": 1001}]
            )

        def launch(self, session: Any, entities: Any, event: Any) -> Any:
            user = session.query(f'User where username is "{event["source"]["user"]["username"]}"').one()
            described = f'{{"description": "Export from {event["data"]["values"]["first"]}"}}'
            job = session.create("Job", {"user": user, "status": "done", "data": described})
            session.commit()
            return {"success": True, "message": f"Made {job['id']}"}

    return Export(session)


def test_an_action_is_discovered_shows_a_form_and_is_launched(
    client: Client, listener: Any, production: Production, unique: str, ann: Person
) -> None:
    make_action(listener, unique).register()
    settle(listener)
    requesting = client.session(ann)
    requesting.event_hub.connect()
    task = production.task
    selection = [{"entityId": task["id"], "entityType": "task"}]
    with working(listener):
        (offered,) = request(requesting, "ftrack.action.discover", {"selection": selection})
        (item,) = offered["items"]
        assert (item["label"], item["variant"], item["actionIdentifier"]) == ("Export", "- playlist", unique)
        (form,) = request(requesting, "ftrack.action.launch", {**item, "selection": selection})
        assert [field["name"] for field in form["items"]] == ["first"]
        (result,) = request(
            requesting, "ftrack.action.launch", {**item, "selection": selection, "values": {"first": 1010}}
        )
    assert result["success"] is True
    job = requesting.get("Job", result["message"].split()[1])
    assert job["user"]["id"] == ann.id
    assert "Export from 1010" in job["data"]
    requesting.event_hub.disconnect()


@pytest.mark.parametrize("name", [OFFICIAL] if IS_OLD else [OFFICIAL, OURS])
def test_a_listener_reconnects_after_a_restart_of_the_server(name: str, tmp_path: Path, unique: str) -> None:
    """Every client renews its subscriptions, and receives missed events if it subscribed with `resume`."""
    with free_socket("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    received: list[int] = []
    with running_server(tmp_path, port=port) as server:
        client = Client(name, server)
        session = client.session()
        session.event_hub.connect()
        subscriber = {"id": unique, "resume": True}
        session.event_hub.subscribe(
            f"topic={unique}", lambda event: received.append(event["data"]["n"]), subscriber=subscriber
        )
        settle(session)
        session.event_hub.publish(event_of(session.event_hub, unique, {"n": 1}))
        wait_until(session, lambda: received == [1])
    with running_server(tmp_path, port=port):
        other = client.session()
        other.event_hub.connect()
        other.event_hub.publish(event_of(other.event_hub, unique, {"n": 2}))
        wait_until(session, lambda: sorted(set(received)) == [1, 2])
        other.event_hub.publish(event_of(other.event_hub, unique, {"n": 3}))
        wait_until(session, lambda: received[-1:] == [3])
        assert sorted(set(received)) == [1, 2, 3]
        for each in (session, other):
            each.event_hub.disconnect()
        client.close()


def wait_until(session: Any, condition: Any) -> None:
    deadline = time.monotonic() + RECONNECTING_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        session.event_hub.wait(duration=0.1)
