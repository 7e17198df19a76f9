"""API keys of users: the digest of the secret, and the time when the key was last used.

A row is added when a key is created, and deleted with the key or its user.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.people import Person, person_columns, person_of
from callboard_server.records.schema import METADATA, RESOURCE
from callboard_server.records.statements import given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

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
    """The user that a key belongs to, and the time when the key was last used."""

    person: Person
    key_id: str
    last_used_at: str | None


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
    """Add *key* with the *digest* of its secret."""
    tx.run(_ADD_KEY, id=key.id, user=key.user_id, name=key.name, digest=digest, now=key.created_at)


def keys_of(tx: Transaction, user_id: str) -> list[KeyRow]:
    """Return the keys of a user, newest first."""
    return [KeyRow(*row) for row in tx.rows(_KEYS, user=user_id)]


def delete_key(tx: Transaction, user_id: str, key_id: str) -> bool:
    """Delete a key of a user; return whether it existed."""
    return tx.run(_DELETE_KEY, id=key_id, user=user_id) > 0


def key_holder(tx: Transaction, digest: str) -> KeyHolder | None:
    """Return the holder of the key with *digest*; None if there is no such key."""
    found = tx.row(_KEY_HOLDER, digest=digest)
    return None if found is None else KeyHolder(person_of(found), found[7], found[8])


def note_key_used(tx: Transaction, key_id: str, now: str) -> None:
    """Record that the key was used *now*."""
    tx.run(_USE_KEY, id=key_id, now=now)
