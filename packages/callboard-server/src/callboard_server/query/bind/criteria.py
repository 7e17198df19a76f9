"""Bind criteria: resolve their paths and convert their literals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import evolve

from callboard.errors import BadValue, ParseError
from callboard_server.model.attributes import (
    Boolean,
    ForeignKey,
    Instant,
    Integer,
    Json,
    JsonObject,
    Number,
    Relation,
    Scalar,
    Text,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.query.bind.names import Names, Reached, StoredPath, many_values
from callboard_server.query.bound import (
    AllOf,
    AnyOf,
    BoundCriteria,
    BoundPath,
    BoundSubquery,
    Compare,
    Constant,
    Negated,
    OfType,
    OneOf,
    OneOfQuery,
    Related,
    Test,
    Value,
)
from callboard_server.query.patterns import canonical
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
    JsonObject: "text",
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
            paths = self.names.stored_paths(comparison.path, entity)

        def compare(path: BoundPath) -> Compare:
            test, value = test_and_value(comparison.operator, comparison.value, path.attribute)
            return Compare(path.hops, path.attribute, test, value)

        return in_each_meaning(paths, compare)

    def _membership(self, membership: Membership, entity: Entity) -> BoundCriteria:
        paths = self.names.stored_paths(membership.path, entity)
        if not paths:
            return Constant(value=False)
        if isinstance(membership.values, Subquery):
            with self._inside(membership.path):
                return self._among_rows(membership, membership.values, paths)
        literals = [value for value in membership.values if not value.is_null]
        with_null = len(literals) < len(membership.values)

        def one_of(path: BoundPath) -> OneOf:
            values = tuple(convert(value, path.attribute) for value in literals)
            return OneOf(path.hops, path.attribute, membership.negated, values, with_null)

        return in_each_meaning(paths, one_of)

    def _among_rows(
        self, membership: Membership, subquery: Subquery, paths: list[StoredPath]
    ) -> BoundCriteria:
        bound = self._subquery(subquery)
        if bound is None:
            return Constant(value=membership.negated)

        def one_of(path: BoundPath) -> OneOfQuery:
            check_kinds(membership.path, path.attribute, subquery, bound.path.attribute)
            return OneOfQuery(path.hops, path.attribute, membership.negated, bound)

        return in_each_meaning(paths, one_of)

    def _subquery(self, subquery: Subquery) -> BoundSubquery | None:
        entity = self.names.entity(subquery.entity)
        paths = self.names.stored_paths(subquery.path, entity)
        if any(hop.to_many for stored in paths for hop in stored.path.hops):
            raise many_values("A subquery", subquery.path)
        criteria = self.bind(subquery.criteria, entity) if subquery.criteria else None
        return BoundSubquery(entity, paths[0].path, criteria) if paths else None

    def _quantified(self, quantified: Quantified, entity: Entity) -> BoundCriteria:
        found: list[BoundCriteria] = []
        errors: list[ParseError] = []
        for reached in self.names.follow(quantified.path, entity):
            try:
                found.append(self._quantified_at(quantified, reached))
            except ParseError as error:
                errors.append(error)
        if errors and not found:
            raise max(errors, key=lambda error: error.span or (0, 0))
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def _quantified_at(self, quantified: Quantified, reached: Reached) -> BoundCriteria:
        if reached.entity is None or reached.attribute is None:
            return Constant(value=False)
        last, attribute = reached.step, reached.attribute
        if not isinstance(attribute, Relation):
            raise ParseError(
                f'"{last.name}" of {reached.entity.name} is not a relation, '
                f"so {quantified.quantifier} cannot be used with it.",
                span=last.span,
            )
        hop = self.names.hop_at(reached, attribute)
        if hop.entity is None:
            return Constant(value=False)
        with self._inside(quantified.path):
            inner = self.bind(quantified.criteria, hop.entity) if quantified.criteria else None
        return Related((*reached.hops, hop), inner)


def in_each_meaning(
    paths: list[StoredPath], compare: Callable[[BoundPath], Compare | OneOf | OneOfQuery]
) -> BoundCriteria:
    """Return what *compare* returns for one of *paths*, which are the meanings of a path.

    A meaning that cannot be compared so matches nothing.

    Raises: ParseError, when none can.
    """
    found: list[BoundCriteria] = []
    errors: list[ParseError] = []
    for stored in paths:
        try:
            found.append(of_owners(stored, compare(stored.path)))
        except ParseError as error:
            errors.append(error)
    if errors and not found:
        raise errors[0]
    if not found:
        return Constant(value=False)
    return found[0] if len(found) == 1 else AnyOf(tuple(found))


def of_owners(stored: StoredPath, criteria: Compare | OneOf | OneOfQuery) -> BoundCriteria:
    """Return *criteria* about *stored*, narrowed to entities that have the attribute.

    That is not necessary if the criteria cannot hold for an empty column.
    """
    if stored.owners is None or not (stored.is_shared or holds_without_value(criteria)):
        return criteria
    narrowed = AllOf((OfType(stored.owners), evolve(criteria, hops=())))
    return Related(criteria.hops, narrowed) if criteria.hops else narrowed


def holds_without_value(criteria: Compare | OneOf | OneOfQuery) -> bool:
    """Return whether an entity without a value meets *criteria*."""
    match criteria:
        case Compare(test=test):
            return test in {Test.NULL, Test.UNEQUAL, Test.NOT_LIKE, Test.NOT_ON_DAY}
        case OneOf(negated=negated, with_null=with_null):
            return negated or with_null
        case OneOfQuery(negated=negated):
            return negated


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
        return test, canonical(storable(literal))
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
