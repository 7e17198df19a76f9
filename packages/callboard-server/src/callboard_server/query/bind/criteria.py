"""Bind criteria: resolve their paths and convert their literals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from callboard.errors import BadValue, ParseError
from callboard_server.model.attributes import (
    Boolean,
    ForeignKey,
    Instant,
    Integer,
    Json,
    Number,
    Relation,
    Scalar,
    Text,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.query.bind.names import Names, many_values
from callboard_server.query.bound import (
    AllOf,
    AnyOf,
    BoundCriteria,
    BoundSubquery,
    Compare,
    Constant,
    Negated,
    OneOf,
    OneOfQuery,
    Related,
    Test,
    Value,
)
from callboard_server.query.syntax import (
    And,
    Comparison,
    Criteria,
    Literal,
    Membership,
    Not,
    Operator,
    Or,
    Path,
    Quantified,
    Subquery,
)
from callboard_server.query.values import convert, is_day, storable

TESTS = {
    Operator.IS: Test.EQUAL,
    Operator.IS_NOT: Test.UNEQUAL,
    Operator.LIKE: Test.LIKE,
    Operator.NOT_LIKE: Test.NOT_LIKE,
    Operator.GREATER: Test.GREATER,
    Operator.LESS: Test.LESS,
    Operator.AT_LEAST: Test.AT_LEAST,
    Operator.AT_MOST: Test.AT_MOST,
}
LONGEST_PATTERN = 10_000
MAXIMUM_NESTED_HOPS = 24
"""How many relations can be nested in each other, since databases limit how deep subqueries may nest."""

KINDS: dict[type[Scalar], str] = {
    Text: "text",
    Json: "text",
    ForeignKey: "text",
    Integer: "number",
    Number: "number",
    Boolean: "boolean",
    Instant: "date and time",
    Variable: "text",
}
"""The kind of an attribute's values. Values of different kinds are never equal."""


class CriteriaBinder:
    """Binds the criteria of one query."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.nested = 0

    def bind(self, criteria: Criteria, entity: Entity) -> BoundCriteria:
        """Return *criteria* about *entity*, bound."""
        match criteria:
            case And(items=items):
                return AllOf(tuple(self.bind(item, entity) for item in items))
            case Or(items=items):
                return AnyOf(tuple(self.bind(item, entity) for item in items))
            case Not(item=item):
                return Negated(self.bind(item, entity))
            case Comparison():
                return self._comparison(criteria, entity)
            case Membership():
                return self._membership(criteria, entity)
            case Quantified():
                return self._quantified(criteria, entity)
        raise AssertionError(criteria)

    @contextmanager
    def _inside(self, path: Path) -> Iterator[None]:
        """Bind what is at the end of *path*, or in a subquery about it.

        Raises: ParseError when that is nested too deep.
        """
        self.nested += len(path.steps)
        if self.nested > MAXIMUM_NESTED_HOPS:
            raise ParseError(
                f"The query follows more than {MAXIMUM_NESTED_HOPS} relations nested in each other.",
                span=path.span,
            )
        try:
            yield
        finally:
            self.nested -= len(path.steps)

    def _comparison(self, comparison: Comparison, entity: Entity) -> BoundCriteria:
        with self._inside(comparison.path):
            path = self.names.stored_path(comparison.path, entity)
        if path is None:
            return Constant(value=False)
        test, value = test_and_value(comparison.operator, comparison.value, path.attribute)
        return Compare(path.hops, path.attribute, test, value)

    def _membership(self, membership: Membership, entity: Entity) -> BoundCriteria:
        path = self.names.stored_path(membership.path, entity)
        if path is None:
            return Constant(value=False)
        if isinstance(membership.values, Subquery):
            with self._inside(membership.path):
                subquery = self._subquery(membership.values)
            if subquery is None:
                return Constant(value=membership.negated)
            check_kinds(membership.path, path.attribute, membership.values, subquery.path.attribute)
            return OneOfQuery(path.hops, path.attribute, membership.negated, subquery)
        values = tuple(convert(value, path.attribute) for value in membership.values if not value.is_null)
        with_null = any(value.is_null for value in membership.values)
        return OneOf(path.hops, path.attribute, membership.negated, values, with_null)

    def _subquery(self, subquery: Subquery) -> BoundSubquery | None:
        entity = self.names.entity(subquery.entity)
        path = self.names.stored_path(subquery.path, entity)
        if path and any(hop.to_many for hop in path.hops):
            raise many_values("A subquery", subquery.path)
        criteria = self.bind(subquery.criteria, entity) if subquery.criteria else None
        return BoundSubquery(entity, path, criteria) if path else None

    def _quantified(self, quantified: Quantified, entity: Entity) -> BoundCriteria:
        hops, reached, last, attribute = self.names.follow(quantified.path, entity)
        if reached is None:
            return Constant(value=False)
        if not isinstance(attribute, Relation):
            raise ParseError(
                f'"{last.name}" of {reached.name} is not a relation, '
                f"so {quantified.quantifier} cannot be used with it.",
                span=last.span,
            )
        hop = self.names.hop(attribute, last)
        if hop.entity is None:
            return Constant(value=False)
        with self._inside(quantified.path):
            inner = self.bind(quantified.criteria, hop.entity) if quantified.criteria else None
        return Related((*hops, hop), inner)


def test_and_value(operator: Operator, literal: Literal, attribute: Scalar) -> tuple[Test, Value | None]:
    """Return the test for *operator* on *attribute*, and the value of *literal*. Raises: BadValue."""
    test = TESTS[operator]
    if literal.is_null:
        if test not in {Test.EQUAL, Test.UNEQUAL}:
            raise BadValue(
                f"none cannot be compared with {operator.value}; use is or is_not.", span=literal.span
            )
        return (Test.NULL if test is Test.EQUAL else Test.NOT_NULL), None
    if test in {Test.LIKE, Test.NOT_LIKE}:
        check_pattern(literal, attribute)
        return test, storable(literal)
    if isinstance(attribute, Boolean) and test not in {Test.EQUAL, Test.UNEQUAL}:
        raise BadValue(f'"{attribute.name}" is a boolean; compare it with is or is_not.', span=literal.span)
    if isinstance(attribute, Instant) and is_day(literal) and test in {Test.EQUAL, Test.UNEQUAL}:
        convert(literal, attribute)
        return (Test.ON_DAY if test is Test.EQUAL else Test.NOT_ON_DAY), literal.text
    return test, convert(literal, attribute)


def check_pattern(literal: Literal, attribute: Scalar) -> None:
    """Raise BadValue unless *literal* can be a pattern for *attribute*."""
    if isinstance(attribute, Integer | Number | Boolean):
        raise BadValue(f'"{attribute.name}" is not text, so like cannot be used with it.', span=literal.span)
    if len(literal.text) > LONGEST_PATTERN:
        raise BadValue(
            f"A pattern must have at most {LONGEST_PATTERN} characters; this one has {len(literal.text)}.",
            span=literal.span,
        )


def check_kinds(path: Path, attribute: Scalar, subquery: Subquery, returned: Scalar) -> None:
    """Raise ParseError when *attribute* can never equal what *subquery* returns."""
    own, other = KINDS[type(attribute)], KINDS[type(returned)]
    if own != other:
        raise ParseError(
            f'"{path}" is a {own}, but the subquery returns a {other}: they are never equal.',
            span=subquery.path.span,
        )
