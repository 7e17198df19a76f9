"""Checks of the settings and the values of custom attributes, by the type of the attribute.

Error messages about values have the documented wording of ftrack, because clients search for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import frozen

from callboard.errors import ValidationError
from callboard.wire.values import decode_datetime, encode_datetime, is_datetime
from callboard_server.work.values import number_in_text

Config: TypeAlias = Mapping[str, Any]

SWITCHES = {
    "text": ("markdown",),
    "number": ("isdecimal",),
    "enumerator": ("multiSelect",),
    "dynamic enumerator": ("multiSelect",),
}
"""The boolean settings of each type."""

DEFAULT_CONFIG: Mapping[str, Config] = {
    "text": {"markdown": False},
    "number": {"isdecimal": False},
    "enumerator": {"multiSelect": False, "data": "[]"},
    "dynamic enumerator": {"multiSelect": False},
}
"""The settings of an attribute that was created without settings."""

EMPTY: Mapping[str, Any] = {
    "text": "",
    "number": 0,
    "boolean": False,
    "expression": "",
    "enumerator": [],
    "dynamic enumerator": [],
}
"""The value of an attribute without a default, by type. For all other types it is null."""


@frozen
class Kind:
    """A type of custom attribute, with the settings of one attribute. `key` is for errors."""

    key: str
    type: str
    config: Config


def read_config(key: str, type_name: str, text: str | None) -> Config:
    """Return the settings in *text*, which is JSON; without text, those of DEFAULT_CONFIG.

    Raises: ValidationError that names the invalid setting.
    """
    if not (text or "").strip():
        return DEFAULT_CONFIG.get(type_name, {})
    try:
        config = json.loads(text or "")
    except ValueError:
        raise ValidationError(
            f'The config of custom attribute "{key}" must be JSON.', hint="Send it as json.dumps({...})."
        ) from None
    if not isinstance(config, dict):
        raise ValidationError(f'The config of custom attribute "{key}" must be a JSON object.')
    for name in SWITCHES.get(type_name, ()):
        if not isinstance(config.get(name, False), bool):
            raise ValidationError(
                f'"{name}" in the config of custom attribute "{key}" must be true or false.'
            )
    if type_name == "enumerator":
        choices(key, config)
    if type_name == "number" and not isinstance(config.get("precision", 0), int):
        raise ValidationError(
            f'"precision" in the config of custom attribute "{key}" must be a whole number.'
        )
    return config


def choices(key: str, config: Config) -> list[Any]:
    """Return the values that can be chosen in an enumerator.

    Raises: ValidationError unless its data is a JSON list of menus and values.
    """
    data = config.get("data", "[]")
    try:
        items = json.loads(data) if isinstance(data, str) else data
    except ValueError:
        items = None
    if not isinstance(items, list) or not all(isinstance(item, dict) and "value" in item for item in items):
        raise ValidationError(
            f'"data" in the config of enumerator "{key}" must be JSON text of a list of choices.',
            hint='"data": json.dumps([{"menu": "Shown", "value": "stored"}])',
        )
    return [item["value"] for item in items]


def typed(kind: Kind, value: Any) -> Any:
    """Return *value* as an attribute of *kind* stores it. None is always accepted.

    Raises: ValidationError.
    """
    accept = ACCEPT.get(kind.type)
    return value if value is None or accept is None else accept(kind, value)


def refuse(kind: Kind, expected: str, value: Any) -> ValidationError:
    text = value if isinstance(value, str) else json.dumps(value["value"] if is_datetime(value) else value)
    return ValidationError(
        (
            f'Custom attribute value for "{kind.key}" must be of type {expected}. Got "{text[:80]}" of type '
            f"{type_name(value)}"
        ),
        code="validation.custom_attribute_type",
    )


def type_name(value: Any) -> str:
    """Return the custom attribute type of *value*."""
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case _:
            return "date"


def _text(kind: Kind, value: Any) -> str:
    if is_datetime(value):
        return str(value["value"])  # a client sends every text that looks like a time in this form
    if not isinstance(value, str):
        raise refuse(kind, "text", value)
    return value


def _number(kind: Kind, value: Any) -> int | float:
    number = number_in_text(value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise refuse(kind, "number", value)
    return number


def _boolean(kind: Kind, value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse(kind, "boolean", value)
    return value


def _date(kind: Kind, value: Any) -> Mapping[str, str]:
    if not isinstance(value, str) and not is_datetime(value):
        raise refuse(kind, "date", value)
    try:
        return encode_datetime(decode_datetime(value))
    except ValueError:
        raise refuse(kind, "date", value) from None


def _chosen(kind: Kind, value: Any) -> list[Any]:
    """Return *value* as a list; a single value becomes a list of one."""
    chosen = value if isinstance(value, list) else [value]
    if isinstance(value, bool) or any(isinstance(one, dict | list) or one is None for one in chosen):
        raise refuse(kind, "enumerator", value)
    if len(chosen) > 1 and not kind.config.get("multiSelect"):
        raise ValidationError(
            f'Custom attribute "{kind.key}" takes one value; got {len(chosen)}.',
            code="validation.custom_attribute_value",
        )
    return list(dict.fromkeys(chosen))


def _enumerated(kind: Kind, value: Any) -> list[Any]:
    chosen, choosable = _chosen(kind, value), choices(kind.key, kind.config)
    for one in chosen:
        if one not in choosable:
            raise ValidationError(
                f'Custom attribute "{kind.key}" has no choice {json.dumps(one)[:80]}.',
                code="validation.custom_attribute_value",
                hint=f"Choose from {', '.join(map(json.dumps, choosable))}."[:500] if choosable else None,
            )
    return chosen


ACCEPT: Mapping[str, Callable[[Kind, Any], Any]] = {
    "text": _text,
    "url": _text,
    "expression": _text,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "enumerator": _enumerated,
    "dynamic enumerator": _chosen,
}
"""The check of the values of each type; values of other types are stored as they are."""
