"""Criteria of the server's own rules, composed from syntax nodes.

`any_of(is_("status", "done"), has("user", is_("username", "ann")))` is the tree that `parse_criteria` returns
for `status is "done" or user has (username is "ann")`.
"""

from __future__ import annotations

from collections.abc import Iterable

from callboard_server.query import patterns
from callboard_server.query.syntax import (
    And,
    Comparison,
    Criteria,
    Literal,
    Membership,
    Name,
    Not,
    Operator,
    Or,
    Path,
    Quantified,
    Step,
    Subquery,
)


def is_(attribute: str, value: str) -> Comparison:
    """Build the criterion that *attribute* equals *value*."""
    return Comparison(path(attribute), Operator.IS, Literal(value, quoted=True))


def is_none(attribute: str) -> Comparison:
    """Build the criterion that *attribute* has no value."""
    return Comparison(path(attribute), Operator.IS, Literal("none", quoted=False))


def is_true(attribute: str) -> Comparison:
    """Build the criterion that *attribute*, a boolean, is true."""
    return is_(attribute, "true")


def at_least(attribute: str, value: str) -> Comparison:
    """Build the criterion that *attribute* is *value* or more."""
    return Comparison(path(attribute), Operator.AT_LEAST, Literal(value, quoted=True))


def like(attribute: str, pattern: str) -> Comparison:
    """Build the criterion that *attribute* matches *pattern*, in which `%` and `_` are wildcards."""
    return Comparison(path(attribute), Operator.LIKE, Literal(pattern, quoted=True))


def contains(attribute: str, text: str) -> Comparison:
    """Build the criterion that *attribute* contains *text*, in which no character is special."""
    return like(attribute, f"%{patterns.literal(text)}%")


def in_(attribute: str, values: Iterable[str]) -> Membership:
    """Build the criterion that *attribute* equals one of *values*."""
    literals = tuple(Literal(value, quoted=True) for value in values)
    return Membership(path(attribute), negated=False, values=literals)


def in_rows(attribute: str, rows: Subquery) -> Membership:
    """Build the criterion that *attribute* equals one of the values that *rows* returns."""
    return Membership(path(attribute), negated=False, values=rows)


def rows(attribute: str, entity_type: str, criteria: Criteria) -> Subquery:
    """Return the values of *attribute* of the entities that meet *criteria*."""
    return Subquery(path(attribute), Name(entity_type), criteria)


def has(relation: str, criteria: Criteria) -> Quantified:
    """Build the criterion that the entity that *relation* refers to meets *criteria*."""
    return Quantified(path(relation), "has", criteria)


def any_(collection: str, criteria: Criteria | None = None) -> Quantified:
    """Build the criterion that *collection* has a member, one that meets *criteria* if they are given."""
    return Quantified(path(collection), "any", criteria)


def none(collection: str, criteria: Criteria | None = None) -> Criteria:
    """Build the criterion that *collection* has no member, or none that meets *criteria*."""
    return Not(any_(collection, criteria))


def not_(criteria: Criteria) -> Not:
    """Return the negation of *criteria*."""
    return Not(criteria)


def all_of(*criteria: Criteria) -> Criteria:
    """Build the criterion that all of *criteria* hold. Raises: ValueError, without criteria."""
    if not criteria:
        raise ValueError("all_of needs at least one criterion.")
    return criteria[0] if len(criteria) == 1 else And(criteria)


def any_of(*criteria: Criteria) -> Criteria:
    """Build the criterion that one of *criteria* holds. Without criteria, nothing matches."""
    if not criteria:
        return NEVER
    return criteria[0] if len(criteria) == 1 else Or(criteria)


def path(text: str) -> Path:
    """Return the path with the attributes in *text*, joined by dots."""
    return Path(tuple(Step(name) for name in text.split(".")))


NEVER: Criteria = is_none("id")
"""Criteria that nothing fulfils."""
