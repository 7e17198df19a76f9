"""Components stay where they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity
from callboard.structure.base import Structure

__all__ = ["OriginStructure"]


class OriginStructure(Structure):
    """The place a component came from."""

    def get_resource_identifier(self, entity: Entity, context: Mapping[str, Any] | None = None) -> str:
        """Return `source_resource_identifier` of *context*.

        Raises: ValueError, when there is none.
        """
        source = (context or {}).get("source_resource_identifier")
        if source is None:
            raise ValueError(
                f"Where {entity} comes from is not known: context lacks source_resource_identifier."
            )
        return str(source)
