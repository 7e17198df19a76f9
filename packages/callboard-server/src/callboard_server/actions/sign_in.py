"""Signing in to the web interface with a username and a password.

The steps are separate, because checking a password takes long and must not happen inside a transaction:
`count_attempt`, `find_account`, `check_password`, `sign_in`. An unknown username takes as long as a known
one.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from callboard.errors import InvalidCredentials
from callboard_server.access import passwords, sessions, throttle
from callboard_server.records import credentials
from callboard_server.records.people import Person, person_by_username
from callboard_server.storage.transaction import Transaction


@frozen
class Account:
    """A user and the hash of the password; None for an unknown username, or without a password."""

    person: Person | None
    password_hash: str | None


def count_attempt(tx: Transaction, username: str, address: str, now: datetime) -> None:
    """Count an attempt to sign in from *address*. Raises: Throttled, after too many failures.

    Raises: DuplicateEntry, when another first attempt is counted at the same moment; call it again then.
    """
    throttle.begin_attempt(tx, username, address, now)


def find_account(tx: Transaction, username: str) -> Account:
    """Return the account of *username*."""
    person = person_by_username(tx, username)
    return Account(person, None if person is None else credentials.password_hash(tx, person.id))


def check_password(account: Account, password: str) -> Person:
    """Return the user of *account* when *password* is right. Takes long.

    Raises: InvalidCredentials, which is the same for an unknown user, a wrong password and a deactivated
    user.
    """
    is_right = passwords.is_password(password, account.password_hash)
    if account.person is None or not is_right or not account.person.is_active:
        raise InvalidCredentials("The username or the password is wrong.", code="credentials.invalid")
    return account.person


def sign_in(
    tx: Transaction, person: Person, *, username: str, address: str, secret: str, now: datetime
) -> sessions.Opened:
    """Open a web session for *person*, and forget the failed attempts of *username* from *address*.

    *secret* signs the cookie.
    """
    throttle.succeeded(tx, username, address)
    return sessions.open_session(tx, person.id, secret, now)
