"""Attributes: what an entity type has, and how values of each kind are read and set.

Entities hold values as they arrived. An attribute turns one into what scripts see when it
is first read, so rows that are never looked at cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from callboard.core.collection import Collection, CustomAttributeMapping, MappedCollection
from callboard.core.operations import UpdateEntityOperation
from callboard.exception import AttributeError as EntityAttributeError
from callboard.exception import ImmutableAttributeError, NotUniqueError
from callboard.instant import Instant
from callboard.symbol import NOT_SET
from callboard.wire.values import VALUE_TYPE_KEY

if TYPE_CHECKING:
    from callboard.core.entity import Entity

__all__ = [
    "Attribute",
    "Attributes",
    "CollectionAttribute",
    "CustomAttributeMappedCollectionAttribute",
    "KeyValueMappedCollectionAttribute",
    "ReferenceAttribute",
    "ScalarAttribute",
]


class Attributes:
    """The attributes of an entity type by name, in the order of its schema."""

    def __init__(self, attributes: Iterable[Attribute] = ()) -> None:
        self._by_name: dict[str, Attribute] = {}
        for attribute in attributes:
            self.add(attribute)

    def add(self, attribute: Attribute) -> None:
        """Add *attribute*.

        Raises: NotUniqueError, when there is one of that name.
        """
        if attribute.name in self._by_name:
            raise NotUniqueError(f"There is an attribute {attribute.name!r} already.")
        self._by_name[attribute.name] = attribute

    def remove(self, attribute: Attribute) -> None:
        """Remove *attribute*."""
        del self._by_name[attribute.name]

    def get(self, name: str) -> Attribute | None:
        """Return the attribute of that *name*; None when there is none."""
        return self._by_name.get(name)

    def keys(self) -> list[str]:
        """Return the names."""
        return list(self._by_name)

    def __contains__(self, attribute: object) -> bool:
        return isinstance(attribute, Attribute) and self._by_name.get(attribute.name) is attribute

    def __iter__(self) -> Iterator[Attribute]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)


class Attribute:
    """One attribute of an entity type.

    *default_value* is a value, or a function from the entity to one.
    """

    is_relation: ClassVar[bool] = True

    def __init__(
        self, name: str, default_value: Any = NOT_SET, mutable: bool = True, computed: bool = False
    ) -> None:
        self.name = name
        self.default_value = default_value
        self.mutable = mutable
        self.computed = computed

    def __repr__(self) -> str:
        return f"<{type(self).__module__}.{type(self).__name__}({self.name}) object at {id(self)}>"

    def get_value(self, entity: Entity) -> Any:
        """Return the value scripts see, fetched if needed and allowed."""
        return entity[self.name]

    def get_local_value(self, entity: Entity) -> Any:
        """Return what was set since the last commit, else NOT_SET."""
        value = entity.local_values.get(self.name, NOT_SET)
        return value if value is NOT_SET else self.present(entity, value)

    def get_remote_value(self, entity: Entity) -> Any:
        """Return what the server said, as far as it is known, else NOT_SET."""
        value = entity.remote_values.get(self.name, NOT_SET)
        return value if value is NOT_SET else self.present(entity, value)

    def set_local_value(self, entity: Entity, value: Any) -> None:
        """Set *value*, to be stored by the next commit; NOT_SET goes back to the server's value.

        Raises: ImmutableAttributeError, when the attribute is fixed and has a value.
        """
        if value is not NOT_SET and not self.mutable and self.is_set(entity):
            raise ImmutableAttributeError(self)
        old = entity.known_value(self.name)
        if value is NOT_SET:
            entity.drop_local(self.name)
        else:
            value = self.accept(entity, value)
            entity.set_local(self.name, value)
        self.record(entity, old, value)

    def set_remote_value(self, entity: Entity, value: Any) -> None:
        """Take *value* for the server's, without recording anything."""
        entity.remote_values[self.name] = value

    def populate_remote_value(self, entity: Entity) -> Any:
        """Fetch the server's value and return it."""
        entity.session.load(entity, self)
        return self.get_remote_value(entity)

    def is_modified(self, entity: Entity) -> bool:
        """Tell whether a value was set that differs from the server's, as far as that is known."""
        local = entity.local_values.get(self.name, NOT_SET)
        if isinstance(local, Collection):
            return local.is_modified
        return local is not NOT_SET and bool(local != self.get_remote_value(entity))

    def is_set(self, entity: Entity) -> bool:
        """Tell whether a value is known, without fetching."""
        return entity.known_value(self.name) is not NOT_SET

    def projection(self, entity: Entity) -> str:
        """Return what to select so that the value arrives ready for use."""
        del entity
        return self.name

    def accept(self, entity: Entity, value: Any) -> Any:
        """Return *value*, given by a script, in the form it is kept in."""
        del entity
        return value

    def present(self, entity: Entity, value: Any) -> Any:
        """Return the kept *value* in the form scripts see, and keep that form."""
        del entity
        return value

    def record(self, entity: Entity, old: Any, new: Any) -> None:
        """Write the change to the log of the session."""
        session = entity.session
        if session.record_operations:
            session.recorded_operations.push(
                UpdateEntityOperation(entity.entity_type, entity.primary_key(), self.name, old, new)
            )


