"""A running server for the tests of a module, on each database, and its users."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callboard_server.testing import RunningServer, running_server
from tests.conftest import DATABASES
from tests.support.film import stage_film
from tests.support.live import Person, administrator, newcomer
from tests.support.postgres import Postgres
from tests.support.world import World

LARGEST_FILE = 400 << 20


@pytest.fixture(scope="module", params=DATABASES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("server")
    if request.param == "sqlite":
        with running_server(folder, largest_file=LARGEST_FILE) as running:
            yield running
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    with running_server(folder, database=postgres.url(name), largest_file=LARGEST_FILE) as running:
        yield running
    postgres.drop(name)


@pytest.fixture
def admin(server: RunningServer) -> Iterator[Person]:
    with administrator(server) as person:
        yield person


@pytest.fixture
def ann(server: RunningServer) -> Iterator[Person]:
    with newcomer(server, "ann") as person:
        yield person


@pytest.fixture
def bob(server: RunningServer) -> Iterator[Person]:
    with newcomer(server, "bob") as person:
        yield person


@pytest.fixture
def film(world: World) -> World:
    """A world that contains a small film."""
    return stage_film(world)
