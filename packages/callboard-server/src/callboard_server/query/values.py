"""Convert the literals of a query to values of the attributes that they are compared with."""

from __future__ import annotations

import math
import re
from typing import assert_never

from callboard.errors import BadValue
from callboard.wire.values import instant_text, parse_instant
from callboard_server.model.attributes import (
    Boolean,
    ForeignKey,
    Instant,
    Integer,
    Json,
    JsonObject,
    Number,
    Scalar,
    Text,
    Variable,
)
from callboard_server.query.bound import Value
from callboard_server.query.syntax import Literal

UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
NUMERIC = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
SURROGATE = re.compile("[\ud800-\udfff]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LARGEST = 2**63 - 1
TRUTH = {"true": True, "1": True, "false": False, "0": False}


def identifier(text: str) -> str:
    """Return *text* in the form in which identifiers are stored: UUIDs in lower case, others unchanged."""
    return text.lower() if UUID.fullmatch(text) else text


def convert(literal: Literal, attribute: Scalar) -> Value:
    """Return *literal* as a value of *attribute*.

    Raises: BadValue, with the span of the literal.
    """
    text = storable(literal)
    try:
        match attribute:
            case Boolean():
                return TRUTH[text.lower()]
            case Integer():
                return of_64_bits(number(text))
            case Number():
                return number(text)
            case Instant():
                return instant_text(parse_instant(text))
            case ForeignKey():
                return identifier(text)
            case Text():
                return identifier(text) if attribute.immutable and not attribute.caseless else text
            case Json() | JsonObject() | Variable():
                return text
    except (KeyError, ValueError, OverflowError):
        expected = LARGE if NUMERIC.fullmatch(text.strip()) else EXPECTED
        raise BadValue(
            f'"{attribute.name}" must be {expected[type(attribute)]}; got "{text[:80]}".',
            span=literal.span,
        ) from None
    assert_never(attribute)


def number(text: str) -> int | float:
    """Return *text* as an integer when it is one, else as a float.

    Raises: ValueError, when it is not a finite number.
    """
    found = NUMERIC.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    is_whole = "." not in text and not found.group(3)
    value = int(text) if is_whole else float(text)
    if abs(value) > LARGEST:
        value = float(value)
    if not math.isfinite(value):
        raise ValueError(text)
    return int(value) if value == int(value) and abs(value) <= LARGEST else value


def of_64_bits(value: float) -> float:
    """Return *value*. Raises: ValueError, when it exceeds 64 bits."""
    if abs(value) > LARGEST:
        raise ValueError(value)
    return value


def storable(literal: Literal) -> str:
    """Return the text of *literal*. Raises: BadValue, for text that cannot be stored in a database."""
    if "\x00" in literal.text:
        raise BadValue("Text in a query must not contain a zero byte.", span=literal.span)
    if SURROGATE.search(literal.text):
        raise BadValue("Text in a query must not contain half of a surrogate pair.", span=literal.span)
    return literal.text


def is_day(literal: Literal) -> bool:
    """Return whether *literal* is a date without a time."""
    return bool(DAY.fullmatch(literal.text))


EXPECTED: dict[type[Scalar], str] = {
    Boolean: "true or false",
    Integer: "a number",
    Number: "a number",
    Instant: "a date and time in ISO 8601 format",
    ForeignKey: "an identifier",
    Text: "a text",
    Json: "a text",
    JsonObject: "a text",
    Variable: "a text",
}

LARGE: dict[type[Scalar], str] = {
    **EXPECTED,
    Integer: "a number of at most 64 bits",
    Number: "a finite number",
}
"""What is expected instead of a number that cannot be stored."""
