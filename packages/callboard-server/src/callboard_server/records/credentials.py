"""Rows about credentials.

Passwords, API keys, web sessions, failed sign-ins. Secrets come and go as digests only.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.people import Person, person_columns, person_of
from callboard_server.records.schema import METADATA, RESOURCE, SECURITY_ROLE
from callboard_server.records.statements import given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

CREDENTIAL = sa.Table(
    "credential",
    METADATA,
    sa.Column(
        "user_id",
        TEXT,
        sa.ForeignKey(RESOURCE.c.id, name="fk_credential_user_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("password_hash", TEXT, nullable=False),
    sa.Column("changed_at", TEXT, nullable=False),
)
API_KEY = sa.Table(
    "api_key",
    METADATA,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column(
        "user_id",
        TEXT,
        sa.ForeignKey(RESOURCE.c.id, name="fk_api_key_user_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("hash", TEXT, nullable=False, unique=True),
    sa.Column("created_at", TEXT, nullable=False),
    sa.Column("last_used_at", TEXT),
)
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
SIGN_IN_FAILURE = sa.Table(
    "sign_in_failure",
    METADATA,
    sa.Column("subject", TEXT, primary_key=True),
    sa.Column("failures", sa.BigInteger(), nullable=False),
    sa.Column("last_at", TEXT, nullable=False),
)
GLOBAL_KEY = sa.Table(
    "global_key",
    METADATA,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("hash", TEXT, nullable=False, unique=True),
    sa.Column("created_at", TEXT, nullable=False),
    sa.Column("last_used_at", TEXT),
)
GLOBAL_KEY_ROLE = sa.Table(
    "global_key_role",
    METADATA,
    sa.Column(
        "key_id",
        TEXT,
        sa.ForeignKey(GLOBAL_KEY.c.id, name="fk_global_key_role_key_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "role_id",
        TEXT,
        sa.ForeignKey(SECURITY_ROLE.c.id, name="fk_global_key_role_role_id", ondelete="CASCADE"),
        primary_key=True,
    ),
)


@frozen
class KeyRow:
    """An API key without its secret."""

    id: str
    user_id: str
    name: str
    created_at: str
    last_used_at: str | None


@frozen
class KeyHolder:
    """Who holds a key, and when the key was used last."""

    person: Person
    key_id: str
    last_used_at: str | None


@frozen
class SessionRow:
    """A web session and who is signed in."""

    person: Person
    csrf: str
    expires_at: str


@frozen
class Failures:
    """How often signing in failed for one subject, and when last."""

    count: int
    last_at: str


_PASSWORD = Prepared(sa.select(CREDENTIAL.c.password_hash).where(CREDENTIAL.c.user_id == given("user")))
_CHANGE_PASSWORD = Prepared(
    sa.update(CREDENTIAL)
    .where(CREDENTIAL.c.user_id == given("user"))
    .values(password_hash=given("hashed"), changed_at=given("now"))
)
_FIRST_PASSWORD = Prepared(
    sa.insert(CREDENTIAL).values(
        user_id=given("user"), password_hash=given("hashed"), changed_at=given("now")
    )
)


def password_hash(tx: Transaction, user_id: str) -> str | None:
    """Return the hash of the user's password; None when the user has none."""
    found = tx.row(_PASSWORD, user=user_id)
    return None if found is None else str(found[0])


def set_password_hash(tx: Transaction, user_id: str, hashed: str, now: str) -> None:
    """Keep *hashed* for the user, in place of an earlier one."""
    if not tx.run(_CHANGE_PASSWORD, user=user_id, hashed=hashed, now=now):
        tx.run(_FIRST_PASSWORD, user=user_id, hashed=hashed, now=now)


