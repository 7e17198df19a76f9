"""Range requests: which bytes of a file a request selects."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callboard_server.server.ranges import FileVersion, Result, Selection, parse_ranges, select

VERSION = FileVersion("d41d8cd98f00b204e9800998ecf8427e", datetime(2026, 11, 24, 10, tzinfo=UTC), 1000)
WHOLE = Selection(Result.WHOLE, 0, 1000)


def part(start: int, length: int) -> Selection:
    return Selection(Result.PART, start, length)


@pytest.mark.parametrize(
    ("header", "expected"),
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
def test_a_range_is_served(header: str, expected: Selection) -> None:
    assert select({"range": header}, VERSION) == expected


@pytest.mark.parametrize(
    "header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0", "bytes=0-1,5-6", "bytes=0-0,-1"]
)
def test_a_range_outside_the_file_or_two_separate_ranges_cannot_be_satisfied(header: str) -> None:
    assert select({"range": header}, VERSION).result is Result.UNSATISFIABLE


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


@pytest.mark.parametrize("header", [*NONSENSE, f"bytes={'9' * 30}-"])
def test_a_malformed_range_is_ignored(header: str) -> None:
    assert select({"range": header}, VERSION) == WHOLE


def test_a_thousand_ranges_are_ignored() -> None:
    assert parse_ranges("bytes=" + ",".join(f"{2 * i}-{2 * i}" for i in range(1000)), 10_000) is None


def test_an_empty_file_has_no_ranges() -> None:
    empty = FileVersion(VERSION.md5, VERSION.stored_at, 0)
    assert select({"range": "bytes=0-"}, empty).result is Result.UNSATISFIABLE
    assert select({}, empty) == Selection(Result.WHOLE, 0, 0)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"if-none-match": VERSION.etag}, Result.UNCHANGED),
        ({"if-none-match": f'"x", W/{VERSION.etag}'}, Result.UNCHANGED),
        ({"if-none-match": "*"}, Result.UNCHANGED),
        ({"if-none-match": '"x"'}, Result.WHOLE),
        ({"if-none-match": '"x"', "if-modified-since": VERSION.last_modified}, Result.WHOLE),
        ({"if-modified-since": VERSION.last_modified}, Result.UNCHANGED),
        ({"if-modified-since": "Tue, 24 Nov 2026 09:59:59 GMT"}, Result.WHOLE),
        ({"if-modified-since": "some day"}, Result.WHOLE),
        ({"if-none-match": VERSION.etag, "range": "bytes=0-1"}, Result.UNCHANGED),
        ({"if-range": VERSION.etag, "range": "bytes=0-1"}, Result.PART),
        ({"if-range": '"x"', "range": "bytes=0-1"}, Result.WHOLE),
        ({"if-range": f"W/{VERSION.etag}", "range": "bytes=0-1"}, Result.WHOLE),
        ({"if-range": VERSION.last_modified, "range": "bytes=0-1"}, Result.PART),
        ({"if-range": "Tue, 24 Nov 2026 11:00:00 GMT", "range": "bytes=0-1"}, Result.WHOLE),
        ({"if-range": "some day", "range": "bytes=0-1"}, Result.WHOLE),
    ],
)
def test_conditional_requests(headers: dict[str, str], expected: Result) -> None:
    assert select(headers, VERSION).result is expected
