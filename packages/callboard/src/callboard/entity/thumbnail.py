"""Entities that can have a thumbnail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from callboard.core.entity import Entity
from callboard.symbol import SERVER_LOCATION_ID

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["CreateThumbnailMixin"]


class CreateThumbnailMixin(Entity):
    """An entity that can have a thumbnail."""

    __slots__ = ()
    session: EntitySession

    def create_thumbnail(self, path: str, data: Mapping[str, Any] | None = None) -> Entity:
        """Upload the image at *path*, commit it as the thumbnail, and return its component."""
        session = self.session
        server = session.get("Location", SERVER_LOCATION_ID)
        component = session.create_component(path, {"name": "thumbnail", **(data or {})}, server)
        self["thumbnail_id"] = component["id"]
        session.commit()
        return component
