"""Components: files, sequences and containers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from callboard.core.entity import Entity

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["Component"]


class Component(Entity):
    """A component of any kind."""

    __slots__ = ()
    session: EntitySession

    def get_availability(self, locations: Iterable[Entity] | None = None) -> dict[str, float]:
        """Return for each location how much of this component it has, in percent."""
        return self.session.get_component_availability(self, locations)
