"""What access rules decide about, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from attrs import evolve, frozen

from callboard_server.access.actor import Rights
from callboard_server.query.compose import any_of, in_, is_
from callboard_server.query.syntax import Criteria

MAXIMUM_COMPARED = 8


class Permission(Enum):
    """What an actor may do with an entity."""

    READ = "read"
    WRITE = "write"
    ATTACH = "attach"
    """Keep it on the entity that its identifier of no fixed type refers to, such as the parent of a note."""


@frozen
class Viewer:
    """A user who is not an administrator, and the permission that is being decided on."""

    user_id: str
    rights: Rights
    permission: Permission
    is_by_global_key: bool = False

    def owns(self, attribute: str = "user_id") -> Criteria:
        """Build the criterion that *attribute* is the user."""
        return is_(attribute, self.user_id)

    @property
    def role(self) -> Criteria:
        """Criteria on a role: the user has it."""
        return any_of(*one_of("name", self.rights.role_names))

    @property
    def resource(self) -> Criteria:
        """Criteria on an assignment: it is the user's, or of a group that the user is in."""
        return any_of(*one_of("resource_id", self.rights.resource_ids))


CriteriaRule: TypeAlias = Callable[[Viewer], Criteria]


@frozen
class Rule:
    """Who may read and change the entities of a type. Without `write`, every reader may also change them."""

    read: CriteriaRule
    write: CriteriaRule | None = None

    def criteria(self, viewer: Viewer) -> Criteria:
        """Return the criteria that entities must meet for *viewer*'s permission to read or write."""
        if viewer.permission is not Permission.WRITE:
            return self.read(viewer)
        if self.write is not None:
            return self.write(viewer)
        return self.read(evolve(viewer, permission=Permission.READ))


def one_of(attribute: str, values: frozenset[str]) -> tuple[Criteria, ...]:
    """Return the alternatives that make *attribute* one of *values*; none when there are no values.

    A few values are compared one by one, which databases do faster than searching a list. They are repeated
    up to a power of two, so that as few different statements as possible result.
    """
    listed = sorted(values)
    if len(listed) > MAXIMUM_COMPARED:
        return (in_(attribute, listed),)
    while len(listed) & (len(listed) - 1):
        listed.append(listed[-1])
    return tuple(is_(attribute, value) for value in listed)
