"""The interface of structures."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity

__all__ = ["Structure"]


class Structure(ABC):
    """Generates resource identifiers for entities in a location, below *prefix*."""

    path_separator = "/"

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix

    @abstractmethod
    def get_resource_identifier(self, entity: Entity, context: Mapping[str, Any] | None = None) -> str:
        """Return the resource identifier for *entity*.

        *context* can contain `source_resource_identifier`, its identifier in the source location.
        """

    def _get_sequence_expression(self, sequence: Entity) -> str:
        padding = sequence["padding"]
        return f"%0{padding}d" if padding else "%d"

    def _joined(self, *parts: str) -> str:
        return self.path_separator.join(
            part.strip(self.path_separator) if at else part for at, part in enumerate(parts) if part
        )
