"""Versions of assets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from callboard.client.core.entity import Entity

if TYPE_CHECKING:
    from callboard.client.session import Session

__all__ = ["AssetVersion"]


class AssetVersion(Entity):
    """A version of an asset."""

    __slots__ = ()
    session: Session

    def create_component(self, path: str, data: Mapping[str, Any] | None = None, location: Any = None) -> Entity:
        """Return a component of this version for the file or sequence at *path*.

        Without a *location* it stays in the session's origin location and nothing is committed.
        """
        values = {name: value for name, value in (data or {}).items() if name != "version_id"}
        return self.session.create_component(path, {**values, "version": self}, location)
