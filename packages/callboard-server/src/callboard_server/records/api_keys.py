"""Statements about the API keys of users, which are entities."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.people import Person, person_columns, person_of
from callboard_server.records.schema import API_KEY, RESOURCE
from callboard_server.records.statements import given
from callboard_server.storage.tables import whole_seconds
from callboard_server.storage.transaction import Prepared, Transaction

HASH = API_KEY.c["_hash"]
IS_ENABLED = API_KEY.c.enabled.is_not(sa.false())


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


@frozen
class Secret:
    """What is stored of the text of a key: its digest, and its first characters if it is long enough."""

    digest: str
    prefix: str | None


_ADD_KEY = Prepared(
    sa.insert(API_KEY).values(
        {
            "id": given("id"),
            "resource_id": given("user"),
            "identifier": given("name"),
            "_hash": given("digest"),
            "prefix": given("prefix"),
            "created_at": given("now"),
            "enabled": sa.true(),
        }
    )
)
_KEYS = Prepared(
    sa.select(
        API_KEY.c.id,
        API_KEY.c.resource_id,
        API_KEY.c.identifier,
        whole_seconds(API_KEY.c.created_at),
        API_KEY.c.last_used,
    )
    .where(API_KEY.c.resource_id == given("user"))
    .order_by(API_KEY.c.created_at.desc(), API_KEY.c.id)
)
_DELETE_KEY = Prepared(
    sa.delete(API_KEY).where(API_KEY.c.id == given("id"), API_KEY.c.resource_id == given("user"))
)
_USE_KEY = Prepared(sa.update(API_KEY).where(API_KEY.c.id == given("id")).values(last_used=given("now")))
_REPLACE_SECRET = Prepared(
    sa.update(API_KEY)
    .where(API_KEY.c.id == given("id"))
    .values(
        {"_hash": given("digest"), "prefix": given("prefix"), "enabled": sa.true(), "last_used": sa.null()}
    )
)
_KEY_HOLDER = Prepared(
    sa.select(*person_columns(), API_KEY.c.id, API_KEY.c.last_used)
    .select_from(API_KEY.join(RESOURCE, RESOURCE.c.id == API_KEY.c.resource_id))
    .where(given("digest") == HASH, IS_ENABLED)
)
_KEY_BY_NAME = Prepared(
    sa.select(API_KEY.c.id)
    .where(sa.or_(API_KEY.c.id == given("name"), API_KEY.c.identifier == given("name")))
    .order_by(API_KEY.c.created_at.desc(), API_KEY.c.id)
)


def add_key(tx: Transaction, key: KeyRow, secret: Secret) -> None:
    """Add *key* with its *secret*."""
    tx.run(
        _ADD_KEY,
        id=key.id,
        user=key.user_id,
        name=key.name,
        digest=secret.digest,
        prefix=secret.prefix,
        now=key.created_at,
    )


def keys_of(tx: Transaction, user_id: str) -> list[KeyRow]:
    """Return the keys of a user, newest first."""
    return [KeyRow(*row) for row in tx.rows(_KEYS, user=user_id)]


def keys_named(tx: Transaction, name: str) -> list[str]:
    """Return the keys with *name* as their id or their name, personal and global ones, newest first."""
    return [str(row[0]) for row in tx.rows(_KEY_BY_NAME, name=name)]


def delete_key(tx: Transaction, user_id: str, key_id: str) -> bool:
    """Delete a key of a user; return whether it existed."""
    return tx.run(_DELETE_KEY, id=key_id, user=user_id) > 0


def replace_secret(tx: Transaction, key_id: str, secret: Secret) -> None:
    """Replace the secret of a personal or global key."""
    tx.run(_REPLACE_SECRET, id=key_id, digest=secret.digest, prefix=secret.prefix)


def key_holder(tx: Transaction, digest: str) -> KeyHolder | None:
    """Return the holder of the key with *digest*; None if there is no such key, or it is disabled."""
    found = tx.row(_KEY_HOLDER, digest=digest)
    return None if found is None else KeyHolder(person_of(found), found[7], found[8])


def note_key_used(tx: Transaction, key_id: str, now: str) -> None:
    """Record that a personal or global key was used *now*."""
    tx.run(_USE_KEY, id=key_id, now=now)
