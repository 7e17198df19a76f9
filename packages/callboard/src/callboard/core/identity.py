"""The identity map: one object per entity.

Every query returns the same object for an entity until the map is cleared, so all parts of
a script see its values and changes. Entities are never evicted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from callboard.core.entity import Entity, Host
from callboard.core.operations import Identity

__all__ = ["IdentityMap", "Workspace"]


class IdentityMap:
    """Entities by identity; `touched` are those with local values."""

    def __init__(self) -> None:
        self.entities: dict[Identity, Entity] = {}
        self.touched: dict[Identity, Entity] = {}
        self._aliases: dict[Identity, Entity] = {}

    def get(self, identity: Identity) -> Entity | None:
        """Return the entity with that *identity* or alias, or None."""
        found = self.entities.get(identity)
        return self._aliases.get(identity) if found is None else found

    def add(self, entity: Entity) -> None:
        """Make *entity* the object for its identity."""
        self.entities[entity.identity] = entity

    def remove(self, identity: Identity) -> None:
        """Remove the entity with that *identity*, if there is one."""
        entity = self.entities.pop(identity, None)
        self.touched.pop(identity, None)
        for name in [name for name, other in self._aliases.items() if other is entity]:
            del self._aliases[name]

    def alias(self, identity: Identity, entity: Entity) -> None:
        """Add *identity*, under a base of its type, as another name for *entity*."""
        self._aliases[identity] = entity

    def touch(self, entity: Entity) -> None:
        """Mark *entity* as one that has local values."""
        self.touched[entity.identity] = entity

    def clear(self) -> None:
        """Remove all entities. The objects themselves stay usable."""
        self.entities.clear()
        self.touched.clear()
        self._aliases.clear()

    def keys(self) -> list[str]:
        """Return the identities as text, in the form that existing caches use: `('Task', ['<id>'])`."""
        return [str((name, list(values))) for name, *values in self.entities]

    def values(self) -> list[Entity]:
        """Return all entities."""
        return list(self.entities.values())

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.values())

    def __len__(self) -> int:
        return len(self.entities)


class Workspace(Host, Protocol):
    """A session as far as it contains entities: their classes, and the objects themselves."""

    identities: IdentityMap

    @property
    def types(self) -> Mapping[str, type[Entity]]:
        """The entity classes by name."""
