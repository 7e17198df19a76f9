"""Queries of custom attributes, specified by a text file.

The naive interpreter does not check them, because it reads rows of tables, and default values have none.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard_server.storage.database import Database
from tests.queries.attributes import ATTRIBUTES
from tests.queries.cases import Case, read
from tests.queries.production import CLEARED, FILES, JOBS, PEOPLE
from tests.queries.test_queries import CUSTOM_ATTRIBUTES, check
from tests.support.world import World

FILE = read(Path(__file__).parent / f"{CUSTOM_ATTRIBUTES}.txt")


@pytest.fixture(scope="module")
def production(shared_database: Database) -> World:
    world = World(shared_database)
    for batch in (PEOPLE, JOBS, FILES, CLEARED, *ATTRIBUTES):
        world.do(world.admin, *batch)
    return world


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in FILE.cases])
def test_case(case: Case, production: World, request: pytest.FixtureRequest) -> None:
    check(FILE, case, production, updating=bool(request.config.getoption("update")))
