"""Random batches are atomic, have the same result on both databases, and publish events that are complete."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings

from callboard.errors import CallboardError
from callboard_server.storage.database import Database
from tests.properties.batches import BEGINNING, histories
from tests.support.operations import Operation
from tests.support.state import advance, fetched
from tests.support.world import Contents, World

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def initial_states(both_databases: tuple[Database, Database]) -> list[tuple[Database, Contents]]:
    """Both databases, with their initial contents."""
    for database in both_databases:
        world = World(database)
        world.do(world.admin, *BEGINNING)
        world.forget_events()
    return [(database, World(database).contents()) for database in both_databases]


def reset(database: Database, contents: Contents) -> World:
    world = World(database)
    world.restore(contents)
    return world


def outcome(world: World, actor: str, batch: list[Operation]) -> Any:
    """Return the results of *batch*, or the class of its error; check that a failed batch changes nothing."""
    before = world.contents()
    try:
        return world.do(getattr(world, actor), *batch)
    except CallboardError as error:
        assert world.contents() == before, "a refused batch changed something"
        return type(error)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories)
def test_both_databases_agree(
    initial_states: list[tuple[Database, Contents]], history: list[tuple[str, list[Operation]]]
) -> None:
    worlds = [reset(database, contents) for database, contents in initial_states]
    for actor, batch in history:
        sqlite, postgresql = [outcome(world, actor, batch) for world in worlds]
        event(sqlite.__name__ if isinstance(sqlite, type) else "applied")
        assert sqlite == postgresql
        assert fetched(worlds[0]) == fetched(worlds[1])
    assert [one.payload for one in worlds[0].events()] == [other.payload for other in worlds[1].events()]
    assert [one.audiences for one in worlds[0].events()] == [other.audiences for other in worlds[1].events()]


def has_complete_event(operation: Operation) -> bool:
    """Return whether the event of *operation* contains the whole key; events of metadata do not."""
    return (operation["action"], operation["entity_type"]) != ("update", "Metadata")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories)
def test_the_old_state_and_the_events_result_in_the_new_state(
    initial_states: list[tuple[Database, Contents]], history: list[tuple[str, list[Operation]]]
) -> None:
    world = reset(*initial_states[0])
    state = fetched(world)
    for actor, batch in history:
        last = len(world.events())
        outcome(world, actor, [operation for operation in batch if has_complete_event(operation)])
        for published in world.events()[last:]:
            assert published.sequence == last + 1
            advance(state, published)
        assert state == fetched(world)
