"""Options that several commands share, and how a command reaches the data folder."""

from __future__ import annotations

import functools
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
    help=(
        "Folder for everything that is kept: the database (unless --database names another) and uploaded "
        "files."
    ),
)
database_option = click.option(
    "--database",
    envvar="CALLBOARD_DATABASE",
    show_envvar=True,
    metavar="URL",
    help=(
        "PostgreSQL database, as postgresql://user:password@host/name. Without it: a SQLite file in the "
        "data folder."
    ),
)


def storage_options(command: F) -> F:
    """Add the options that say where things are kept."""
    return data_option(database_option(command))


@contextmanager
def plain_errors() -> Iterator[None]:
    """Tell errors of ours as a sentence and a hint, without a traceback."""
    from callboard.errors import CallboardError

    try:
        yield
    except CallboardError as error:
        raise click.ClickException(
            f"{error.message} {error.hint}" if error.hint else error.message
        ) from error


def telling_errors(command: F) -> F:
    """Wrap *command* in `plain_errors`."""

    @functools.wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        with plain_errors():
            return command(*arguments, **options)

    return wrapped  # type: ignore[return-value]  # same signature, which functools.wraps cannot say
