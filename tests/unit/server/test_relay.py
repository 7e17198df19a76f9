"""The part of an event that a user receives, and how events are held."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from callboard_server.records.outbox import NewsRow
from callboard_server.server import relay as module
from callboard_server.server.relay import Item, Relay
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation
from tests.support.operations import create
from tests.support.world import World


def item(*audience: list[str] | None) -> Item:
    entities = [
        {"entityId": f"e{n}", "parents": [{"entityId": f"e{n}"}, {"entityId": f"p{n}"}]}
        for n in range(len(audience))
    ]
    parents = [
        link["entityId"] for entity in entities for link in entity["parents"] if isinstance(link, dict)
    ]
    payload = {"topic": "ftrack.update", "data": {"entities": entities, "parents": parents, "user": {}}}
    return Item(NewsRow(7, "ftrack.update", json.dumps(payload), json.dumps(list(audience))))


def received(text: str | None) -> tuple[list[str], list[str]]:
    assert text is not None
    data: dict[str, Any] = json.loads(text)["data"]
    return [entity["entityId"] for entity in data["entities"]], data["parents"]


def test_every_user_receives_a_public_event() -> None:
    news = item(None, None)
    assert news.text_for("ann", is_administrator=False) == news.row.payload


def test_administrators_receive_every_event() -> None:
    news = item(["bob"], None)
    assert news.text_for("admin", is_administrator=True) == news.row.payload


def test_other_users_receive_their_entities_and_the_parents_of_these() -> None:
    assert received(item(["ann"], ["bob"], None).text_for("ann", is_administrator=False)) == (
        ["e0", "e2"],
        ["e0", "p0", "e2", "p2"],
    )


def test_an_event_without_visible_entities_is_not_delivered() -> None:
    assert item(["bob"]).text_for("ann", is_administrator=False) is None


def make_job(world: World) -> None:
    """Commit a change that publishes an event."""
    job = read_operation(create("Job"), world.model)
    world.database.write(lambda tx: commit(world.call(tx, world.ann), [job]))


def follow(world: World, then: Callable[[Relay], Awaitable[None]]) -> None:
    """Run *then* with a relay that follows the world's database."""

    async def run() -> None:
        relay = Relay(world.database)
        await relay.start()
        try:
            await asyncio.wait_for(then(relay), 20)
        finally:
            await relay.stop()

    asyncio.run(run())


def test_a_commit_wakes_waiting_streams(world: World) -> None:
    async def then(relay: Relay) -> None:
        cursor = relay.last
        waiting = asyncio.create_task(relay.wait(cursor, 10))
        await asyncio.to_thread(make_job, world)
        assert await waiting
        assert [found.sequence for found in await relay.after(cursor)] == [cursor + 1]

    follow(world, then)


def test_older_events_are_read_from_the_database(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "MOST_EVENTS", 3)

    async def then(relay: Relay) -> None:
        cursor = relay.last
        for _ in range(8):
            await asyncio.to_thread(make_job, world)
        while relay.last < cursor + 8:
            await relay.wait(relay.last, 5)
        for start in range(cursor, cursor + 9):
            assert [found.sequence for found in await relay.after(start)] == list(
                range(start + 1, cursor + 9)
            )

    follow(world, then)


def test_waiting_ends_after_the_timeout_and_when_the_server_stops(world: World) -> None:
    async def then(relay: Relay) -> None:
        assert not await relay.wait(relay.last, 0.01)
        waiting = asyncio.create_task(relay.wait(relay.last, 10))
        await asyncio.sleep(0)
        relay.release()
        assert not await waiting

    follow(world, then)
