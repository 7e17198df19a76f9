"""The protocol of the event hub, frame by frame."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import websocket

from callboard.wire.packets import event_packet
from callboard_server.access.sessions import CSRF_HEADER
from callboard_server.records.hub_positions import position
from callboard_server.records.outbox import drop_events, news_ends
from callboard_server.server.hub import listeners as listeners_module
from callboard_server.server.hub import routing
from callboard_server.server.hub import socket as socket_module
from callboard_server.testing import RunningServer, running_server
from tests.support.hub import open_socket, socket, ticket_of
from tests.support.live import PASSWORD, Browser, Person, administrator, newcomer
from tests.support.operations import update
from tests.support.postgres import Postgres


def jobs_in(events: list[dict[str, Any]]) -> list[str]:
    return [
        item["entityId"]
        for event in events
        for item in event["data"]["entities"]
        if item["entity_type"] == "Job"
    ]


def test_the_handshake_has_four_fields(ann: Person) -> None:
    answer = ann.http.get("/socket.io/1/")
    assert answer.headers["content-type"].startswith("text/plain")
    ticket, heartbeat, close, transports = answer.text.split(":")
    assert len(ticket) > 30
    assert (int(heartbeat), int(close), transports.split(",")) == (60, 60, ["websocket"])


def test_credentials_may_come_in_the_query(server: RunningServer, ann: Person) -> None:
    query = {"api_user": ann.username, "api_key": ann.key, "EIO": "4", "transport": "websocket"}
    assert httpx.get(f"{server.url}/socket.io/1/", params=query, trust_env=False).status_code == 200


@pytest.mark.parametrize(
    "query", [{}, {"api_user": "admin"}, {"api_user": "admin", "api_key": "wrong"}, {"api_key": "wrong"}]
)
def test_the_hub_requires_credentials(server: RunningServer, query: dict[str, str]) -> None:
    answer = httpx.get(f"{server.url}/socket.io/1/", params=query, trust_env=False)
    assert answer.status_code == 401
    assert "key" in answer.text


def test_a_ticket_is_valid_once(ann: Person) -> None:
    ticket = ticket_of(ann.http)
    opened = open_socket(ann.http, ticket)
    for wrong in (ticket, "x" * 48, "%00"):
        with pytest.raises(websocket.WebSocketException):
            open_socket(ann.http, wrong)
    opened.until(lambda: opened.frames[:2] == ["1::", "2::"])
    opened.close()


def test_a_change_is_delivered_at_once(ann: Person) -> None:
    with socket(ann.http) as listener:
        assert listener.subscribe("topic=ftrack.update") == {"success": True}
        started = time.monotonic()
        job = ann.job()
        listener.until(lambda: listener.events)
        assert time.monotonic() - started < 0.5
        assert jobs_in(listener.events) == [job]
        assert set(listener.events[0]) == {
            "id",
            "topic",
            "data",
            "sent",
            "source",
            "target",
            "inReplyToEvent",
        }


def test_listeners_receive_only_what_they_may_see(ann: Person, bob: Person, admin: Person) -> None:
    with socket(ann.http) as of_ann, socket(bob.http) as of_bob, socket(admin.http) as of_admin:
        everybody = (of_ann, of_bob, of_admin)
        for each in everybody:
            each.subscribe("topic=ftrack.update")
        jobs = [ann.job(), bob.job()]
        of_admin.until(lambda: len(jobs_in(of_admin.events)) == 2)
        for each in everybody:
            each.drain()
        assert [jobs_in(each.events) for each in everybody] == [jobs[:1], jobs[1:], jobs]


def test_a_filter_reveals_no_more_than_its_user_may_see(ann: Person, bob: Person) -> None:
    """An expression about a hidden entity must not reveal it by matching."""
    with socket(bob.http) as listener:
        listener.subscribe(f"topic=ftrack.update and data.user.userid={ann.id}")
        ann.job()
        bob.job()
        listener.drain()
        assert listener.events == []


def test_each_connection_receives_one_copy(ann: Person) -> None:
    with socket(ann.http) as listener:
        for number in range(5):
            listener.subscribe("topic=test.*", f"subscriber-{number}")
        listener.subscribe("topic=*", "another")
        assert listener.publish("test.topic", {"n": 1}) == {"success": True}
        listener.drain()
        assert listener.data_of("test.topic") == [{"n": 1}]


def test_a_subscription_replaces_one_with_the_same_id(ann: Person) -> None:
    with socket(ann.http) as listener:
        listener.subscribe("topic=test.one", "same")
        listener.subscribe("topic=test.two", "same")
        listener.publish("test.one", 1)
        listener.publish("test.two", 2)
        listener.until(lambda: listener.data_of("test.two"))
        assert listener.data_of("test.one") == []
        for identifier in ("same", "same", "unknown"):
            assert listener.publish("ftrack.meta.unsubscribe", {"subscriber": {"id": identifier}}) == {
                "success": True
            }
        listener.publish("test.two", 3)
        listener.drain()
        assert listener.data_of("test.two") == [2]


def test_targets_and_replies_are_routed(ann: Person, bob: Person) -> None:
    with socket(ann.http) as asking, socket(bob.http) as answering, socket(bob.http) as stranger:
        asking.subscribe("topic=ftrack.meta.reply", "ann-hub")
        answering.subscribe("topic=test.question", "bob-one", applicationId="maya")
        stranger.subscribe("topic=test.question", "bob-two", applicationId="nuke")
        stranger.subscribe("topic=ftrack.meta.reply", "bob-hub")
        asking.publish("test.question", {"n": 1}, id="q1", target="applicationId=maya")
        answering.until(lambda: answering.events)
        (question,) = answering.events
        assert question["source"] == {"user": {"username": ann.username}}
        answering.publish(
            "ftrack.meta.reply", {"items": []}, target="id=ann-hub", inReplyToEvent=question["id"]
        )
        asking.until(lambda: asking.data_of("ftrack.meta.reply"))
        assert asking.events[-1]["inReplyToEvent"] == "q1"
        stranger.drain()
        assert stranger.events == []


def test_events_of_a_publisher_arrive_in_order(ann: Person) -> None:
    with socket(ann.http) as listener:
        listener.subscribe("topic=test.order")
        for number in range(300):
            listener.send(event_packet({"topic": "test.order", "data": number}))
        listener.until(lambda: len(listener.data_of("test.order")) == 300)
        assert listener.data_of("test.order") == list(range(300))


BAD_FRAMES = [
    "",
    "x",
    "9::",
    "5",
    "5:::",
    "5:::{",
    "5:::[]",
    '5:::{"name":"ftrack.event"}',
    "8::",
    "3:::hello",
    "4:::{}",
    "5:x+::{}",
    ":::::::",
]
BAD_FRAMES += ["6:::1+[]", "7:::", "1::", '5:::{"name":"ftrack.event","args":[{"topic":5}]}', "2" * 10_000]


def test_malformed_frames_do_not_end_a_connection(ann: Person) -> None:
    with socket(ann.http) as listener:
        for frame in BAD_FRAMES:
            listener.send(frame)
        listener.connection.send_binary(b"\x00\xff")
        assert listener.subscribe("topic=test.healthy") == {"success": True}
        listener.publish("test.healthy")
        listener.until(lambda: listener.data_of("test.healthy"))


BAD_EVENTS: dict[str, tuple[Any, str]] = {
    "an update": ({"topic": "ftrack.update", "data": {}}, "Only the server"),
    "connected": ({"topic": "ftrack.meta.connected", "data": {}}, "Only the server"),
    "a receipt": ({"topic": "callboard.hub.delivered", "data": {}}, "Only the server"),
    "no topic": ({"data": {}}, "topic"),
    "a topic that is no text": ({"topic": ["a"]}, "topic"),
    "a long topic": ({"topic": "x" * 300}, "255"),
    "another user": ({"topic": "a.b", "source": {"user": {"username": "admin"}}}, "admin"),
    "another user's id": ({"topic": "a.b", "source": {"user": {"id": "someone"}}}, "another user"),
    "a source that is no object": ({"topic": "a.b", "source": "me"}, "source"),
    "a user that is no object": ({"topic": "a.b", "source": {"user": 5}}, "source.user"),
    "a bad target": ({"topic": "a.b", "target": "id="}, "character 4"),
    "a target that is no text": ({"topic": "a.b", "target": {"id": 1}}, "target"),
    "a bad id": ({"topic": "a.b", "id": {}}, "id"),
    "a bad subscription": (
        {"topic": "ftrack.meta.subscribe", "data": {"subscriber": {"id": "x"}, "subscription": "topic"}},
        "character 6",
    ),
    "an empty subscription": (
        {"topic": "ftrack.meta.subscribe", "data": {"subscriber": {"id": "x"}, "subscription": " "}},
        "subscription",
    ),
    "no subscriber": ({"topic": "ftrack.meta.subscribe", "data": {"subscription": "topic=a"}}, "subscriber"),
    "no data": ({"topic": "ftrack.meta.subscribe"}, "subscriber"),
    "a subscriber without id": (
        {"topic": "ftrack.meta.subscribe", "data": {"subscriber": {"id": 5}, "subscription": "topic=a"}},
        "id",
    ),
    "an unsubscribe without a subscriber": ({"topic": "ftrack.meta.unsubscribe", "data": []}, "subscriber"),
}


@pytest.mark.parametrize("name", BAD_EVENTS)
def test_malformed_events_are_refused_by_name(ann: Person, name: str) -> None:
    event, message = BAD_EVENTS[name]
    with socket(ann.http) as listener:
        listener.subscribe("topic=*", "everything")
        answer = listener.publish_event(event)
        assert answer["success"] is False
        assert message in answer["message"]
        listener.drain(0.2)
        assert [one for one in listener.events if one["topic"] != "ftrack.update" or not one["data"]] == [], (
            "news of real changes may come"
        )


def test_events_omit_keys_that_old_clients_reject(ann: Person) -> None:
    with socket(ann.http) as listener:
        listener.subscribe("topic=test.keys")
        listener.publish("test.keys", {"a": 1}, unknown="of")
        listener.until(lambda: listener.events)
        assert "unknown" not in listener.events[0]
        assert listener.events[0]["id"]


def test_subscriptions_are_limited(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners_module, "MOST_SUBSCRIPTIONS", 10)
    with socket(ann.http) as listener:
        answers = [listener.subscribe("topic=a", f"s{number}") for number in range(11)]
        assert [answer["success"] for answer in answers] == [True] * 10 + [False]
        assert "10 subscriptions" in answers[-1]["message"]
        assert listener.subscribe("topic=b", "s3") == {"success": True}


def test_ten_thousand_subscriptions_delay_no_other_connection(ann: Person, bob: Person) -> None:
    opened = [open_socket(ann.http) for _ in range(10)]
    for each in opened:
        for number in range(1000):
            data = {
                "subscriber": {"id": f"s{number}"},
                "subscription": f"topic=ftrack.update and data.x={number}",
            }
            each.send(event_packet({"topic": "ftrack.meta.subscribe", "data": data}))
    with socket(bob.http) as listener:
        listener.subscribe("topic=ftrack.update")
        started = time.monotonic()
        job = bob.job()
        listener.until(lambda: jobs_in(listener.events) == [job])
        assert time.monotonic() - started < 5
    for each in opened:
        each.close()


def test_a_huge_frame_ends_its_own_connection_only(ann: Person) -> None:
    with socket(ann.http) as listener:
        listener.subscribe("topic=test.large")
        large = "x" * (5 << 20)
        assert listener.publish("test.large", large) == {"success": True}
        listener.until(lambda: listener.data_of("test.large") == [large])
        with socket(ann.http) as other:
            try:
                other.send("5:::" + "x" * (socket_module.LONGEST_FRAME + 1000))
                other.until(lambda: other.read(1) == "", 10)
            except (websocket.WebSocketException, OSError):
                pass
        assert listener.publish("test.large", "y") == {"success": True}


def test_a_listener_that_does_not_read_is_disconnected(
    ann: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners_module, "MOST_CHARACTERS_WAITING", 1 << 20)
    with socket(ann.http) as stalled, socket(bob.http) as listener:
        stalled.subscribe("topic=test.flood", "stalled")
        listener.subscribe("topic=test.flood")
        text = "x" * (256 << 10)
        for number in range(60):
            assert listener.publish("test.flood", {"n": number, "text": text}) == {"success": True}
        listener.until(lambda: len(listener.data_of("test.flood")) == 60)
        stalled.until(lambda: stalled.read(1) == "", 10)
        assert len(stalled.data_of("test.flood")) < 60


@contextmanager
def quick_server(folder: Path, **settings: Any) -> Iterator[RunningServer]:
    """A server whose hub beats ten times a second."""
    original = routing.HEARTBEAT_SECONDS
    routing.HEARTBEAT_SECONDS = 0.1
    try:
        with running_server(folder, **settings) as running:
            yield running
    finally:
        routing.HEARTBEAT_SECONDS = original


def test_a_revoked_key_ends_open_sockets(tmp_path: Path) -> None:
    with quick_server(tmp_path) as server, administrator(server) as admin, socket(admin.http) as listener:
        listener.subscribe("topic=ftrack.update")
        assert server.services is not None
        server.services.database.write(lambda tx: tx.change("DELETE FROM api_key", {}))
        listener.until(lambda: "0::" in listener.frames)
        listener.until(lambda: listener.read(1) == "", 5)
        assert ticketless(admin)


def test_a_browser_connects_with_its_cookie(tmp_path: Path) -> None:
    with (
        quick_server(tmp_path) as server,
        administrator(server) as admin,
        newcomer(server, "cleo") as cleo,
        Browser(server, cleo.username, PASSWORD) as browser,
    ):
        assert browser.http.get("/socket.io/1/", headers={CSRF_HEADER: "wrong"}).status_code == 403
        assert (
            browser.http.get("/socket.io/1/", headers={"origin": "https://elsewhere.example"}).status_code
            == 401
        )
        with socket(browser.http) as listener:
            listener.subscribe("topic=ftrack.update")
            job = cleo.job()
            admin.job()
            listener.until(lambda: listener.events)
            listener.drain()
            assert jobs_in(listener.events) == [job]
            assert browser.http.post("/web/sign-out").status_code == 204
            listener.until(lambda: "0::" in listener.frames)
            listener.until(lambda: listener.read(1) == "", 5)


def test_a_cookie_alone_opens_no_socket(server: RunningServer, ann: Person) -> None:
    """A page of another site can make a browser send the cookie, but not the second secret."""
    with Browser(server, ann.username, PASSWORD) as browser:
        del browser.http.headers[CSRF_HEADER]
        assert browser.http.get("/socket.io/1/").status_code == 403


def ticketless(person: Person) -> bool:
    return person.http.get("/socket.io/1/").status_code == 401


def test_a_silent_client_is_disconnected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "SILENCE_SECONDS", 0.5)
    with (
        quick_server(tmp_path) as server,
        administrator(server) as admin,
        socket(admin.http, answers=False) as silent,
        socket(admin.http) as talking,
    ):
        deadline = time.monotonic() + 5
        while silent.read() != "":
            assert time.monotonic() < deadline
            talking.drain(0.1)
        assert talking.publish("test.alive") == {"success": True}


def test_a_stopping_server_announces_the_disconnect(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, administrator(server) as admin:
        listener = open_socket(admin.http)
        listener.until(lambda: "2::" in listener.frames)
    listener.drain(1)
    listener.close()
    assert listener.frames[-1] == "0::"


@pytest.mark.parametrize("resumes", [True, False])
def test_a_listener_that_resumes_misses_nothing(tmp_path: Path, resumes: bool) -> None:
    more = {"resume": True} if resumes else {}
    with quick_server(tmp_path) as server, administrator(server) as admin:
        job = admin.job()
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", **more)
            admin.do(update("Job", job, data="1"))
            listener.until(lambda: listener.events)
            listener.drain(0.5)
        admin.do(update("Job", job, data="2"))
        admin.do(update("Job", job, data="3"))
    with quick_server(tmp_path) as server, administrator(server) as admin:
        admin.do(update("Job", job, data="4"))
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", **more)
            admin.do(update("Job", job, data="5"))
            listener.until(lambda: "5" in sequences(listener.events))
            listener.drain(0.3)
            assert sequences(listener.events) == (["2", "3", "4", "5"] if resumes else ["5"])
            assert server.services is not None
            reached = server.services.database.read(lambda tx: position(tx, admin.id, "my-sync"))
            assert (reached is not None) is resumes


def sequences(events: list[dict[str, Any]]) -> list[str]:
    return [
        item["changes"]["data"]["new"]
        for event in events
        for item in event["data"]["entities"]
        if "data" in item["changes"]
    ]


def test_a_listener_that_was_away_too_long_is_notified(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, administrator(server) as admin:
        assert server.services is not None
        database = server.services.database
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", resume=True)
        came = database.read(lambda tx: position(tx, admin.id, "my-sync"))
        for _ in range(3):
            admin.job()
        _, last = database.read(news_ends)
        database.write(lambda tx: drop_events(tx, before="2000-01-01T00:00:00", most=1))
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update or topic=callboard.hub.missed", "my-sync", resume=True)
            listener.until(lambda: listener.data_of("ftrack.update"))
            assert [event["topic"] for event in listener.events] == ["callboard.hub.missed", "ftrack.update"]
            assert listener.data_of("callboard.hub.missed") == [{"after": came, "before": last}]


def test_unconfirmed_events_are_delivered_again(tmp_path: Path) -> None:
    with quick_server(tmp_path) as server, administrator(server) as admin:
        job = admin.job()
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", resume=True)
            listener.drain(0.3)
            listener.answers = False
            admin.do(update("Job", job, data="1"))
            listener.until(lambda: sequences(listener.events) == ["1"])
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", resume=True)
            listener.until(lambda: sequences(listener.events) == ["1"])


def test_events_of_one_process_reach_listeners_of_another_at_once(tmp_path: Path, postgres: Postgres) -> None:
    name = postgres.create()
    with (
        running_server(tmp_path / "one", database=postgres.url(name)) as one,
        running_server(tmp_path / "two", database=postgres.url(name)) as two,
        administrator(one) as here,
        administrator(two) as there,
        socket(there.http) as listener,
    ):
        listener.subscribe("topic=ftrack.update or topic=test.*")
        with socket(here.http) as speaker:
            for number in range(5):
                listener.frames.clear()
                started = time.monotonic()
                if number % 2:
                    speaker.publish("test.topic")
                else:
                    here.job()
                listener.until(lambda: listener.events)
                assert time.monotonic() - started < 0.5
    postgres.drop(name)


def test_an_answer_to_an_old_heartbeat_confirms_nothing_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A late answer to a heartbeat must not confirm events that were sent after that heartbeat."""
    monkeypatch.setattr(routing, "HEARTBEAT_SECONDS", 1.0)
    with running_server(tmp_path) as server, administrator(server) as admin:
        job = admin.job()
        with socket(admin.http, answers=False) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", resume=True)
            listener.until(lambda: listener.frames.count("2::") == 1)
            admin.do(update("Job", job, data="1"))
            listener.until(lambda: listener.frames.count("2::") == 2)
            listener.send("2::")  # about the first one
            assert listener.publish("test.alive") == {"success": True}
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", resume=True)
            listener.until(lambda: sequences(listener.events) == ["1"])


def test_confirmations_are_stored_when_a_listener_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routing, "HEARTBEAT_SECONDS", 1.0)
    with running_server(tmp_path) as server, administrator(server) as admin:
        job = admin.job()
        with socket(admin.http) as listener:
            listener.subscribe("topic=ftrack.update", "my-sync", resume=True)
            admin.do(update("Job", job, data="1"))
            listener.until(lambda: sequences(listener.events) == ["1"])
            beats = listener.frames.count("2::")
            listener.until(lambda: listener.frames.count("2::") > beats)
            assert listener.publish("ftrack.meta.unsubscribe", {"subscriber": {"id": "nobody"}}) == {
                "success": True
            }  # answered in order, without an event
        assert server.services is not None
        services = server.services
        _, last = services.database.read(news_ends)
        deadline = time.monotonic() + 5
        while (
            services.database.read(lambda tx: position(tx, admin.id, "my-sync")) != last
            and time.monotonic() < deadline
        ):
            time.sleep(0.02)
        assert services.database.read(lambda tx: position(tx, admin.id, "my-sync")) == last
