"""SQLite, PostgreSQL and the naive interpreter answer random questions about the whole model alike."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from callboard.access.actor import Actor
from callboard.storage.database import Database
from tests.properties.production import Rows
from tests.properties.questions import WHOLE, questions
from tests.properties.test_answers import ROOT, is_accepted, naive_answer, rounded
from tests.properties.whole import store, whole_production
from tests.support.answers import facts, order, times_in_full
from tests.support.world import World, model

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]

FIRST = Actor("Resource-1", "first")
SLOW = [pytest.mark.slow, pytest.mark.timeout(3_600)]
SEEDS = [pytest.param(seed, 25, id=f"{seed}") for seed in range(2)] + [
    pytest.param(seed, 600, id=f"{seed}", marks=SLOW) for seed in range(3, 30)
]
PATIENT = list(HealthCheck)


def stored(database: Database, rows: Rows) -> World:
    database.write(lambda tx: store(tx, rows))
    return World(database)


@pytest.mark.parametrize(("seed", "examples"), SEEDS)
def test_both_databases_answer_as_the_naive_interpreter_does(both_databases: tuple[Database, Database], seed: int, examples: int) -> None:
    rows = whole_production(seed)
    worlds = [stored(database, rows) for database in both_databases]

    @settings(max_examples=examples, deadline=None, suppress_health_check=PATIENT)
    @given(text=questions(subjects=WHOLE))
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
    """Check that what is told once instead of everywhere says the same."""
    normalised = world.ask(actor, text).data
    assert order(model(), normalised) == order(model(), whole)
    assert facts(model(), normalised) == facts(model(), whole)
    assert max(times_in_full(model(), normalised).values(), default=0) <= 1
