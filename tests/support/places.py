"""Databases to migrate: empty, as version 0.1.0 made them, or of this version, on SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field

from callboard_server import __version__
from callboard_server.storage.database import Database
from callboard_server.storage.migrations.history import COLUMNS, HISTORY
from callboard_server.storage.migrations.runner import Migration
from callboard_server.storage.migrations.shape import shape_of_database
from callboard_server.storage.migrations.steps import STEPS
from callboard_server.storage.transaction import Row, Transaction
from tests.support.later_steps import NOW, opened, present_tables
from tests.support.postgres import Postgres
from tests.support.release import FIRST, restore_postgres, restore_sqlite

Contents = dict[str, list[dict[str, Any]]]
"""The rows of each table, by column, in the order of their values."""


def present() -> Migration:
    """Return what this version does."""
    return Migration(present_tables(), STEPS, __version__, lambda: NOW)


@define(eq=False)
class Place:
    """Where a database is: `address` is a path or the keywords of PostgreSQL, `data` the data folder."""

    data: Path
    address: str
    url: str | None = None
    opened: list[Database] = field(factory=list)

    @property
    def kind(self) -> str:
        return "postgresql" if self.url else "sqlite"

    def database(self) -> Database:
        """Open the database; it is closed with the test."""
        self.opened.append(opened(self.address))
        return self.opened[-1]

    def close(self) -> None:
        for database in self.opened:
            database.close()

    def sql(self, text: str) -> list[Row]:
        with closing(opened(self.address)) as database:
            return database.read(lambda tx: tx.fetch(text, {}))

    def contents(self) -> Contents:
        """Return all rows of all tables."""
        with closing(opened(self.address)) as database:
            return database.read(contents)

    def backups(self) -> list[str]:
        """Return the names of the backups in the data folder."""
        return sorted(path.name for path in self.data.iterdir() if ".before-" in path.name)


def contents(tx: Transaction) -> Contents:
    """Return all rows of all tables of the database of *tx*."""
    columns: dict[str, list[str]] = {
        table: list(found) for table, found in shape_of_database(tx).columns.items()
    }
    if tx.fetch(IS_RECORDED[tx.dialect.name], {}):
        columns[HISTORY.name] = list(COLUMNS)
    found = {}
    for table, names in columns.items():
        listed = ", ".join(f'"{name}"' for name in sorted(names))
        rows = sorted(tx.fetch(f'SELECT {listed} FROM "{table}"', {}), key=repr)
        found[table] = [dict(zip(sorted(names), row, strict=True)) for row in rows]
    return found


IS_RECORDED = {
    "sqlite": f"SELECT 1 FROM sqlite_master WHERE name = '{HISTORY.name}'",
    "postgresql": f"SELECT 1 WHERE to_regclass('{HISTORY.name}') IS NOT NULL",
}


@define(eq=False)
class Templates:
    """Databases that tests copy, each made once.

    They are called `empty`, `released` (by version 0.1.0) and `present` (released, then migrated).
    """

    folder: Path
    postgres: Callable[[], Postgres]
    made: dict[tuple[str, str], str] = field(factory=dict)

    @contextmanager
    def copied(self, kind: str, name: str, data: Path) -> Iterator[Place]:
        """Copy the database *name* of a *kind* into the data folder *data*; remove it afterwards."""
        data.mkdir()
        if kind == "sqlite":
            place = Place(data, str(data / "callboard.sqlite"))
            if name != "empty":
                shutil.copyfile(self._sqlite(name), place.address)
            yield place
            place.close()
            return
        server = self.postgres()
        database = server.create(template="template0" if name == "empty" else self._postgresql(name))
        place = Place(data, server.url(database), server.url(database))
        yield place
        place.close()
        server.drop(database)

    def _sqlite(self, name: str) -> str:
        if ("sqlite", name) not in self.made:
            path = self.folder / name
            restore_sqlite((FIRST / "sqlite.sql").read_text(encoding="utf-8"), path)
            self._migrate(name, str(path))
            self.made["sqlite", name] = str(path)
        return self.made["sqlite", name]

    def _postgresql(self, name: str) -> str:
        if ("postgresql", name) not in self.made:
            database = self.postgres().create()
            address = self.postgres().url(database)
            restore_postgres((FIRST / "postgresql.sql").read_text(encoding="utf-8"), address)
            self._migrate(name, address)
            self.made["postgresql", name] = database
        return self.made["postgresql", name]

    def _migrate(self, name: str, address: str) -> None:
        if name == "present":
            with closing(opened(address)) as database:
                present().run(database)
