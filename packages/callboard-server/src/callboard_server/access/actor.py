"""Whoever asks something of the server, and what roles allow."""

from __future__ import annotations

from attrs import frozen

from callboard.errors import PermissionDenied

USER = "User"
PROJECT_MANAGER = "Project Manager"


@frozen
class Rights:
    """What the roles of a user allow, as long as that is no administrator.

    A user to whom nobody gave a role counts as a "User" of all open projects, which is what these defaults
    say: a studio that never thinks of roles shuts nobody out. Since it has no managers either, such users
    also say who does what. The first role that is given takes the place of all that.

    `role_names` are the roles by name, wherever they apply. Open projects, those that are not private, are
    allowed all at once, by the three truth values; others, and private ones, by their identifiers. Whoever
    *works in* a project reads and writes there; whoever is only *assigned in* it sees own assignments and
    what is above them; `resource_ids`, the user and the groups that the user is in, are what can be assigned.
    Who *manages* a project works in it as well.
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
        """Whether assignments open something that the user would not see otherwise."""
        return self.assigned_in_open or bool(self.assigned_in)


@frozen
class Actor:
    """A user, known by credentials that were checked. Administrators see and change everything, others what
    their `rights` allow.

    Whoever comes by a global key acts in the name of the user, with the rights of the key: the user's own
    credentials are not theirs.
    """

    user_id: str
    username: str
    name: str = ""
    is_administrator: bool = False
    rights: Rights = Rights()
    is_by_global_key: bool = False

    def check_owns_credentials(self) -> None:
        """Raise PermissionDenied for a global key, which would get the rights of any user by making a key or
        password of theirs.
        """
        if self.is_by_global_key and not self.is_administrator:
            raise PermissionDenied(
                "A global key cannot see or change the credentials of users.", hint="Use the user's own key."
            )
