"""The log of operations since the last commit.

Scripts can push operations themselves, to write without loading entities: the constructors
and the methods of the log are public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any

from callboard.symbol import CREATED, DELETED, MODIFIED, NOT_SET, Symbol

__all__ = [
    "CreateEntityOperation",
    "DeleteEntityOperation",
    "Identity",
    "Operation",
    "Operations",
    "UpdateEntityOperation",
    "identity_of",
]

Identity = tuple[str, ...]
"""The entity type, then the values of the primary key, sorted by the names of their attributes."""


def identity_of(entity_type: str, entity_key: Mapping[str, Any]) -> Identity:
    """Return the identity for an entity type and key; the order of the key doesn't matter."""
    if len(entity_key) == 1:
        (value,) = entity_key.values()
        return (entity_type, str(value))
    return (entity_type, *(str(entity_key[name]) for name in sorted(entity_key)))


class Operation:
    """An operation on one entity; *entity_key* maps primary key attributes to values."""

    __slots__ = ("entity_key", "entity_type")

    def __init__(self, entity_type: str, entity_key: Mapping[str, Any]) -> None:
        self.entity_type = entity_type
        self.entity_key = entity_key

    @property
    def identity(self) -> Identity:
        """The identity of the entity."""
        return identity_of(self.entity_type, self.entity_key)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.entity_type} {list(self.entity_key.values())}>"


class CreateEntityOperation(Operation):
    """The creation of an entity with *entity_data*, a value for each attribute."""

    __slots__ = ("entity_data",)

    def __init__(
        self, entity_type: str, entity_key: Mapping[str, Any], entity_data: Mapping[str, Any]
    ) -> None:
        super().__init__(entity_type, entity_key)
        self.entity_data = {name: _snapshot(value) for name, value in entity_data.items()}


class UpdateEntityOperation(Operation):
    """A new value for an attribute."""

    __slots__ = ("attribute_name", "new_value", "old_value")

    def __init__(
        self,
        entity_type: str,
        entity_key: Mapping[str, Any],
        attribute_name: str,
        old_value: Any,
        new_value: Any,
    ) -> None:
        super().__init__(entity_type, entity_key)
        self.attribute_name = attribute_name
        self.old_value = _snapshot(old_value)
        self.new_value = _snapshot(new_value)


class DeleteEntityOperation(Operation):
    """The deletion of an entity."""

    __slots__ = ()


class Operations:
    """The operations since the last commit, oldest first."""

    def __init__(self) -> None:
        self._log: list[Operation] = []
        self._states: dict[Identity, Symbol] = {}

    def push(self, operation: Operation) -> None:
        """Add *operation* as the newest."""
        self._log.append(operation)
        self._note(operation)

    def pop(self) -> Operation:
        """Remove and return the newest operation.

        Raises: IndexError, when there is none.
        """
        newest = self._log.pop()
        self._recount()
        return newest

    def clear(self) -> None:
        """Remove all operations."""
        self._log.clear()
        self._states.clear()

    def discard(self, operations: Iterable[Operation]) -> None:
        """Remove *operations*; operations pushed in the meantime stay."""
        removed = {id(operation) for operation in operations}
        self._log[:] = [operation for operation in self._log if id(operation) not in removed]
        self._recount()

    def updated_last(self, identity: Identity, attribute_name: str, value: object) -> bool:
        """Return whether the newest operation set that attribute of that entity to this very object."""
        newest = self._log[-1] if self._log else None
        return (
            isinstance(newest, UpdateEntityOperation)
            and newest.new_value is value
            and newest.attribute_name == attribute_name
            and newest.identity == identity
        )

    def state(self, identity: Identity) -> Symbol:
        """Return the state of an entity in the log: CREATED, MODIFIED, DELETED or NOT_SET."""
        return self._states.get(identity, NOT_SET)

    def identities(self, state: Symbol) -> list[Identity]:
        """Return the entities in *state*, in the order of their first operations."""
        return [identity for identity, found in self._states.items() if found is state]

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._log)

    def __len__(self) -> int:
        return len(self._log)

    def _recount(self) -> None:
        self._states.clear()
        for operation in self._log:
            self._note(operation)

    def _note(self, operation: Operation) -> None:
        identity = operation.identity
        known = self._states.get(identity)
        if isinstance(operation, DeleteEntityOperation):
            self._states[identity] = DELETED
        elif isinstance(operation, CreateEntityOperation):
            self._states[identity] = CREATED
        elif known is None:
            self._states[identity] = MODIFIED


def _snapshot(value: Any) -> Any:
    """Return a copy of *value* when it is a list, dictionary or set, so that the log doesn't change with it.

    A collection of an entity is not copied: only its last update is sent, with the content at
    the commit. Building a collection of n members therefore costs O(n), not O(n²).
    """
    return copy(value) if value.__class__ in (list, dict, set) else value
