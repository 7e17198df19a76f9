"""API keys that work with every active username: the digest of the secret, and the roles of the key.

Administrators create and delete keys. The row of a role is deleted with the key or with the role.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA, SECURITY_ROLE
from callboard_server.records.statements import given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

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
    """Add a global *key* with the *digest* of its secret."""
    tx.run(_ADD_GLOBAL_KEY, id=key.id, name=key.name, digest=digest, now=key.created_at)


def global_keys(tx: Transaction) -> list[GlobalKeyRow]:
    """Return all global keys, newest first."""
    return [GlobalKeyRow(*row) for row in tx.rows(_GLOBAL_KEYS)]


def global_key(tx: Transaction, digest: str) -> GlobalKeyRow | None:
    """Return the global key with *digest*, or None."""
    found = tx.row(_GLOBAL_KEY, digest=digest)
    return None if found is None else GlobalKeyRow(*found)


def delete_global_key(tx: Transaction, key_id: str) -> bool:
    """Delete a global key; return whether it existed."""
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
    """Record that a global key was used *now*."""
    tx.run(_USE_GLOBAL_KEY, id=key_id, now=now)
