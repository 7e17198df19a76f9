"""Passwords of users, as salted hashes.

A row is added when a password is set, and deleted with its user. A user without a password has no row.
"""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.records.schema import METADATA, RESOURCE
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
_DELETE_PASSWORD = Prepared(sa.delete(CREDENTIAL).where(CREDENTIAL.c.user_id == given("user")))


def password_hash(tx: Transaction, user_id: str) -> str | None:
    """Return the hash of a user's password; None if the user has no password."""
    found = tx.row(_PASSWORD, user=user_id)
    return None if found is None else str(found[0])


def set_password_hash(tx: Transaction, user_id: str, hashed: str, now: str) -> None:
    """Set the password hash of a user."""
    if not tx.run(_CHANGE_PASSWORD, user=user_id, hashed=hashed, now=now):
        tx.run(_FIRST_PASSWORD, user=user_id, hashed=hashed, now=now)


def delete_password(tx: Transaction, user_id: str) -> None:
    """Delete the password of a user."""
    tx.run(_DELETE_PASSWORD, user=user_id)
