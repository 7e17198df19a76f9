"""`callboard user`, `callboard key` and `callboard mail`.

These commands work on the data of a server, whether or not it runs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.data import server_data
from callboard_server.cli.options import plain_errors, storage_options

if TYPE_CHECKING:
    from callboard_server.actions.call import Call
    from callboard_server.records.people import Person
    from callboard_server.server.services import Services
    from callboard_server.storage.transaction import Transaction


@click.group()
def user() -> None:
    """Manage users."""


@click.group()
def key() -> None:
    """Manage API keys."""


@user.command("add")
@click.argument("username")
@click.option("--first-name", metavar="NAME", help="First name.")
@click.option("--last-name", metavar="NAME", help="Last name.")
@click.option("--email", metavar="ADDRESS", help="E-mail address.")
@click.option(
    "--administrator", is_flag=True, help="Make the user an administrator, who can see and change everything."
)
@click.option(
    "--password",
    is_flag=True,
    help="Prompt for a password, so that the user can sign in. Without one, only API keys work.",
)
@storage_options
@plain_errors()
def add(  # noqa: PLR0913  # one argument for each option
    *,
    username: str,
    first_name: str | None,
    last_name: str | None,
    email: str | None,
    administrator: bool,
    password: bool,
    data: Path,
    database: str | None,
) -> None:
    """Create the user USERNAME."""
    from callboard_server.actions.users import NewUser, add_user

    secret = ask_password() if password else None
    new = NewUser(username, first_name, last_name, email, is_administrator=administrator)

    def make(services: Services, tx: Transaction) -> str:
        user_id = add_user(operator_call(services, tx), new)
        if secret is not None:
            set_password(services, tx, user_id, secret)
        return user_id

    with server_data(data, database) as services:
        print(f"Created {username} ({services.database.write(lambda tx: make(services, tx))}).")


@user.command("list")
@storage_options
@plain_errors()
def list_users(*, data: Path, database: str | None) -> None:
    """List all users."""
    from callboard_server.records.people import everybody

    with server_data(data, database) as services:
        for person in services.database.read(everybody):
            marks = [
                *(["administrator"] if person.is_administrator else []),
                *([] if person.is_active else ["deactivated"]),
            ]
            print(f"{person.username:24} {person.full_name:32} {', '.join(marks)}".rstrip())


@user.command("password")
@click.argument("username")
@storage_options
@plain_errors()
def change_password(*, username: str, data: Path, database: str | None) -> None:
    """Set the password of USERNAME, and end the user's web sessions."""
    secret = ask_password()
    with server_data(data, database) as services:
        services.database.write(lambda tx: set_password(services, tx, user_named(tx, username).id, secret))
    print(f"Changed the password of {username}.")


@user.command("deactivate")
@click.argument("username")
@storage_options
@plain_errors()
def deactivate(*, username: str, data: Path, database: str | None) -> None:
    """Deactivate the user USERNAME. Their work is kept."""
    from callboard_server.actions.users import deactivate_user

    with server_data(data, database) as services:
        services.database.write(
            lambda tx: deactivate_user(operator_call(services, tx), user_named(tx, username))
        )
    print(f"Deactivated {username}.")


@key.command("new")
@click.argument("username")
@click.argument("name")
@storage_options
@plain_errors()
def new_key(*, username: str, name: str, data: Path, database: str | None) -> None:
    """Create an API key called NAME for USERNAME and print it. It is not shown again."""
    from callboard_server.access.keys import create_key

    def make(services: Services, tx: Transaction) -> str:
        person = user_named(tx, username)
        return create_key(tx, person.id, name, key_id=services.new_id(), now=services.clock()).text

    with server_data(data, database) as services:
        print(services.database.write(lambda tx: make(services, tx)))


@key.command("list")
@click.argument("username")
@storage_options
@plain_errors()
def list_keys(*, username: str, data: Path, database: str | None) -> None:
    """List the API keys of USERNAME, without the keys themselves."""
    from callboard_server.records.api_keys import keys_of

    with server_data(data, database) as services:
        for row in services.database.read(lambda tx: keys_of(tx, user_named(tx, username).id)):
            print(f"{row.id}  {row.created_at}  last used {row.last_used_at or 'never':19}  {row.name}")


@key.command("revoke")
@click.argument("username")
@click.argument("key_id")
@storage_options
@plain_errors()
def revoke(*, username: str, key_id: str, data: Path, database: str | None) -> None:
    """Revoke the API key KEY_ID of USERNAME. `callboard key list` prints the identifiers."""
    from callboard_server.access.keys import revoke_key

    with server_data(data, database) as services:
        services.database.write(lambda tx: revoke_key(tx, user_named(tx, username).id, key_id))
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

    if not is_global:
        raise click.UsageError(
            "Pass --global to create a key that isn't tied to a user; or run `callboard key new`."
        )

    def make(services: Services, tx: Transaction) -> str:
        found = [role_named(services, tx, role) for role in roles]
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
    from callboard.errors import NotFound
    from callboard_server.records.global_keys import delete_global_key

    with server_data(data, database) as services:
        if not services.database.write(lambda tx: delete_global_key(tx, key_id)):
            raise NotFound(
                f"There is no global API key {key_id!r}.",
                code="credentials.key_not_found",
                hint="`callboard key globals` lists them.",
            )
    print("Revoked the key.")


@click.command()
@storage_options
@plain_errors()
def mail(*, data: Path, database: str | None) -> None:
    """Print the 100 newest e-mail messages, and whether they were sent."""
    from callboard_server.records.mail import newest_mail

    with server_data(data, database) as services:
        for row in services.database.read(lambda tx: newest_mail(tx, 100)):
            state = (
                f"sent {row.sent_at}"
                if row.sent_at
                else f"failed: {row.failure}"
                if row.failure
                else "queued"
            )
            print(f"{row.created_at}  {row.recipient}  {row.subject}  ({state})\n")
            print("".join(f"    {line}\n" for line in row.body.splitlines()))


def role_named(services: Services, tx: Transaction, name: str) -> str:
    """Return the identifier of the role called *name*. Raises: NotFound."""
    from callboard.errors import NotFound
    from callboard_server.storage.entities import load_caseless

    shape = services.studio.current(tx)
    found = load_caseless(tx, shape.tables, shape.model.entity("SecurityRole"), "name", [name])
    if not found:
        raise NotFound(f"There is no role named {name!r}.")
    return str(found[0]["id"])


def operator_call(services: Services, tx: Transaction) -> Call:
    """Return a call made by the operator of the server."""
    from callboard_server.actions.users import OPERATOR

    return services.call(tx, OPERATOR, services.links(""))


def user_named(tx: Transaction, username: str) -> Person:
    """Return the user called *username*. Raises: NotFound."""
    from callboard.errors import NotFound
    from callboard_server.records.people import person_by_username

    found = person_by_username(tx, username)
    if found is None:
        raise NotFound(f"There is no user named {username!r}.", hint="`callboard user list` lists all users.")
    return found


def set_password(services: Services, tx: Transaction, user_id: str, secret: str) -> None:
    """Set the password of a user and end the user's web sessions."""
    from callboard.wire.values import instant_text
    from callboard_server.access.passwords import hash_password
    from callboard_server.records.credentials import set_password_hash
    from callboard_server.records.web_sessions import delete_sessions_of

    set_password_hash(tx, user_id, hash_password(secret), instant_text(services.clock()))
    delete_sessions_of(tx, user_id)


def ask_password() -> str:
    """Prompt for a password twice at a terminal; otherwise read it from standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