class ScalarAttribute(Attribute):
    """A plain value; *data_type* is `string integer float boolean datetime object variable`."""

    is_relation = False

    def __init__(
        self,
        name: str,
        data_type: str,
        default_value: Any = NOT_SET,
        mutable: bool = True,
        computed: bool = False,
    ) -> None:
        super().__init__(name, default_value, mutable, computed)
        self.data_type = data_type

    def present(self, entity: Entity, value: Any) -> Any:
        if value.__class__ is dict and VALUE_TYPE_KEY in value:
            return _kept_as(entity, self.name, value, Instant.from_wire(value))
        return value


class ReferenceAttribute(Attribute):
    """One other entity; *entity_type* names the type, or a base of it."""

    def __init__(
        self,
        name: str,
        entity_type: str,
        default_value: Any = NOT_SET,
        mutable: bool = True,
        computed: bool = False,
    ) -> None:
        super().__init__(name, default_value, mutable, computed)
        self.entity_type = entity_type

    def projection(self, entity: Entity) -> str:
        return _with_defaults(entity, self.name, self.entity_type)


class CollectionAttribute(Attribute):
    """Several other entities; *entity_type* names their type, or a base of it."""

    collection_class: ClassVar[type[Collection]] = Collection

    def __init__(
        self,
        name: str,
        default_value: Any = NOT_SET,
        mutable: bool = True,
        computed: bool = False,
        entity_type: str | None = None,
    ) -> None:
        super().__init__(name, default_value, mutable, computed)
        self.entity_type = entity_type

    def projection(self, entity: Entity) -> str:
        return self.name if self.entity_type is None else _with_defaults(entity, self.name, self.entity_type)

    def accept(self, entity: Entity, value: Any) -> Collection:
        """Return *value* (a list, None for none, or this very collection) as a collection.

        Raises: NotImplementedError for other values, `exception.AttributeError` for the
        collection of another entity or attribute.
        """
        if isinstance(value, Collection):
            if value.entity is not entity or value.attribute is not self:
                raise EntityAttributeError(
                    f'A collection belongs to one attribute: "{self.name}" takes a list of its members.'
                )
            return value
        if value is None or isinstance(value, list):
            made = self.collection_class(entity, self, data=value or [])
            made.begin()
            return made
        raise NotImplementedError(f'"{self.name}" takes a list of entities, not {type(value).__name__}.')

    def present(self, entity: Entity, value: Any) -> Any:
        return self.collection(entity, value)

    def collection(self, entity: Entity, value: Any) -> Collection:
        """Return the collection that holds *value*, and keep it in its place."""
        if isinstance(value, Collection):
            return value
        made = self.collection_class(entity, self, mutable=self.mutable, data=value or [])
        kept = _kept_as(entity, self.name, value, made)
        return kept if isinstance(kept, Collection) else made


class KeyValueMappedCollectionAttribute(CollectionAttribute):
    """Entities read and written as a dictionary, such as metadata."""

    mapping_class: ClassVar[type[MappedCollection]] = MappedCollection

    def __init__(  # noqa: PLR0913 - the documented signature, and the type of the members
        self,
        name: str,
        creator: Callable[[MappedCollection, Mapping[str, Any]], Entity],
        key_attribute: str = "key",
        value_attribute: str = "value",
        default_value: Any = NOT_SET,
        mutable: bool = True,
        computed: bool = False,
        entity_type: str | None = None,
    ) -> None:
        super().__init__(name, default_value, mutable, computed, entity_type)
        self.creator = creator
        self.key_attribute = key_attribute
        self.value_attribute = value_attribute

    def projection(self, entity: Entity) -> str:
        del entity
        return f"{self.name}.{self.key_attribute}, {self.name}.{self.value_attribute}"

    def set_local_value(self, entity: Entity, value: Any) -> None:
        """Set *value*; a mapping replaces all keys, one by one."""
        if not isinstance(value, Mapping) or isinstance(value, MappedCollection):
            super().set_local_value(
                entity, value.collection if isinstance(value, MappedCollection) else value
            )
            return
        mapped = entity[self.name]
        for key in [key for key in mapped if key not in value]:
            del mapped[key]
        for key, member in value.items():
            if key not in mapped or mapped[key] != member:
                mapped[key] = member

    def present(self, entity: Entity, value: Any) -> Any:
        collection = self.collection(entity, value)
        if collection.mapping is None:
            collection.mapping = self.mapping_class(
                collection, self.creator, self.key_attribute, self.value_attribute
            )
        return collection.mapping


class CustomAttributeMappedCollectionAttribute(KeyValueMappedCollectionAttribute):
    """The custom attributes of an entity as a dictionary: keys come from configurations."""

    mapping_class = CustomAttributeMapping


def _kept_as(entity: Entity, name: str, value: Any, made: Any) -> Any:
    """Put *made* where the entity keeps *value*, and return it."""
    if entity.remote_values.get(name, NOT_SET) is value:
        entity.remote_values[name] = made
    return made


def _with_defaults(entity: Entity, name: str, entity_type: str) -> str:
    target = entity.session.types.get(entity_type)
    if target is None or not target.default_projections:
        return name
    return ", ".join(f"{name}.{projection}" for projection in target.default_projections)
