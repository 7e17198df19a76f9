"""Versions of assets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from callboard.core.entity import Entity

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["AssetVersion"]


class AssetVersion(Entity):
    """A version of an asset."""

    __slots__ = ()
    session: EntitySession

    def create_component(
        self, path: str, data: Mapping[str, Any] | None = None, location: Any = None
    ) -> Entity:
        """Return a component of this version for the file or sequence at *path*.

        Without a *location*, it stays in the origin location of the session and nothing is committed.
        """
        values = {name: value for name, value in (data or {}).items() if name != "version_id"}
        return self.session.create_component(path, {**values, "version": self}, location)

    def encode_media(
        self, media: Entity | str | os.PathLike[str], keep_original: bool | str = "auto"
    ) -> Entity:
        """Start encoding *media* for the web as components of this version; return the job.

        See `Session.encode_media`.
        """
        return self.session.encode_media(media, version_id=self["id"], keep_original=keep_original)
