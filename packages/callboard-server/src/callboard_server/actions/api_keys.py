"""The API keys of the actor, and global keys.

Global keys have no owner; they are managed by the commands of the server's own machine.
"""

from __future__ import annotations

from datetime import datetime

from callboard.errors import NotFound
from callboard.wire.values import instant_text
from callboard_server.access import keys
from callboard_server.access.keys import NewKey, Verified
from callboard_server.actions.call import Call
from callboard_server.records import api_keys, global_keys
from callboard_server.records.api_keys import KeyRow
from callboard_server.storage.transaction import Transaction


def list_api_keys(call: Call) -> list[KeyRow]:
    """Return the actor's API keys, without their text. Raises: PermissionDenied, for a global key."""
    call.actor.check_owns_credentials()
    return api_keys.keys_of(call.tx, call.actor.user_id)


def create_api_key(call: Call, name: str) -> NewKey:
    """Create an API key for the actor.

    Only its digest is stored, so the result is the last chance to show it.

    Raises: ValidationError; PermissionDenied, for a global key.
    """
    call.actor.check_owns_credentials()
    return keys.create_key(call.tx, call.actor.user_id, name, key_id=call.new_id(), now=call.clock())


def revoke_api_key(call: Call, key_id: str) -> None:
    """Revoke an API key of the actor. Raises: NotFound; PermissionDenied, for a global key."""
    call.actor.check_owns_credentials()
    keys.revoke_key(call.tx, call.actor.user_id, key_id)


def revoke_global_key(tx: Transaction, key_id: str) -> None:
    """Revoke a global key. Raises: NotFound."""
    if not global_keys.delete_global_key(tx, key_id):
        raise NotFound(
            f"There is no global API key {key_id[:80]!r}.",
            code="credentials.key_not_found",
            hint="`callboard key globals` lists them.",
        )


def note_key_use(tx: Transaction, verified: Verified, now: datetime) -> None:
    """Record that a key was used at *now*."""
    api_keys.note_key_used(tx, verified.key_id, instant_text(now))
