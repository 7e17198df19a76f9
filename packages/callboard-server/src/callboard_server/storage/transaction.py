"""A transaction on one connection: run statements and fetch their rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import apsw
import psycopg
import sqlalchemy as sa

from callboard_server.storage.dialect import POSTGRES, SQLITE, Dialect

NEWS_CHANNEL = "callboard_news"

Row: TypeAlias = tuple[Any, ...]


class Prepared:
    """A fixed statement of the server, compiled once for each database.

    The constants in it are passed along with its parameters.
    """

    def __init__(self, statement: sa.ClauseElement) -> None:
        self.statement = statement
        self._compiled: dict[str, tuple[str, dict[str, Any]]] = {}

    def compiled(self, dialect: Dialect) -> tuple[str, dict[str, Any]]:
        """Return the text for *dialect* and the constants in it."""
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = dialect.compile(self.statement), dialect.constants(self.statement)
        return self._compiled[dialect.name]


class Transaction(ABC):
    """A unit of reading or writing on one snapshot of the database.

    `statements` counts the statements that were run. `announced` is set when events are added, so that the
    readers of events are woken after the commit.
    """

    dialect: Dialect

    def __init__(self) -> None:
        self.statements = 0
        self.announced = False

    @abstractmethod
    def fetch(self, text: str, parameters: dict[str, Any]) -> list[Row]:
        """Run one statement and return its rows."""

    @abstractmethod
    def change(self, text: str, parameters: dict[str, Any]) -> int:
        """Run one statement and return how many rows it changed."""

    @abstractmethod
    def change_many(self, text: str, parameters: Sequence[dict[str, Any]]) -> None:
        """Run one statement for each of *parameters*."""

    @abstractmethod
    def lock_outbox(self) -> None:
        """Block other transactions that add events until this one ends, to number events in commit order.

        On PostgreSQL the commit also wakes the readers of events in other processes.
        """

    def rows(self, prepared: Prepared, **parameters: Any) -> list[Row]:
        """Return the rows of *prepared*."""
        text, constants = prepared.compiled(self.dialect)
        return self.fetch(text, {**constants, **parameters})

    def row(self, prepared: Prepared, **parameters: Any) -> Row | None:
        """Return the first row of *prepared*, or None."""
        found = self.rows(prepared, **parameters)
        return found[0] if found else None

    def run(self, prepared: Prepared, **parameters: Any) -> int:
        """Run *prepared* and return how many rows it changed."""
        text, constants = prepared.compiled(self.dialect)
        return self.change(text, {**constants, **parameters})

    def run_many(self, prepared: Prepared, parameters: Iterable[dict[str, Any]]) -> None:
        """Run *prepared* for each of *parameters*."""
        given = list(parameters)
        if given:
            text, constants = prepared.compiled(self.dialect)
            self.change_many(text, [{**constants, **values} for values in given])


class SqliteTransaction(Transaction):
    dialect = SQLITE

    def __init__(self, connection: apsw.Connection) -> None:
        super().__init__()
        self._connection = connection
        self._cursor = connection.cursor()

    def fetch(self, text: str, parameters: dict[str, Any]) -> list[Row]:
        self.statements += 1
        return self._cursor.execute(text, parameters).fetchall()

    def change(self, text: str, parameters: dict[str, Any]) -> int:
        self.statements += 1
        before = self._connection.total_changes()
        self._cursor.execute(text, parameters).fetchall()
        return self._connection.total_changes() - before

    def change_many(self, text: str, parameters: Sequence[dict[str, Any]]) -> None:
        self.statements += 1
        self._cursor.executemany(text, parameters).fetchall()

    def lock_outbox(self) -> None:
        """Do nothing: SQLite has one writer at a time."""


class PostgresTransaction(Transaction):
    dialect = POSTGRES
    OUTBOX_LOCK = 0x43414C4C

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        super().__init__()
        self._cursor = connection.cursor()

    def fetch(self, text: str, parameters: dict[str, Any]) -> list[Row]:
        self.statements += 1
        return self._cursor.execute(text.encode(), parameters).fetchall()

    def change(self, text: str, parameters: dict[str, Any]) -> int:
        self.statements += 1
        return self._cursor.execute(text.encode(), parameters).rowcount

    def change_many(self, text: str, parameters: Sequence[dict[str, Any]]) -> None:
        self.statements += 1
        self._cursor.executemany(text.encode(), parameters)

    def lock_outbox(self) -> None:
        self._cursor.execute(
            "SELECT pg_advisory_xact_lock(%s), pg_notify(%s, '')", (self.OUTBOX_LOCK, NEWS_CHANNEL)
        )
