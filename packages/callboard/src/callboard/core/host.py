"""What entities ask of the session they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from callboard.core.attribute import Attribute
    from callboard.core.entity import Entity
    from callboard.core.identity import IdentityMap
    from callboard.core.operations import Operations

__all__ = ["Host"]


class Host(Protocol):
    """The part of a session that entities, attributes and collections lean on."""

    recorded_operations: Operations
    identities: IdentityMap

    @property
    def auto_populate(self) -> bool:
        """Whether a value that is not known yet is fetched when it is read."""

    @property
    def record_operations(self) -> bool:
        """Whether changes are written to the log."""

    @property
    def types(self) -> Mapping[str, type[Entity]]:
        """The entity classes by name."""

    def load(self, entity: Entity, attribute: Attribute) -> None:
        """Fetch *attribute* for *entity* and for those that arrived together with it."""

    def load_all(self, entity: Entity) -> None:
        """Fetch everything *entity* lacks."""

    def create(self, entity_type: str, data: Mapping[str, Any] | None = None) -> Entity:
        """Return a new entity, to be stored by the next commit."""

    def delete(self, entity: Entity) -> None:
        """Delete *entity* with the next commit."""
