"""What of an event somebody may hear, and how events are held."""

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


def heard(text: str | None) -> tuple[list[str], list[str]]:
    assert text is not None
    data: dict[str, Any] = json.loads(text)["data"]
    return [entity["entityId"] for entity in data["entities"]], data["parents"]


def test_everybody_hears_what_is_for_everybody() -> None:
    news = item(None, None)
    assert news.text_for("ann", is_administrator=False) == news.row.payload


def test_administrators_hear_everything() -> None:
    news = item(["bob"], None)
    assert news.text_for("admin", is_administrator=True) == news.row.payload


def test_others_hear_their_part_and_its_parents() -> None:
    assert heard(item(["ann"], ["bob"], None).text_for("ann", is_administrator=False)) == (
        ["e0", "e2"],
        ["e0", "p0", "e2", "p2"],
    )


def test_nothing_is_said_when_nothing_is_left() -> None:
    assert item(["bob"]).text_for("ann", is_administrator=False) is None


def make_job(world: World) -> None:
    """Commit a change that is news."""
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


def test_a_commit_wakes_who_waits(world: World) -> None:
    async def then(relay: Relay) -> None:
        cursor = relay.last
        waiting = asyncio.create_task(relay.wait(cursor, 10))
        await asyncio.to_thread(make_job, world)
        assert await waiting
        assert [found.sequence for found in await relay.after(cursor)] == [cursor + 1]

    follow(world, then)


def test_what_is_no_longer_held_comes_from_the_database(world: World, monkeypatch: Any) -> None:
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


def test_waiting_ends_without_news_and_when_the_server_stops(world: World) -> None:
    async def then(relay: Relay) -> None:
        assert not await relay.wait(relay.last, 0.01)
        waiting = asyncio.create_task(relay.wait(relay.last, 10))
        await asyncio.sleep(0)
        relay.release()
        assert not await waiting

    follow(world, then)
