"""Criteria on a value of any type: compared as text, as a number if both are one, or by item in a list."""

from __future__ import annotations

from collections.abc import Mapping

from callboard.wire.values import instant_text, parse_instant
from callboard_server.model.attributes import Variable
from callboard_server.query.bound import Compare, OneOf, Test
from callboard_server.query.plan.nodes import (
    Always,
    Check,
    Column,
    Every,
    Holds,
    Likeness,
    Predicate,
    Present,
    Some,
    Without,
    every,
)
from callboard_server.query.plan.sources import Sources
from callboard_server.query.values import DAY, number

POSITIVE: Mapping[Test, Test] = {
    Test.UNEQUAL: Test.EQUAL,
    Test.NOT_LIKE: Test.LIKE,
    Test.NOT_ON_DAY: Test.ON_DAY,
}
"""Tests that are the negation of another one."""


class VariableColumn:
    """A column that contains values of any type, with its forms as text and as a number."""

    def __init__(self, sources: Sources, column: Column, attribute: Variable) -> None:
        self.sources = sources
        self.column = column
        self.text = Column(column.source, attribute.as_text)
        self.number = Column(column.source, attribute.as_number)

    def compare(self, criteria: Compare, *, joined: bool) -> Predicate:
        """Return *criteria* on this column; `joined` as for `Check`."""
        if criteria.value is None:
            return Check(self.text, criteria.test, None, caseless=True, joined=joined)
        positive = self._meets(POSITIVE.get(criteria.test, criteria.test), str(criteria.value))
        return self._negated(positive, joined=joined) if criteria.test in POSITIVE else positive

    def one_of(self, criteria: OneOf, *, joined: bool) -> Predicate:
        """Return *criteria* on this column; `joined` as for `Check`."""
        alternatives = [self._meets(Test.EQUAL, str(value)) for value in criteria.values]
        if criteria.with_null:
            alternatives.append(Check(self.text, Test.NULL, None, caseless=True, joined=False))
        positive: Predicate = Some(tuple(alternatives)) if alternatives else Always(value=False)
        return self._negated(positive, joined=joined) if criteria.negated else positive

    def _negated(self, positive: Predicate, *, joined: bool) -> Predicate:
        """Return the negation of *positive*; it is false when the relation that leads here is empty."""
        present = Present(self.sources.key_beside(self.text)) if joined else None
        return every(present, Without(positive)) or Without(positive)

    def _meets(self, test: Test, value: str) -> Predicate:
        if test is Test.EQUAL:
            return self._equals(value)
        if test is Test.LIKE:
            return Likeness(self.column, self.text, self.sources.parameter(value))
        as_number = numeric(value)
        if as_number is not None:
            return self._number_check(test, as_number)
        return self._text_check(test, moment(value) or value)

    def _equals(self, value: str) -> Predicate:
        """Build the criterion that the column equals *value*.

        A numeric value is compared with numeric values alone, which is fast; everything else is compared as
        text.
        """
        alternatives: list[Predicate] = [
            self._text_check(Test.EQUAL, value),
            Holds(self.text, self.sources.parameter(f"\n{value}\n")),
        ]
        if DAY.fullmatch(value):
            alternatives.append(self._text_check(Test.ON_DAY, value, caseless=False))
        elif (instant := moment(value)) and instant != value:
            alternatives.append(self._text_check(Test.EQUAL, instant, caseless=False))
        as_number = numeric(value)
        if as_number is None:
            return Some(tuple(alternatives))
        is_number = self._number_check(Test.EQUAL, as_number)
        is_not_numeric = Check(self.number, Test.NULL, None, caseless=False, joined=False)
        return Some((is_number, Every((is_not_numeric, Some(tuple(alternatives))))))

    def _text_check(self, test: Test, value: str, *, caseless: bool = True) -> Check:
        return Check(self.text, test, self.sources.parameter(value), caseless, joined=False)

    def _number_check(self, test: Test, value: float) -> Check:
        parameter = self.sources.parameter(value)
        return Check(self.number, test, parameter, caseless=False, joined=False, fractional=True)


def numeric(value: str) -> float | None:
    """Return *value* as a number; None when it is not one."""
    try:
        return float(number(value))
    except (ValueError, OverflowError):
        return None


def moment(value: str) -> str | None:
    """Return *value* in the form in which instants are stored; None when it is not one.

    A date means its midnight.
    """
    try:
        return instant_text(parse_instant(value))
    except (ValueError, OverflowError):
        return None
