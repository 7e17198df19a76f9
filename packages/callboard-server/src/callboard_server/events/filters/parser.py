"""Read the text of a filter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from callboard.errors import ValidationError
from callboard_server.events.filters.tree import And, Condition, Constant, Filter, Not, Or, Path, Text, Value

CODE = "automation.filter"
LONGEST = 10_000
DEEPEST = 50
METADATA = ("date", "resource_id", "server_url", "configuration_hash")
ENTITY = ("id", "entity_type", "operation", "new", "old")
STATES = ("new", "old")
PATHS = (
    "Use entity.id, entity.entity_type, entity.operation, metadata.resource_id, or entity.new and entity.old "
    "with an attribute or with custom_attributes and a key."
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


@lru_cache(maxsize=512)
def parse_filter(text: str) -> Filter:
    """Return the tree of *text*. Raises: ValidationError, with the position of what is wrong and a hint."""
    if len(text) > LONGEST:
        raise ValidationError(
            f"A filter must have at most {LONGEST} characters; this one has {len(text)}.", code=CODE
        )
    return _Parser(text).whole()


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._depth = 0

    def whole(self) -> Filter:
        found = self._disjunction()
        if self._text[self._position :].strip():
            raise self._unexpected('"and", "or" or the end of the filter')
        return found

    def _disjunction(self) -> Filter:
        parts = [self._conjunction()]
        while self._take_word("or"):
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _conjunction(self) -> Filter:
        parts = [self._negation()]
        while self._take_word("and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negation(self) -> Filter:
        match = self._look()
        if match and match["bracket"] == "(":
            return self._deeper(self._bracketed)
        return self._deeper(lambda: Not(self._negation())) if self._take_word("not") else self._condition()

    def _deeper(self, read: Callable[[], Filter]) -> Filter:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValidationError(
                f"A filter must have at most {DEEPEST} levels of parentheses and negations.", code=CODE
            )
        found = read()
        self._depth -= 1
        return found

    def _bracketed(self) -> Filter:
        self._take()
        found = self._disjunction()
        closing = self._look()
        if closing is None or closing["bracket"] != ")":
            raise self._unexpected('")"')
        self._take()
        return found

    def _condition(self) -> Condition:
        match = self._look()
        if match is None or not match["word"] or match["word"].lower() in KEYWORDS:
            raise self._unexpected("a path such as entity.entity_type", EXAMPLE)
        path = self._path(match["word"])
        self._take()
        sign = self._look()
        if sign is None or not sign["operator"]:
            raise self._unexpected(
                '"=" or "!="', "There are no other comparisons; combine conditions with and, or and not."
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
            raise self._unexpected("a value or a path", "Write text in double quotes.")
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
        """Return the path *word*. Raises: ValidationError, when no payload contains it."""
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
        raise self._unexpected("a path", PATHS)

    def _look(self) -> re.Match[str] | None:
        return _TOKEN.match(self._text, self._position)

    def _take(self) -> None:
        match = self._look()
        assert match is not None
        self._position = match.end()

    def _take_word(self, word: str) -> bool:
        match = self._look()
        if match is None or (match["word"] or "").lower() != word:
            return False
        self._take()
        return True

    def _unexpected(self, expected: str, hint: str | None = None) -> ValidationError:
        rest = self._text[self._position :].lstrip()
        position = len(self._text) - len(rest)
        found = f'found "{rest.split()[0][:40]}"' if rest else "the filter ends"
        message = f"Failed to parse the filter at character {position + 1}: expected {expected}, but {found}."
        return ValidationError(
            message, code=CODE, hint=hint, span=(position, max(position, min(len(self._text), position + 1)))
        )
