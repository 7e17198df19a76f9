"""Functions that return the identity and the state of entities."""

from __future__ import annotations

from collections.abc import Iterable

from callboard.core.entity import Entity
from callboard.symbol import Symbol

__all__ = ["identity", "primary_key", "state", "states"]


def identity(entity: Entity) -> tuple[str, list[str]]:
    """Return the type of *entity*, and the values of its primary key as text."""
    return entity.entity_type, list(primary_key(entity).values())


def primary_key(entity: Entity) -> dict[str, str]:
    """Return the primary key of *entity*, as text, in the order of the schema."""
    return {name: str(value) for name, value in entity.primary_key().items()}


def state(entity: Entity) -> Symbol:
    """Return CREATED, MODIFIED or DELETED, as the next commit changes *entity*, else NOT_SET."""
    return entity.session.recorded_operations.state(entity.identity)


def states(entities: Iterable[Entity]) -> list[Symbol]:
    """Return the state of each of *entities*, in their order."""
    return [state(entity) for entity in entities]
