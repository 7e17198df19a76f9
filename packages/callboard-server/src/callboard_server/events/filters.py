"""Filters of triggers: `entity.entity_type = "Task" and entity.new.status_id != entity.old.status_id`.

Grammar::

    filter      = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | "(" filter ")" | condition
    condition   = path ( "=" | "!=" ) ( path | value )
    value       = text in quotes | number | "true" | "false" | "null" | word

A path names a place in what is told of a change. One that leads nowhere finds null, as `entity.old.status_id`
does of what is new. In quotes, a backslash stands in front of a quote or a backslash that is meant. A word
that is no path is a text, so `= Task` is `= "Task"`. `=` with a list is true when something in it is equal,
and `!=` is always the opposite of `=`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from attrs import frozen

from callboard.errors import ValidationError

CODE = "automation.filter"
LONGEST = 10_000
DEEPEST = 50
METADATA = ("date", "resource_id", "server_url", "configuration_hash")
ENTITY = ("id", "entity_type", "operation", "new", "old")
STATES = ("new", "old")
PATHS = (
    "Paths are entity.id, entity.entity_type, entity.operation, entity.new and entity.old with the name of "
    "any attribute, "
    "entity.new.custom_attributes with a key, and metadata.resource_id."
)
KEYWORDS = frozenset({"and", "or", "not"})
CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "none": None}
EXAMPLE = 'Write it like: entity.entity_type = "Task" and entity.operation = "create"'
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<bracket>[()])
      | (?P<operator>!=|=)
      | (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<word>[A-Za-z0-9_.:@/+\-]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_ESCAPED = re.compile(r"""\\(["'\\])""")


@frozen
class Path:
    """A place in what is told of a change."""

    names: tuple[str, ...]

    def find(self, told: Mapping[str, Any]) -> Any:
        """Return what is there in *told*; None when the path leads nowhere."""
        found: Any = told
        for name in self.names:
            if not isinstance(found, Mapping) or name not in found:
                return None
            found = found[name]
        return found


@frozen
class Text:
    """A text, which a number or truth value equals that is written so."""

    text: str


@frozen
class Constant:
    """A number, true, false or null, with how it was written: a text equals it that is the same."""

    value: float | bool | None
    text: str


Value: TypeAlias = Path | Text | Constant


@frozen
class Condition:
    """One comparison: for equality, or `is_negated` for difference."""

    path: Path
    is_negated: bool
    value: Value

    def matches(self, told: Mapping[str, Any]) -> bool:
        """Tell whether *told* fulfils this."""
        found = self.path.find(told)
        return self._equals(found, told) is not self.is_negated

    def _equals(self, found: Any, told: Mapping[str, Any]) -> bool:
        if isinstance(self.value, Path):
            other = self.value.find(told)
            return same(found, other) or (isinstance(found, list) and any(same(one, other) for one in found))
        if isinstance(found, list):
            return any(equals(one, self.value) for one in found)
        return equals(found, self.value)


@frozen
class Negation:
    """`not`: matches what *inner* does not."""

    inner: Filter

    def matches(self, told: Mapping[str, Any]) -> bool:
        """Tell whether *told* fulfils this."""
        return not self.inner.matches(told)


@frozen
class Together:
    """`and`: matches what all *parts* do."""

    parts: tuple[Filter, ...]

    def matches(self, told: Mapping[str, Any]) -> bool:
        """Tell whether *told* fulfils this."""
        return all(part.matches(told) for part in self.parts)


@frozen
class Either:
    """`or`: matches what one of *parts* does."""

    parts: tuple[Filter, ...]

    def matches(self, told: Mapping[str, Any]) -> bool:
        """Tell whether *told* fulfils this."""
        return any(part.matches(told) for part in self.parts)


Filter: TypeAlias = Condition | Negation | Together | Either


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal: true is no 1."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def equals(found: Any, value: Text | Constant) -> bool:
    """Tell whether what was *found* in a change equals what was written in a filter."""
    if isinstance(found, str):
        is_null = isinstance(value, Constant) and value.value is None
        return found == value.text and not is_null
    if isinstance(value, Constant):
        return same(found, value.value)
    return found is not None and json.dumps(found) == value.text


def conditions(tree: Filter) -> Iterator[Condition]:
    """Return every comparison in *tree*."""
    match tree:
        case Condition():
            yield tree
        case Negation(inner=inner):
            yield from conditions(inner)
        case Together(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from conditions(part)


def names_operation(tree: Filter, operation: str) -> bool:
    """Tell whether *tree* speaks of an operation by its name."""
    return any(
        one.path.names == ("entity", "operation")
        and not isinstance(one.value, Path)
        and one.value.text == operation
        for one in conditions(tree)
    )


# -- Text to tree
# ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def parse_filter(text: str) -> Filter:
    """Return what *text* means. Raises: ValidationError, with the position of what is wrong and a hint."""
    if len(text) > LONGEST:
        raise ValidationError(
            f"A filter has at most {LONGEST} characters; this one has {len(text)}.", code=CODE
        )
    return _Parser(text).whole()


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._depth = 0

    def whole(self) -> Filter:
        found = self._either()
        if self._text[self._position :].strip():
            raise self._wrong('"and", "or" or the end')
        return found

    def _either(self) -> Filter:
        parts = [self._together()]
        while self._takes_word("or"):
            parts.append(self._together())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _together(self) -> Filter:
        parts = [self._negation()]
        while self._takes_word("and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else Together(tuple(parts))

    def _negation(self) -> Filter:
        match = self._look()
        if match and match["bracket"] == "(":
            return self._deeper(self._bracketed)
        return (
            self._deeper(lambda: Negation(self._negation())) if self._takes_word("not") else self._condition()
        )

    def _deeper(self, read: Any) -> Filter:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValidationError(
                f"The filter has more than {DEEPEST} levels of parentheses and negations.", code=CODE
            )
        found: Filter = read()
        self._depth -= 1
        return found

    def _bracketed(self) -> Filter:
        self._take()
        found = self._either()
        closing = self._look()
        if closing is None or closing["bracket"] != ")":
            raise self._wrong('")"')
        self._take()
        return found

    def _condition(self) -> Condition:
        match = self._look()
        if match is None or not match["word"] or match["word"].lower() in KEYWORDS:
            raise self._wrong("a path such as entity.entity_type", EXAMPLE)
        path = self._path(match["word"])
        self._take()
        sign = self._look()
        if sign is None or not sign["operator"]:
            raise self._wrong(
                '"=" or "!="', "There is no other comparison; combine several with and, or, not."
            )
        self._take()
        return Condition(path, sign["operator"] == "!=", self._value())

    def _value(self) -> Value:
        match = self._look()
        if (
            match is None
            or not (match["quoted"] or match["word"])
            or (match["word"] or "").lower() in KEYWORDS
        ):
            raise self._wrong("a value or a path", "Put texts in double quotes.")
        if match["quoted"]:
            self._take()
            return Text(_ESCAPED.sub(r"\1", match["quoted"][1:-1]))
        word = match["word"]
        value: Value = Text(word)
        if word.startswith(("entity.", "metadata.")):
            value = self._path(word)
        elif word.lower() in CONSTANTS:
            value = Constant(CONSTANTS[word.lower()], word.lower())
        elif _NUMBER.fullmatch(word):
            value = Constant(float(word), word)
        self._take()
        return value

    def _path(self, word: str) -> Path:
        """Return the path that *word* is.

        Raises: ValidationError, when it leads to nothing that is ever told.
        """
        names = tuple(word.split("."))
        match names:
            case ("fez_id",):
                return Path(names)
            case ("metadata", name) if name in METADATA:
                return Path(names)
            case ("entity", name) if name in ENTITY:
                return Path(names)
            case ("entity", state, name) if state in STATES and name and name != "custom_attributes":
                return Path(names)
            case ("entity", state, "custom_attributes", key, *_) if state in STATES and key:
                return Path((*names[:3], ".".join(names[3:])))
        raise self._wrong("a path", PATHS)

    def _look(self) -> re.Match[str] | None:
        return _TOKEN.match(self._text, self._position)

    def _take(self) -> None:
        match = self._look()
        assert match is not None
        self._position = match.end()

    def _takes_word(self, word: str) -> bool:
        match = self._look()
        if match is None or (match["word"] or "").lower() != word:
            return False
        self._take()
        return True

    def _wrong(self, expected: str, hint: str | None = None) -> ValidationError:
        rest = self._text[self._position :].lstrip()
        place = len(self._text) - len(rest)
        found = f"found {rest.split()[0][:40]!r}" if rest else "the filter ends"
        message = f"The filter is not understood at character {place + 1}: expected {expected}, but {found}."
        return ValidationError(
            message, code=CODE, hint=hint, span=(place, max(place, min(len(self._text), place + 1)))
        )


# -- Tree to text
# ------------------------------------------------------------------------------------------------------------


def format_filter(tree: Filter) -> str:
    """Return the text of *tree*, which means the same again."""
    match tree:
        case Condition(path=path, is_negated=is_negated, value=value):
            return f"{_format_path(path)} {'!=' if is_negated else '='} {_format_value(value)}"
        case Negation(inner=inner):
            return f"not {_within(inner)}"
        case Together(parts=parts):
            return " and ".join(map(_within, parts))
        case Either(parts=parts):
            return " or ".join(
                format_filter(part) if isinstance(part, Together) else _within(part) for part in parts
            )


def _within(tree: Filter) -> str:
    text = format_filter(tree)
    return f"({text})" if isinstance(tree, Together | Either) else text


def _format_path(path: Path) -> str:
    return ".".join(path.names)


def _format_value(value: Value) -> str:
    match value:
        case Path():
            return _format_path(value)
        case Constant(text=text):
            return text
        case Text(text=text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
