"""Paths of image sequences."""

from __future__ import annotations

import pytest

from callboard.core.sequence import parse_sequence


def test_padded() -> None:
    found = parse_sequence("/a/shot.%04d.exr [1-3, 7]")
    assert found is not None
    assert (found.head, found.padding, found.tail, found.frames) == ("/a/shot.", 4, ".exr", (1, 2, 3, 7))
    assert list(found.paths())[-1] == ("0007", "/a/shot.0007.exr")
    assert found.expression == "%04d"


def test_unpadded_and_long_numbers() -> None:
    found = parse_sequence("shot.%d.exr[9-11]")
    assert found is not None
    assert [text for text, _path in found.paths()] == ["9", "10", "11"]
    padded = parse_sequence("s%02d.png [99-100]")
    assert padded is not None
    assert [path for _text, path in padded.paths()] == ["s99.png", "s100.png"]


def test_documented_example() -> None:
    found = parse_sequence("/p/file.%04d.ext [1-5, 7, 8, 10-20]")
    assert found is not None
    assert len(found.frames) == 18


@pytest.mark.parametrize(
    "path", ["/a/b.exr", "/a/%04d.exr", "/a/b.exr [1-5]", "/a/%04d.exr [x]", "/a/%04d.exr []", "%s [1]"]
)
def test_single_files(path: str) -> None:
    assert parse_sequence(path) is None
