"""`callboard migrate`: bring the database up to date without starting a server."""

from __future__ import annotations

import sys
import textwrap
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callboard_server.cli.options import plain_errors, storage_options

if TYPE_CHECKING:
    from callboard_server.server.settings import Settings
    from callboard_server.storage.dialect import Dialect
    from callboard_server.storage.migrations.history import Standing
    from callboard_server.storage.migrations.runner import Migrated

ERROR_STATUS = 2
PROGRESS = {
    "migration.waiting": "Another process is migrating the database. Waiting for it.",
    "migration.backed_up": "Backup: {path}",
    "migration.started": "Applying {step}",
}
"""What is printed for the events of a migration."""


@click.command()
@storage_options
@click.option(
    "--check",
    is_flag=True,
    help="Show the pending steps and their SQL, and change nothing.",
)
def migrate(*, data: Path, database: str | None, check: bool) -> None:
    """Bring the database up to date, or create it.

    `callboard serve` does this when it starts, unless it is started with --no-migrate. All pending steps are
    applied in one transaction, or none. A SQLite database is backed up first, in the data folder. If another
    process is migrating the database, the command waits for it.

    \b
    Exit status:
      0   the database is up to date
      1   with --check: steps are pending
      2   the database can't be migrated; nothing was changed

    \b
    Examples:
      callboard migrate --check --data /srv/callboard
      callboard migrate --data /srv/callboard --database postgresql://user:password@host/callboard
    """
    from callboard_server.server.settings import Settings

    settings = Settings(data=data, database=database or None)
    try:
        with plain_errors():
            is_pending = check_only(settings) if check else apply(settings)
    except click.ClickException as error:
        error.show()
        sys.exit(ERROR_STATUS)
    sys.exit(1 if is_pending else 0)


def apply(settings: Settings) -> bool:
    """Migrate the database of *settings*; return False, because nothing is pending afterwards."""
    from callboard_server.model.types import standard_model
    from callboard_server.server.startup import migration_to, open_database
    from callboard_server.storage.tables import Tables

    settings.data.mkdir(parents=True, exist_ok=True)
    with closing(open_database(settings)) as database:
        print_result(migration_to(Tables(standard_model()), print_progress).run(database))
    return False


def check_only(settings: Settings) -> bool:
    """Print what is pending for the database of *settings*; return whether anything is."""
    from callboard_server.model.types import standard_model
    from callboard_server.server.startup import DATABASE_FILE, migration_to, open_database
    from callboard_server.storage.tables import Tables

    if settings.database is None and not (settings.data / DATABASE_FILE).exists():
        print(f"There is no database in {settings.data.resolve()}. `callboard migrate` creates it.")
        return True
    with closing(open_database(settings)) as database:
        found = migration_to(Tables(standard_model()), print_progress).standing(database)
        print_pending(found, database.dialect)
    return bool(found.pending)


def print_progress(event: str, **context: Any) -> None:
    """Print what a migration reports."""
    if event in PROGRESS:
        print(PROGRESS[event].format(**context), flush=True)


def print_result(done: Migrated) -> None:
    """Print what a migration did."""
    if done.is_new:
        print("Created the database.")
    elif done.applied:
        print(f"The database is up to date: {counted(len(done.applied))} applied.")
    else:
        print("The database is up to date.")


def print_pending(found: Standing, dialect: Dialect) -> None:
    """Print the pending steps, each with its description and its SQL."""
    from callboard_server.storage.migrations.description import statements

    if not found.pending:
        last = found.applied[-1]
        print(f"The database is up to date. Last step: {last.title}, applied by version {last.version}.")
        return
    if found.is_empty:
        print("The database is empty. `callboard migrate` creates its tables.")
        return
    print(f"{counted(len(found.pending))} pending:")
    for step in found.pending:
        print(f"\n{step.title}: {step.description}")
        for text in statements(step, dialect):
            print(textwrap.indent(f"{text};", "    "))
    if found.is_unrecorded:
        print("\nThe first step is only recorded, because the database has its tables.")


def counted(steps: int) -> str:
    """Return a number of steps as text."""
    return "1 step" if steps == 1 else f"{steps} steps"
