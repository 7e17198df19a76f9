"""What is made within one second keeps its order, although answers contain whole seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from callboard_server.access.keys import NewKey
from callboard_server.actions.api_keys import create_api_key
from callboard_server.storage.transaction import Transaction
from tests.support.film import STATUS, one
from tests.support.operations import Operation, create, moment, update
from tests.support.world import World

COUNT = 6
Maker = Callable[[str], Operation]

MADE: dict[tuple[str, str], Maker] = {
    ("Note", "date"): lambda name: create(
        "Note", id=name, content=name, parent_id="comp", parent_type="Task", user_id="admin-id"
    ),
    ("Note", "thread_activity"): lambda name: create(
        "Note", id=name, content=name, parent_id="comp", parent_type="Task", user_id="admin-id"
    ),
    ("Job", "created_at"): lambda name: create("Job", id=name),
    ("Job", "finished_at"): lambda name: create("Job", id=name, status="done"),
    ("AssetVersion", "date"): lambda name: create("AssetVersion", id=name, asset_id="plate"),
    ("Folder", "created_at"): lambda name: create("Folder", id=name, name=name, parent_id="film"),
    ("Timelog", "start"): lambda name: create("Timelog", id=name, context_id="comp", duration=1),
    ("AssetVersionList", "date"): lambda name: create(
        "AssetVersionList", id=name, name=name, project_id="film", category_id="dailies"
    ),
    ("ReviewSession", "created_at"): lambda name: create(
        "ReviewSession", id=name, name=name, project_id="film"
    ),
    ("ReviewSession", "start_date"): lambda name: create(
        "ReviewSession", id=name, name=name, project_id="film"
    ),
    ("ReviewSessionInvitee", "created_at"): lambda name: create(
        "ReviewSessionInvitee", id=name, name=name, email=f"{name}@a.test", review_session_id="review"
    ),
}
"""What the server gives a time to, and how to make one under a name."""


@pytest.fixture
def stage(film: World) -> World:
    film.do(
        film.admin,
        create("ListCategory", id="dailies", name="Dailies"),
        create("ReviewSession", id="review", name="Review", project_id="film"),
        *(create("AssetVersion", id=f"version{index}", asset_id="plate") for index in range(COUNT)),
    )
    film.clock.advance(seconds=10)
    return film


def names() -> list[str]:
    """Return names whose alphabetical order is not that of their creation."""
    return [f"made-{(index * 5 + 3) % COUNT}" for index in range(COUNT)]


@pytest.mark.parametrize(("kind", "attribute"), MADE)
def test_a_batch_keeps_its_order(stage: World, kind: str, attribute: str) -> None:
    stage.do(stage.admin, *map(MADE[kind, attribute], names()))
    check_order(stage, kind, attribute)


@pytest.mark.parametrize(("kind", "attribute"), MADE)
def test_batches_within_a_second_keep_their_order(stage: World, kind: str, attribute: str) -> None:
    for name in names():
        stage.do(stage.admin, MADE[kind, attribute](name))
        stage.clock.advance(microseconds=100)
    check_order(stage, kind, attribute)


def check_order(world: World, kind: str, attribute: str) -> None:
    """Check the order of what was made, that answers are in whole seconds, and that these find it."""
    made = f'{kind} where id like "made-%"'
    assert world.values(world.admin, f"select id from {made} order by {attribute}") == names()
    assert world.values(world.admin, f"select id from {made} order by {attribute} desc") == names()[::-1]
    text = "2026-11-24T10:00:10"
    instant = {"__type__": "datetime", "value": text}
    assert world.values(world.admin, f"select {attribute} from {made}", attribute) == [instant] * COUNT
    for criteria, count in {
        f'{attribute} is "{text}"': COUNT,
        f'{attribute} = "2026-11-24 10:00:10.000"': COUNT,
        f'{attribute} is_not "{text}"': 0,
        f'{attribute} in ("{text}")': COUNT,
        f'{attribute} not_in ("{text}", none)': 0,
        f'{attribute} > "{text}"': 0,
        f'{attribute} >= "{text}"': COUNT,
        f'{attribute} < "{text}"': 0,
        f'{attribute} <= "{text}"': COUNT,
        f'{attribute} > "2026-11-24T10:00:09"': COUNT,
        f'{attribute} < "2026-11-24T10:00:11"': COUNT,
        f'{attribute} is "2026-11-24"': COUNT,
        f'{attribute} like "%10:00:10"': COUNT,
        f"{attribute} in (select {attribute} from {made})": COUNT,
    }.items():
        assert len(world.rows(world.admin, f"{made} and {criteria}")) == count, criteria
    grouped = f"select count(id), min({attribute}), max({attribute}) from {made} group by {attribute}"
    (group,) = world.rows(world.admin, grouped)
    assert (group["count_id"], group[f"min_{attribute}"], group[f"max_{attribute}"]) == (
        COUNT,
        instant,
        instant,
    )
    assert group[attribute] == instant


def test_statuses_of_one_batch_are_recorded_in_order(stage: World) -> None:
    shots = [create("Shot", id=name, name=name, parent_id="sq") for name in names()]
    stage.do(stage.admin, *shots)
    for status in ("In progress", "Not started"):
        stage.clock.advance(milliseconds=1)
        stage.do(stage.admin, *(update("Shot", name, status_id=STATUS[status]) for name in names()))
    recorded = 'select parent_id from TypedContextStatusChange where parent_id like "made-%" order by date'
    assert stage.values(stage.admin, recorded, "parent_id") == names() * 3


def test_times_that_clients_send_keep_their_order(stage: World) -> None:
    sent = [f"2026-01-02T03:04:05.{index}00" for index in (1, 2, 3)]
    for name, text in zip(("c", "a", "b"), sent, strict=True):
        (answer,) = stage.do(stage.admin, create("Job", id=name, created_at=moment(text)))
        assert answer["data"]["created_at"] == moment(f"{text}000")
    found = stage.rows(
        stage.admin,
        'select created_at from Job where created_at is "2026-01-02T03:04:05" order by created_at',
    )
    assert [job["id"] for job in found] == ["c", "a", "b"]
    assert [job["created_at"] for job in found] == [moment("2026-01-02T03:04:05")] * 3


def test_sending_a_time_back_changes_nothing(stage: World) -> None:
    stage.do(stage.admin, *map(MADE["Folder", "created_at"], names()))
    stage.forget_events()
    for name in names():
        stage.do(stage.admin, update("Folder", name, created_at=moment("2026-11-24T10:00:10")))
    assert stage.events() == []
    assert (
        stage.values(stage.admin, 'select id from Folder where id like "made-%" order by created_at')
        == names()
    )


def test_events_contain_whole_seconds(stage: World) -> None:
    stage.clock.advance(microseconds=5)
    stage.do(stage.admin, create("Job", id="job"))
    changes = stage.events()[-1].entities[0]["changes"]
    assert changes["created_at"] == {"old": None, "new": "2026-11-24T10:00:10"}


def test_a_review_session_is_open_at_once(stage: World) -> None:
    now = stage.sql("SELECT datetime('now')" if stage.database.dialect.name == "sqlite" else "SELECT now()")
    stage.clock.now = stage.clock.now.fromisoformat(str(now[0][0])[:19] + "+00:00").replace(
        microsecond=500_000
    )
    stage.do(stage.admin, create("ReviewSession", id="new", name="New", project_id="film"))
    assert one(stage, "select is_open from ReviewSession where id is new")["is_open"] is True


def make_key(world: World, name: str, tx: Transaction) -> NewKey:
    return create_api_key(world.call(tx, world.admin), name)


def test_api_keys_keep_their_order(stage: World) -> None:
    made: list[NewKey] = []
    for name in names():
        made.append(stage.database.write(partial(make_key, stage, name)))
        stage.clock.advance(microseconds=100)
    identifiers = [key.row.id for key in made]
    found = stage.rows(stage.admin, "select created_at from ApiKey order by created_at")
    assert [row["id"] for row in found] == identifiers
    assert {row["created_at"]["value"] for row in found} == {"2026-11-24T10:00:10"}
    assert {key.row.created_at for key in made} == {"2026-11-24T10:00:10"}
