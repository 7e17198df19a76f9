"""Bringing a database up to date: who migrates, who waits, and what happens when a step fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import apsw
import psycopg
import sqlalchemy as sa
from attrs import define, frozen

from callboard.errors import Busy
from callboard_server.storage.database import Database, SqliteDatabase
from callboard_server.storage.migrations.backup import back_up, remove_old_backups
from callboard_server.storage.migrations.errors import BrokenReferences, MigrationFailed, MigrationPending
from callboard_server.storage.migrations.history import Standing, create_history, record, standing
from callboard_server.storage.migrations.schema import Schema
from callboard_server.storage.migrations.shape import create_tables
from callboard_server.storage.migrations.step import Step
from callboard_server.storage.transaction import Transaction

LONGEST_WAIT_SECONDS = 3600.0
FORGET_FINGERPRINT = "DELETE FROM server_state WHERE name = 'schema.fingerprint'"
"""Deletes how databases were recognized before steps were recorded."""


class Report(Protocol):
    """Where a migration reports its progress: the name of an event, and what it is about."""

    def __call__(self, event: str, **context: Any) -> object: ...


def in_silence(event: str, **context: Any) -> None:
    """Report nothing."""


@frozen
class Migrated:
    """What a migration did. `backup` is the copy of the database before it, on SQLite."""

    applied: tuple[Step, ...] = ()
    backup: Path | None = None
    is_new: bool = False


@define
class Migration:
    """A way to bring databases to *tables*, by *steps*.

    *version* is recorded with each step, at the time that *now* returns. *report* gets the events
    `migration.waiting`, `migration.backed_up` (path), `migration.started` and `migration.applied` (step).
    """

    tables: Sequence[sa.Table]
    steps: Sequence[Step]
    version: str
    now: Callable[[], str]
    report: Report = in_silence

    def standing(self, database: Database) -> Standing:
        """Return the state of *database*.

        Raises: DatabaseNewer, HistoryMismatch, UnknownDatabase.
        """
        return database.read(self._standing)

    def run(self, database: Database) -> Migrated:
        """Create the tables of *database* when it is empty, else apply the pending steps, all or none.

        One process does so; others that try at the same time wait for it.
        Raises: DatabaseNewer, HistoryMismatch, UnknownDatabase, BackupFailed, MigrationFailed, Busy.
        """
        if not self.standing(database).pending:
            return Migrated()
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        is_reported = False
        while True:
            try:
                return database.exclusive(lambda tx: self._bring_up(tx, database))
            except Busy:
                if time.monotonic() > deadline:
                    raise
            except (apsw.Error, psycopg.Error) as error:
                raise MigrationFailed(
                    f"The migration was interrupted: {error}. Either all of its steps were applied, or none.",
                    hint="Fix the cause and start again.",
                ) from error
            if not is_reported:
                self.report("migration.waiting")
                is_reported = True

    def create_or_refuse(self, database: Database) -> Migrated:
        """Create the tables of *database* when it is empty; else require that no step is pending.

        Raises: MigrationPending, and what `run` raises.
        """
        found = self.standing(database)
        if found.is_empty:
            return self.run(database)
        if found.pending:
            titles = ", ".join(step.title for step in found.pending)
            raise MigrationPending(
                f"The database must be migrated before it can be used; pending: {titles}.",
                hint="Run `callboard migrate`; `callboard migrate --check` shows what it does.",
            )
        return Migrated()

    def _standing(self, tx: Transaction) -> Standing:
        return standing(tx, self.tables, self.steps)

    def _bring_up(self, tx: Transaction, database: Database) -> Migrated:
        found = self._standing(tx)
        if found.is_empty:
            create_tables(tx, self.tables)
        if found.is_empty or found.is_unrecorded:
            create_history(tx)
        if found.is_unrecorded:
            tx.change(FORGET_FINGERPRINT, {})
        to_record = found.pending if found.is_empty else found.pending[:1] if found.is_unrecorded else ()
        for step in to_record:
            record(tx, step, applied_at=self.now(), version=self.version)
        pending = found.pending[len(to_record) :]
        backup = self._back_up(database, pending[0]) if pending else None
        for step in pending:
            self._apply(tx, step, backup)
        return Migrated(found.pending, backup, found.is_empty)

    def _back_up(self, database: Database, step: Step) -> Path | None:
        if not isinstance(database, SqliteDatabase):
            return None
        path = back_up(database.path, step.number)
        remove_old_backups(database.path)
        self.report("migration.backed_up", path=str(path))
        return path

    def _apply(self, tx: Transaction, step: Step, backup: Path | None) -> None:
        self.report("migration.started", step=step.title)
        try:
            step.apply(Schema(tx, step.declared))
            check_references(tx)
        except Exception as error:  # whatever a step raises ends the migration
            kept = f" The backup {backup} is kept." if backup else ""
            raise MigrationFailed(
                f"Step {step.title} failed: {error}. The database was not changed.{kept}",
                hint="Fix the cause and start again, or keep using the former version.",
            ) from error
        record(tx, step, applied_at=self.now(), version=self.version)
        self.report("migration.applied", step=step.title)


def check_references(tx: Transaction) -> None:
    """Check that every foreign key leads to a row. Raises: BrokenReferences, or the driver's own error."""
    if tx.dialect.name == "postgresql":
        tx.change("SET CONSTRAINTS ALL IMMEDIATE", {})
        tx.change("SET CONSTRAINTS ALL DEFERRED", {})
        return
    broken = tx.fetch("PRAGMA foreign_key_check", {})
    if broken:
        table, _, target, _ = broken[0]
        raise BrokenReferences(
            f"{len(broken)} rows refer to rows that don't exist, such as one of {table} to {target}"
        )
