"""`callboard user`: manage the users of a server, whether or not it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.data import operator_call, server_data
from callboard_server.cli.options import plain_errors, storage_options

if TYPE_CHECKING:
    from callboard_server.server.services import Services
    from callboard_server.storage.transaction import Transaction


@click.group()
def user() -> None:
    """Manage users."""


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
    from callboard_server.access.passwords import hash_password
    from callboard_server.actions.users import NewUser, add_user, set_password

    hashed = hash_password(ask_password()) if password else None
    new = NewUser(username, first_name, last_name, email, is_administrator=administrator)

    def make(services: Services, tx: Transaction) -> str:
        call = operator_call(services, tx)
        user_id = add_user(call, new)
        if hashed is not None:
            set_password(call, user_id, hashed)
        return user_id

    with server_data(data, database) as services:
        print(f"Created {username} ({services.database.write(lambda tx: make(services, tx))}).")


@user.command("list")
@storage_options
@plain_errors()
def list_users(*, data: Path, database: str | None) -> None:
    """List all users."""
    from callboard_server.records.people import all_people

    with server_data(data, database) as services:
        for person in services.database.read(all_people):
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
    from callboard_server.access.passwords import hash_password
    from callboard_server.actions.users import find_user, set_password

    password = ask_password()
    with server_data(data, database) as services:
        person = services.database.read(lambda tx: find_user(tx, username))
        hashed = hash_password(password)
        services.database.write(lambda tx: set_password(operator_call(services, tx), person.id, hashed))
    print(f"Changed the password of {username}.")


@user.command("deactivate")
@click.argument("username")
@storage_options
@plain_errors()
def deactivate(*, username: str, data: Path, database: str | None) -> None:
    """Deactivate the user USERNAME. Their work is kept."""
    from callboard_server.actions.users import deactivate_user, find_user

    with server_data(data, database) as services:
        services.database.write(
            lambda tx: deactivate_user(operator_call(services, tx), find_user(tx, username))
        )
    print(f"Deactivated {username}.")


def ask_password() -> str:
    """Prompt for a password twice at a terminal; otherwise read it from standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
