"""Making and changing users, as those do who run a server.

Everything happens as a batch would do it, so it is announced too.
"""

from __future__ import annotations

from typing import Any

from attrs import frozen

from callboard_server.access.actor import Actor
from callboard_server.actions.batch import perform
from callboard_server.actions.call import Call
from callboard_server.records import web_sessions
from callboard_server.records.people import Person, administrator_role

OPERATOR = Actor(user_id="", username="operator", name="Operator", is_administrator=True)
"""Whoever runs commands on the server's own machine."""


@frozen
class NewUser:
    """A user to be made."""

    username: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    is_administrator: bool = False


def add_user(call: Call, user: NewUser) -> str:
    """Make *user* and return the identifier. Raises: DuplicateEntry, ValidationError."""
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
    """Let *person* in no more: web sessions end at once, and API keys are refused from now on."""
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


def creation(entity_type: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return the operation that makes an entity."""
    return {"action": "create", "entity_type": entity_type, "entity_data": data}
