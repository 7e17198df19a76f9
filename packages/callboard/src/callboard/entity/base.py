"""The base class of all entities."""

from callboard.core.entity import (
    Entity,
)

__all__ = [
    "Entity",
]
