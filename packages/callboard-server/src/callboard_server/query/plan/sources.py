"""Statements under construction: numbered sources, joins, columns and the values that were lifted out."""

from __future__ import annotations

from typing import TypeAlias

from attrs import define, field

from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.query.bound import Value
from callboard_server.query.plan.nodes import Column, Join, Parameter, Source
from callboard_server.query.plan.outputs import Values

JoinKey: TypeAlias = tuple[int, str, str, str | None, str | None, tuple[str, ...] | None]
"""What makes two joins the same.

That is the source they start from, the relation with its target, the key of a member, the cast, and the types
that have the relation.
"""


@define(eq=False)
class Scope:
    """One statement under construction."""

    source: Source
    joins: dict[JoinKey, tuple[Source, Join]] = field(factory=dict)
    columns: dict[Column, int] = field(factory=dict)

    def column(self, source: Source, name: str) -> int:
        """Return the index of a column in the rows of this statement, adding it when it is new."""
        return self.columns.setdefault(Column(source.number, name), len(self.columns))

    def joined(self) -> tuple[Join, ...]:
        return tuple(join for _, join in self.joins.values())


class Sources:
    """The sources of all statements of one plan, numbered from 1, and the plan's values."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.values: Values = []
        self._roots: list[Entity] = []

    def scope(self, entity: Entity) -> Scope:
        """Begin a statement that reads the table of *entity*."""
        return Scope(self.add(entity))

    def add(self, entity: Entity) -> Source:
        """Return a new source that reads the table of *entity*."""
        self._roots.append(self.model.root(entity))
        return Source(len(self._roots), self._roots[-1])

    def key_beside(self, column: Column) -> Column:
        """Return the key column of the source that *column* belongs to."""
        return Column(column.source, self._roots[column.source - 1].key[0])

    def parameter(self, value: Value | tuple[Value, ...]) -> Parameter:
        """Lift *value* out of the plan."""
        self.values.append(value)
        return Parameter(len(self.values) - 1)
