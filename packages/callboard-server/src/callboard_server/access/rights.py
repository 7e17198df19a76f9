"""Derive the rights of users from their roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from callboard_server.access.actor import PROJECT_MANAGER, Actor, Rights
from callboard_server.records.people import Person
from callboard_server.records.roles import (
    ADMINISTRATOR,
    RoleHeld,
    groups_of_all_users,
    roles_of,
    roles_of_all_users,
)
from callboard_server.storage.transaction import Transaction

ASSIGNED = "ASSIGNED"
"""The type of roles that permit only the user's own assignments."""


def actor_in(tx: Transaction, person: Person) -> Actor:
    """Return *person* as an actor with their present rights."""
    rights = Rights() if person.is_administrator else rights_of(tx, person.id)
    return Actor(person.id, person.username, person.full_name, person.is_administrator, rights)


def is_manager(tx: Transaction, person: Person) -> bool:
    """Return whether a role makes *person* the manager of a project."""
    rights = rights_of(tx, person.id)
    return rights.manages_open or bool(rights.manages)


def rights_of(tx: Transaction, user_id: str) -> Rights:
    """Return what the roles of a user permit.

    It takes one statement, and two more for users with roles of the type "ASSIGNED".
    """
    held = roles_of(tx, user_id)
    groups = (
        groups_of_all_users(tx).get(user_id, set()) if any(role.type == ASSIGNED for role in held) else set()
    )
    return rights_by(held, {user_id, *groups})


def rights_of_all_users(tx: Transaction) -> Mapping[str, Rights]:
    """Return the rights of every user who has roles and is not an administrator.

    All other users have the default rights.
    """
    held: dict[str, list[RoleHeld]] = {}
    for role in roles_of_all_users(tx):
        held.setdefault(role.user_id, []).append(role)
    held = {
        user_id: roles for user_id, roles in held.items() if all(role.name != ADMINISTRATOR for role in roles)
    }
    is_needed = any(role.type == ASSIGNED for roles in held.values() for role in roles)
    groups = groups_of_all_users(tx) if is_needed else {}
    return {user_id: rights_by(roles, {user_id, *groups.get(user_id, ())}) for user_id, roles in held.items()}


def rights_by(held: Iterable[RoleHeld], resource_ids: Iterable[str]) -> Rights:
    """Return what the roles *held* by a user permit together."""
    roles = list(held)
    if not roles:
        return Rights()
    working = [role for role in roles if role.type != ASSIGNED]
    assigned = [role for role in roles if role.type == ASSIGNED]
    managing = [role for role in working if role.name == PROJECT_MANAGER]
    return Rights(
        has_roles=True,
        role_names=frozenset(role.name for role in roles),
        works_in_open=is_open(working),
        assigned_in_open=is_open(assigned),
        manages_open=is_open(managing),
        works_in=projects(working),
        assigned_in=projects(assigned),
        manages=projects(managing),
        resource_ids=frozenset(resource_ids) if assigned else frozenset(),
    )


def is_open(roles: Iterable[RoleHeld]) -> bool:
    """Return whether one of *roles* applies to all open projects."""
    return any(role.is_open for role in roles)


def projects(roles: Iterable[RoleHeld]) -> frozenset[str]:
    """Return the projects that *roles* are limited to."""
    return frozenset(role.project_id for role in roles if role.project_id is not None)
