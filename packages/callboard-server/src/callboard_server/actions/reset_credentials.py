"""`reset_remote`: a new API key or password for a user."""

from __future__ import annotations

from typing import Any

from callboard.errors import MalformedOperation, NotFound, PermissionDenied
from callboard.wire.values import instant_text
from callboard_server.access import keys, passwords
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import data_of, key_of, text_of
from callboard_server.records import api_keys, credentials, people, web_sessions
from callboard_server.records.people import Person

KEY_NAME = "API key"


def reset_remote(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `reset_remote`. Only its result contains the new key or password.

    Resetting the key of a User revokes all keys of the user; resetting an ApiKey replaces this key. A new
    password ends the user's web sessions. Raises: PermissionDenied, for the credentials of another user.
    """
    reset_type, entity_type = text_of(operation, "reset_type"), text_of(operation, "entity_type")
    call.actor.check_owns_credentials()
    if (reset_type, entity_type) == ("api_key", "User"):
        data = {"api_key": new_key(call, own_person(call, operation))}
    elif (reset_type, entity_type) == ("api_key", "ApiKey"):
        data = {"api_key": replaced_key(call, operation)}
    elif (reset_type, entity_type) == ("password", "User"):
        data = new_password(call, own_person(call, operation), operation)
    else:
        raise MalformedOperation(
            f"reset_remote cannot reset {reset_type[:40]!r} of {entity_type[:40]!r}.",
            hint='Reset "api_key" of User.',
        )
    return {"action": "reset_remote", "data": data}


def own_person(call: Call, operation: dict[str, Any]) -> Person:
    """Return the user that *operation* names: the actor, or any user for administrators."""
    key = key_of(operation)
    if key is None:
        raise MalformedOperation(
            'The operation reset_remote requires "entity_key", the identifier of a user.'
        )
    if key[0] != call.actor.user_id and not call.actor.is_administrator:
        raise PermissionDenied(
            "Only administrators may reset the credentials of other users.", hint="Reset your own."
        )
    found = people.person(call.tx, key[0])
    if found is None:
        raise NotFound(f"There is no User with the key {key[0]}.")
    return found


def new_key(call: Call, person: Person) -> str:
    """Revoke all keys of *person*, and return the text of a new one."""
    for row in api_keys.keys_of(call.tx, person.id):
        api_keys.delete_key(call.tx, person.id, row.id)
    return keys.create_key(call.tx, person.id, KEY_NAME, key_id=call.new_id(), now=call.clock()).text


def replaced_key(call: Call, operation: dict[str, Any]) -> str:
    """Give a key another secret, and return the text of the key.

    The key is one of the actor; administrators may also name others. It is named by its id or its identifier.
    """
    key = key_of(operation)
    name = key[0] if key else data_of(operation).get("identifier")
    own = [row for row in api_keys.keys_of(call.tx, call.actor.user_id) if name in (row.id, row.name)]
    found = [row.id for row in own]
    if not found and isinstance(name, str) and call.actor.is_administrator:
        found = api_keys.keys_named(call.tx, name)
    if not found:
        raise NotFound("There is no such key.", code="credentials.key_not_found")
    text = keys.new_text()
    api_keys.replace_secret(call.tx, found[0], keys.secret_of(text))
    return text


def new_password(call: Call, person: Person, operation: dict[str, Any]) -> dict[str, Any]:
    """Set the password of *person*: the one in *operation*, or a generated one, which is returned.

    Users must provide their old password.
    """
    data = data_of(operation)
    if person.id == call.actor.user_id:
        old = data.get("old_password")
        hashed = credentials.password_hash(call.tx, person.id)
        if hashed is not None and not passwords.is_password(old if isinstance(old, str) else "", hashed):
            raise PermissionDenied("The old password is wrong.", code="credentials.old_password")
    password = passwords.new_password() if data.get("generate_password") else data.get("new_password")
    if not isinstance(password, str):
        raise MalformedOperation('A new password requires "new_password" or "generate_password".')
    credentials.set_password_hash(
        call.tx, person.id, passwords.hash_password(password), instant_text(call.clock())
    )
    web_sessions.delete_sessions_of(call.tx, person.id)
    return {"password": password} if data.get("generate_password") else {"password": None}
