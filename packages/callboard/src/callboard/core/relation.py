"""Attributes whose values are collections: to-many relations, and those read as dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from callboard.core.attribute import Attribute, replace_remote, with_defaults
from callboard.core.collection import Collection, CustomAttributeMapping, MappedCollection
from callboard.exception import AttributeError as EntityAttributeError
from callboard.symbol import NOT_SET

if TYPE_CHECKING:
    from callboard.core.owner import Member, Owner

__all__ = [
    "CollectionAttribute",
    "CustomAttributeMappedCollectionAttribute",
    "KeyValueMappedCollectionAttribute",
]


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

    def projection(self, entity: Owner) -> str:
        return self.name if self.entity_type is None else with_defaults(entity, self.name, self.entity_type)

    def is_modified(self, entity: Owner) -> bool:
        """Return whether members were added or removed since the last commit."""
        local = entity.local_values.get(self.name, NOT_SET)
        return local.is_modified if isinstance(local, Collection) else super().is_modified(entity)

    def accept(self, entity: Owner, value: Any) -> Collection:
        """Return *value* (a list, None for none, or this very collection) as a collection.

        Raises: NotImplementedError for other values, `exception.AttributeError` for the
        collection of another entity or attribute.
        """
        if isinstance(value, Collection):
            if value.entity is not entity or value.attribute is not self:
                raise EntityAttributeError(
                    f'"{self.name}" cannot be set to the collection of another entity or attribute. Pass a '
                    "list of its members."
                )
            return value
        if value is None or isinstance(value, list):
            made = self.collection_class(entity, self, data=value or [])
            made.begin()
            return made
        raise NotImplementedError(f'"{self.name}" requires a list of entities; got {type(value).__name__}.')

    def present(self, entity: Owner, value: Any) -> Any:
        return self.collection(entity, value)

    def absent(self, entity: Owner) -> Any:
        """Return an empty collection, which a new entity keeps."""
        if entity.is_new:
            entity.remote_values[self.name] = []
        return self.present(entity, entity.remote_values.get(self.name) or [])

    def collection(self, entity: Owner, value: Any) -> Collection:
        """Return *value* as a collection, and store that in its place."""
        if isinstance(value, Collection):
            return value
        made = self.collection_class(entity, self, mutable=self.mutable, data=value or [])
        replace_remote(entity, self.name, value, made)
        return made


class KeyValueMappedCollectionAttribute(CollectionAttribute):
    """Entities read and written as a dictionary, such as metadata."""

    mapping_class: ClassVar[type[MappedCollection]] = MappedCollection

    def __init__(  # noqa: PLR0913 - the documented signature, and the type of the members
        self,
        name: str,
        creator: Callable[[MappedCollection, Mapping[str, Any]], Member],
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

    def projection(self, entity: Owner) -> str:
        del entity
        return f"{self.name}.{self.key_attribute}, {self.name}.{self.value_attribute}"

    def set_local_value(self, entity: Owner, value: Any) -> None:
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

    def present(self, entity: Owner, value: Any) -> Any:
        collection = self.collection(entity, value)
        if collection.mapping is None:
            collection.mapping = self.mapping_class(
                collection, self.creator, self.key_attribute, self.value_attribute
            )
        return collection.mapping


class CustomAttributeMappedCollectionAttribute(KeyValueMappedCollectionAttribute):
    """The custom attributes of an entity as a dictionary; its keys come from their configurations."""

    mapping_class = CustomAttributeMapping
