"""What a plan consists of: sources, predicates on their rows, and selects."""

from __future__ import annotations

from typing import TypeAlias

from attrs import field, frozen

from callboard_server.model.entity import Entity
from callboard_server.query.bound import Test
from callboard_server.query.syntax import Function


@frozen
class Column:
    """The column *name* of the source with the number *source*."""

    source: int
    name: str


@frozen
class Parameter:
    """The index of a value in the list beside the plan."""

    index: int


# -- Predicates
# ------------------------------------------------------------------------------------------------------------


@frozen
class Check:
    """One column compared with one value.

    A `joined` column may belong to a relation that is empty; the predicate is then false.
    """

    column: Column
    test: Test
    parameter: Parameter | None
    caseless: bool
    joined: bool
    fractional: bool = False


@frozen
class Among:
    """The column is one of a list of values."""

    column: Column
    negated: bool
    parameter: Parameter
    with_null: bool
    caseless: bool
    joined: bool
    fractional: bool = False


@frozen
class AmongRows:
    """The column is one of the values that a subquery returns."""

    column: Column
    negated: bool
    select: Select
    joined: bool


@frozen
class OfTypes:
    """The row has one of the types whose discriminator is in `values`."""

    column: Column
    values: tuple[str, ...]


@frozen
class Holds:
    """The column is lines of text, one of which equals the parameter, ignoring case."""

    column: Column
    parameter: Parameter


@frozen
class Likeness:
    """The value in `text` fits the pattern, or an item of the list that `column` contains as JSON."""

    column: Column
    text: Column
    parameter: Parameter


@frozen
class Present:
    """The relation that leads to this column is not empty."""

    column: Column


@frozen
class Exists:
    """The subquery returns a row."""

    select: Select


@frozen
class Every:
    """All of `items` hold."""

    items: tuple[Predicate, ...]


@frozen
class Some:
    """At least one of `items` holds."""

    items: tuple[Predicate, ...]


@frozen
class Without:
    """`item` does not hold."""

    item: Predicate


@frozen
class Always:
    """A constant."""

    value: bool


Predicate: TypeAlias = (
    Check
    | Among
    | AmongRows
    | OfTypes
    | Holds
    | Likeness
    | Present
    | Exists
    | Every
    | Some
    | Without
    | Always
)


def every(*predicates: Predicate | None) -> Predicate | None:
    """Return the conjunction of *predicates*, skipping None; None when nothing is left."""
    given = tuple(predicate for predicate in predicates if predicate is not None)
    return Every(given) if len(given) > 1 else given[0] if given else None


# -- Statements
# ------------------------------------------------------------------------------------------------------------


@frozen
class Source:
    """One table in a statement."""

    number: int
    root: Entity = field(repr=lambda entity: entity.name)


@frozen
class Join:
    """An outer join of `source`: the row whose `own` column equals `outer` and that meets `on`."""

    source: Source
    own: str
    outer: Column
    on: Predicate | None


@frozen
class Aggregated:
    """An aggregate function of a column."""

    function: Function
    column: Column


@frozen
class Ordering:
    """One sort key."""

    column: Column
    descending: bool
    caseless: bool


@frozen
class Select:
    """One statement or subquery.

    `linked` ties it to a row of the outer statement; `keyed` limits it to the keys that are passed to a load.
    """

    source: Source
    joins: tuple[Join, ...]
    where: Predicate | None
    columns: tuple[Column | Aggregated, ...] = ()
    linked: tuple[str, Column] | None = None
    keyed: str | None = None
    grouped: tuple[Column, ...] = ()
    order: tuple[Ordering, ...] = ()
    paged: bool = False
