"""What attributes and collections require of the entities they work on, and of the session.

An entity has attributes and collections, and both of them read and write the entity. These
protocols break the cycle: `attribute` and `collection` depend on them, `entity` on all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from callboard.core.operations import Identity, Operations

__all__ = ["Member", "Owner", "Recorder"]


class Member(Protocol):
    """What a collection requires of the entities in it."""

    @property
    def entity_type(self) -> str:
        """The name of the entity type."""

    @property
    def identity(self) -> Identity:
        """The identity of the entity."""

    def primary_key(self) -> dict[str, Any]:
        """Return the primary key, attribute by attribute, in the order of the schema."""

    def __contains__(self, name: object) -> bool:
        """Return whether the entity type has an attribute of this name."""

    def __getitem__(self, name: str) -> Any:
        """Return the value of an attribute; it is fetched when needed and allowed."""

    def __setitem__(self, name: str, value: Any) -> None:
        """Set the value of an attribute."""


class Owner(Member, Protocol):
    """What attributes and collections require of the entity they belong to."""

    default_projections: ClassVar[list[str]]
    local_values: dict[str, Any]
    remote_values: dict[str, Any]

    @property
    def session(self) -> Recorder:
        """The session of the entity."""

    @property
    def is_new(self) -> bool:
        """Whether the entity was created since the last commit."""

    def known_value(self, name: str) -> Any:
        """Return the stored value of an attribute without fetching it, else NOT_SET."""

    def load_value(self, name: str) -> None:
        """Fetch the server's value of an attribute."""

    def set_local(self, name: str, value: Any) -> None:
        """Store a local value."""

    def drop_local(self, name: str) -> None:
        """Discard a local value; the server's value applies again."""


class Recorder(Protocol):
    """What attributes and collections require of a session: a log of changes, and the entity types."""

    recorded_operations: Operations

    @property
    def record_operations(self) -> bool:
        """Whether changes are recorded."""

    @property
    def types(self) -> Mapping[str, type[Owner]]:
        """The entity classes by name."""

    def create(self, entity_type: str, data: Mapping[str, Any] | None = None) -> Member:
        """Return a new entity, to be stored by the next commit."""

    def delete(self, entity: Member) -> None:
        """Delete *entity* with the next commit."""
