"""Live servers for published clients: one for each database and test session.

Tests create their own entities, under unique names.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import httpx
import pytest

from callboard_server.actions.users import NewUser
from callboard_server.testing import RunningServer, running_server
from tests.conftest import DATABASES
from tests.contract.production import Production, make_production
from tests.support.clients import IS_OLD, OFFICIAL, OURS, Client
from tests.support.people import Person, add_person
from tests.support.postgres import Postgres


@pytest.fixture(scope="session", params=DATABASES)
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    """A server on each database."""
    if request.param == "sqlite":
        with running_server() as running:
            yield running
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with running_server(database=postgres.url(postgres.create())) as running:
        yield running


@pytest.fixture(scope="session")
def ann(server: RunningServer) -> Person:
    """A user who is no administrator."""
    return add_person(server, NewUser("ann", "Ann", "Archer", "ann@example.org"))


@pytest.fixture(scope="session")
def bob(server: RunningServer) -> Person:
    """Another user who is no administrator."""
    return add_person(server, NewUser("bob", "Bob", "Builder", "bob@example.org"))


@pytest.fixture
def http(server: RunningServer) -> Iterator[httpx.Client]:
    """Plain requests to the server, without credentials."""
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(params=[OFFICIAL] if IS_OLD else [OFFICIAL, OURS])
def client(request: pytest.FixtureRequest, server: RunningServer) -> Iterator[Client]:
    """The official Python client, and ours. Ours is tested once, not for each version of the official one."""
    made = Client(request.param, server)
    yield made
    made.close()


@pytest.fixture
def official(server: RunningServer) -> Iterator[Client]:
    """The official Python client, for tests of features that ours does not have."""
    made = Client(OFFICIAL, server)
    yield made
    made.close()


@pytest.fixture
def production(client: Client, unique: str) -> Production:
    """A new project, called `unique`."""
    return make_production(client, unique)


@pytest.fixture
def unique() -> str:
    """A name that no other test uses."""
    return f"t{uuid.uuid4().hex[:12]}"
