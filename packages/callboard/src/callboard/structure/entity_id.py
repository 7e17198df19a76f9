"""Components named by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity
from callboard.structure.base import Structure

__all__ = ["EntityIdStructure"]


class EntityIdStructure(Structure):
    """Uses the id of the entity."""

    def get_resource_identifier(self, entity: Entity, context: Mapping[str, Any] | None = None) -> str:
        """Return the id of *entity*."""
        del context
        return str(entity["id"])
