"""Stored values in their form on the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from callboard.wire.values import whole_seconds
from callboard_server.model.attributes import Boolean, Instant, JsonObject, Number, Scalar, Variable

BEYOND = 2.0**63


def as_instant(text: str | None) -> Any:
    """Return a stored instant in its form on the wire."""
    return None if text is None else {"__type__": "datetime", "value": whole_seconds(text)}


def as_boolean(value: Any) -> Any:
    return None if value is None else bool(value)


def as_number(value: Any) -> Any:
    """Return a number, as an int if it is whole and fits into 64 bits, which is what JSON parsers read."""
    if not isinstance(value, Decimal | float):
        return value
    number = float(value)
    return int(value) if number.is_integer() and abs(number) < BEYOND else number


def as_value(text: str | None) -> Any:
    """Return a value that is stored as JSON text in its form on the wire."""
    return None if text is None else json.loads(text)


def converter(attribute: Scalar) -> Callable[[Any], Any] | None:
    """Return the function that converts a stored value to the wire; None if both are the same."""
    match attribute:
        case Instant():
            return as_instant
        case Boolean():
            return as_boolean
        case Number():
            return as_number
        case Variable() | JsonObject():
            return as_value
        case _:
            return None
