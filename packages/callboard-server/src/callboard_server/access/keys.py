"""API keys: displayed once, stored as a digest.

A key has 256 random bits, so a fast digest is as safe as a slow one, and can be looked up.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from attrs import evolve, frozen

from callboard.errors import InvalidCredentials, NotFound, ValidationError
from callboard.wire.values import instant_text, parse_instant, precise_text
from callboard_server.access.actor import Actor
from callboard_server.access.rights import actor_in, rights_by
from callboard_server.records import api_keys, global_keys
from callboard_server.records.api_keys import KeyRow, Secret
from callboard_server.records.global_keys import GlobalKeyRow
from callboard_server.records.people import person_by_username
from callboard_server.records.roles import ADMINISTRATOR, roles_of_key
from callboard_server.storage.transaction import Transaction

PREFIX = "cb_"
LONGEST_NAME = 200
SHOWN, SHORTEST_SHOWN = 8, 32
"""How many first characters of a key are stored to recognize it, and how long a key must be for that."""

NOTED_EVERY = timedelta(minutes=1)
REFUSAL = (
    "The supplied API key is not valid. API keys are created from Settings under the page API keys. "
    'The api key should be passed in the request header "ftrack-api-key".'
)


@frozen
class NewKey:
    """A key that was just created, the only time when its text is available."""

    row: KeyRow
    text: str


@frozen
class Verified:
    """The actor that a key belongs to.

    `is_worth_noting` means that the recorded time of its last use is out of date.
    """

    actor: Actor
    key_id: str
    is_worth_noting: bool


@frozen
class NewGlobalKey:
    """A global key that was just created, the only time when its text is available."""

    row: GlobalKeyRow
    text: str


def digest(secret: str) -> str:
    """Return the digest of *secret*, which is stored instead of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_of(text: str) -> Secret:
    """Return what is stored of the *text* of a key. The beginning of a short text would reveal too much."""
    return Secret(digest(text), text[:SHOWN] if len(text) >= SHORTEST_SHOWN else None)


def new_text() -> str:
    """Return the text of a new key."""
    return PREFIX + secrets.token_urlsafe(32)


def create_key(
    tx: Transaction, user_id: str, name: str, *, key_id: str, now: datetime, text: str | None = None
) -> NewKey:
    """Create a key called *name* for a user. With *text*, it is the text of the key.

    Raises: ValidationError, when the name is empty or too long.
    """
    label = " ".join(name.split())
    if not label or len(label) > LONGEST_NAME:
        raise ValidationError(
            f"The name of a key must have 1 to {LONGEST_NAME} characters.", code="credentials.key_name"
        )
    secret = new_text() if text is None else text
    row = KeyRow(key_id, user_id, label, precise_text(now), None)
    api_keys.add_key(tx, row, secret_of(secret))
    return NewKey(evolve(row, created_at=instant_text(now)), secret)


def revoke_key(tx: Transaction, user_id: str, key_id: str) -> None:
    """Revoke a key of a user. Raises: NotFound, when the user has no such key."""
    if not api_keys.delete_key(tx, user_id, key_id):
        raise NotFound("There is no such key.", code="credentials.key_not_found")


def create_global_key(
    tx: Transaction, name: str, roles: Sequence[str], *, key_id: str, now: datetime
) -> NewGlobalKey:
    """Create a key called *name* that works with the username of every active user.

    It has the rights of *roles*, which are identifiers.

    Raises: ValidationError, when the name is empty or too long, or there is no role.
    """
    label = " ".join(name.split())
    if not label or len(label) > LONGEST_NAME:
        raise ValidationError(
            f"The name of a key must have 1 to {LONGEST_NAME} characters.", code="credentials.key_name"
        )
    if not roles:
        raise ValidationError("A global key must have at least one role.", code="credentials.last_role")
    secret = new_text()
    row = GlobalKeyRow(key_id, label, precise_text(now), None)
    global_keys.add_global_key(tx, row, secret_of(secret))
    for role in dict.fromkeys(roles):
        global_keys.give_global_key_role(tx, key_id, role)
    return NewGlobalKey(evolve(row, created_at=instant_text(now)), secret)


def verify_key(tx: Transaction, username: str, text: str, now: datetime) -> Verified:
    """Return the actor with *username* and the key *text*.

    Raises: InvalidCredentials, with the same text for an unknown user, a wrong key and a deactivated user.
    """
    return verify_digest(tx, username, digest(text), now)


def verify_digest(tx: Transaction, username: str, digested: str, now: datetime) -> Verified:
    """Return the actor with *username* and the key with that digest, for a client that sent the key before.

    Raises: as `verify_key`.
    """
    holder = api_keys.key_holder(tx, digested)
    if holder is None:
        return verify_global_key(tx, username, digested, now)
    if not holder.person.is_active or holder.person.username.lower() != username.lower():
        raise InvalidCredentials(REFUSAL)
    return Verified(actor_in(tx, holder.person), holder.key_id, is_worth_noting(holder.last_used_at, now))


def verify_global_key(tx: Transaction, username: str, digested: str, now: datetime) -> Verified:
    """Return the actor with *username* and the rights of the global key with that digest.

    Raises: as `verify_key`.
    """
    key = global_keys.global_key(tx, digested)
    person = person_by_username(tx, username) if key is not None else None
    if key is None or person is None or not person.is_active:
        raise InvalidCredentials(REFUSAL)
    held = roles_of_key(tx, key.id)
    if not held:  # its last role was deleted; without roles it would have the rights of a user
        raise InvalidCredentials(REFUSAL)
    is_administrator = any(role.name == ADMINISTRATOR for role in held)
    actor = Actor(
        person.id,
        person.username,
        person.full_name,
        is_administrator,
        rights_by(held, {person.id}),
        is_by_global_key=True,
    )
    return Verified(actor, key.id, is_worth_noting(key.last_used_at, now))


def is_worth_noting(last_used_at: str | None, now: datetime) -> bool:
    """Return whether the last use was recorded so long ago that it should be recorded again."""
    return last_used_at is None or now.astimezone(UTC) - parse_instant(last_used_at) >= NOTED_EVERY
