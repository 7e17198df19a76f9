"""How the entities of an answer are built from rows, and the plan that combines this with a select."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from callboard_server.model.attributes import Computed, Scalar
from callboard_server.model.entity import Entity
from callboard_server.query.bound import Value
from callboard_server.query.plan.nodes import Select

Values: TypeAlias = list["Value | tuple[Value, ...]"]


@frozen
class ScalarOutput:
    """A stored value; `types` limits it to entities of these types, None to none in particular."""

    attribute: Scalar
    index: int
    types: frozenset[str] | None


@frozen
class ComputedOutput:
    """A computed value.

    `indices` are the columns that it is computed from, in the order of the attribute's `inputs`.
    """

    entity: Entity
    attribute: Computed
    indices: tuple[int, ...]
    types: frozenset[str] | None


@frozen
class ReferenceOutput:
    """A related entity in the same row. It is always empty when `node` is None."""

    name: str
    node: Output | None
    types: frozenset[str] | None


@frozen
class ManyOutput:
    """Related entities from a load. `owner` is the index of this entity's identifier in its row."""

    name: str
    load: Load | None
    owner: int
    types: frozenset[str] | None


@frozen
class Output:
    """How one entity is built from a row.

    `type_index` is the column of the discriminator, where a table contains several types.
    """

    entity: Entity
    keys: tuple[int, ...]
    type_index: int | None
    scalars: tuple[ScalarOutput, ...]
    computed: tuple[ComputedOutput, ...]
    references: tuple[ReferenceOutput, ...]
    many: tuple[ManyOutput, ...]


@frozen
class Load:
    """One additional statement: the members of a collection for all its owners.

    `owner` is the index of the owner's key in its rows. A member with `several` owners is returned once for
    each.
    """

    select: Select
    owner: int
    output: Output
    several: bool = False


@frozen
class EntityPlan:
    """A plan that returns entities."""

    select: Select
    output: Output


@frozen
class GroupedPlan:
    """A plan that returns one row per group, with the columns `names`.

    `attributes` contains the attribute that each column is a value of; None for a number derived from many
    values.
    """

    select: Select
    names: tuple[str, ...]
    attributes: tuple[Scalar | None, ...]


Plan: TypeAlias = EntityPlan | GroupedPlan


@frozen
class Planned:
    """A plan with the values of one query. `limit` and `offset` are passed in addition to `values`."""

    plan: Plan
    values: Values
    limit: int | None
    offset: int | None
