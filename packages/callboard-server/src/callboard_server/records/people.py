"""Statements about users, which are entities: their names, and whether they are administrators."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.roles import ADMINISTRATOR
from callboard_server.records.schema import RESOURCE, SECURITY_ROLE, USER_SECURITY_ROLE
from callboard_server.records.statements import ONE, given
from callboard_server.storage.tables import constant, fold
from callboard_server.storage.transaction import Prepared, Row, Transaction


@frozen
class Person:
    """The attributes of a user that signing in needs."""

    id: str
    username: str
    first_name: str | None
    last_name: str | None
    email: str | None
    is_active: bool
    is_administrator: bool

    @property
    def full_name(self) -> str:
        """The first and last name; the username if there is neither."""
        return " ".join(filter(None, (self.first_name, self.last_name))) or self.username


def person_columns() -> tuple[sa.ColumnElement[Any], ...]:
    """Return the columns of a `Person`, for a statement that selects from the table of resources."""
    roles = USER_SECURITY_ROLE.join(
        SECURITY_ROLE, SECURITY_ROLE.c.id == USER_SECURITY_ROLE.c.security_role_id
    )
    is_administrator = sa.exists(
        sa.select(ONE)
        .select_from(roles)
        .where(USER_SECURITY_ROLE.c.user_id == RESOURCE.c.id, SECURITY_ROLE.c.name == constant(ADMINISTRATOR))
        .correlate(RESOURCE)
    )
    found = RESOURCE.c
    return (
        found.id,
        found.username,
        found.first_name,
        found.last_name,
        found.email,
        found.is_active,
        is_administrator.label("is_administrator"),
    )


def person_of(row: Row) -> Person:
    """Return the person whose columns start *row*."""
    identifier, username, first_name, last_name, email, is_active, is_administrator = row[:7]
    return Person(identifier, username, first_name, last_name, email, bool(is_active), bool(is_administrator))


_IS_USER = RESOURCE.c.resource_type == constant("user")
_ALL = Prepared(sa.select(*person_columns()).where(_IS_USER).order_by(fold(RESOURCE.c.username)))
_BY_ID = Prepared(sa.select(*person_columns()).where(_IS_USER, RESOURCE.c.id == given("id")))
_BY_USERNAME = Prepared(
    sa.select(*person_columns()).where(_IS_USER, fold(RESOURCE.c.username) == fold(given("username")))
)


def all_people(tx: Transaction) -> list[Person]:
    """Return all users, sorted by username."""
    return [person_of(row) for row in tx.rows(_ALL)]


def person(tx: Transaction, identifier: str) -> Person | None:
    """Return the user with *identifier*, or None."""
    found = tx.row(_BY_ID, id=identifier)
    return None if found is None else person_of(found)


def person_by_username(tx: Transaction, username: str) -> Person | None:
    """Return the user with *username*, ignoring case, or None."""
    found = tx.row(_BY_USERNAME, username=username)
    return None if found is None else person_of(found)


_ROLE = Prepared(sa.select(SECURITY_ROLE.c.id).where(SECURITY_ROLE.c.name == given("name")))


def administrator_role(tx: Transaction) -> str:
    """Return the identifier of the administrator role. Every database has it."""
    found = tx.row(_ROLE, name=ADMINISTRATOR)
    assert found is not None
    return str(found[0])
