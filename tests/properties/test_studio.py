"""Random operations on every entity type: both databases agree, and events describe every change."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from callboard.errors import CallboardError
from callboard_server.storage.database import Database
from tests.properties.lengths import LONG_SEARCH
from tests.properties.operations import likely, operations
from tests.properties.studio import BEGINNING
from tests.support.operations import Operation
from tests.support.state import State, advance, fetched
from tests.support.world import Contents, Counter, World

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]

InitialStates = list[tuple[World, Contents]]
LONGER = [pytest.param(25, id="some")]
if LONG_SEARCH in os.environ:
    LONGER.append(pytest.param(1_500, id="many", marks=[pytest.mark.slow, pytest.mark.timeout(3_600)]))

batches = st.lists(likely(oddities=15), min_size=1, max_size=3)
histories = st.lists(batches, min_size=1, max_size=4)


@pytest.fixture(scope="module")
def initial_states(both_databases: tuple[Database, Database]) -> InitialStates:
    """A studio on both databases, and its initial contents."""
    worlds = [World(database) for database in both_databases]
    for world in worlds:
        for batch in BEGINNING:
            world.do(world.admin, *batch)
        world.forget_events()
    return [(world, world.contents()) for world in worlds]


def reset(world: World, contents: Contents) -> World:
    """Return a world with the initial contents of *world*, and with identifiers that start at one again."""
    found = World(world.database, new_id=Counter("made"))
    if found.contents() != contents:
        found.restore(contents)
    return found


def outcome(world: World, batch: list[Operation]) -> Any:
    """Return the results of *batch*, or its error; check that a failed batch changes nothing."""
    before = world.contents()
    try:
        return world.do(world.admin, *batch)
    except CallboardError as error:
        assert world.contents() == before, "a refused batch changed something"
        return type(error).__name__, error.message


@pytest.mark.parametrize("examples", LONGER)
def test_both_databases_agree_and_events_describe_every_change(
    initial_states: InitialStates, examples: int
) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(history=histories)
    def holds(history: list[list[Operation]]) -> None:
        worlds = [reset(world, contents) for world, contents in initial_states]
        state = fetched(worlds[0])
        for batch in history:
            last = len(worlds[0].events())
            sqlite, postgresql = [outcome(world, batch) for world in worlds]
            event("refused" if isinstance(sqlite, tuple) else "done")
            assert sqlite == postgresql
            follow(state, worlds[0], last)
            assert state == fetched(worlds[0])
            assert state == fetched(worlds[1])
        assert [one.payload for one in worlds[0].events()] == [one.payload for one in worlds[1].events()]

    holds()


def follow(state: State, world: World, last: int) -> None:
    """Update *state* by the events after number *last*."""
    for published in world.events()[last:]:
        last += 1
        assert published.sequence == last
        advance(state, published)


@pytest.mark.parametrize("examples", LONGER)
def test_no_operation_on_any_type_ends_in_an_unexpected_error(
    initial_states: InitialStates, examples: int
) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(batch=st.lists(operations(oddities=6), min_size=1, max_size=3))
    def holds(batch: list[Operation]) -> None:
        worlds = [reset(world, contents) for world, contents in initial_states]
        sqlite, postgresql = [outcome(world, batch) for world in worlds]
        event("refused" if isinstance(sqlite, tuple) else "done")
        assert sqlite == postgresql

    holds()
