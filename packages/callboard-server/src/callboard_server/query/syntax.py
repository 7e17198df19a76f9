"""The syntax tree of a query. Spans are positions in its text; they are ignored when trees are compared."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from attrs import field, frozen

Span: TypeAlias = tuple[int, int]
"""Start and end (exclusive) in the query's text, in characters."""

NO_SPAN: Span = (0, 0)
"""The span of a node that was not read from text."""


def span_field() -> Span:
    return field(default=NO_SPAN, eq=False, repr=False)


class Operator(Enum):
    """Comparison operators; the value is the shortest spelling."""

    IS = "is"
    IS_NOT = "is_not"
    LIKE = "like"
    NOT_LIKE = "not_like"
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


OPERATORS: dict[str, Operator] = {
    "is": Operator.IS,
    "=": Operator.IS,
    "is_not": Operator.IS_NOT,
    "!=": Operator.IS_NOT,
    "like": Operator.LIKE,
    "not_like": Operator.NOT_LIKE,
    ">": Operator.GREATER,
    "after": Operator.GREATER,
    "greater_than": Operator.GREATER,
    "<": Operator.LESS,
    "before": Operator.LESS,
    "less_than": Operator.LESS,
    ">=": Operator.AT_LEAST,
    "<=": Operator.AT_MOST,
}


class Function(Enum):
    """Aggregate functions."""

    SUM = "sum"
    AVERAGE = "avg"
    MINIMUM = "min"
    MAXIMUM = "max"
    COUNT = "count"


@frozen
class Name:
    """The name of an entity type."""

    text: str
    span: Span = span_field()


@frozen
class Step:
    """One attribute of a path; a relation may be cast to an entity type."""

    name: str
    cast: Name | None = None
    span: Span = span_field()


@frozen
class Path:
    """Attributes joined by dots."""

    steps: tuple[Step, ...]
    span: Span = span_field()

    def __str__(self) -> str:
        return ".".join(f"{step.name}[{step.cast.text}]" if step.cast else step.name for step in self.steps)


@frozen
class Literal:
    """A value. `quoted` distinguishes the text `"none"` from `none`, which means no value."""

    text: str
    quoted: bool
    span: Span = span_field()

    @property
    def is_null(self) -> bool:
        return not self.quoted and self.text.lower() in {"none", "null"}


@frozen
class Comparison:
    path: Path
    operator: Operator
    value: Literal


@frozen
class Membership:
    """`path in (...)` with values or a subquery."""

    path: Path
    negated: bool
    values: tuple[Literal, ...] | Subquery


@frozen
class Quantified:
    """`path has (...)` or `path any (...)`; without criteria it is true when the relation is not empty."""

    path: Path
    quantifier: str
    criteria: Criteria | None


@frozen
class And:
    items: tuple[Criteria, ...]


@frozen
class Or:
    items: tuple[Criteria, ...]


@frozen
class Not:
    item: Criteria


Criteria: TypeAlias = Comparison | Membership | Quantified | And | Or | Not


@frozen
class Aggregate:
    function: Function
    path: Path
    span: Span = span_field()


Projection: TypeAlias = Path | Aggregate


@frozen
class Order:
    path: Path
    descending: bool


@frozen
class Subquery:
    path: Path
    entity: Name
    criteria: Criteria | None


@frozen
class Query:
    """A whole query. `projections` is None when the text has no `select`."""

    entity: Name
    projections: tuple[Projection, ...] | None = None
    criteria: Criteria | None = None
    group_by: tuple[Path, ...] = ()
    order_by: tuple[Order, ...] = ()
    offset: int | None = None
    limit: int | None = None
