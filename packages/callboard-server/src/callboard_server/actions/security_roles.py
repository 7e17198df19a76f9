"""Credentials and roles: keys and passwords made anew, roles given and taken, second factors refused."""

from __future__ import annotations

from typing import Any

from callboard.errors import MalformedOperation, NotFound, PermissionDenied, ValidationError
from callboard.wire.values import instant_text
from callboard_server.access import keys, passwords
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import (
    check_administrator,
    data_of,
    identifier_of,
    key_of,
    text_of,
)
from callboard_server.records import api_keys, credentials, global_keys, people, web_sessions
from callboard_server.records.people import Person
from callboard_server.storage import entities
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation

KEY_NAME = "API key"


def reset_remote(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `reset_remote`: a new API key or password, of which the answer tells the text
    this once.

    A new key of a user ends all keys that the user had, one of an `ApiKey` that key alone; a new password
    ends the web sessions.

    Raises: PermissionDenied, for the credentials of somebody else.
    """
    what, entity_type = text_of(operation, "reset_type"), text_of(operation, "entity_type")
    call.actor.check_owns_credentials()
    if (what, entity_type) == ("api_key", "User"):
        data = {"api_key": new_key(call, own_person(call, operation))}
    elif (what, entity_type) == ("api_key", "ApiKey"):
        data = {"api_key": replaced_key(call, operation)}
    elif (what, entity_type) == ("password", "User"):
        data = new_password(call, own_person(call, operation), operation)
    else:
        raise MalformedOperation(
            f"reset_remote cannot reset {what[:40]!r} of {entity_type[:40]!r}.",
            hint='Reset "api_key" of User.',
        )
    return {"action": "reset_remote", "data": data}


def own_person(call: Call, operation: dict[str, Any]) -> Person:
    """Return the user whom *operation* names: the actor, or anybody for administrators."""
    key = key_of(operation)
    if key is None:
        raise MalformedOperation('The operation reset_remote needs "entity_key", the identifier of a user.')
    if key[0] != call.actor.user_id and not call.actor.is_administrator:
        raise PermissionDenied(
            "Only administrators may reset the credentials of other users.", hint="Reset your own."
        )
    found = people.person(call.tx, key[0])
    if found is None:
        raise NotFound(f"There is no User with the key {key[0]}.")
    return found


def new_key(call: Call, person: Person) -> str:
    """End all keys of *person* and return the text of a new one."""
    for row in api_keys.keys_of(call.tx, person.id):
        api_keys.delete_key(call.tx, person.id, row.id)
    return keys.create_key(call.tx, person.id, KEY_NAME, key_id=call.new_id(), now=call.clock()).text


def replaced_key(call: Call, operation: dict[str, Any]) -> str:
    """End one key of the actor, named by its identifier, and return the text of one that takes its name."""
    key = key_of(operation)
    wanted = key[0] if key else data_of(operation).get("identifier")
    row = next((row for row in api_keys.keys_of(call.tx, call.actor.user_id) if row.id == wanted), None)
    if row is None:
        raise NotFound("There is no such key.", code="credentials.key_not_found")
    api_keys.delete_key(call.tx, call.actor.user_id, row.id)
    return keys.create_key(call.tx, call.actor.user_id, row.name, key_id=row.id, now=call.clock()).text


def new_password(call: Call, person: Person, operation: dict[str, Any]) -> dict[str, Any]:
    """Give *person* another password.

    The one in *operation*, or one that is made and told. Users prove that they know the old one.
    """
    data = data_of(operation)
    if person.id == call.actor.user_id:
        old = data.get("old_password")
        hashed = credentials.password_hash(call.tx, person.id)
        if hashed is not None and not passwords.is_password(old if isinstance(old, str) else "", hashed):
            raise PermissionDenied("The old password is wrong.", code="credentials.old_password")
    given = passwords.new_password() if data.get("generate_password") else data.get("new_password")
    if not isinstance(given, str):
        raise MalformedOperation('A new password needs "new_password", or "generate_password".')
    credentials.set_password_hash(
        call.tx, person.id, passwords.hash_password(given), instant_text(call.clock())
    )
    web_sessions.delete_sessions_of(call.tx, person.id)
    return {"password": given} if data.get("generate_password") else {"password": None}


# -- Roles of users
# ------------------------------------------------------------------------------------------------------------


def add_user_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `add_user_security_role`.

    A role that the user has stays as it is; a new one counts in no project yet.
    """
    user_id, role_id = asked_role(call, operation)
    if held_role(call, user_id, role_id) is None:
        change(
            call,
            "create",
            "UserSecurityRole",
            data={"user_id": user_id, "security_role_id": role_id, "is_all_open_projects": False},
        )
    return done(operation)


def remove_user_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `remove_user_security_role`.

    Who has no role left counts as a user of all open projects.
    """
    user_id, role_id = asked_role(call, operation)
    change(call, "delete", "UserSecurityRole", key=[needed_role(call, user_id, role_id)["id"]])
    return done(operation)


def update_user_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `update_user_security_role`: another role in the same projects."""
    user_id, role_id = asked_role(call, operation)
    held = needed_role(call, user_id, role_id)
    change(
        call,
        "update",
        "UserSecurityRole",
        key=[held["id"]],
        data={"security_role_id": identifier_of(operation, "new_role_id")},
    )
    return done(operation)


def grant_user_security_role_project(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `grant_user_security_role_project`.

    Let a role count in one project, or in all open ones.
    """
    held = needed_role(call, *asked_role(call, operation))
    if is_about_open_projects(operation):
        change(call, "update", "UserSecurityRole", key=[held["id"]], data={"is_all_open_projects": True})
    elif project_row(call, held["id"], identifier_of(operation, "project_id")) is None:
        data = {"user_security_role_id": held["id"], "project_id": operation["project_id"]}
        change(call, "create", "UserSecurityRoleProject", data=data)
    return done(operation)


def revoke_user_security_role_project(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `revoke_user_security_role_project`: let a role count there no more."""
    held = needed_role(call, *asked_role(call, operation))
    if is_about_open_projects(operation):
        change(call, "update", "UserSecurityRole", key=[held["id"]], data={"is_all_open_projects": False})
    elif (row := project_row(call, held["id"], identifier_of(operation, "project_id"))) is not None:
        change(call, "delete", "UserSecurityRoleProject", key=[row["id"]])
    return done(operation)


def asked_role(call: Call, operation: dict[str, Any]) -> tuple[str, str]:
    """Return the user and the role that *operation* names.

    Raises: PermissionDenied, for others than administrators.
    """
    user_id, role_id = identifier_of(operation, "user_id"), identifier_of(operation, "role_id")
    check_administrator(call.actor.is_administrator, "give and take roles")
    return user_id, role_id


def held_role(call: Call, user_id: str, role_id: str) -> dict[str, Any] | None:
    """Return the row that gives the user the role."""
    rows = entities.load(call.tx, call.tables, call.model.entity("UserSecurityRole"), "user_id", [user_id])
    return next((row for row in rows if row["security_role_id"] == role_id), None)


def needed_role(call: Call, user_id: str, role_id: str) -> dict[str, Any]:
    """Return the row that gives the user the role. Raises: NotFound."""
    found = held_role(call, user_id, role_id)
    if found is None:
        raise NotFound(
            f"The user {user_id} does not have the role {role_id}.",
            hint="Give it with add_user_security_role.",
        )
    return found


def project_row(call: Call, held: str, project_id: str) -> dict[str, Any] | None:
    """Return the row by which a role of a user counts in a project."""
    rows = entities.load(
        call.tx, call.tables, call.model.entity("UserSecurityRoleProject"), "user_security_role_id", [held]
    )
    return next((row for row in rows if row["project_id"] == project_id), None)


def is_about_open_projects(operation: dict[str, Any]) -> bool:
    """Tell whether *operation* is about all open projects, and not about one.

    Raises: MalformedOperation, for both or neither.
    """
    is_all = operation.get("all_open_projects") is True
    if is_all == bool(operation.get("project_id")):
        raise MalformedOperation(
            f'The operation {operation["action"]} needs either "project_id" or "all_open_projects": true.'
        )
    return is_all


def change(
    call: Call,
    action: str,
    entity_type: str,
    *,
    key: list[str] | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Make one change as a batch would, so that it is checked and announced."""
    operation: dict[str, Any] = {"action": action, "entity_type": entity_type}
    operation |= {} if key is None else {"entity_key": key}
    operation |= {} if data is None else {"entity_data": data}
    commit(call, [read_operation(operation, call.model)])


def done(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of an operation that tells nothing but that it was done."""
    return {"action": operation["action"], "data": True}


# -- Roles of keys
# ------------------------------------------------------------------------------------------------------------


def grant_api_key_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `grant_api_key_security_role`: give a global key a role."""
    key_id, role_id = asked_key(call, operation)
    if role_id not in global_keys.roles_of_global_key(call.tx, key_id):
        global_keys.give_global_key_role(call.tx, key_id, role_id)
    return done(operation)


def revoke_api_key_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `revoke_api_key_security_role`.

    Raises: ValidationError, for the last one: a key has at least one role.
    """
    key_id, role_id = asked_key(call, operation)
    roles = global_keys.roles_of_global_key(call.tx, key_id)
    if roles == [role_id]:
        raise ValidationError(
            "A global key has at least one role.", code="credentials.last_role", hint="Revoke the key itself."
        )
    global_keys.take_global_key_role(call.tx, key_id, role_id)
    return done(operation)


def asked_key(call: Call, operation: dict[str, Any]) -> tuple[str, str]:
    """Return the global key and the role that *operation* names. Raises: NotFound, PermissionDenied."""
    key_id, role_id = identifier_of(operation, "api_key_id"), identifier_of(operation, "role_id")
    check_administrator(call.actor.is_administrator, "change the roles of API keys")
    if key_id not in {row.id for row in global_keys.global_keys(call.tx)}:
        raise NotFound(
            f"There is no global API key with the identifier {key_id}.", code="credentials.key_not_found"
        )
    if not entities.load(call.tx, call.tables, call.model.entity("SecurityRole"), "id", [role_id]):
        raise NotFound(f"There is no SecurityRole with the key {role_id}.")
    return key_id, role_id


# -- Second factors
# ------------------------------------------------------------------------------------------------------------


def configure_totp(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `configure_totp`.

    This server has no second factors, and says so. Raises: ValidationError.
    """
    del call
    if not operation.get("code"):
        raise ValidationError("Code must be provided to enable totp.", code="credentials.code")
    raise no_second_factor()


def configure_otp(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `configure_otp`: as above. Raises: ValidationError."""
    del call, operation
    raise no_second_factor()


def no_second_factor() -> ValidationError:
    """Return the error for whoever wants a second factor."""
    return ValidationError(
        "This server does not offer a second factor at sign-in.", code="action.unsupported"
    )
