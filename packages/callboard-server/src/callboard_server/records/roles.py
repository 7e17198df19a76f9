"""Statements about roles, which are entities: the roles of each user, and their projects."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import (
    API_KEY_PROJECT,
    API_KEY_ROLE,
    MEMBERSHIP,
    RESOURCE,
    SECURITY_ROLE,
    USER_SECURITY_ROLE,
    USER_SECURITY_ROLE_PROJECT,
)
from callboard_server.records.statements import given
from callboard_server.storage.tables import constant
from callboard_server.storage.transaction import Prepared, Row, Transaction

ADMINISTRATOR = "Administrator"
"""The name of the administrator role."""


@frozen
class RoleHeld:
    """A role of a user in the project `project_id`, or with None in no particular project.

    `is_open` means that the role applies in all open projects.
    """

    user_id: str
    name: str
    type: str
    is_open: bool
    project_id: str | None


def _roles() -> sa.Select[tuple[str, str, str, bool, str]]:
    held, projects = USER_SECURITY_ROLE, USER_SECURITY_ROLE_PROJECT
    tables = held.join(SECURITY_ROLE, SECURITY_ROLE.c.id == held.c.security_role_id).outerjoin(
        projects, projects.c.user_security_role_id == held.c.id
    )
    return sa.select(
        held.c.user_id,
        SECURITY_ROLE.c.name,
        SECURITY_ROLE.c.type,
        held.c.is_all_open_projects,
        projects.c.project_id,
    ).select_from(tables)


_OF_USER = Prepared(_roles().where(USER_SECURITY_ROLE.c.user_id == given("user")))
_OF_ALL = Prepared(_roles().where(USER_SECURITY_ROLE.c.user_id.is_not(None)))
_OF_KEY = Prepared(
    sa.select(SECURITY_ROLE.c.id, SECURITY_ROLE.c.name, SECURITY_ROLE.c.type)
    .select_from(SECURITY_ROLE.join(API_KEY_ROLE, API_KEY_ROLE.c.role_id == SECURITY_ROLE.c.id))
    .where(API_KEY_ROLE.c.api_key_id == given("key"))
)
_PROJECTS_OF_KEY = Prepared(
    sa.select(API_KEY_PROJECT.c.project_id).where(API_KEY_PROJECT.c.api_key_id == given("key"))
)
_GROUPS = Prepared(sa.select(MEMBERSHIP.c.user_id, MEMBERSHIP.c.group_id))
_ABOVE = Prepared(
    sa.select(RESOURCE.c.id, RESOURCE.c.parent_id).where(
        RESOURCE.c.resource_type == constant("group"), RESOURCE.c.parent_id.is_not(None)
    )
)
_USERS = Prepared(sa.select(RESOURCE.c.id).where(RESOURCE.c.resource_type == constant("user")))


def roles_of(tx: Transaction, user_id: str) -> list[RoleHeld]:
    """Return the roles of a user."""
    return [_role(row) for row in tx.rows(_OF_USER, user=user_id)]


def roles_of_all_users(tx: Transaction) -> list[RoleHeld]:
    """Return the roles of all users."""
    return [_role(row) for row in tx.rows(_OF_ALL)]


def roles_of_key(tx: Transaction, key_id: str) -> list[RoleHeld]:
    """Return the roles of a global API key.

    They apply in all open projects, and in the private projects of the key.
    """
    projects = [None, *(project for (project,) in tx.rows(_PROJECTS_OF_KEY, key=key_id))]
    return [
        RoleHeld("", name or "", kind or "", True, project)
        for _, name, kind in tx.rows(_OF_KEY, key=key_id)
        for project in projects
    ]


def user_ids(tx: Transaction) -> list[str]:
    """Return the identifiers of all users."""
    return [identifier for (identifier,) in tx.rows(_USERS)]


def groups_of_all_users(tx: Transaction) -> dict[str, set[str]]:
    """Return the groups of every user who is in a group, including the groups above them."""
    above: dict[str, str] = {row[0]: row[1] for row in tx.rows(_ABOVE)}
    found: dict[str, set[str]] = {}
    for user_id, group_id in tx.rows(_GROUPS):
        groups, group = found.setdefault(user_id, set()), group_id
        while group and group not in groups:
            groups.add(group)
            group = above.get(group)
    return found


def _role(row: Row) -> RoleHeld:
    user_id, name, kind, is_open, project_id = row
    return RoleHeld(user_id, name or "", kind or "", bool(is_open), project_id)
