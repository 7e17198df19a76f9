"""Sessions of the web interface: the digest of the token, and the user.

A row is added when a user signs in, and extended by use. It is deleted when the user signs out, gets a new
password or is deleted, and some time after it has expired.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.people import Person, person_columns, person_of
from callboard_server.records.schema import METADATA, RESOURCE
from callboard_server.records.statements import given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

WEB_SESSION = sa.Table(
    "web_session",
    METADATA,
    sa.Column("hash", TEXT, primary_key=True),
    sa.Column(
        "user_id",
        TEXT,
        sa.ForeignKey(RESOURCE.c.id, name="fk_web_session_user_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("csrf", TEXT, nullable=False),
    sa.Column("created_at", TEXT, nullable=False),
    sa.Column("expires_at", TEXT, nullable=False),
)


@frozen
class SessionRow:
    """A web session and its user."""

    person: Person
    csrf: str
    expires_at: str


_ADD_SESSION = Prepared(
    sa.insert(WEB_SESSION).values(
        hash=given("digest"),
        user_id=given("user"),
        csrf=given("csrf"),
        created_at=given("now"),
        expires_at=given("until"),
    )
)
_SESSION = Prepared(
    sa.select(*person_columns(), WEB_SESSION.c.csrf, WEB_SESSION.c.expires_at)
    .select_from(WEB_SESSION.join(RESOURCE, RESOURCE.c.id == WEB_SESSION.c.user_id))
    .where(WEB_SESSION.c.hash == given("digest"), WEB_SESSION.c.expires_at > given("now"))
)
_DELETE_SESSION = Prepared(sa.delete(WEB_SESSION).where(WEB_SESSION.c.hash == given("digest")))
_DELETE_SESSIONS_OF = Prepared(sa.delete(WEB_SESSION).where(WEB_SESSION.c.user_id == given("user")))
_EXTEND_SESSION = Prepared(
    sa.update(WEB_SESSION).where(WEB_SESSION.c.hash == given("digest")).values(expires_at=given("until"))
)
_SWEEP_SESSIONS = Prepared(sa.delete(WEB_SESSION).where(WEB_SESSION.c.expires_at <= given("now")))


def add_session(tx: Transaction, digest: str, user_id: str, csrf: str, *, now: str, until: str) -> None:
    """Add a web session with the *digest* of its token."""
    tx.run(_ADD_SESSION, digest=digest, user=user_id, csrf=csrf, now=now, until=until)


def session(tx: Transaction, digest: str, now: str) -> SessionRow | None:
    """Return the session with *digest*; None if there is none or it has expired."""
    found = tx.row(_SESSION, digest=digest, now=now)
    return None if found is None else SessionRow(person_of(found), found[7], found[8])


def delete_session(tx: Transaction, digest: str) -> None:
    """Delete a session."""
    tx.run(_DELETE_SESSION, digest=digest)


def delete_sessions_of(tx: Transaction, user_id: str) -> None:
    """Delete all sessions of a user."""
    tx.run(_DELETE_SESSIONS_OF, user=user_id)


def extend_session(tx: Transaction, digest: str, until: str) -> None:
    """Set the expiry of a session to *until*."""
    tx.run(_EXTEND_SESSION, digest=digest, until=until)


def sweep_sessions(tx: Transaction, now: str) -> None:
    """Delete expired sessions."""
    tx.run(_SWEEP_SESSIONS, now=now)
