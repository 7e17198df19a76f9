"""Conditional requests and ranges (RFC 9110, sections 13 and 14): which bytes of a file to send, if any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum, auto

from attrs import frozen

_RANGE = re.compile(r"(\d*)\s*-\s*(\d*)", re.ASCII)
MOST_DIGITS = 18
MOST_RANGES = 100


class Result(Enum):
    """The kind of response to a request."""

    WHOLE = auto()
    PART = auto()
    UNCHANGED = auto()
    UNSATISFIABLE = auto()


@frozen
class Selection:
    """The bytes to send. Unless the result is PART, *start* and *length* are those of the whole file."""

    result: Result
    start: int
    length: int


@frozen
class FileVersion:
    """The version of a file: its MD5 in hexadecimal, and the time when it was stored."""

    md5: str
    stored_at: datetime
    size: int

    @property
    def etag(self) -> str:
        return f'"{self.md5}"'

    @property
    def last_modified(self) -> str:
        return format_datetime(self.stored_at.astimezone(UTC), usegmt=True)


def select(headers: Mapping[str, str], version: FileVersion) -> Selection:
    """Return which bytes of a file at *version* to send for a request with *headers*."""
    whole = Selection(Result.WHOLE, 0, version.size)
    if is_unchanged(headers, version):
        return Selection(Result.UNCHANGED, 0, version.size)
    requested = headers.get("range")
    if requested is None or not is_current(headers.get("if-range"), version):
        return whole
    ranges = parse_ranges(requested, version.size)
    if ranges is None:
        return whole
    merged = coalesced(ranges)
    if len(merged) != 1:
        return Selection(Result.UNSATISFIABLE, 0, version.size)
    start, end = merged[0]
    return Selection(Result.PART, start, end - start)


def is_unchanged(headers: Mapping[str, str], version: FileVersion) -> bool:
    """Return whether the client already has this version. An ETag takes precedence over a date."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or version.etag in {
            tag.strip().removeprefix("W/") for tag in tags.split(",")
        }
    since = http_date(headers.get("if-modified-since"))
    return since is not None and version.stored_at <= since


def is_current(condition: str | None, version: FileVersion) -> bool:
    """Return whether an If-Range header names this version. Weak ETags never match."""
    if condition is None:
        return True
    if condition.startswith(('"', "W/")):
        return condition.strip() == version.etag
    return http_date(condition) == version.stored_at


def http_date(text: str | None) -> datetime | None:
    """Return the time in an HTTP header; None when it is missing or invalid."""
    try:
        found = parsedate_to_datetime(text) if text else None
    except (ValueError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def parse_ranges(text: str, size: int) -> list[tuple[int, int]] | None:
    """Return the ranges in *text* that the file has, with exclusive ends; None for a header to ignore."""
    unit, equals, specification = text.partition("=")
    parts = specification.split(",")
    if unit.strip().lower() != "bytes" or not equals or len(parts) > MOST_RANGES:
        return None
    ranges = []
    for part in parts:
        found = _RANGE.fullmatch(part.strip())
        if found is None or found.groups() == ("", "") or max(map(len, found.groups())) > MOST_DIGITS:
            return None
        bounds = bounds_of(found[1], found[2], size)
        if bounds is None:
            return None
        if bounds[0] < min(bounds[1], size):
            ranges.append((bounds[0], min(bounds[1], size)))
    return ranges


def bounds_of(first: str, last: str, size: int) -> tuple[int, int] | None:
    """Return the start and the exclusive end of one range; None for a reversed range, which is invalid."""
    if not first:
        return max(0, size - int(last)), size
    if not last:
        return int(first), size
    return None if int(last) < int(first) else (int(first), int(last) + 1)


def coalesced(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *ranges* in order, with adjacent and overlapping ones merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
