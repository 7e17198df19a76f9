"""The expressions of subscriptions and targets: `topic=ftrack.update and not source.user.username="bot"`.

Grammar::

    expression  = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = [ "not" ] ( "(" expression ")" | condition )
    condition   = field ( "=" | "!=" | ">=" | "<=" | ">" | "<" ) value

A condition on a missing field is false, regardless of the operator. `=` with a value that ends in `*` matches
fields that start with the rest of the value; some clients match it anywhere in the field. A field that isn't
text equals its JSON text; in some clients it equals nothing.

Where clients differ, the wider reading applies here, because clients filter again what they receive and must
not miss an event. Below a `not`, the wider result follows from the narrower reading, so `matches` supports
both (`wide`).
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from callboard.errors import MalformedOperation

__all__ = [
    "AllOf",
    "AnyOf",
    "Condition",
    "Expression",
    "Not",
    "is_aimed_at",
    "parse_expression",
    "required_by",
    "text_at",
    "topics_of",
]

MAX_LENGTH: Final = 10_000
MAX_DEPTH: Final = 50
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<bracket>[()])
      | (?P<operator>!=|>=|<=|=|>|<)
      | (?P<quoted>'[^']*'|"[^"]*")
      | (?P<word>[A-Za-z0-9_.,/*@+\-]+)
    )""",
    re.VERBOSE,
)
_FIELD: Final = re.compile(r"[A-Za-z0-9_.]+")
_COMPARING: Final[dict[str, Callable[[str, str], bool]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_MISSING: Final = object()


@dataclass(frozen=True)
class Condition:
    """A comparison. `field` is a dotted path in the candidate."""

    field: str
    operator: str
    value: str

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Return whether *candidate* matches."""
        found = _at(candidate, self.field)
        if found is _MISSING:
            return False
        if self.operator == "!=":
            return not self._equals(found, wide=not wide, wildcard=False)
        if self.operator == "=":
            return self._equals(found, wide=wide, wildcard=self.value.endswith("*"))
        return _COMPARING[self.operator](_text(found), self.value)

    def _equals(self, found: Any, *, wide: bool, wildcard: bool) -> bool:
        if not isinstance(found, str):
            return wide and (self.value[:-1] in _text(found) if wildcard else _text(found) == self.value)
        if wildcard:
            return self.value[:-1] in found if wide else found.startswith(self.value[:-1])
        return found == self.value


@dataclass(frozen=True)
class Not:
    """`not`: matches what *inner* does not match."""

    inner: Expression

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Return whether *candidate* matches."""
        return not self.inner.matches(candidate, wide=not wide)


@dataclass(frozen=True)
class AllOf:
    """`and`: matches what all *parts* match."""

    parts: tuple[Expression, ...]

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Return whether *candidate* matches."""
        return all(part.matches(candidate, wide=wide) for part in self.parts)


@dataclass(frozen=True)
class AnyOf:
    """`or`: matches what at least one of *parts* matches."""

    parts: tuple[Expression, ...]

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Return whether *candidate* matches."""
        return any(part.matches(candidate, wide=wide) for part in self.parts)


Expression = Condition | Not | AllOf | AnyOf


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """Return the parsed *text*. Raises: MalformedOperation, with the position of the error."""
    if len(text) > MAX_LENGTH:
        raise MalformedOperation(
            f"An expression can have at most {MAX_LENGTH} characters; this one has {len(text)}.",
            code="events.expression",
        )
    return _Parser(text).whole()


def is_aimed_at(target: object, metadata: Mapping[str, Any]) -> bool:
    """Return whether an event with that *target* is for a subscriber with *metadata*.

    An empty target includes all subscribers; one that isn't a valid expression includes none.
    """
    if not isinstance(target, str) or not target.strip():
        return True
    try:
        return parse_expression(target).matches(metadata)
    except MalformedOperation:
        return False


def topics_of(expression: Expression) -> frozenset[str] | None:
    """Return the only topics that *expression* can match; None when it can match any topic.

    An index of these topics avoids evaluating every expression for every event.
    """
    if isinstance(expression, Condition):
        exact = (
            expression.field == "topic" and expression.operator == "=" and not expression.value.endswith("*")
        )
        return frozenset({expression.value}) if exact else None
    if isinstance(expression, AllOf):
        known = [topics for part in expression.parts if (topics := topics_of(part)) is not None]
        return frozenset.intersection(*known) if known else None
    if isinstance(expression, AnyOf):
        each = [topics_of(part) for part in expression.parts]
        return None if None in each else frozenset().union(*(topics for topics in each if topics is not None))
    return None


def required_by(expression: Expression) -> tuple[Condition, ...]:
    """Return conditions that everything matched by *expression* fulfils.

    Each requires the text of a field to equal a value.
    """
    if isinstance(expression, Condition):
        return (expression,) if expression.operator == "=" and not expression.value.endswith("*") else ()
    if isinstance(expression, AllOf):
        return tuple(condition for part in expression.parts for condition in required_by(part))
    return ()


def text_at(candidate: Mapping[str, Any], path: str) -> str | None:
    """Return the text of the field *path*, as conditions compare it; None when the field is missing."""
    found = _at(candidate, path)
    return None if found is _MISSING else _text(found)


def _at(candidate: Mapping[str, Any], path: str) -> Any:
    found: Any = candidate
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return _MISSING
        found = found[name]
    return found


def _text(found: Any) -> str:
    return found if isinstance(found, str) else json.dumps(found)


class _Parser:
    """A recursive-descent parser for one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = len(text.rstrip())
        self._position = 0
        self._depth = 0

    def whole(self) -> Expression:
        if not self._end:
            raise self._error("an expression")
        found = self._either()
        if self._position < self._end:
            raise self._error('"and" or "or"')
        return found

    def _either(self) -> Expression:
        parts = [self._together()]
        while self._takes_word("or"):
            parts.append(self._together())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _together(self) -> Expression:
        parts = [self._negation()]
        while self._takes_word("and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _negation(self) -> Expression:
        if self._takes_word("not"):
            return Not(self._operand())
        return self._operand()

    def _operand(self) -> Expression:
        match = self._look()
        if match is None or match["bracket"] != "(":
            return self._condition()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise MalformedOperation(
                f"An expression can have at most {MAX_DEPTH} levels of parentheses.", code="events.expression"
            )
        self._position = match.end()
        found = self._either()
        closing = self._look()
        if closing is None or closing["bracket"] != ")":
            raise self._error('")"')
        self._position = closing.end()
        self._depth -= 1
        return found

    def _condition(self) -> Condition:
        field = self._look()
        if field is None or not field["word"] or not _FIELD.fullmatch(field["word"]):
            raise self._error("a field")
        self._position = field.end()
        sign = self._look()
        if sign is None or not sign["operator"]:
            raise self._error("one of = != >= <= > <")
        self._position = sign.end()
        value = self._look()
        if value is None or not (value["word"] or value["quoted"]):
            raise self._error("a value")
        self._position = value.end()
        return Condition(field["word"], sign["operator"], value["word"] or value["quoted"][1:-1])

    def _look(self) -> re.Match[str] | None:
        return _TOKEN.match(self._text, self._position)

    def _takes_word(self, word: str) -> bool:
        match = self._look()
        if match is None or (match["word"] or "").lower() != word:
            return False
        self._position = match.end()
        return True

    def _error(self, expected: str) -> MalformedOperation:
        rest = self._text[self._position :].lstrip()
        place = len(self._text) - len(rest)
        found = f'"{rest[:20]}"' if rest else "the end"
        return MalformedOperation(
            f"Expected {expected} at character {place + 1} of the expression, but found {found}.",
            code="events.expression",
        )
