"""The same for custom attributes.

What comes back is told by the file alone: rows that are no table's are nothing for a naive reader.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard_server.storage.database import Database
from tests.queries.attributes import ATTRIBUTES
from tests.queries.cases import Case, read
from tests.queries.production import FILES, JOBS, PEOPLE, TAKEN_AWAY
from tests.queries.test_queries import OF_ITS_OWN, check
from tests.support.world import World

FILE = read(Path(__file__).parent / f"{OF_ITS_OWN}.txt")


@pytest.fixture(scope="module")
def production(shared_database: Database) -> World:
    world = World(shared_database)
    for batch in (PEOPLE, JOBS, FILES, TAKEN_AWAY, *ATTRIBUTES):
        world.do(world.admin, *batch)
    return world


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in FILE.cases])
def test_case(case: Case, production: World, request: pytest.FixtureRequest) -> None:
    check(FILE, case, production, updating=bool(request.config.getoption("update")))
