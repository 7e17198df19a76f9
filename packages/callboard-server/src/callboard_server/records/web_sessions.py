"""Statements about the sessions of the web interface, which are entities.

A session is added when a user signs in, and extended by use. It is deleted when the user signs out, gets a
new password or is deleted, and some time after it has expired. One that is no longer valid is kept until
then.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.people import Person, person_columns, person_of
from callboard_server.records.schema import RESOURCE, USER_SESSION
from callboard_server.records.statements import given
from callboard_server.storage.transaction import Prepared, Transaction

HASH, CSRF, EXPIRES_AT = (USER_SESSION.c[name] for name in ("_hash", "_csrf", "_expires_at"))


@frozen
class SessionRow:
    """A web session and its user."""

    person: Person
    csrf: str
    expires_at: str
    accessed_at: str | None


_ADD_SESSION = Prepared(
    sa.insert(USER_SESSION).values(
        {
            "id": given("id"),
            "_hash": given("digest"),
            "user_id": given("user"),
            "_csrf": given("csrf"),
            "creation_time": given("now"),
            "accessed_time": given("now"),
            "_expires_at": given("until"),
            "valid": sa.true(),
        }
    )
)
_SESSION = Prepared(
    sa.select(*person_columns(), CSRF, EXPIRES_AT, USER_SESSION.c.accessed_time)
    .select_from(USER_SESSION.join(RESOURCE, RESOURCE.c.id == USER_SESSION.c.user_id))
    .where(given("digest") == HASH, given("now") < EXPIRES_AT, USER_SESSION.c.valid.is_(sa.true()))
)
_DELETE_SESSION = Prepared(sa.delete(USER_SESSION).where(given("digest") == HASH))
_DELETE_SESSIONS_OF = Prepared(sa.delete(USER_SESSION).where(USER_SESSION.c.user_id == given("user")))
_EXTEND_SESSION = Prepared(
    sa.update(USER_SESSION).where(given("digest") == HASH).values({"_expires_at": given("until")})
)
_USE_SESSION = Prepared(
    sa.update(USER_SESSION).where(given("digest") == HASH).values(accessed_time=given("now"))
)
_SWEEP_SESSIONS = Prepared(sa.delete(USER_SESSION).where(given("now") >= EXPIRES_AT))


def add_session(
    tx: Transaction, session_id: str, digest: str, user_id: str, csrf: str, *, now: str, until: str
) -> None:
    """Add a web session with the *digest* of its token."""
    tx.run(_ADD_SESSION, id=session_id, digest=digest, user=user_id, csrf=csrf, now=now, until=until)


def session(tx: Transaction, digest: str, now: str) -> SessionRow | None:
    """Return the session with *digest*; None if there is none, it has expired, or it is no longer valid."""
    found = tx.row(_SESSION, digest=digest, now=now)
    return None if found is None else SessionRow(person_of(found), found[7], found[8], found[9])


def delete_session(tx: Transaction, digest: str) -> None:
    """Delete a session."""
    tx.run(_DELETE_SESSION, digest=digest)


def delete_sessions_of(tx: Transaction, user_id: str) -> None:
    """Delete all sessions of a user."""
    tx.run(_DELETE_SESSIONS_OF, user=user_id)


def note_session_used(tx: Transaction, digest: str, now: str) -> None:
    """Record that a session was used *now*."""
    tx.run(_USE_SESSION, digest=digest, now=now)


def extend_session(tx: Transaction, digest: str, until: str) -> None:
    """Set the expiry of a session to *until*."""
    tx.run(_EXTEND_SESSION, digest=digest, until=until)


def sweep_sessions(tx: Transaction, now: str) -> None:
    """Delete expired sessions."""
    tx.run(_SWEEP_SESSIONS, now=now)
