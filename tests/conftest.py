"""Fixtures of every folder: a populated database of each kind, and a world on it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callboard_server.storage.database import Database, PostgresDatabase, SqliteDatabase
from tests.support.postgres import Postgres, postgres_server
from tests.support.world import Contents, Make, World, populate

DATABASES = (
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="update the SQL in the files of the query tests, instead of comparing it",
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the test session."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a populated database."""
    name = postgres.create()
    database = PostgresDatabase(postgres.url(name))
    populate(database)
    database.close()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a populated database."""
    path = tmp_path_factory.mktemp("template") / "callboard.db"
    database = SqliteDatabase(path)
    populate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def new_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], SqliteDatabase]:
    """Return a function that creates a populated SQLite database, which the caller closes."""

    def make() -> SqliteDatabase:
        path = tmp_path_factory.mktemp("sqlite") / "callboard.db"
        shutil.copyfile(sqlite_template, path)
        return SqliteDatabase(path)

    return make


@contextlib.contextmanager
def populated(kind: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Create a populated database; close and drop it at the end of the block."""
    if kind == "sqlite":
        with contextlib.closing(request.getfixturevalue("new_sqlite")()) as database:
            yield database
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create(template=request.getfixturevalue("postgres_template"))
    with contextlib.closing(PostgresDatabase(server.url(name))) as database:
        # Open the pool now: its threads draw random numbers, which Hypothesis does not permit in a test.
        database.read(lambda tx: tx.statements)
        yield database
    server.drop(name)


@pytest.fixture(scope="session")
def resettable_postgres(
    postgres: Postgres, postgres_template: str
) -> Iterator[tuple[PostgresDatabase, Contents]]:
    """A populated PostgreSQL database, and its initial contents."""
    name = postgres.create(template=postgres_template)
    with contextlib.closing(PostgresDatabase(postgres.url(name))) as database:
        yield database, World(database).contents()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A populated database for one test, on SQLite and on PostgreSQL.

    Creating a file is fast on SQLite. On PostgreSQL, creating a database is slow, so all tests share one,
    which is reset to its initial contents before each test.
    """
    if request.param == "sqlite":
        with populated("sqlite", request) as made:
            yield made
        return
    postgresql, contents = request.getfixturevalue("resettable_postgres")
    World(postgresql).restore(contents)
    postgresql.on_commit = None
    yield postgresql


@pytest.fixture(scope="module", params=DATABASES)
def shared_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A populated database for all tests of a module, which must not change it."""
    with populated(request.param, request) as made:
        yield made


@pytest.fixture(scope="module")
def both_databases(request: pytest.FixtureRequest) -> Iterator[tuple[Database, Database]]:
    """A populated SQLite and a populated PostgreSQL database, side by side, for all tests of a module."""
    with populated("sqlite", request) as sqlite, populated("postgresql", request) as postgresql:
        yield sqlite, postgresql


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def make(world: World) -> Make:
    return Make(world)
