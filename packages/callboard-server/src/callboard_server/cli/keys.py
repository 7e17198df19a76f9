"""`callboard key`: manage the API keys of a server, whether or not it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.data import operator_call, server_data
from callboard_server.cli.options import plain_errors, storage_options

if TYPE_CHECKING:
    from callboard_server.server.services import Services
    from callboard_server.storage.transaction import Transaction


@click.group()
def key() -> None:
    """Manage API keys."""


@key.command("new")
@click.argument("username")
@click.argument("name")
@storage_options
@plain_errors()
def new_key(*, username: str, name: str, data: Path, database: str | None) -> None:
    """Create an API key called NAME for USERNAME and print it. It is not shown again."""
    from callboard_server.access.keys import create_key
    from callboard_server.actions.users import find_user

    def make(services: Services, tx: Transaction) -> str:
        person = find_user(tx, username)
        return create_key(tx, person.id, name, key_id=services.new_id(), now=services.clock()).text

    with server_data(data, database) as services:
        print(services.database.write(lambda tx: make(services, tx)))


@key.command("list")
@click.argument("username")
@storage_options
@plain_errors()
def list_keys(*, username: str, data: Path, database: str | None) -> None:
    """List the API keys of USERNAME, without the keys themselves."""
    from callboard_server.actions.users import find_user
    from callboard_server.records.api_keys import keys_of

    with server_data(data, database) as services:
        for row in services.database.read(lambda tx: keys_of(tx, find_user(tx, username).id)):
            print(f"{row.id}  {row.created_at}  last used {row.last_used_at or 'never':19}  {row.name}")


@key.command("revoke")
@click.argument("username")
@click.argument("key_id")
@storage_options
@plain_errors()
def revoke(*, username: str, key_id: str, data: Path, database: str | None) -> None:
    """Revoke the API key KEY_ID of USERNAME. `callboard key list` prints the identifiers."""
    from callboard_server.access.keys import revoke_key
    from callboard_server.actions.users import find_user

    with server_data(data, database) as services:
        services.database.write(lambda tx: revoke_key(tx, find_user(tx, username).id, key_id))
    print("Revoked the key.")


@key.command("create")
@click.argument("name")
@click.option(
    "--global",
    "is_global",
    is_flag=True,
    help="Create a key that isn't tied to a user: it works with every active username. Required.",
)
@click.option(
    "--role", "roles", multiple=True, metavar="NAME", help="Role of the key, such as API. Can be repeated."
)
@storage_options
@plain_errors()
def create_global(
    *, name: str, is_global: bool, roles: tuple[str, ...], data: Path, database: str | None
) -> None:
    """Create a global API key called NAME and print it. It is not shown again.

    The key has the permissions of its roles, in all open projects.
    """
    from callboard_server.access.keys import create_global_key
    from callboard_server.actions.security_roles import find_role

    if not is_global:
        raise click.UsageError(
            "Pass --global to create a key that isn't tied to a user; or run `callboard key new`."
        )

    def make(services: Services, tx: Transaction) -> str:
        found = [find_role(operator_call(services, tx), role) for role in roles]
        return create_global_key(tx, name, found, key_id=services.new_id(), now=services.clock()).text

    with server_data(data, database) as services:
        print(services.database.write(lambda tx: make(services, tx)))


@key.command("globals")
@storage_options
@plain_errors()
def list_globals(*, data: Path, database: str | None) -> None:
    """List the global API keys, without the keys themselves."""
    from callboard_server.records.global_keys import global_keys

    with server_data(data, database) as services:
        for row in services.database.read(global_keys):
            print(f"{row.id}  {row.created_at}  last used {row.last_used_at or 'never':19}  {row.name}")


@key.command("end")
@click.argument("key_id")
@storage_options
@plain_errors()
def end_global(*, key_id: str, data: Path, database: str | None) -> None:
    """Revoke the global API key KEY_ID. `callboard key globals` prints the identifiers."""
    from callboard_server.actions.api_keys import revoke_global_key

    with server_data(data, database) as services:
        services.database.write(lambda tx: revoke_global_key(tx, key_id))
    print("Revoked the key.")
