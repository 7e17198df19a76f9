"""SQLite, PostgreSQL and the naive interpreter agree about random queries of every type."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from callboard_server.access.actor import Actor
from callboard_server.storage.database import Database, SqliteDatabase
from tests.properties.lengths import LONG_SEARCH
from tests.properties.queries import WHOLE, queries
from tests.properties.rows import Rows
from tests.properties.test_answers import ROOT, is_accepted, naive_answer, rounded
from tests.properties.whole import store, whole_production, with_copies
from tests.support.answers import facts, order, repeated_in_later_rows
from tests.support.world import World, model

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]

FIRST = Actor("Resource-1", "first")
SLOW = [pytest.mark.slow, pytest.mark.timeout(3_600)]
SEEDS = [pytest.param(seed, 25, id=f"{seed}") for seed in range(2)]
if LONG_SEARCH in os.environ:
    SEEDS += [pytest.param(seed, 600, id=f"{seed}", marks=SLOW) for seed in range(3, 30)]
PATIENT = list(HealthCheck)


def stored(database: Database, rows: Rows) -> World:
    database.write(lambda tx: store(tx, rows))
    return World(database)


@pytest.mark.parametrize(("seed", "examples"), SEEDS)
def test_both_databases_agree_with_the_naive_interpreter(
    both_databases: tuple[Database, Database], seed: int, examples: int
) -> None:
    rows = whole_production(seed)
    worlds = [stored(database, rows) for database in both_databases]

    @settings(max_examples=examples, deadline=None, suppress_health_check=PATIENT)
    @given(text=queries(subjects=WHOLE))
    def holds(text: str) -> None:
        if not is_accepted(text):
            return
        for actor in (ROOT, FIRST):
            expected = rounded(naive_answer(rows, text, actor))
            for world in worlds:
                whole = world.ask(actor, text, normalised=False).data
                assert rounded(whole) == expected, f"{world.database.dialect.name} for {actor.username}"
                if " group by " not in text:
                    agrees_when_normalised(world, text, actor, whole)

    holds()


def agrees_when_normalised(world: World, text: str, actor: Actor, whole: list[dict[str, object]]) -> None:
    """Check that the normalised result, with each entity in one row, contains the same."""
    normalised = world.ask(actor, text).data
    assert order(model(), normalised) == order(model(), whole)
    assert facts(model(), normalised) == facts(model(), whole)
    assert not repeated_in_later_rows(model(), normalised)


@pytest.fixture(scope="module")
def sizes(new_sqlite: Callable[[], SqliteDatabase]) -> Iterator[list[World]]:
    """A production, and the same with one and with three copies of everything."""
    rows = whole_production(seed=1)
    twice = with_copies(rows, "x")
    with contextlib.ExitStack() as stack:
        yield [
            stored(stack.enter_context(contextlib.closing(new_sqlite())), each)
            for each in (rows, twice, with_copies(twice, "y"))
        ]


@settings(max_examples=40, deadline=None, suppress_health_check=PATIENT)
@given(text=queries(subjects=WHOLE, paged=False))
def test_the_number_of_statements_does_not_depend_on_rows(sizes: list[World], text: str) -> None:
    if not is_accepted(text):
        return
    few, more, most = (statements(world, text) for world in sizes)
    # A collection is not queried if no row owns it, so rows of a new kind may add a statement. More rows of
    # the same kinds add none.
    assert few <= more == most


def statements(world: World, text: str) -> int:
    """Return the number of statements of the query *text*."""
    world.ask(ROOT, text)
    return len(world.statements)
