"""The user who sends a request, and what roles permit."""

from __future__ import annotations

from attrs import frozen

from callboard.errors import PermissionDenied

USER = "User"
PROJECT_MANAGER = "Project Manager"


@frozen
class Rights:
    """What the roles of a user permit. Administrators don't need any.

    The defaults are for a user without roles, who counts as a "User" of all open projects: a studio that
    doesn't use roles excludes no one. Since it has no managers either, such users may also assign work. The
    first role that a user receives replaces these defaults.

    `role_names` are the names of all roles, wherever they apply. The three booleans permit all open projects,
    which are those that are not private; the sets permit others by their identifiers. A user who *works in* a
    project reads and writes there. A user who is only *assigned in* a project sees their own assignments and
    what is above them. `resource_ids` are the user and their groups, since both can be assigned. A user who
    *manages* a project works in it as well.
    """

    has_roles: bool = False
    role_names: frozenset[str] = frozenset({USER})
    works_in_open: bool = True
    assigned_in_open: bool = False
    manages_open: bool = False
    works_in: frozenset[str] = frozenset()
    assigned_in: frozenset[str] = frozenset()
    manages: frozenset[str] = frozenset()
    resource_ids: frozenset[str] = frozenset()

    @property
    def is_assigned(self) -> bool:
        """Whether assignments let the user see something that other roles don't."""
        return self.assigned_in_open or bool(self.assigned_in)


@frozen
class Actor:
    """An authenticated user. Administrators see and change everything, others what their `rights` permit.

    With a global key, a program acts in the name of the user with the rights of the key. The user's
    credentials remain out of its reach.
    """

    user_id: str
    username: str
    name: str = ""
    is_administrator: bool = False
    rights: Rights = Rights()
    is_by_global_key: bool = False

    def check_owns_credentials(self) -> None:
        """Raise PermissionDenied for a global key, which could otherwise get the rights of any user."""
        if self.is_by_global_key and not self.is_administrator:
            raise PermissionDenied(
                "A global key cannot see or change the credentials of users.", hint="Use the user's own key."
            )
