"""Entities: dictionaries with a type and a key, one object for each.

A value is read from the local values, then from the server's values. If neither contains
it and the session populates automatically, it is fetched. A new entity never fetches: a
value that was not given reads as `NOT_SET`, a to-many relation as empty.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, MutableMapping, ValuesView
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, cast

from callboard.core.attribute import Attribute, Attributes
from callboard.core.collection import Collection
from callboard.core.operations import CreateEntityOperation, Identity
from callboard.core.owner import Recorder
from callboard.exception import UnknownAttributeError
from callboard.log import logger
from callboard.symbol import CREATED, NOT_SET

if TYPE_CHECKING:
    import logging

__all__ = ["Entity", "EntityIndex", "Host"]

_AS_THEY_ARE: Final = frozenset({str, int, float, bool, type(None)})
_MISSING: Final[Any] = object()


class Entity(MutableMapping[str, Any]):
    """One entity of a production. Concrete classes are built from the server's schemas."""

    __slots__ = (
        "__dict__",
        "__weakref__",
        "identity",
        "local_values",
        "remote_values",
        "session",
        "siblings",
    )

    entity_type: ClassVar[str] = "Entity"
    attributes: ClassVar[Attributes] = Attributes()
    primary_key_attributes: ClassVar[list[str]] = []
    default_projections: ClassVar[list[str]] = []
    single_key: ClassVar[str | None] = None
    """The primary key attribute, when there is exactly one."""

    session: Host
    identity: Identity
    remote_values: dict[str, Any]
    local_values: dict[str, Any]
    siblings: list[Entity] | None
    """The entities of the same response: a value that one of them lacks is fetched for all of them."""

    def __init__(
        self, session: Host, data: Mapping[str, Any] | None = None, reconstructing: bool = False
    ) -> None:
        self.session = session
        self.remote_values = {}
        self.local_values = {}
        self.siblings = None
        given = {name: value for name, value in (data or {}).items() if self.attributes.get(name) is not None}
        if reconstructing:
            self.remote_values.update(given)
            self.identity = self.identity_in(given)
        else:
            self._initialise(given)

    @classmethod
    def identity_in(cls, values: Mapping[str, Any]) -> Identity:
        """Return the identity of the entity with these *values*.

        Raises: KeyError, when a part of the primary key is missing.
        """
        if cls.single_key is not None:
            return (cls.entity_type, str(values[cls.single_key]))
        return (cls.entity_type, *(str(values[name]) for name in sorted(cls.primary_key_attributes)))

    def primary_key(self) -> dict[str, Any]:
        """Return the primary key, attribute by attribute, in the order of the schema."""
        if self.single_key is not None:
            return {self.single_key: self.identity[1]}
        values = dict(zip(sorted(self.primary_key_attributes), self.identity[1:], strict=True))
        return {name: values[name] for name in self.primary_key_attributes}

    # ------------------------------------------------------------------ reading

    def __getitem__(self, name: str) -> Any:
        value = self.local_values.get(name, _MISSING) if self.local_values else _MISSING
        if value is _MISSING:
            value = self.remote_values.get(name, _MISSING)
        if value.__class__ in _AS_THEY_ARE:
            return value
        attribute = self._attribute(name)
        if value is _MISSING:
            return self._fetched(attribute)
        if value is NOT_SET:
            return attribute.absent(self)
        return attribute.present(self, value)

    def known_value(self, name: str) -> Any:
        """Return the stored value of attribute *name* without fetching it, else NOT_SET."""
        value = self.local_values.get(name, _MISSING)
        return self.remote_values.get(name, NOT_SET) if value is _MISSING else value

    def _fetched(self, attribute: Attribute) -> Any:
        if self.session.auto_populate and not self.is_new:
            self.session.load(self, attribute)
            value = self.remote_values.get(attribute.name, NOT_SET)
            if value is not NOT_SET:
                return attribute.present(self, value)
        return attribute.absent(self)

    def load_value(self, name: str) -> None:
        """Fetch the server's value of attribute *name*, for the siblings that lack it as well."""
        self.session.load(self, self._attribute(name))

    @property
    def is_new(self) -> bool:
        """Whether this entity was created since the last commit."""
        return self.session.recorded_operations.state(self.identity) is CREATED

    def _attribute(self, name: str) -> Attribute:
        attribute = self.attributes.get(name)
        if attribute is None:
            raise UnknownAttributeError(name, self.entity_type, self.attributes.keys())
        return attribute

    # ------------------------------------------------------------------ writing

    def __setitem__(self, name: str, value: Any) -> None:
        self._attribute(name).set_local_value(self, value)

    def __delitem__(self, name: str) -> None:
        self._attribute(name).set_local_value(self, NOT_SET)

    def set_local(self, name: str, value: Any) -> None:
        """Store a local value."""
        self.local_values[name] = value
        self.session.identities.touch(self)

    def drop_local(self, name: str) -> None:
        """Discard a local value; the server's value applies again."""
        value = self.local_values.pop(name, None)
        if isinstance(value, Collection):
            value.revert()

    def clear(self) -> None:
        """Restore the server's value of every attribute."""
        for name in list(self.local_values):
            del self[name]

    def _initialise(self, given: dict[str, Any]) -> None:
        """Initialise a new entity: set defaults, record its creation, then set its relations."""
        for attribute in self.attributes:
            if attribute.name not in given and attribute.default_value is not NOT_SET:
                default = attribute.default_value
                given[attribute.name] = default(self) if callable(default) else default
        self._complete_key(given)
        relations = [name for name in given if self.attributes.get(name).is_relation]  # type: ignore[union-attr]  # filtered in __init__
        values = {
            name: value for name, value in given.items() if name not in relations and value is not NOT_SET
        }
        self.identity = self.identity_in(values)
        self.local_values.update(values)
        self._attach(values)
        for name in relations:
            self[name] = given[name]

    def _complete_key(self, given: dict[str, Any]) -> None:
        """Fill in a missing foreign key of the primary key from the entity that was given instead."""
        for name in self.primary_key_attributes:
            other = given.get(name[:-3]) if name.endswith("_id") else None
            if given.get(name, NOT_SET) is NOT_SET and isinstance(other, Entity):
                given[name] = other.identity[1]
        missing = [name for name in self.primary_key_attributes if given.get(name, NOT_SET) is NOT_SET]
        if missing:
            names = " and ".join(f"`{self.entity_type}.{name}`" for name in missing)
            raise ValueError(f"{names} {'is' if len(missing) == 1 else 'are'} required.")

    def _attach(self, values: dict[str, Any]) -> None:
        session = self.session
        session.identities.add(self)
        session.identities.touch(self)
        if session.record_operations:
            session.recorded_operations.push(
                CreateEntityOperation(self.entity_type, self.primary_key(), values)
            )

    # ------------------------------------------------------------------ the whole

    def __iter__(self) -> Iterator[str]:
        return iter(self.attributes.keys())

    def __len__(self) -> int:
        return len(self.attributes)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.attributes.get(name) is not None

    def __bool__(self) -> bool:
        return True

    def keys(self) -> list[str]:  # type: ignore[override]  # scripts index and sort the keys
        """Return the names of all attributes, in the order of the schema."""
        return self.attributes.keys()

    def items(self) -> ItemsView[str, Any]:
        """Return all attributes with their values; missing values are fetched in few requests."""
        self._load_all()
        return cast("ItemsView[str, Any]", [(name, self[name]) for name in self])

    def values(self) -> ValuesView[Any]:
        """Return all values; missing values are fetched in few requests."""
        self._load_all()
        return cast("ValuesView[Any]", [self[name] for name in self])

    def _load_all(self) -> None:
        if self.session.auto_populate and not self.is_new:
            self.session.load_all(self)

    def merge(self, entity: Entity, merged: object = None) -> list[dict[str, Any]]:
        """Copy the values of *entity* into this one; return the changes."""
        del merged
        changes: list[dict[str, Any]] = []
        for kind, mine, others in (
            ("remote_attribute", self.remote_values, entity.remote_values),
            ("local_attribute", self.local_values, entity.local_values),
        ):
            for name, value in others.items():
                old = mine.get(name, NOT_SET)
                if value is not NOT_SET and old is not value and (old is NOT_SET or old != value):
                    mine[name] = value
                    changes.append({"type": kind, "name": name, "old_value": old, "new_value": value})
        return changes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    def __str__(self) -> str:
        return f"<{self.entity_type}({', '.join(map(str, self.primary_key().values()))})>"

    def __repr__(self) -> str:
        return f"<{self.entity_type} {', '.join(map(str, self.identity[1:]))} at {id(self):#x}>"

    @property
    def logger(self) -> logging.Logger:
        """The logger for this entity type."""
        return logger(f"callboard.entity.{self.entity_type}")


class EntityIndex(Protocol):
    """What an entity requires of the session's entities."""

    def add(self, entity: Entity) -> None:
        """Add a new entity."""

    def touch(self, entity: Entity) -> None:
        """Mark an entity as one that has local values."""


class Host(Recorder, Protocol):
    """What an entity requires of its session."""

    @property
    def identities(self) -> EntityIndex:
        """The entities of the session."""

    @property
    def auto_populate(self) -> bool:
        """Whether a value that has not been fetched yet is fetched when it is read."""

    def load(self, entity: Entity, attribute: Attribute) -> None:
        """Fetch *attribute* for *entity* and for its siblings."""

    def load_all(self, entity: Entity) -> None:
        """Fetch all values that *entity* lacks."""
