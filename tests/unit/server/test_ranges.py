"""Which bytes of a file a request wants."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callboard_server.server.ranges import Verdict, Version, Wanted, parse_ranges, wanted

VERSION = Version("d41d8cd98f00b204e9800998ecf8427e", datetime(2026, 11, 24, 10, tzinfo=UTC), 1000)
WHOLE = Wanted(Verdict.WHOLE, 0, 1000)


def part(start: int, length: int) -> Wanted:
    return Wanted(Verdict.PART, start, length)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-0", part(0, 1)),
        ("bytes=0-99", part(0, 100)),
        ("bytes=500-", part(500, 500)),
        ("bytes=-1", part(999, 1)),
        ("bytes=-5000", part(0, 1000)),
        ("bytes=990-5000", part(990, 10)),
        ("BYTES=1-2", part(1, 2)),
        ("bytes= 1 - 2 ", part(1, 2)),
        ("bytes=0-99,100-199", part(0, 200)),
        ("bytes=100-199, 0-120", part(0, 200)),
        ("bytes=0-1,5000-", part(0, 2)),
    ],
)
def test_a_range_is_served(asked: str, expected: Wanted) -> None:
    assert wanted({"range": asked}, VERSION) == expected


@pytest.mark.parametrize(
    "asked", ["bytes=1000-", "bytes=5000-6000", "bytes=-0", "bytes=0-1,5-6", "bytes=0-0,-1"]
)
def test_what_is_no_single_range_of_the_file_is_refused(asked: str) -> None:
    assert wanted({"range": asked}, VERSION).verdict is Verdict.NOWHERE


NONSENSE = (
    "",
    "bytes",
    "bytes=",
    "bytes=-",
    "bytes=a-b",
    "bytes=5-1",
    "lines=0-1",
    "bytes=1",
    "bytes=0-1,",
    "bytes=²-",
)


@pytest.mark.parametrize("asked", [*NONSENSE, f"bytes={'9' * 30}-"])
def test_what_is_no_range_is_ignored(asked: str) -> None:
    assert wanted({"range": asked}, VERSION) == WHOLE


def test_a_thousand_ranges_are_ignored() -> None:
    assert parse_ranges("bytes=" + ",".join(f"{2 * i}-{2 * i}" for i in range(1000)), 10_000) is None


def test_an_empty_file_has_no_ranges() -> None:
    empty = Version(VERSION.md5, VERSION.stored_at, 0)
    assert wanted({"range": "bytes=0-"}, empty).verdict is Verdict.NOWHERE
    assert wanted({}, empty) == Wanted(Verdict.WHOLE, 0, 0)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"if-none-match": VERSION.etag}, Verdict.UNCHANGED),
        ({"if-none-match": f'"x", W/{VERSION.etag}'}, Verdict.UNCHANGED),
        ({"if-none-match": "*"}, Verdict.UNCHANGED),
        ({"if-none-match": '"x"'}, Verdict.WHOLE),
        ({"if-none-match": '"x"', "if-modified-since": VERSION.last_modified}, Verdict.WHOLE),
        ({"if-modified-since": VERSION.last_modified}, Verdict.UNCHANGED),
        ({"if-modified-since": "Tue, 24 Nov 2026 09:59:59 GMT"}, Verdict.WHOLE),
        ({"if-modified-since": "some day"}, Verdict.WHOLE),
        ({"if-none-match": VERSION.etag, "range": "bytes=0-1"}, Verdict.UNCHANGED),
        ({"if-range": VERSION.etag, "range": "bytes=0-1"}, Verdict.PART),
        ({"if-range": '"x"', "range": "bytes=0-1"}, Verdict.WHOLE),
        ({"if-range": f"W/{VERSION.etag}", "range": "bytes=0-1"}, Verdict.WHOLE),
        ({"if-range": VERSION.last_modified, "range": "bytes=0-1"}, Verdict.PART),
        ({"if-range": "Tue, 24 Nov 2026 11:00:00 GMT", "range": "bytes=0-1"}, Verdict.WHOLE),
        ({"if-range": "some day", "range": "bytes=0-1"}, Verdict.WHOLE),
    ],
)
def test_conditions(headers: dict[str, str], expected: Verdict) -> None:
    assert wanted(headers, VERSION).verdict is expected
