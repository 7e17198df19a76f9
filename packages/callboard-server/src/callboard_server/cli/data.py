"""How commands open the data of a server, whether or not the server runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from callboard_server.actions.call import Call
    from callboard_server.actions.users import FirstAdministrator
    from callboard_server.server.services import Services
    from callboard_server.storage.transaction import Transaction


@contextmanager
def server_data(data: Path, database: str | None) -> Iterator[Services]:
    """Open the database and the files of an existing server.

    An empty PostgreSQL database is filled, but an existing database is never migrated from here.
    Raises: NotFound, when there is no server's data in the folder; MigrationPending.
    """
    from callboard.errors import NotFound
    from callboard_server.server.settings import Settings
    from callboard_server.server.startup import DATABASE_FILE, open_services

    if database is None and not (data / DATABASE_FILE).exists():
        raise NotFound(
            f"{data.resolve()} contains no server data.",
            hint="Pass the data folder of the server with --data.",
        )
    opened = open_services(Settings(data=data, database=database, migrate=False))
    if opened.first is not None:  # an empty database on PostgreSQL
        print_credentials(opened.first, sys.stderr)
    try:
        yield opened.services
    finally:
        opened.services.database.close()


def operator_call(services: Services, tx: Transaction) -> Call:
    """Return a call by the operator of the server."""
    from callboard_server.actions.users import OPERATOR

    return services.call(tx, OPERATOR, services.links(""))


def print_credentials(first: FirstAdministrator, where: TextIO) -> None:
    """Print how the first administrator signs in."""
    print("\nFirst start. Store these credentials; they are not shown again:\n", file=where)
    print(f"  Username   {first.username}", file=where)
    print(f"  Password   {first.password or '(the one you set)'}", file=where)
    print(f"  API key    {first.api_key or '(the one you set)'}\n", file=where, flush=True)
