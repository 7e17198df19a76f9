"""Connections to the hub, as administrators see them, and receipts for publishers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from callboard_server.server.hub import presence
from callboard_server.testing import running_server
from tests.support.hub import Socket, socket
from tests.support.live import Person, administrator
from tests.support.postgres import Postgres

# --------------------------------------------------------------------------------------------------- presence


def present(admin: Person, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.http.get("/events/listeners").json()["listeners"]
    return [one for one in found if one["username"] == name]


def test_administrators_see_who_is_connected(admin: Person, ann: Person) -> None:
    with socket(ann.http) as listener:
        data = {"subscriber": {"id": "one", "applicationId": "maya"}, "subscription": "topic=test.one"}
        listener.publish("ftrack.meta.subscribe", data, source={"id": "hub", "host": "ws-12"})
        listener.subscribe("topic=test.two", "two")
        (mine,) = present(admin, ann.username)
        assert (mine["host"], mine["application"], mine["subscriptions"]) == ("ws-12", "maya", 2)
        assert mine["expressions"] == ["topic=test.one", "topic=test.two"]
        assert (mine["waiting"], mine["is_behind"]) == (0, False)
    deadline = time.monotonic() + 5
    while present(admin, ann.username):
        assert time.monotonic() < deadline


def test_all_processes_report_all_connections(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "DELAY_SECONDS", 0.05)
    database = postgres.url(postgres.create())
    with running_server(tmp_path / "one", database=database) as one, administrator(one) as there:
        with (
            running_server(tmp_path / "two", database=database) as two,
            administrator(two) as here,
            socket(there.http) as listener,
        ):
            listener.subscribe("topic=test.one")
            deadline = time.monotonic() + 5
            while [each["expressions"] for each in present(here, here.username)] != [["topic=test.one"]]:
                assert time.monotonic() < deadline
            listener.close()
            while present(here, here.username):
                assert time.monotonic() < deadline
        assert one.services is not None
        assert one.services.database.read(lambda tx: tx.fetch("SELECT count(*) FROM hub_process", {})) == [
            (0,)
        ]


# --------------------------------------------------------------------------------------------------- receipts


def receipts(listener: Socket) -> list[tuple[str, str, list[dict[str, Any]]]]:
    found = [event for event in listener.events if event["topic"].startswith("callboard.hub.")]
    return [
        (event["topic"].rpartition(".")[2], event["inReplyToEvent"], event["data"]["listeners"])
        for event in found
    ]


def test_a_publisher_receives_receipts(ann: Person, bob: Person) -> None:
    with (
        socket(ann.http) as asking,
        socket(bob.http) as answering,
        socket(bob.http) as leaving,
        socket(bob.http) as deaf,
    ):
        asking.subscribe("topic=ftrack.meta.reply or topic=callboard.hub.*", "ann-hub")
        deaf.subscribe("topic=something.else or topic=callboard.hub.*")
        subscribed = {
            "subscriber": {"id": "one", "applicationId": "maya"},
            "subscription": "topic=test.question",
        }
        answering.publish("ftrack.meta.subscribe", subscribed, source={"id": "hub", "host": "ws-12"})
        leaving.subscribe("topic=test.*")
        asking.publish("test.question", id="silent", source={"id": "ann-hub"})
        asking.publish(
            "test.nobody",
            id="nobody",
            source={"id": "ann-hub", "receipts": True},
            target="applicationId=nuke",
        )
        asking.publish("test.question", id="q1", source={"id": "ann-hub", "receipts": True})
        asking.until(lambda: receipts(asking))
        ((topic, about, cards),) = receipts(asking)
        assert (topic, about) == ("delivered", "q1")
        assert {(card["username"], card["host"], card["application"]) for card in cards} == {
            (bob.username, "ws-12", "maya"),
            (bob.username, None, None),
        }
        assert len({card["id"] for card in cards}) == 2
        answering.publish("ftrack.meta.reply", True, target="id=ann-hub", inReplyToEvent="q1")
        answering.close()
        leaving.close()
        asking.until(lambda: len(receipts(asking)) == 2)
        asking.drain()
        (_, (topic, about, lost)) = receipts(asking)
        assert (topic, about) == ("lost", "q1")
        assert lost == [card for card in cards if card["host"] is None]
        deaf.drain(0.1)
        assert deaf.events == []


def test_receipts_and_replies_cross_processes(tmp_path: Path, postgres: Postgres) -> None:
    database = postgres.url(postgres.create())
    with (
        running_server(tmp_path / "one", database=database) as one,
        running_server(tmp_path / "two", database=database) as two,
        administrator(one) as here,
        administrator(two) as there,
        socket(here.http) as asking,
        socket(there.http) as answering,
        socket(here.http) as leaving,
    ):
        asking.subscribe("topic=ftrack.meta.reply or topic=callboard.hub.*", "asker")
        for listener in (answering, leaving):
            listener.subscribe("topic=test.question")
        asking.publish("test.question", id="q1", source={"id": "asker", "receipts": True})
        asking.until(lambda: len(receipts(asking)) == 2)
        assert [(topic, about, len(cards)) for topic, about, cards in receipts(asking)] == [
            ("delivered", "q1", 1)
        ] * 2
        answering.until(lambda: answering.events)
        answering.publish("ftrack.meta.reply", 5, target="id=asker", inReplyToEvent="q1")
        asking.until(lambda: asking.data_of("ftrack.meta.reply") == [5])
        leaving.close()
        asking.until(lambda: [topic for topic, *_ in receipts(asking)] == ["delivered", "delivered", "lost"])


@pytest.mark.parametrize("asker", ["", None, 5, 'a" or id="ann-hub', "x" * 300])
def test_a_publisher_without_an_address_gets_no_receipt(ann: Person, asker: object) -> None:
    with socket(ann.http) as listener:
        listener.subscribe("topic=*", "ann-hub")
        listener.publish("test.question", source={"id": asker, "receipts": True})
        listener.drain()
        assert [event["topic"] for event in listener.events] == ["test.question"]
