"""Creating and changing users, for the operator of the server.

Entities are changed by ordinary batches, so events are published.
"""

from __future__ import annotations

from typing import Any

from attrs import frozen

from callboard.errors import NotFound
from callboard.wire.values import instant_text
from callboard_server.access.actor import Actor
from callboard_server.access.keys import create_key
from callboard_server.actions.batch import perform
from callboard_server.actions.call import Call
from callboard_server.records import credentials, web_sessions
from callboard_server.records.people import Person, administrator_role, person_by_username
from callboard_server.storage.transaction import Transaction

OPERATOR = Actor(user_id="", username="operator", name="Operator", is_administrator=True)
"""The operator, who runs commands on the server's own machine."""


@frozen
class NewUser:
    """A user to create."""

    username: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    is_administrator: bool = False


def add_user(call: Call, user: NewUser) -> str:
    """Create *user* and return the identifier. Raises: DuplicateEntry, ValidationError."""
    user_id = call.new_id()
    data = {
        "id": user_id,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
    }
    operations = [creation("User", data)]
    if user.is_administrator:
        operations.append(
            creation(
                "UserSecurityRole", {"user_id": user_id, "security_role_id": administrator_role(call.tx)}
            )
        )
    perform(call, operations)
    return user_id


def deactivate_user(call: Call, person: Person) -> None:
    """Deactivate *person*: web sessions end immediately, and API keys are refused from now on."""
    perform(
        call,
        [
            {
                "action": "update",
                "entity_type": "User",
                "entity_key": [person.id],
                "entity_data": {"is_active": False},
            }
        ],
    )
    web_sessions.delete_sessions_of(call.tx, person.id)


@frozen
class FirstAdministrator:
    """The credentials of the first administrator; None for those that the settings contain."""

    username: str
    password: str | None
    api_key: str | None


def add_first_administrator(call: Call, username: str, password_hash: str, key: str | None) -> str:
    """Create the first administrator with a password and an API key; return the key: *key*, or a new one."""
    user_id = add_user(call, NewUser(username, is_administrator=True))
    credentials.set_password_hash(call.tx, user_id, password_hash, instant_text(call.clock()))
    new = create_key(
        call.tx, user_id, "First administrator", key_id=call.new_id(), now=call.clock(), text=key
    )
    return new.text


def set_password(call: Call, person_id: str, password_hash: str) -> None:
    """Set the password of a user, and end the user's web sessions."""
    credentials.set_password_hash(call.tx, person_id, password_hash, instant_text(call.clock()))
    web_sessions.delete_sessions_of(call.tx, person_id)


def find_user(tx: Transaction, username: str) -> Person:
    """Return the user called *username*. Raises: NotFound."""
    found = person_by_username(tx, username)
    if found is None:
        raise NotFound(f"There is no user named {username!r}.", hint="`callboard user list` lists all users.")
    return found


def creation(entity_type: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return the operation that creates an entity."""
    return {"action": "create", "entity_type": entity_type, "entity_data": data}
