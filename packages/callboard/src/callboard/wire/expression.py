"""The expressions of subscriptions and targets: `topic=ftrack.update and not source.user.username="bot"`.

Grammar::

    expression  = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = [ "not" ] ( "(" expression ")" | condition )
    condition   = field ( "=" | "!=" | ">=" | "<=" | ">" | "<" ) value

A condition on a field that is missing is false, whatever the operator. `=` with a value that ends in `*`
matches what begins with the rest; some clients take it as "occurs anywhere". Candidates that are no text
equal their JSON text; for some clients they equal nothing.

Clients filter once more what they get, so where they differ the wider reading is right here: nobody must miss
an event. Below a `not`, the wider answer comes from the narrower reading, so each condition is asked for one
of the two (`wide`).
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
    "Condition",
    "Either",
    "Expression",
    "Negation",
    "Together",
    "is_aimed_at",
    "parse_expression",
    "required_by",
    "text_at",
    "topics_of",
]

LONGEST: Final = 10_000
DEEPEST: Final = 50
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
    """One comparison. `field` is a path of names in the candidate."""

    field: str
    operator: str
    value: str

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Tell whether *candidate* fulfils this."""
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
class Negation:
    """`not`: matches what *inner* does not."""

    inner: Expression

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Tell whether *candidate* fulfils this."""
        return not self.inner.matches(candidate, wide=not wide)


@dataclass(frozen=True)
class Together:
    """`and`: matches what all *parts* do."""

    parts: tuple[Expression, ...]

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Tell whether *candidate* fulfils this."""
        return all(part.matches(candidate, wide=wide) for part in self.parts)


@dataclass(frozen=True)
class Either:
    """`or`: matches what one of *parts* does."""

    parts: tuple[Expression, ...]

    def matches(self, candidate: Mapping[str, Any], *, wide: bool = True) -> bool:
        """Tell whether *candidate* fulfils this."""
        return any(part.matches(candidate, wide=wide) for part in self.parts)


Expression = Condition | Negation | Together | Either


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """Return what *text* means. Raises: MalformedOperation, with the position of what is wrong."""
    if len(text) > LONGEST:
        raise MalformedOperation(
            f"The expression is longer than {LONGEST} characters.", code="events.expression"
        )
    return _Parser(text).whole()


def is_aimed_at(target: object, metadata: Mapping[str, Any]) -> bool:
    """Tell whether an event with that *target* is for a subscriber with *metadata*.

    No target is everybody, and one that is no expression nobody.
    """
    if not isinstance(target, str) or not target.strip():
        return True
    try:
        return parse_expression(target).matches(metadata)
    except MalformedOperation:
        return False


def topics_of(expression: Expression) -> frozenset[str] | None:
    """Return the only topics that *expression* can match; None when it may match any.

    Looking an event's topic up among these spares the evaluation of all the others.
    """
    if isinstance(expression, Condition):
        exact = (
            expression.field == "topic" and expression.operator == "=" and not expression.value.endswith("*")
        )
        return frozenset({expression.value}) if exact else None
    if isinstance(expression, Together):
        known = [topics for part in expression.parts if (topics := topics_of(part)) is not None]
        return frozenset.intersection(*known) if known else None
    if isinstance(expression, Either):
        each = [topics_of(part) for part in expression.parts]
        return None if None in each else frozenset().union(*(topics for topics in each if topics is not None))
    return None


def required_by(expression: Expression) -> tuple[Condition, ...]:
    """Return conditions that hold for all that *expression* matches.

    That the text of a field is exactly a value.
    """
    if isinstance(expression, Condition):
        return (expression,) if expression.operator == "=" and not expression.value.endswith("*") else ()
    if isinstance(expression, Together):
        return tuple(condition for part in expression.parts for condition in required_by(part))
    return ()


def text_at(candidate: Mapping[str, Any], path: str) -> str | None:
    """Return the text that a condition on *path* compares; None when the field is missing."""
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
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = len(text.rstrip())
        self._position = 0
        self._depth = 0

    def whole(self) -> Expression:
        if not self._end:
            raise self._wrong("an expression")
        found = self._either()
        if self._position < self._end:
            raise self._wrong('"and" or "or"')
        return found

    def _either(self) -> Expression:
        parts = [self._together()]
        while self._takes_word("or"):
            parts.append(self._together())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _together(self) -> Expression:
        parts = [self._negation()]
        while self._takes_word("and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else Together(tuple(parts))

    def _negation(self) -> Expression:
        if self._takes_word("not"):
            return Negation(self._operand())
        return self._operand()

    def _operand(self) -> Expression:
        match = self._look()
        if match is None or match["bracket"] != "(":
            return self._condition()
        self._depth += 1
        if self._depth > DEEPEST:
            raise MalformedOperation(
                f"The expression has more than {DEEPEST} levels of parentheses.", code="events.expression"
            )
        self._position = match.end()
        found = self._either()
        closing = self._look()
        if closing is None or closing["bracket"] != ")":
            raise self._wrong('")"')
        self._position = closing.end()
        self._depth -= 1
        return found

    def _condition(self) -> Condition:
        field = self._look()
        if field is None or not field["word"] or not _FIELD.fullmatch(field["word"]):
            raise self._wrong("a field")
        self._position = field.end()
        sign = self._look()
        if sign is None or not sign["operator"]:
            raise self._wrong("one of = != >= <= > <")
        self._position = sign.end()
        value = self._look()
        if value is None or not (value["word"] or value["quoted"]):
            raise self._wrong("a value")
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

    def _wrong(self, expected: str) -> MalformedOperation:
        rest = self._text[self._position :].lstrip()
        place = len(self._text) - len(rest)
        found = f'"{rest[:20]}"' if rest else "the end"
        return MalformedOperation(
            f"Expected {expected} at character {place + 1} of the expression, but found {found}.",
            code="events.expression",
        )
