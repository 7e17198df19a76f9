"""Converting literals for the attributes that they are compared with."""

from __future__ import annotations

import pytest

from callboard.errors import BadValue
from callboard_server.model.attributes import (
    Boolean,
    ForeignKey,
    Instant,
    Integer,
    Json,
    Number,
    Scalar,
    Text,
)
from callboard_server.query.syntax import Literal
from callboard_server.query.values import convert, identifier, is_day

NAME = Text("name", caseless=True)
IDENTIFIER = Text("id", immutable=True)
NOTE = Text("note")
DATA = Json("data")
OWNER = ForeignKey("owner_id", "User")
COUNT = Integer("count")
RATIO = Number("ratio")
FLAG = Boolean("flag")
TIME = Instant("time")
UPPER = "ABCDEF01-0000-4000-8000-00000000000A"

MEANINGS = [
    (NAME, "Ann", "Ann"),
    (NAME, UPPER, UPPER),
    (NAME, "", ""),
    (NOTE, UPPER, UPPER),
    (DATA, UPPER, UPPER),
    (DATA, '{"a": 1}', '{"a": 1}'),
    (IDENTIFIER, UPPER, UPPER.lower()),
    (IDENTIFIER, "Not-A-UUID", "Not-A-UUID"),
    (OWNER, UPPER, UPPER.lower()),
    (OWNER, "Ann-Id", "Ann-Id"),
    (COUNT, "5", 5),
    (COUNT, "-5", -5),
    (COUNT, "+5", 5),
    (COUNT, " 5 ", 5),
    (COUNT, "5.0", 5),
    (COUNT, "5.", 5),
    (COUNT, "1e3", 1000),
    (COUNT, "5.5", 5.5),
    (COUNT, ".5", 0.5),
    (RATIO, "1e30", 1e30),
    (RATIO, "99999999999999999999", 1e20),
    (COUNT, "9223372036854775807", 2**63 - 1),
    (COUNT, "-9223372036854775807", -(2**63) + 1),
    (RATIO, "0.25", 0.25),
    (RATIO, "-0.0", 0),
    (FLAG, "true", True),
    (FLAG, "False", False),
    (FLAG, "TRUE", True),
    (FLAG, "1", True),
    (FLAG, "0", False),
    (TIME, "2024-01-31", "2024-01-31T00:00:00"),
    (TIME, "2024-01-31T10:11:12", "2024-01-31T10:11:12"),
    (TIME, "2024-01-31 10:11:12", "2024-01-31T10:11:12"),
    (TIME, "2024-01-31T10:11", "2024-01-31T10:11:00"),
    (TIME, "2024-01-31T10:11:12.987654", "2024-01-31T10:11:12"),
    (TIME, "2024-01-31T10:11:12Z", "2024-01-31T10:11:12"),
    (TIME, "2024-01-31T10:11:12.000Z", "2024-01-31T10:11:12"),
    (TIME, "2024-01-31T10:11:12+00:00", "2024-01-31T10:11:12"),
    (TIME, "2024-01-31T10:11:12+02:00", "2024-01-31T08:11:12"),
    (TIME, "2024-01-31T23:30:00-01:00", "2024-02-01T00:30:00"),
    (TIME, "2024-02-29", "2024-02-29T00:00:00"),
    (TIME, "0001-01-01", "0001-01-01T00:00:00"),
]


@pytest.mark.parametrize(("attribute", "text", "value"), MEANINGS)
@pytest.mark.parametrize("quoted", [False, True])
def test_a_literal_is_converted(attribute: Scalar, text: str, value: object, quoted: bool) -> None:
    found = convert(Literal(text, quoted), attribute)
    assert (found, type(found)) == (value, type(value))


REFUSED = [
    (COUNT, "abc"),
    (COUNT, ""),
    (COUNT, "1_000"),
    (COUNT, "0x10"),
    (COUNT, "٣"),
    (COUNT, "1,5"),
    (COUNT, "nan"),
    (COUNT, "inf"),
    (COUNT, "-Infinity"),
    (COUNT, "1e999"),
    (COUNT, "9223372036854775808"),
    (COUNT, "1e30"),
    (RATIO, "1e400"),
    (COUNT, "9" * 5000),
    (COUNT, "true"),
    (RATIO, "abc"),
    (FLAG, "yes"),
    (FLAG, "2"),
    (FLAG, ""),
    (TIME, "yesterday"),
    (TIME, "2024"),
    (TIME, "2024-13-01"),
    (TIME, "2023-02-29"),
    (TIME, "2024-01-31T25:00:00"),
    (TIME, "31.01.2024"),
    (TIME, "0000-01-01"),
    (TIME, "0001-01-01T00:00:00+14:00"),
    (TIME, "2024-01-31T10:11:12+25:00"),
    (TIME, "20240131"),
    (NAME, "a\x00b"),
    (DATA, "\ud800"),
    (OWNER, "\udfff"),
]


@pytest.mark.parametrize(
    ("attribute", "text"), REFUSED, ids=lambda value: ascii(getattr(value, "name", value))[:30]
)
def test_an_invalid_literal_is_refused_with_its_position(attribute: Scalar, text: str) -> None:
    with pytest.raises(BadValue) as caught:
        convert(Literal(text, True, (3, 7)), attribute)
    assert caught.value.span == (3, 7)
    assert caught.value.code == "query.bad_value"


def test_the_error_contains_the_value_and_the_attribute() -> None:
    with pytest.raises(BadValue, match='"count" must be a number; got "abc"'):
        convert(Literal("abc", False), COUNT)
    with pytest.raises(BadValue, match='"count" must be a number of at most 64 bits; got "1e30"'):
        convert(Literal("1e30", False), COUNT)
    with pytest.raises(BadValue, match='"ratio" must be a finite number; got "1e400"'):
        convert(Literal("1e400", False), RATIO)


@pytest.mark.parametrize(
    ("text", "day"), [("2024-01-31", True), ("2024-01-31T00:00", False), ("2024-1-31", False), ("", False)]
)
def test_days(text: str, day: bool) -> None:
    assert is_day(Literal(text, True)) is day


def test_only_uuids_are_lowercased() -> None:
    assert identifier(UPPER) == UPPER.lower()
    assert identifier(UPPER + "0") == UPPER + "0"
    assert identifier("{" + UPPER + "}") == "{" + UPPER + "}"
