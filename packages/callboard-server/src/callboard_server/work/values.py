"""Check the values of each kind of attribute, and convert them to their stored form."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable
from typing import Any

from callboard.errors import UnknownReference, ValidationError
from callboard.wire.values import decode_datetime, is_datetime, precise_text, whole_seconds
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
from callboard_server.model.entity import Entity
from callboard_server.model.model import did_you_mean
from callboard_server.query.values import LARGEST, NUMERIC, SURROGATE, identifier

LONGEST_VARIABLE = 4_194_304
LONGEST_NUMBER = 400
IDENTIFIER = re.compile(r"[0-9A-Za-z_.:-]{1,64}")


def stored_value(entity: Entity, attribute: Scalar, value: Any) -> Any:
    """Return *value* in the stored form of *attribute*.

    Raises: ValidationError that names the attribute and the expected values.
    """
    if value is None:
        return None
    return CHECKS[type(attribute)](entity, attribute, value)


def refuse(
    entity: Entity, attribute: Scalar, value: Any, expected: str, hint: str | None = None
) -> ValidationError:
    given = type(value).__name__ if isinstance(value, dict | list) else repr(value)[:80]
    return ValidationError(f"{entity.name}.{attribute.name} must be {expected}; got {given}.", hint=hint)


def missing_reference(entity: Entity, attribute: ForeignKey, identifier: str) -> UnknownReference:
    """Return the error for a reference to an entity that does not exist, or that the user may not see."""
    return UnknownReference(
        f"{entity.name}.{attribute.name} refers to the {attribute.target} {identifier}, which does not exist."
    )


def missing_owner(entity: Entity, identifier: str, owner: str) -> UnknownReference:
    """Return the same error for the owner of metadata, notes and settings."""
    return UnknownReference(
        f"{entity.name}.parent_id refers to the {owner} {identifier}, which does not exist."
    )


def text(entity: Entity, attribute: Scalar, value: Any) -> str:
    assert isinstance(attribute, Text | Json)
    if is_datetime(value):
        value = value.get("value")  # a client sends every text that looks like a time in this form
    if isinstance(attribute, Text) and attribute.lenient and isinstance(value, bool | int | float):
        value = str(value)
    if not isinstance(value, str):
        hint = "Send it as text, for example with json.dumps(...)." if isinstance(attribute, Json) else None
        raise refuse(entity, attribute, value, "text", hint)
    well_formed(entity, attribute, value)
    if len(value) > attribute.limit:
        raise ValidationError(
            f"{entity.name}.{attribute.name} must have at most {attribute.limit} characters; "
            f"got {len(value)}."
        )
    return value


def well_formed(entity: Entity, attribute: Scalar, value: str) -> str:
    """Return *value*. Raises: ValidationError for text that databases cannot store."""
    if "\x00" in value:
        raise ValidationError(f"{entity.name}.{attribute.name} must not contain a null character.")
    if SURROGATE.search(value):
        raise ValidationError(
            f"{entity.name}.{attribute.name} must be well-formed text; it contains half of a surrogate pair."
        )
    return value


def name_or_choice(entity: Entity, attribute: Scalar, value: Any) -> str:
    assert isinstance(attribute, Text)
    found = text(entity, attribute, value)
    if attribute.choices and found not in attribute.choices:
        choices = ", ".join(attribute.choices)
        raise refuse(entity, attribute, found, f"one of {choices}", did_you_mean(found, attribute.choices))
    if attribute.name in entity.key and attribute.name == "id":
        return _identifier(entity, attribute, found)
    return identifier(found) if attribute.name in entity.key and not attribute.caseless else found


def _identifier(entity: Entity, attribute: Scalar, value: str) -> str:
    if not IDENTIFIER.fullmatch(value):
        raise refuse(
            entity, attribute, value, "an identifier of letters, digits and -_.: with at most 64 characters"
        )
    return identifier(value)


def foreign_key(entity: Entity, attribute: Scalar, value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    if not isinstance(value, str):
        raise refuse(entity, attribute, value, "the identifier of an entity")
    return _identifier(entity, attribute, value)


def number_in_text(value: Any) -> Any:
    """Return the number in *value* when it is the text of a number, else *value* itself.

    Tools take numbers from file names and forms, and send them as text.
    """
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER:
        return value
    found = NUMERIC.fullmatch(value.strip())
    if found is None:
        return value
    is_whole = "." not in value and found.group(3) is None
    number = int(value) if is_whole else float(value)
    return number if abs(number) <= (LARGEST if is_whole else sys.float_info.max) else value


def integer(entity: Entity, attribute: Scalar, value: Any) -> int:
    given, value = value, number_in_text(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value) if abs(value) <= LARGEST else value
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse(entity, attribute, given, "a whole number")
    if abs(value) > LARGEST:
        raise refuse(entity, attribute, given, "a whole number of at most 64 bits")
    return value


def real(entity: Entity, attribute: Scalar, value: Any) -> float:
    value = number_in_text(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse(entity, attribute, value, "a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise refuse(entity, attribute, value, "a finite number")
    if number != value:
        raise refuse(entity, attribute, value, "a number with at most 53 significant bits")
    return number


def truth(entity: Entity, attribute: Scalar, value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse(entity, attribute, value, "true or false")
    return value


def json_object(entity: Entity, attribute: Scalar, value: Any) -> str:
    """Return *value*, a JSON object or its text, as JSON text."""
    assert isinstance(attribute, JsonObject)
    try:
        found = json.loads(value) if isinstance(value, str) else value
        given = json.dumps(found, allow_nan=False)
    except (ValueError, RecursionError):
        raise refuse(entity, attribute, value, "a JSON object") from None
    if not isinstance(found, dict):
        raise refuse(entity, attribute, value, "a JSON object")
    if len(given) > attribute.limit:
        raise ValidationError(
            f"{entity.name}.{attribute.name} must have at most {attribute.limit} characters as JSON; "
            f"got {len(given)}."
        )
    return given


def variable(entity: Entity, attribute: Scalar, value: Any) -> str:
    """Return *value*, of any type, as JSON text. The rules of custom attributes check the type."""
    items = value if isinstance(value, list) else [value]
    parts = [_variable_part(entity, attribute, item) for item in items]
    text = json.dumps(parts if isinstance(value, list) else parts[0])
    if len(text) > LONGEST_VARIABLE:
        raise ValidationError(
            f"{entity.name}.{attribute.name} must have at most {LONGEST_VARIABLE} characters as JSON; "
            f"got {len(text)}."
        )
    return text


def _variable_part(entity: Entity, attribute: Scalar, value: Any) -> Any:
    """Return *value*, or an item of a list, in its stored form."""
    match value:
        case None | bool():
            return value
        case str():
            return well_formed(entity, attribute, value)
        case int() | float():
            real(entity, attribute, value)
            return integer(entity, attribute, value) if isinstance(value, int) else value
        case _ if is_datetime(value):
            return {"__type__": "datetime", "value": whole_seconds(instant(entity, attribute, value))}
        case _:
            raise refuse(entity, attribute, value, "text, a number, a boolean, a time or a list of those")


def variable_parts(text: str | None) -> tuple[str | None, str | None, float | None]:
    """Return the JSON *text* of a value, and the text and number that it is compared by.

    The text of a list has one line for each item.
    """
    value = None if text is None else json.loads(text)
    match value:
        case None:
            return None, None, None
        case bool():
            return text, "true" if value else "false", float(value)
        case int() | float():
            return text, str(int(value) if float(value).is_integer() else value), float(value)
        case list():
            return text, "".join(f"\n{item}" for item in value) + "\n", None
        case dict():
            return text, str(value["value"]), None
        case _:
            return text, str(value), None


def instant(entity: Entity, attribute: Scalar, value: Any) -> str:
    try:
        return precise_text(decode_datetime(value))
    except (ValueError, TypeError, AttributeError):
        raise refuse(entity, attribute, value, "a date and time in ISO 8601") from None


CHECKS: dict[type[Scalar], Callable[[Entity, Scalar, Any], Any]] = {
    Text: name_or_choice,
    Json: text,
    JsonObject: json_object,
    ForeignKey: foreign_key,
    Integer: integer,
    Number: real,
    Boolean: truth,
    Instant: instant,
    Variable: variable,
}