_ADD_KEY = Prepared(
    sa.insert(API_KEY).values(
        id=given("id"),
        user_id=given("user"),
        name=given("name"),
        hash=given("digest"),
        created_at=given("now"),
    )
)
_KEYS = Prepared(
    sa.select(API_KEY.c.id, API_KEY.c.user_id, API_KEY.c.name, API_KEY.c.created_at, API_KEY.c.last_used_at)
    .where(API_KEY.c.user_id == given("user"))
    .order_by(API_KEY.c.created_at.desc(), API_KEY.c.id)
)
_DELETE_KEY = Prepared(
    sa.delete(API_KEY).where(API_KEY.c.id == given("id"), API_KEY.c.user_id == given("user"))
)
_USE_KEY = Prepared(sa.update(API_KEY).where(API_KEY.c.id == given("id")).values(last_used_at=given("now")))
_KEY_HOLDER = Prepared(
    sa.select(*person_columns(), API_KEY.c.id, API_KEY.c.last_used_at)
    .select_from(API_KEY.join(RESOURCE, RESOURCE.c.id == API_KEY.c.user_id))
    .where(API_KEY.c.hash == given("digest"))
)


def add_key(tx: Transaction, key: KeyRow, digest: str) -> None:
    """Keep *key* under *digest* of its secret."""
    tx.run(_ADD_KEY, id=key.id, user=key.user_id, name=key.name, digest=digest, now=key.created_at)


def keys_of(tx: Transaction, user_id: str) -> list[KeyRow]:
    """Return the user's keys, the newest first."""
    return [KeyRow(*row) for row in tx.rows(_KEYS, user=user_id)]


def delete_key(tx: Transaction, user_id: str, key_id: str) -> bool:
    """Forget a key of the user; return whether there was one."""
    return tx.run(_DELETE_KEY, id=key_id, user=user_id) > 0


def key_holder(tx: Transaction, digest: str) -> KeyHolder | None:
    """Return who holds the key with *digest*."""
    found = tx.row(_KEY_HOLDER, digest=digest)
    return None if found is None else KeyHolder(person_of(found), found[7], found[8])


def note_key_used(tx: Transaction, key_id: str, now: str) -> None:
    """Remember that the key was used *now*."""
    tx.run(_USE_KEY, id=key_id, now=now)


@frozen
class GlobalKeyRow:
    """An API key that works with every active username, without its secret."""

    id: str
    name: str
    created_at: str
    last_used_at: str | None


_GLOBAL_COLUMNS = (GLOBAL_KEY.c.id, GLOBAL_KEY.c.name, GLOBAL_KEY.c.created_at, GLOBAL_KEY.c.last_used_at)
_ADD_GLOBAL_KEY = Prepared(
    sa.insert(GLOBAL_KEY).values(
        id=given("id"), name=given("name"), hash=given("digest"), created_at=given("now")
    )
)
_GLOBAL_KEYS = Prepared(sa.select(*_GLOBAL_COLUMNS).order_by(GLOBAL_KEY.c.created_at.desc(), GLOBAL_KEY.c.id))
_GLOBAL_KEY = Prepared(sa.select(*_GLOBAL_COLUMNS).where(GLOBAL_KEY.c.hash == given("digest")))
_DELETE_GLOBAL_KEY = Prepared(sa.delete(GLOBAL_KEY).where(GLOBAL_KEY.c.id == given("id")))
_USE_GLOBAL_KEY = Prepared(
    sa.update(GLOBAL_KEY).where(GLOBAL_KEY.c.id == given("id")).values(last_used_at=given("now"))
)
_GIVE_ROLE = Prepared(sa.insert(GLOBAL_KEY_ROLE).values(key_id=given("id"), role_id=given("role")))
_TAKE_ROLE = Prepared(
    sa.delete(GLOBAL_KEY_ROLE).where(
        GLOBAL_KEY_ROLE.c.key_id == given("id"), GLOBAL_KEY_ROLE.c.role_id == given("role")
    )
)
_KEY_ROLES = Prepared(
    sa.select(GLOBAL_KEY_ROLE.c.role_id)
    .where(GLOBAL_KEY_ROLE.c.key_id == given("id"))
    .order_by(GLOBAL_KEY_ROLE.c.role_id)
)


def add_global_key(tx: Transaction, key: GlobalKeyRow, digest: str) -> None:
    """Keep a global *key* under *digest* of its secret."""
    tx.run(_ADD_GLOBAL_KEY, id=key.id, name=key.name, digest=digest, now=key.created_at)


def global_keys(tx: Transaction) -> list[GlobalKeyRow]:
    """Return all global keys, the newest first."""
    return [GlobalKeyRow(*row) for row in tx.rows(_GLOBAL_KEYS)]


