"""Components keep their source identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity
from callboard.structure.base import Structure

__all__ = ["OriginStructure"]


class OriginStructure(Structure):
    """Uses the resource identifier of the component in its source location."""

    def get_resource_identifier(self, entity: Entity, context: Mapping[str, Any] | None = None) -> str:
        """Return `source_resource_identifier` of *context*.

        Raises: ValueError, when there is none.
        """
        source = (context or {}).get("source_resource_identifier")
        if source is None:
            raise ValueError(
                f"Cannot find the source of {entity}: `context` has no `source_resource_identifier`."
            )
        return str(source)
