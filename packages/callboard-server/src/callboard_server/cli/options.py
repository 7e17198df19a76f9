"""Options and error messages that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    envvar="CALLBOARD_DATA",
    show_default=True,
    show_envvar=True,
    metavar="DIR",
    help="Data folder: uploaded files, and the SQLite database unless --database is given.",
)
database_option = click.option(
    "--database",
    envvar="CALLBOARD_DATABASE",
    show_envvar=True,
    metavar="URL",
    help="PostgreSQL database: postgresql://user:password@host/name.  [default: SQLite in the data folder]",
)


def storage_options(command: F) -> F:
    """Add the options --data and --database to *command*."""
    return data_option(database_option(command))


@contextmanager
def plain_errors() -> Iterator[None]:
    """Report Callboard's own errors as a message and a hint, without a traceback; also a decorator."""
    from callboard.errors import CallboardError

    try:
        yield
    except CallboardError as error:
        raise click.ClickException(
            f"{error.message} {error.hint}" if error.hint else error.message
        ) from error
