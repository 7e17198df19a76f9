"""An entity before and after a batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from callboard_server.model.entity import Entity
from callboard_server.work.operations import Key

Values = dict[str, Any]


@define(eq=False)
class Change:
    """An entity that a batch touches: its stored values `before`, None for a new entity, and its new values.

    Values are by column name and in stored form: instants as text, references as identifiers. `claims` are
    the values that the client sent for settled attributes, which rules set. `is_remade` marks an entity that
    the batch has deleted and created again with the same key.
    """

    entity: Entity
    key: Key
    before: Mapping[str, Any] | None
    values: Values
    is_deleted: bool = False
    is_remade: bool = False
    order: int = 0
    claims: Values = field(factory=dict)

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_void(self) -> bool:
        """Whether the batch has created the entity and also deleted it."""
        return self.is_new and self.is_deleted

    def changed(self) -> tuple[str, ...]:
        """Return the names of columns whose value has changed."""
        if self.before is None:
            return tuple(self.values)
        return tuple(name for name, value in self.values.items() if self.before.get(name) != value)

    def becomes(self, column: str, *values: Any) -> bool:
        """Return whether *column* has one of *values* now and had none of them before."""
        return self.values.get(column) in values and (
            self.before is None or self.before.get(column) not in values
        )


@define(eq=False)
class Staged:
    """The entities that a batch touches, by the table they are in and their key."""

    changes: dict[tuple[str, Key], Change] = field(factory=dict)
    count: int = 0

    def __iter__(self) -> Iterator[Change]:
        return iter(list(self.changes.values()))

    def get(self, root: Entity, key: Key) -> Change | None:
        return self.changes.get((root.name, key))

    def add(self, root: Entity, change: Change) -> Change:
        self.changes[root.name, change.key] = change
        return change

    def touch(self, change: Change) -> None:
        """Mark *change* as touched, after all changes that were marked before."""
        if change.order == 0:
            self.count += 1
            change.order = self.count

    def touched(self) -> list[Change]:
        """Return the touched changes, in order."""
        return sorted((change for change in self if change.order), key=lambda change: change.order)
