"""Why a database is not used or not migrated. These errors end a command; they never reach a client."""

from __future__ import annotations

from callboard.errors import CallboardError


class MigrationError(CallboardError):
    """A database can't be brought up to date."""

    default_code = "storage.migration"


class DatabaseNewer(MigrationError):
    """A newer version of Callboard has migrated the database."""

    default_code = "storage.database_newer"


class HistoryMismatch(MigrationError):
    """The steps recorded in the database are not the steps of this version."""

    default_code = "storage.history_mismatch"


class UnknownDatabase(MigrationError):
    """The database has tables, but not those of a released version."""

    default_code = "storage.database_unknown"


class MigrationPending(MigrationError):
    """The database needs steps that may not be applied automatically."""

    default_code = "storage.migration_pending"


class MigrationFailed(MigrationError):
    """A step failed; the database is unchanged."""

    default_code = "storage.migration_failed"


class BackupFailed(MigrationError):
    """The backup before a migration could not be made; the database is unchanged."""

    default_code = "storage.backup_failed"


class BrokenReferences(MigrationError):
    """After a step, rows refer to rows that don't exist."""
