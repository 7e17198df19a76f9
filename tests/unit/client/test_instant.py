"""Instants: datetimes with the calls existing scripts make."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest

from callboard.instant import Instant

MOMENT = Instant(2026, 11, 24, 10, 11, 12, tzinfo=UTC)


def test_is_an_aware_datetime() -> None:
    assert datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC) == MOMENT
    assert hash(MOMENT) == hash(MOMENT.datetime)
    assert type(MOMENT.datetime) is datetime
    assert MOMENT.naive.tzinfo is None
    assert datetime(2026, 1, 1, tzinfo=UTC) < MOMENT
    assert MOMENT.datetime - datetime(2026, 11, 24, tzinfo=UTC) == timedelta(hours=10, minutes=11, seconds=12)
    assert isinstance(MOMENT + timedelta(days=1), Instant)
    assert Instant.from_wire({"__type__": "datetime", "value": "2026-11-24T10:11:12"}) == MOMENT


def test_timestamp_is_number_and_call() -> None:
    assert MOMENT.timestamp == MOMENT.timestamp() == MOMENT.float_timestamp == 1795515072.0


def test_text_is_iso() -> None:
    assert str(MOMENT) == f"{MOMENT}" == "2026-11-24T10:11:12+00:00" == MOMENT.for_json()
    assert f"{MOMENT:%d.%m.}" == "24.11."
    assert f"{MOMENT:DD.MM.}" == "24.11."


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("YYYY-MM-DD HH:mm:ssZZ", "2026-11-24 10:11:12+00:00"),
        ("dddd, Do MMMM YY", "Tuesday, 24th November 26"),
        ("ddd D MMM h:m a", "Tue 24 Nov 10:11 am"),
        ("[at] H [o'clock]", "at 10 o'clock"),
        ("SSS X Z W DDDD", "000 1795515072 +0000 2026-W48-2 328"),
    ],
)
def test_formats(template: str, expected: str) -> None:
    assert MOMENT.format(template) == expected


def test_shift() -> None:
    assert MOMENT.shift(days=1, hours=-11).isoformat() == "2026-11-24T23:11:12+00:00"
    assert Instant(2024, 2, 29, tzinfo=UTC).shift(years=1).isoformat() == "2025-02-28T00:00:00+00:00"
    assert Instant(2026, 1, 31, tzinfo=UTC).shift(months=1).day == 28
    assert Instant(2026, 1, 31, tzinfo=UTC).shift(months=-2).isoformat() == "2025-11-30T00:00:00+00:00"
    assert MOMENT.shift(weeks=1).day == 1
    assert MOMENT.shift(quarters=1).month == 2


def test_zones() -> None:
    assert MOMENT.to("+02:00").hour == 12
    assert MOMENT.to("-0230").isoformat() == "2026-11-24T07:41:12-02:30"
    assert MOMENT.to("local") == MOMENT
    assert MOMENT.to("utc") == MOMENT
    assert MOMENT.to(timezone(timedelta(hours=1))).hour == 11


def test_frames() -> None:
    assert MOMENT.floor("hour").isoformat() == "2026-11-24T10:00:00+00:00"
    assert MOMENT.floor("week").day == 23
    assert MOMENT.floor("quarter").month == 10
    assert MOMENT.ceil("month").isoformat() == "2026-11-30T23:59:59.999999+00:00"
    assert MOMENT.span("day") == (MOMENT.floor("day"), MOMENT.ceil("day"))
    with pytest.raises(ValueError, match="aeon"):
        MOMENT.floor("aeon")


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        ({"seconds": 3}, "just now"),
        ({"seconds": -30}, "30 seconds ago"),
        ({"seconds": 50}, "in a minute"),
        ({"minutes": -5}, "5 minutes ago"),
        ({"hours": 1}, "in an hour"),
        ({"days": -2}, "2 days ago"),
        ({"days": -8}, "a week ago"),
        ({"months": -3}, "3 months ago"),
        ({"years": 2}, "in 2 years"),
    ],
)
def test_humanize(shift: dict[str, int], words: str) -> None:
    assert MOMENT.shift(**shift).humanize(MOMENT) == words


def test_copies() -> None:
    assert pickle.loads(pickle.dumps(MOMENT)) == MOMENT
    assert type(copy.deepcopy(MOMENT)) is Instant
