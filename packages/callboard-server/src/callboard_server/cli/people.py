"""`callboard user` and `callboard key`.

People and their API keys, worked on in the data folder, whether or not a server runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.options import storage_options, telling_errors

if TYPE_CHECKING:
    from callboard_server.actions.call import Call
    from callboard_server.records.people import Person
    from callboard_server.server.services import Services
    from callboard_server.storage.transaction import Transaction


@click.group()
def user() -> None:
    """Let people in, and out."""


@click.group()
def key() -> None:
    """API keys, by which scripts speak for a user."""


@user.command("add")
@click.argument("username")
@click.option("--first-name", metavar="NAME", help="First name.")
@click.option("--last-name", metavar="NAME", help="Last name.")
@click.option("--email", metavar="ADDRESS", help="E-mail address.")
@click.option("--administrator", is_flag=True, help="See and change everything.")
@click.option(
    "--password",
    is_flag=True,
    help="Ask for a password, so that the user can sign in. Without it, only keys work.",
)
@storage_options
@telling_errors
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
    """Make a user."""
    from callboard_server.actions.users import NewUser, add_user

    secret = ask_password() if password else None
    new = NewUser(username, first_name, last_name, email, is_administrator=administrator)

    def make(services: Services, tx: Transaction) -> str:
        user_id = add_user(operator_call(services, tx), new)
        if secret is not None:
            set_password(services, tx, user_id, secret)
        return user_id

    with opened(data, database) as services:
        print(f"Made {username} ({services.database.write(lambda tx: make(services, tx))}).")


@user.command("list")
@storage_options
@telling_errors
def list_users(*, data: Path, database: str | None) -> None:
    """Show everybody."""
    from callboard_server.records.people import everybody

    with opened(data, database) as services:
        for person in services.database.read(everybody):
            marks = [
                *(["administrator"] if person.is_administrator else []),
                *([] if person.is_active else ["deactivated"]),
            ]
            print(f"{person.username:24} {person.full_name:32} {', '.join(marks)}".rstrip())


@user.command("password")
@click.argument("username")
@storage_options
@telling_errors
def change_password(*, username: str, data: Path, database: str | None) -> None:
    """Give a user a new password, and end all web sessions of that user."""
    secret = ask_password()
    with opened(data, database) as services:
        services.database.write(lambda tx: set_password(services, tx, named(tx, username).id, secret))
    print(f"{username} signs in with the new password from now on.")


@user.command("deactivate")
@click.argument("username")
@storage_options
@telling_errors
def deactivate(*, username: str, data: Path, database: str | None) -> None:
    """Let a user in no more. What the user made stays."""
    from callboard_server.actions.users import deactivate_user

    with opened(data, database) as services:
        services.database.write(lambda tx: deactivate_user(operator_call(services, tx), named(tx, username)))
    print(f"{username} is deactivated.")


@key.command("new")
@click.argument("username")
@click.argument("name")
@storage_options
@telling_errors
def new_key(*, username: str, name: str, data: Path, database: str | None) -> None:
    """Make a key called NAME for a user, and print it: the only time that it is shown."""
    from callboard_server.access.keys import create_key

    def make(services: Services, tx: Transaction) -> str:
        person = named(tx, username)
        return create_key(tx, person.id, name, key_id=services.new_id(), now=services.clock()).text

    with opened(data, database) as services:
        print(services.database.write(lambda tx: make(services, tx)))


@key.command("list")
@click.argument("username")
@storage_options
@telling_errors
def list_keys(*, username: str, data: Path, database: str | None) -> None:
    """Show the keys of a user, without their text."""
    from callboard_server.records.credentials import keys_of

    with opened(data, database) as services:
        for row in services.database.read(lambda tx: keys_of(tx, named(tx, username).id)):
            print(f"{row.id}  {row.created_at}  last used {row.last_used_at or 'never':19}  {row.name}")


@key.command("revoke")
@click.argument("username")
@click.argument("key_id")
@storage_options
@telling_errors
def revoke(*, username: str, key_id: str, data: Path, database: str | None) -> None:
    """End a key, named by the identifier that `callboard key list` shows."""
    from callboard_server.access.keys import revoke_key

    with opened(data, database) as services:
        services.database.write(lambda tx: revoke_key(tx, named(tx, username).id, key_id))
    print("The key is revoked.")


@key.command("create")
@click.argument("name")
@click.option(
    "--global",
    "is_global",
    is_flag=True,
    help="Make a key that works with every active username, with the rights of its roles.",
)
@click.option(
    "--role", "roles", multiple=True, metavar="NAME", help="Role of the key, such as API; may be repeated."
)
@storage_options
@telling_errors
def create_global(
    *, name: str, is_global: bool, roles: tuple[str, ...], data: Path, database: str | None
) -> None:
    """Make a global key called NAME, and print it.

    The only time that it is shown. It counts in all open projects.
    """
    from callboard_server.access.keys import create_global_key

    if not is_global:
        raise click.UsageError(
            "Say --global for a key of no certain user; `callboard key new` makes the key of one."
        )

    def make(services: Services, tx: Transaction) -> str:
        found = [role_named(services, tx, role) for role in roles]
        return create_global_key(tx, name, found, key_id=services.new_id(), now=services.clock()).text

    with opened(data, database) as services:
        print(services.database.write(lambda tx: make(services, tx)))


@key.command("globals")
@storage_options
@telling_errors
def list_globals(*, data: Path, database: str | None) -> None:
    """Show the global keys, without their text."""
    from callboard_server.records.credentials import global_keys

    with opened(data, database) as services:
        for row in services.database.read(global_keys):
            print(f"{row.id}  {row.created_at}  last used {row.last_used_at or 'never':19}  {row.name}")


@key.command("end")
@click.argument("key_id")
@storage_options
@telling_errors
def end_global(*, key_id: str, data: Path, database: str | None) -> None:
    """End a global key, named by the identifier that `callboard key globals` shows."""
    from callboard.errors import NotFound
    from callboard_server.records.credentials import delete_global_key

    with opened(data, database) as services:
        if not services.database.write(lambda tx: delete_global_key(tx, key_id)):
            raise NotFound("There is no such key.", code="credentials.key_not_found")
    print("The key is revoked.")


@click.command()
@storage_options
@telling_errors
def mail(*, data: Path, database: str | None) -> None:
    """Show the newest mail that was written, and whether it was sent."""
    from callboard_server.records.mail import newest_mail

    with opened(data, database) as services:
        for row in services.database.read(lambda tx: newest_mail(tx, 100)):
            state = (
                f"sent {row.sent_at}"
                if row.sent_at
                else f"refused: {row.failure}"
                if row.failure
                else "waits"
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
        raise NotFound(f"There is no role called {name!r}.")
    return str(found[0]["id"])


@contextmanager
def opened(data: Path, database: str | None) -> Iterator[Services]:
    """Open the data folder. Raises: NotFound, when there is none: these commands do not make servers."""
    from callboard.errors import NotFound
    from callboard_server.cli.serve import introduce
    from callboard_server.server.settings import Settings
    from callboard_server.server.startup import DATABASE_FILE, open_services

    if database is None and not (data / DATABASE_FILE).exists():
        raise NotFound(f"There is no server's data in {data.resolve()}.", hint="Name its folder with --data.")
    found = open_services(Settings(data=data, database=database))
    services = found.services
    if found.first is not None:  # an empty database on PostgreSQL
        introduce(found.first, sys.stderr)
    try:
        yield services
    finally:
        services.database.close()


def operator_call(services: Services, tx: Transaction) -> Call:
    """Return a call in the name of whoever sits at the server."""
    from callboard_server.actions.users import OPERATOR

    return services.call(tx, OPERATOR, services.links(""))


def named(tx: Transaction, username: str) -> Person:
    """Return the user called *username*. Raises: NotFound."""
    from callboard.errors import NotFound
    from callboard_server.records.people import person_by_username

    found = person_by_username(tx, username)
    if found is None:
        raise NotFound(
            f"There is no user called {username!r}.", hint="`callboard user list` shows everybody."
        )
    return found


def set_password(services: Services, tx: Transaction, user_id: str, secret: str) -> None:
    """Give a user a password and end the web sessions that the old one opened."""
    from callboard.wire.values import instant_text
    from callboard_server.access.passwords import hash_password
    from callboard_server.records.credentials import delete_sessions_of, set_password_hash

    set_password_hash(tx, user_id, hash_password(secret), instant_text(services.clock()))
    delete_sessions_of(tx, user_id)


def ask_password() -> str:
    """Ask for a password twice at a terminal; elsewhere read it from standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
