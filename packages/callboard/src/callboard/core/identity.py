"""The identity map: one object per entity.

Two ways of reaching an entity lead to the same object until the map is cleared, so what
one part of a script learns or changes, every part sees. Nothing is evicted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from callboard.core.operations import Identity

if TYPE_CHECKING:
    from callboard.core.entity import Entity

__all__ = ["IdentityMap"]


class IdentityMap:
    """Entities by identity, and which of them hold values of their own."""

    def __init__(self) -> None:
        self.entities: dict[Identity, Entity] = {}
        self.touched: dict[Identity, Entity] = {}
        self._other_names: dict[Identity, Entity] = {}

    def get(self, identity: Identity) -> Entity | None:
        """Return the entity of that *identity*, also under a base type it was asked for before."""
        found = self.entities.get(identity)
        return self._other_names.get(identity) if found is None else found

    def add(self, entity: Entity) -> None:
        """Make *entity* the one object of its identity."""
        self.entities[entity.identity] = entity

    def remove(self, identity: Identity) -> None:
        """Forget the entity of that *identity*, if there is one."""
        entity = self.entities.pop(identity, None)
        self.touched.pop(identity, None)
        for name in [name for name, other in self._other_names.items() if other is entity]:
            del self._other_names[name]

    def alias(self, identity: Identity, entity: Entity) -> None:
        """Let *entity* also be found as *identity*, which names a base of its type."""
        self._other_names[identity] = entity

    def touch(self, entity: Entity) -> None:
        """Remember that *entity* holds values that came from no server."""
        self.touched[entity.identity] = entity

    def clear(self) -> None:
        """Forget everything; the objects stay usable by those who hold them."""
        self.entities.clear()
        self.touched.clear()
        self._other_names.clear()

    def keys(self) -> list[str]:
        """Return the identities as text, in the form existing caches use: `('Task', ['<id>'])`."""
        return [str((name, list(values))) for name, *values in self.entities]

    def values(self) -> list[Entity]:
        """Return all entities."""
        return list(self.entities.values())

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.values())

    def __len__(self) -> int:
        return len(self.entities)
