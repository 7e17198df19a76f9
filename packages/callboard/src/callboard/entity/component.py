"""Components: files, sequences and containers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from callboard.core.entity import Entity

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["Component"]


class Component(Entity):
    """A file, sequence or container."""

    __slots__ = ()
    session: EntitySession

    def get_availability(self, locations: Iterable[Entity] | None = None) -> dict[str, float]:
        """Return the availability of this component in each location, in percent, by location id."""
        return self.session.get_component_availability(self, locations)
