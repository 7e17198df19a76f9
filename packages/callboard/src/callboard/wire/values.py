"""The wire format of values: instants and references to entities.

An instant is encoded in UTC without an offset, in whole seconds. The server stores microseconds as
well, so that what was made within a second keeps its order. Decoding also accepts an offset, `Z`,
fractions of a second, or a date alone. Text without an offset is UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

__all__ = [
    "ENTITY_TYPE_KEY",
    "VALUE_TYPE_KEY",
    "decode_datetime",
    "encode_datetime",
    "encode_precise_datetime",
    "entity_reference",
    "instant_text",
    "is_datetime",
    "is_entity",
    "parse_instant",
    "precise_text",
    "whole_seconds",
]

ENTITY_TYPE_KEY: Final = "__entity_type__"
VALUE_TYPE_KEY: Final = "__type__"

_DATETIME_TYPES: Final = ("datetime", "date")
_ISO: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:[Tt ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s?(?P<offset>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)


def encode_datetime(value: date) -> dict[str, str]:
    """Return the encoded form of *value*; a date means midnight, and a naive time is UTC."""
    return {VALUE_TYPE_KEY: "datetime", "value": instant_text(_as_datetime(value))}


def encode_precise_datetime(value: date) -> dict[str, str]:
    """Return the encoded form of *value* with its microseconds, if it has any.

    The server keeps them, so entities that are created within one second keep their order.
    """
    return {VALUE_TYPE_KEY: "datetime", "value": precise_text(_as_datetime(value))}


def decode_datetime(value: Mapping[str, Any] | str) -> datetime:
    """Return *value*, as text or in its encoded form, as an aware UTC datetime.

    Raises: ValueError, when it is neither, or when the text is not a date.
    """
    if isinstance(value, str):
        return parse_instant(value)
    if not is_datetime(value):
        raise ValueError(f"Expected a date or time; got {value!r}.")
    text = value.get("value")
    if not isinstance(text, str):
        raise ValueError(f"Expected the text of a date or time; got {text!r}.")
    return parse_instant(text)


def is_datetime(value: object) -> bool:
    """Return whether *value* is the encoded form of a date or time."""
    return isinstance(value, Mapping) and value.get(VALUE_TYPE_KEY) in _DATETIME_TYPES


def instant_text(instant: datetime) -> str:
    """Return *instant* as `YYYY-MM-DDTHH:MM:SS` in UTC, without fractions of a second."""
    if instant.tzinfo is not None:
        instant = instant.astimezone(timezone.utc)
    day = f"{instant.year:04}-{instant.month:02}-{instant.day:02}"
    return f"{day}T{instant.hour:02}:{instant.minute:02}:{instant.second:02}"


def precise_text(instant: datetime) -> str:
    """Return *instant* like `instant_text`, followed by its microseconds if it has any."""
    fraction = f".{instant.microsecond:06}" if instant.microsecond else ""
    return instant_text(instant) + fraction


def whole_seconds(text: str) -> str:
    """Return *text*, an instant from `precise_text`, without its fraction of a second."""
    return text[:19]


def parse_instant(text: str) -> datetime:
    """Return the instant in *text* as an aware UTC datetime.

    Raises: ValueError, when *text* is not an ISO 8601 date or date and time.
    """
    if len(text) == 19 and text[4] == text[7] == "-" and text[10] == "T" and text[13] == text[16] == ":":
        return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
    found = _ISO.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"Expected a date or time such as 2026-11-24T10:11:12; got {text!r}.")
    part = found.groupdict()
    microsecond = int((part["fraction"] or "0")[:6].ljust(6, "0"))
    moment = datetime(
        int(part["year"]),
        int(part["month"]),
        int(part["day"]),
        int(part["hour"] or 0),
        int(part["minute"] or 0),
        int(part["second"] or 0),
        microsecond,
        tzinfo=_timezone(part["offset"]),
    )
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError(f"The time {text!r} is out of range in UTC.") from error


def entity_reference(entity_type: str, key: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the reference to an entity: its type and the attributes of its primary key."""
    return {ENTITY_TYPE_KEY: entity_type, **dict(key)}


def is_entity(value: object) -> bool:
    """Return whether *value* is an encoded entity, in full or as a bare reference."""
    return isinstance(value, Mapping) and ENTITY_TYPE_KEY in value


def _as_datetime(value: date) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=timezone.utc)


def _timezone(offset: str | None) -> timezone:
    if offset is None or offset in "Zz":
        return timezone.utc
    digits = offset[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-size if offset[0] == "-" else size)
