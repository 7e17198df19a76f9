"""What any structure can."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity

__all__ = ["Structure"]


class Structure(ABC):
    """Names the place of an entity within a location, below *prefix*."""

    path_separator = "/"

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix

    @abstractmethod
    def get_resource_identifier(self, entity: Entity, context: Mapping[str, Any] | None = None) -> str:
        """Return the place of *entity*.

        *context* may hold `source_resource_identifier`, its place in the location it comes from.
        """

    def _get_sequence_expression(self, sequence: Entity) -> str:
        padding = sequence["padding"]
        return f"%0{padding}d" if padding else "%d"

    def _joined(self, *parts: str) -> str:
        return self.path_separator.join(
            part.strip(self.path_separator) if at else part for at, part in enumerate(parts) if part
        )
