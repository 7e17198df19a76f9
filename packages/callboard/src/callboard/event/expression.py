"""Expressions over events and subscribers: parsed from text, or composed of parts.

::

    expression = Parser().parse('topic=ftrack.update and not source.user.username="bot"')
    expression.match(event)
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Iterable, Mapping
from typing import Any as AnyValue
from typing import Final

from callboard.errors import MalformedOperation
from callboard.exception import ParseError
from callboard.wire import expression as wire

__all__ = ["All", "Any", "Condition", "Expression", "Not", "Parser"]

_SIGNS: Final[dict[Callable[..., AnyValue], str]] = {
    operators.eq: "=",
    operators.ne: "!=",
    operators.ge: ">=",
    operators.le: "<=",
    operators.gt: ">",
    operators.lt: "<",
}


class Expression:
    """A condition that an event or a subscriber can match; without parts it matches everything."""

    def __init__(self, parsed: wire.Expression | None = None) -> None:
        self._parsed = wire.AllOf(()) if parsed is None else parsed

    def match(self, candidate: Mapping[str, AnyValue]) -> bool:
        """Return whether *candidate* matches."""
        return self._parsed.matches(candidate)


class All(Expression):
    """Matches what all *expressions* match; without any it matches everything."""

    def __init__(self, expressions: Iterable[Expression] | None = None) -> None:
        super().__init__(wire.AllOf(tuple(part._parsed for part in expressions or ())))


class Any(Expression):
    """Matches what one of *expressions* matches; without any it matches nothing."""

    def __init__(self, expressions: Iterable[Expression] | None = None) -> None:
        super().__init__(wire.AnyOf(tuple(part._parsed for part in expressions or ())))


class Not(Expression):
    """Matches what *expression* does not match."""

    def __init__(self, expression: Expression) -> None:
        super().__init__(wire.Not(expression._parsed))


class Condition(Expression):
    """Compares the field *key*, a dotted path, with the text *value*.

    *operator* is `eq`, `ne`, `ge`, `le`, `gt` or `lt` of the module `operator`.
    Raises: ValueError, for another one.
    """

    def __init__(self, key: str, operator: Callable[..., AnyValue], value: str) -> None:
        sign = _SIGNS.get(operator)
        if sign is None:
            raise ValueError(f"The operator must be eq, ne, ge, le, gt or lt; got {operator!r}.")
        super().__init__(wire.Condition(key, sign, value))


class Parser:
    """Parses the text of expressions."""

    def parse(self, expression: str) -> Expression:
        """Return the parsed *expression*.

        Raises: ParseError, with the position of the error.
        """
        try:
            return Expression(wire.parse_expression(expression))
        except MalformedOperation as error:
            raise ParseError(str(error)) from None
