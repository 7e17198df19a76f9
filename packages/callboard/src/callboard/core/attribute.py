"""The attributes of entity types, and how values of each kind are read and set.

Entities store values as they arrived. An attribute converts a value to the form that scripts
use when it is first read, so rows that are never read cost nothing. The attributes whose
values are collections are in `relation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from callboard.core.operations import UpdateEntityOperation
from callboard.exception import ImmutableAttributeError, NotUniqueError
from callboard.instant import Instant
from callboard.symbol import NOT_SET
from callboard.wire.values import VALUE_TYPE_KEY

if TYPE_CHECKING:
    from callboard.core.owner import Owner

__all__ = [
    "Attribute",
    "Attributes",
    "ReferenceAttribute",
    "ScalarAttribute",
    "replace_remote",
    "with_defaults",
]


class Attributes:
    """The attributes of an entity type by name, in the order of its schema."""

    def __init__(self, attributes: Iterable[Attribute] = ()) -> None:
        self._by_name: dict[str, Attribute] = {}
        for attribute in attributes:
            self.add(attribute)

    def add(self, attribute: Attribute) -> None:
        """Add *attribute*.

        Raises: NotUniqueError, when there is already an attribute of that name.
        """
        if attribute.name in self._by_name:
            raise NotUniqueError(f"There is already an attribute named {attribute.name!r}.")
        self._by_name[attribute.name] = attribute

    def remove(self, attribute: Attribute) -> None:
        """Remove *attribute*."""
        del self._by_name[attribute.name]

    def get(self, name: str) -> Attribute | None:
        """Return the attribute of that *name*, or None."""
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

    *default_value* is a value, or a function that returns one for an entity.
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

    def get_value(self, entity: Owner) -> Any:
        """Return the value, local or remote; it is fetched when needed and allowed."""
        return entity[self.name]

    def get_local_value(self, entity: Owner) -> Any:
        """Return the value that was set since the last commit, else NOT_SET."""
        value = entity.local_values.get(self.name, NOT_SET)
        return value if value is NOT_SET else self.present(entity, value)

    def get_remote_value(self, entity: Owner) -> Any:
        """Return the server's value as far as it has been fetched, else NOT_SET."""
        value = entity.remote_values.get(self.name, NOT_SET)
        return value if value is NOT_SET else self.present(entity, value)

    def set_local_value(self, entity: Owner, value: Any) -> None:
        """Set *value*, to be stored by the next commit; NOT_SET restores the server's value.

        Raises: ImmutableAttributeError, when the attribute is immutable and has a value.
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

    def set_remote_value(self, entity: Owner, value: Any) -> None:
        """Set the server's value to *value*, without recording a change."""
        entity.remote_values[self.name] = value

    def populate_remote_value(self, entity: Owner) -> Any:
        """Fetch the server's value and return it."""
        entity.load_value(self.name)
        return self.get_remote_value(entity)

    def is_modified(self, entity: Owner) -> bool:
        """Return whether a local value differs from the server's, as far as that has been fetched."""
        local = entity.local_values.get(self.name, NOT_SET)
        return local is not NOT_SET and bool(local != self.get_remote_value(entity))

    def is_set(self, entity: Owner) -> bool:
        """Return whether a local or remote value is stored, without fetching."""
        return entity.known_value(self.name) is not NOT_SET

    def projection(self, entity: Owner) -> str:
        """Return the projections to select so that the value arrives ready to use."""
        del entity
        return self.name

    def accept(self, entity: Owner, value: Any) -> Any:
        """Return *value*, given by a script, in the form in which it is stored."""
        del entity
        return value

    def present(self, entity: Owner, value: Any) -> Any:
        """Return the stored *value* in the form that scripts use, and store that form."""
        del entity
        return value

    def absent(self, entity: Owner) -> Any:
        """Return the value that scripts get when none is stored."""
        del entity
        return NOT_SET

    def record(self, entity: Owner, old: Any, new: Any) -> None:
        """Record the change in the session."""
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

    def present(self, entity: Owner, value: Any) -> Any:
        if value.__class__ is dict and VALUE_TYPE_KEY in value:
            return replace_remote(entity, self.name, value, Instant.from_wire(value))
        return value


class ReferenceAttribute(Attribute):
    """One other entity; *entity_type* names its type, or a base of it."""

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

    def projection(self, entity: Owner) -> str:
        return with_defaults(entity, self.name, self.entity_type)


def replace_remote(entity: Owner, name: str, value: Any, converted: Any) -> Any:
    """Store *converted* in place of the remote value *value*, and return it."""
    if entity.remote_values.get(name, NOT_SET) is value:
        entity.remote_values[name] = converted
    return converted


def with_defaults(entity: Owner, name: str, entity_type: str) -> str:
    """Return the projections of relation *name*: the default projections of *entity_type*."""
    target = entity.session.types.get(entity_type)
    if target is None or not target.default_projections:
        return name
    return ", ".join(f"{name}.{projection}" for projection in target.default_projections)