def global_key(tx: Transaction, digest: str) -> GlobalKeyRow | None:
    """Return the global key with *digest*."""
    found = tx.row(_GLOBAL_KEY, digest=digest)
    return None if found is None else GlobalKeyRow(*found)


def delete_global_key(tx: Transaction, key_id: str) -> bool:
    """Forget a global key; return whether there was one."""
    return tx.run(_DELETE_GLOBAL_KEY, id=key_id) > 0


def roles_of_global_key(tx: Transaction, key_id: str) -> list[str]:
    """Return the identifiers of the roles of a global key."""
    return [str(role) for (role,) in tx.rows(_KEY_ROLES, id=key_id)]


def give_global_key_role(tx: Transaction, key_id: str, role_id: str) -> None:
    """Give a global key a role that it does not have yet."""
    tx.run(_GIVE_ROLE, id=key_id, role=role_id)


def take_global_key_role(tx: Transaction, key_id: str, role_id: str) -> None:
    """Take a role from a global key."""
    tx.run(_TAKE_ROLE, id=key_id, role=role_id)


def note_global_key_used(tx: Transaction, key_id: str, now: str) -> None:
    """Remember that a global key was used *now*."""
    tx.run(_USE_GLOBAL_KEY, id=key_id, now=now)


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
    """Keep a web session under *digest* of its token."""
    tx.run(_ADD_SESSION, digest=digest, user=user_id, csrf=csrf, now=now, until=until)


def session(tx: Transaction, digest: str, now: str) -> SessionRow | None:
    """Return the session with *digest*, unless it has expired."""
    found = tx.row(_SESSION, digest=digest, now=now)
    return None if found is None else SessionRow(person_of(found), found[7], found[8])


def delete_session(tx: Transaction, digest: str) -> None:
    """End one session."""
    tx.run(_DELETE_SESSION, digest=digest)


def delete_sessions_of(tx: Transaction, user_id: str) -> None:
    """End every session of a user."""
    tx.run(_DELETE_SESSIONS_OF, user=user_id)


def extend_session(tx: Transaction, digest: str, until: str) -> None:
    """Let a session live *until* then."""
    tx.run(_EXTEND_SESSION, digest=digest, until=until)


def sweep_sessions(tx: Transaction, now: str) -> None:
    """Forget the sessions that have expired."""
    tx.run(_SWEEP_SESSIONS, now=now)


_FAILURES = Prepared(
    sa.select(SIGN_IN_FAILURE.c.failures, SIGN_IN_FAILURE.c.last_at).where(
        SIGN_IN_FAILURE.c.subject == given("about")
    )
)
_ANOTHER_FAILURE = Prepared(
    sa.update(SIGN_IN_FAILURE)
    .where(SIGN_IN_FAILURE.c.subject == given("about"))
    .values(failures=given("number"), last_at=given("now"))
)
_FIRST_FAILURE = Prepared(
    sa.insert(SIGN_IN_FAILURE).values(subject=given("about"), failures=given("number"), last_at=given("now"))
)
_FORGIVE = Prepared(sa.delete(SIGN_IN_FAILURE).where(SIGN_IN_FAILURE.c.subject == given("about")))
_SWEEP_FAILURES = Prepared(sa.delete(SIGN_IN_FAILURE).where(SIGN_IN_FAILURE.c.last_at < given("before")))


def failures(tx: Transaction, subject: str) -> Failures | None:
    """Return what failed for *subject* so far."""
    found = tx.row(_FAILURES, about=subject)
    return None if found is None else Failures(int(found[0]), found[1])


def set_failures(tx: Transaction, subject: str, count: int, now: str) -> None:
    """Remember that *subject* has failed *count* times, last *now*."""
    if not tx.run(_ANOTHER_FAILURE, about=subject, number=count, now=now):
        tx.run(_FIRST_FAILURE, about=subject, number=count, now=now)


def forgive(tx: Transaction, subject: str) -> None:
    """Forget the failures of *subject*."""
    tx.run(_FORGIVE, about=subject)


def sweep_failures(tx: Transaction, before: str) -> None:
    """Forget failures that are older than *before*."""
    tx.run(_SWEEP_FAILURES, before=before)
