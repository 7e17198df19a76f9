"""Users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callboard.core.entity import Entity

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["User"]


class User(Entity):
    """A user."""

    __slots__ = ()
    session: EntitySession

    def reset_api_key(self) -> str:
        """Create a new API key for this user and return it; the old one stops working."""
        return str(self.session.reset_remote("api_key", self)["api_key"])
