"""Instants and references as they travel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.wire.values import (
    decode_datetime,
    encode_datetime,
    entity_reference,
    instant_text,
    is_datetime,
    is_entity,
    parse_instant,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T10:11:12", datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)),
        ("2026-11-24 10:11:12", datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)),
        ("2026-11-24T10:11", datetime(2026, 11, 24, 10, 11, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-24T10:11:12.345Z", datetime(2026, 11, 24, 10, 11, 12, 345000, tzinfo=UTC)),
        ("2026-11-24T10:11:12.123456789", datetime(2026, 11, 24, 10, 11, 12, 123456, tzinfo=UTC)),
        ("2026-11-24T10:11:12+02:00", datetime(2026, 11, 24, 8, 11, 12, tzinfo=UTC)),
        ("2026-11-24T10:11:12-0230", datetime(2026, 11, 24, 12, 41, 12, tzinfo=UTC)),
        (" 2026-11-24T10:11:12+02 ", datetime(2026, 11, 24, 8, 11, 12, tzinfo=UTC)),
    ],
)
def test_accepted_texts(text: str, expected: datetime) -> None:
    parsed = parse_instant(text)
    assert parsed == expected
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026-13-01",
        "2026-11-24T25:00:00",
        "2026-11-24T10+02:00",
        "9999-12-31T23:59:59-01:00",
        "24.11.2026",
    ],
)
def test_rejected_texts(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_instant(text)


def test_the_encoded_form_is_utc_in_whole_seconds() -> None:
    zone = timezone(timedelta(hours=2))
    assert instant_text(datetime(2026, 11, 24, 10, 11, 12, 999999, tzinfo=zone)) == "2026-11-24T08:11:12"
    assert encode_datetime(date(2026, 11, 24)) == {"__type__": "datetime", "value": "2026-11-24T00:00:00"}
    assert instant_text(datetime(12, 1, 1, tzinfo=UTC)) == "0012-01-01T00:00:00"


def test_decoding_accepts_text_and_the_encoded_form() -> None:
    expected = datetime(2026, 11, 24, tzinfo=UTC)
    assert decode_datetime("2026-11-24") == expected
    assert decode_datetime({"__type__": "date", "value": "2026-11-24"}) == expected
    for refused in (
        {"value": "2026-11-24"},
        {"__type__": "datetime", "value": 5},
        {"__type__": "other", "value": "x"},
    ):
        with pytest.raises(ValueError, match="Expected"):
            decode_datetime(refused)


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis adds the zone
def test_encoding_and_back_drops_fractions_only(moment: datetime) -> None:
    assert decode_datetime(encode_datetime(moment)) == moment.replace(microsecond=0)


def test_kinds_of_values() -> None:
    reference = entity_reference("Metadata", [("parent_id", "a"), ("key", "b")])
    assert reference == {"__entity_type__": "Metadata", "parent_id": "a", "key": "b"}
    assert is_entity(reference)
    assert not is_entity("Metadata")
    assert is_datetime({"__type__": "datetime", "value": ""})
    assert not is_datetime(reference)
