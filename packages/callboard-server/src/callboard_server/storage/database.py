"""Connections and retries: one writer thread and a few readers on SQLite, a pool on PostgreSQL.

A function passed to `read` or `write` receives a transaction and runs in a thread of the database. Its errors
reach the caller, and a write that raises changes nothing. A write that has returned is on disk: SQLite runs
with `synchronous=FULL`. Only this module retries.
"""

from __future__ import annotations

import contextlib
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import apsw
import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from callboard.errors import Busy, DuplicateEntry, UnknownReference, ValidationError
from callboard_server.storage.dialect import POSTGRES, SQLITE, Dialect
from callboard_server.storage.transaction import (
    NEWS_CHANNEL,
    PostgresTransaction,
    Row,
    SqliteTransaction,
    Transaction,
)

T = TypeVar("T")

READERS = 4
POOL_SIZE = 10
EXCLUSIVE_LOCK = 0x43414C4D
EXCLUSIVE_WAIT_SECONDS = 2.0
LONGEST_TABLE_WAIT_SECONDS = 60
BUSY_TIMEOUT_SECONDS = 10.0
WRITE_ATTEMPTS = 5
FOLLOW_SECONDS = 0.5


class Database(ABC):
    """A database and the threads that use it.

    `on_commit` is called after each commit that added events, in the thread that committed. After a call of
    `follow` it is also called for commits of other processes, if the database supports notifications.
    """

    dialect: Dialect

    def __init__(self, *, readers: int, writers: int) -> None:
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="callboard-read")
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="callboard-write")
        self.on_commit: Callable[[], None] | None = None

    @abstractmethod
    def follow(self) -> None:
        """Start to receive notifications of commits in other processes.

        A notification may be lost, so readers of events also poll now and then.
        """

    def submit_read(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Schedule *work* to run in a reading transaction; return its future."""
        return self._readers.submit(self._read, work)

    def submit_write(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Schedule *work* to run in a writing transaction; return its future.

        *work* may run again after a conflict.
        """
        return self._writers.submit(self._write, work)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* in a reading transaction and return its result."""
        return self.submit_read(work).result()

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* in a writing transaction, commit, and return its result."""
        return self.submit_write(work).result()

    def exclusive(self, work: Callable[[Transaction], T]) -> T:
        """Run *work*, which may change tables, in a writing transaction that excludes other processes.

        SQLite doesn't enforce foreign keys meanwhile; *work* checks them.
        Raises: Busy, when another process holds the lock for longer than `EXCLUSIVE_WAIT_SECONDS`.
        """
        return self._writers.submit(self._exclusive, work).result()

    def close(self) -> None:
        """Wait for running work and close all connections."""
        self._readers.shutdown(wait=True)
        self._writers.shutdown(wait=True)

    def _announce(self, transaction: Transaction) -> None:
        if transaction.announced and self.on_commit:
            self.on_commit()

    @abstractmethod
    def _read(self, work: Callable[[Transaction], T]) -> T: ...

    @abstractmethod
    def _write(self, work: Callable[[Transaction], T]) -> T: ...

    @abstractmethod
    def _exclusive(self, work: Callable[[Transaction], T]) -> T: ...


class SqliteDatabase(Database):
    """A single file. One connection writes, each reading thread has its own."""

    dialect = SQLITE

    def __init__(self, path: Path) -> None:
        super().__init__(readers=READERS, writers=1)
        self.path = path
        self._local = threading.local()
        self._connections: list[apsw.Connection] = []

    def close(self) -> None:
        super().close()
        for connection in self._connections:
            connection.close()

    def follow(self) -> None:
        """Do nothing: a file has no notifications."""

    def _connection(self) -> apsw.Connection:
        found: apsw.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = open_sqlite(self.path)
            self._connections.append(found)
        return found

    def _read(self, work: Callable[[Transaction], T]) -> T:
        connection = self._connection()
        with sqlite_errors():
            connection.execute("BEGIN")
            try:
                return work(SqliteTransaction(connection))
            finally:
                connection.execute("ROLLBACK")

    def _write(self, work: Callable[[Transaction], T]) -> T:
        connection = self._connection()
        transaction = SqliteTransaction(connection)
        with sqlite_errors():
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(transaction)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        self._announce(transaction)
        return result

    def _exclusive(self, work: Callable[[Transaction], T]) -> T:
        with contextlib.closing(open_sqlite(self.path)) as connection, sqlite_errors():
            # With foreign keys on, dropping the old form of a table would delete rows that refer to it.
            connection.execute("PRAGMA foreign_keys=OFF").fetchall()
            connection.set_busy_timeout(int(EXCLUSIVE_WAIT_SECONDS * 1000))
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(SqliteTransaction(connection))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return result


def open_sqlite(path: Path) -> apsw.Connection:
    """Return a connection to the file at *path*. Its commits survive a power loss."""
    connection = apsw.Connection(str(path), statementcachesize=512)
    connection.set_busy_timeout(int(BUSY_TIMEOUT_SECONDS * 1000))
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.create_scalar_function("callboard_fold", fold_text, 1, deterministic=True)
    return connection


def fold_text(*values: Any) -> Any:
    """Return the single one of *values* in lower case if it is text. This is `callboard_fold` in SQL."""
    (value,) = values
    return value.lower() if isinstance(value, str) else value


@contextlib.contextmanager
def sqlite_errors() -> Iterator[None]:
    """Translate the errors of SQLite."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise Busy(
            "The database stayed locked; nothing was changed.", hint="Try again in a moment."
        ) from error
    except apsw.ConstraintError as error:
        raise constraint_error(str(error), is_unique="UNIQUE" in str(error)) from error
    except apsw.TooBigError as error:
        raise ValidationError("A value is larger than the database can hold.") from error


def constraint_error(detail: str, *, is_unique: bool) -> Exception:
    """Return the error for a violated constraint.

    The rules raise more specific errors first. This one remains for concurrent changes.
    """
    if is_unique:
        return DuplicateEntry(f"An entity with the same unique values already exists ({detail}).")
    return UnknownReference(f"A reference leads to an entity that does not exist ({detail}).")


class PostgresDatabase(Database):
    """A PostgreSQL server, reached through a pool of connections."""

    dialect = POSTGRES

    def __init__(self, url: str) -> None:
        super().__init__(readers=POOL_SIZE // 2, writers=POOL_SIZE // 2)
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url,
            min_size=1,
            max_size=POOL_SIZE,
            timeout=BUSY_TIMEOUT_SECONDS,
            open=False,
            kwargs={"autocommit": True},
            configure=disable_jit,
        )
        self._pool.open()
        self._url = url
        self._closing = threading.Event()
        self._following: threading.Thread | None = None

    def close(self) -> None:
        self._closing.set()
        super().close()
        self._pool.close()
        if self._following:
            self._following.join(2 * FOLLOW_SECONDS)

    def follow(self) -> None:
        if self._following is None:
            self._following = threading.Thread(target=self._follow, name="callboard-follow", daemon=True)
            self._following.start()

    def _follow(self) -> None:
        """Wait for notifications on a separate connection; reconnect when the connection is lost."""
        while not self._closing.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {NEWS_CHANNEL}")
                    while not self._closing.is_set():
                        for _ in connection.notifies(timeout=FOLLOW_SECONDS, stop_after=1):
                            if self.on_commit:
                                self.on_commit()
            except psycopg.Error:
                self._closing.wait(FOLLOW_SECONDS)

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with postgres_errors(), self._pool.connection() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                return work(PostgresTransaction(connection))
            finally:
                connection.execute("ROLLBACK")

    def _write(self, work: Callable[[Transaction], T]) -> T:
        for attempt in range(WRITE_ATTEMPTS):
            try:
                return self._write_once(work)
            except DuplicateEntry as error:
                if attempt > 0 or not isinstance(error.__cause__, psycopg.errors.UniqueViolation):
                    # The rules raised it, after they had read the entity. Otherwise a concurrent transaction
                    # was faster, and the rules find its entity in the second attempt.
                    raise
            except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected) as error:
                if attempt == WRITE_ATTEMPTS - 1:
                    raise Busy(
                        "The change kept conflicting with other changes; nothing was changed.",
                        hint="Try again.",
                    ) from error
                time.sleep(0.01 * 2**attempt)
        raise AssertionError("the loop returns or raises")

    def _write_once(self, work: Callable[[Transaction], T]) -> T:
        with postgres_errors(), self._pool.connection() as connection:
            connection.execute("BEGIN")
            transaction = PostgresTransaction(connection)
            try:
                result = work(transaction)
                connection.execute("COMMIT")
            except BaseException:
                if not connection.broken:
                    connection.execute("ROLLBACK")
                raise
        self._announce(transaction)
        return result

    def _exclusive(self, work: Callable[[Transaction], T]) -> T:
        with postgres_errors(), self._pool.connection() as connection:
            connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            try:
                connection.execute(f"SET LOCAL lock_timeout = '{EXCLUSIVE_WAIT_SECONDS}s'")
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (EXCLUSIVE_LOCK,))
                connection.execute(f"SET LOCAL lock_timeout = '{LONGEST_TABLE_WAIT_SECONDS}s'")
                connection.execute("SET LOCAL statement_timeout = 0")
                result = work(PostgresTransaction(connection))
                connection.execute("COMMIT")
            except BaseException:
                if not connection.broken:
                    connection.execute("ROLLBACK")
                raise
        return result


def disable_jit(connection: psycopg.Connection[Row]) -> None:
    """Turn off just-in-time compilation for *connection*.

    Compiling takes longer than any query of the server, since all of them look up rows by index.
    """
    connection.execute("SET jit = off")


@contextlib.contextmanager
def postgres_errors() -> Iterator[None]:
    """Translate the errors of PostgreSQL. Conflicts that a retry may resolve pass through."""
    try:
        yield
    except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
        raise
    except psycopg.errors.UniqueViolation as error:
        raise constraint_error(error.diag.constraint_name or "", is_unique=True) from error
    except psycopg.errors.ForeignKeyViolation as error:
        raise constraint_error(error.diag.constraint_name or "", is_unique=False) from error
    except psycopg.errors.ProgramLimitExceeded as error:
        raise ValidationError("A text is too long for an index of the database.") from error
    except psycopg.errors.NumericValueOutOfRange as error:
        raise ValidationError("A sum of numbers is larger than the database can hold.") from error
    except (PoolTimeout, psycopg.errors.LockNotAvailable) as error:
        raise Busy(
            "No database connection became free; nothing was changed.", hint="Try again in a moment."
        ) from error
