"""Granting and revoking the security roles of users and global API keys."""

from __future__ import annotations

from typing import Any

from callboard.errors import MalformedOperation, NotFound, ValidationError
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator, identifier_of
from callboard_server.records import global_keys
from callboard_server.storage import entities
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation

# -- Roles of users
# ------------------------------------------------------------------------------------------------------------


def add_user_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `add_user_security_role`.

    A new role applies to no project yet. A role that the user has already is not changed.
    """
    user_id, role_id = user_and_role(call, operation)
    if held_role(call, user_id, role_id) is None:
        change(
            call,
            "create",
            "UserSecurityRole",
            data={"user_id": user_id, "security_role_id": role_id, "is_all_open_projects": False},
        )
    return success(operation)


def remove_user_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `remove_user_security_role`.

    A user without any role has the permissions of the role User in all open projects.
    """
    user_id, role_id = user_and_role(call, operation)
    change(call, "delete", "UserSecurityRole", key=[required_role(call, user_id, role_id)["id"]])
    return success(operation)


def update_user_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `update_user_security_role`: replace a role, in the same projects."""
    user_id, role_id = user_and_role(call, operation)
    held = required_role(call, user_id, role_id)
    change(
        call,
        "update",
        "UserSecurityRole",
        key=[held["id"]],
        data={"security_role_id": identifier_of(operation, "new_role_id")},
    )
    return success(operation)


def grant_user_security_role_project(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `grant_user_security_role_project`.

    Apply a role to one project, or to all open projects.
    """
    held = required_role(call, *user_and_role(call, operation))
    if is_about_open_projects(operation):
        change(call, "update", "UserSecurityRole", key=[held["id"]], data={"is_all_open_projects": True})
    elif project_row(call, held["id"], identifier_of(operation, "project_id")) is None:
        data = {"user_security_role_id": held["id"], "project_id": operation["project_id"]}
        change(call, "create", "UserSecurityRoleProject", data=data)
    return success(operation)


def revoke_user_security_role_project(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `revoke_user_security_role_project`: remove a role from projects."""
    held = required_role(call, *user_and_role(call, operation))
    if is_about_open_projects(operation):
        change(call, "update", "UserSecurityRole", key=[held["id"]], data={"is_all_open_projects": False})
    elif (row := project_row(call, held["id"], identifier_of(operation, "project_id"))) is not None:
        change(call, "delete", "UserSecurityRoleProject", key=[row["id"]])
    return success(operation)


def user_and_role(call: Call, operation: dict[str, Any]) -> tuple[str, str]:
    """Return the user and the role that *operation* names.

    Raises: PermissionDenied, for others than administrators.
    """
    user_id, role_id = identifier_of(operation, "user_id"), identifier_of(operation, "role_id")
    check_administrator(call.actor.is_administrator, "grant and revoke roles")
    return user_id, role_id


def held_role(call: Call, user_id: str, role_id: str) -> dict[str, Any] | None:
    """Return the row that gives the user the role."""
    rows = entities.load(call.tx, call.tables, call.model.entity("UserSecurityRole"), "user_id", [user_id])
    return next((row for row in rows if row["security_role_id"] == role_id), None)


def required_role(call: Call, user_id: str, role_id: str) -> dict[str, Any]:
    """Return the row that gives the user the role. Raises: NotFound."""
    found = held_role(call, user_id, role_id)
    if found is None:
        raise NotFound(
            f"The user {user_id} does not have the role {role_id}.",
            hint="Grant it with add_user_security_role.",
        )
    return found


def project_row(call: Call, held: str, project_id: str) -> dict[str, Any] | None:
    """Return the row that applies a role of a user to a project."""
    rows = entities.load(
        call.tx, call.tables, call.model.entity("UserSecurityRoleProject"), "user_security_role_id", [held]
    )
    return next((row for row in rows if row["project_id"] == project_id), None)


def is_about_open_projects(operation: dict[str, Any]) -> bool:
    """Return whether *operation* is about all open projects, not about one.

    Raises: MalformedOperation, for both or neither.
    """
    is_all = operation.get("all_open_projects") is True
    if is_all == bool(operation.get("project_id")):
        raise MalformedOperation(
            f'The operation {operation["action"]} requires either "project_id" or "all_open_projects": true.'
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
    """Make one change as a batch would, with all checks and events."""
    operation: dict[str, Any] = {"action": action, "entity_type": entity_type}
    operation |= {} if key is None else {"entity_key": key}
    operation |= {} if data is None else {"entity_data": data}
    commit(call, [read_operation(operation, call.model)])


def success(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the result of an operation without data."""
    return {"action": operation["action"], "data": True}


# -- Roles of keys
# ------------------------------------------------------------------------------------------------------------


def grant_api_key_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `grant_api_key_security_role`: grant a role to a global key."""
    key_id, role_id = key_and_role(call, operation)
    if role_id not in global_keys.roles_of_global_key(call.tx, key_id):
        global_keys.give_global_key_role(call.tx, key_id, role_id)
    return success(operation)


def revoke_api_key_security_role(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `revoke_api_key_security_role`.

    Raises: ValidationError, for the last role of a key.
    """
    key_id, role_id = key_and_role(call, operation)
    roles = global_keys.roles_of_global_key(call.tx, key_id)
    if roles == [role_id]:
        raise ValidationError(
            "A global key must have at least one role.",
            code="credentials.last_role",
            hint="Revoke the key itself.",
        )
    global_keys.take_global_key_role(call.tx, key_id, role_id)
    return success(operation)


def key_and_role(call: Call, operation: dict[str, Any]) -> tuple[str, str]:
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


def find_role(call: Call, name: str) -> str:
    """Return the identifier of the role called *name*, in any case. Raises: NotFound."""
    entity = call.model.entity("SecurityRole")
    found = entities.load_caseless(call.tx, call.tables, entity, "name", [name])
    if not found:
        raise NotFound(f"There is no role named {name!r}.")
    return str(found[0]["id"])
