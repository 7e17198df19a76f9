"""Statements about global API keys, which are entities: they have roles, and work with every active username.

Administrators create and delete keys.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.api_keys import HASH, IS_ENABLED, Secret
from callboard_server.records.schema import API_KEY, API_KEY_PROJECT, API_KEY_ROLE
from callboard_server.records.statements import given
from callboard_server.storage.tables import whole_seconds
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class GlobalKeyRow:
    """An API key that works with every active username, without its secret."""

    id: str
    name: str
    created_at: str
    last_used_at: str | None


_IS_GLOBAL = API_KEY.c.resource_id.is_(None)
_GLOBAL_COLUMNS = (
    API_KEY.c.id,
    API_KEY.c.identifier,
    whole_seconds(API_KEY.c.created_at),
    API_KEY.c.last_used,
)
_ADD_GLOBAL_KEY = Prepared(
    sa.insert(API_KEY).values(
        {
            "id": given("id"),
            "identifier": given("name"),
            "_hash": given("digest"),
            "prefix": given("prefix"),
            "created_at": given("now"),
            "enabled": sa.true(),
        }
    )
)
_GLOBAL_KEYS = Prepared(
    sa.select(*_GLOBAL_COLUMNS).where(_IS_GLOBAL).order_by(API_KEY.c.created_at.desc(), API_KEY.c.id)
)
_GLOBAL_KEY = Prepared(sa.select(*_GLOBAL_COLUMNS).where(given("digest") == HASH, _IS_GLOBAL, IS_ENABLED))
_DELETE_GLOBAL_KEY = Prepared(sa.delete(API_KEY).where(API_KEY.c.id == given("id"), _IS_GLOBAL))
_DELETE_ROLES = Prepared(sa.delete(API_KEY_ROLE).where(API_KEY_ROLE.c.api_key_id == given("id")))
_DELETE_PROJECTS = Prepared(sa.delete(API_KEY_PROJECT).where(API_KEY_PROJECT.c.api_key_id == given("id")))
_GIVE_ROLE = Prepared(sa.insert(API_KEY_ROLE).values(api_key_id=given("id"), role_id=given("role")))
_TAKE_ROLE = Prepared(
    sa.delete(API_KEY_ROLE).where(
        API_KEY_ROLE.c.api_key_id == given("id"), API_KEY_ROLE.c.role_id == given("role")
    )
)
_KEY_ROLES = Prepared(
    sa.select(API_KEY_ROLE.c.role_id)
    .where(API_KEY_ROLE.c.api_key_id == given("id"))
    .order_by(API_KEY_ROLE.c.role_id)
)


def add_global_key(tx: Transaction, key: GlobalKeyRow, secret: Secret) -> None:
    """Add a global *key* with its *secret*."""
    tx.run(
        _ADD_GLOBAL_KEY,
        id=key.id,
        name=key.name,
        digest=secret.digest,
        prefix=secret.prefix,
        now=key.created_at,
    )


def global_keys(tx: Transaction) -> list[GlobalKeyRow]:
    """Return all global keys, newest first."""
    return [GlobalKeyRow(*row) for row in tx.rows(_GLOBAL_KEYS)]


def global_key(tx: Transaction, digest: str) -> GlobalKeyRow | None:
    """Return the global key with *digest*; None if there is no such key, or it is disabled."""
    found = tx.row(_GLOBAL_KEY, digest=digest)
    return None if found is None else GlobalKeyRow(*found)


def delete_global_key(tx: Transaction, key_id: str) -> bool:
    """Delete a global key; return whether it existed."""
    tx.run(_DELETE_ROLES, id=key_id)
    tx.run(_DELETE_PROJECTS, id=key_id)
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
