"""Content types: which files a browser may display, and which it must download."""

from __future__ import annotations

import pytest

from callboard_server.files.content_types import (
    DISPLAYABLE,
    HEAD_BYTES,
    PLAIN_TEXT,
    SIGNATURES,
    UNKNOWN,
    as_download,
    as_inline,
    content_type,
    is_active_type,
)

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.png", PNG, "image/png"),
        ("A.JPG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.mp4", b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
        ("log.txt", b"hello", PLAIN_TEXT),
        ("data.json", b'{"a": 1}', PLAIN_TEXT),
        ("data.csv", "é,ü".encode(), PLAIN_TEXT),
        ("script.py", b"print()", PLAIN_TEXT),
        ("no extension", b"words", PLAIN_TEXT),
        ("empty.log", b"", PLAIN_TEXT),
        ("cut.txt", ("a" * (HEAD_BYTES - 1) + "é").encode()[:HEAD_BYTES], PLAIN_TEXT),
    ],
)
def test_harmless_files_are_displayed(name: str, head: bytes, expected: str) -> None:
    way = as_inline(name, head)
    assert (way.type, way.is_inline) == (expected, True)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("page.html", b"<html><script>alert(1)</script>"),
        ("page.htm", b"just text"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("drawing.SVG", b""),
        ("feed.xml", b"<?xml version='1.0'?>"),
        ("code.js", b"alert(1)"),
        ("a.png", b"<html><script>alert(1)</script>"),
        ("a.jpg", b"<svg onload=alert(1)>"),
        ("a.pdf", b"<script>"),
        ("a.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>"),
        ("a.txt", b"<SCRIPT>alert(1)</SCRIPT>"),
        ("a", b"<iframe src=x>"),
        ("a.exr", b"\x76\x2f\x31\x01\x00\x00"),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.txt", b"\xe9 latin"),
    ],
)
def test_files_that_may_run_are_downloads_of_a_passive_type(name: str, head: bytes) -> None:
    way = as_inline(name, head)
    assert not way.is_inline
    assert not is_active_type(way.type.partition(";")[0])


@pytest.mark.parametrize(
    "name",
    ["x.html", "x.xhtml", "x.svg", "x.svgz", "x.xml", "x.js", "x.mjs", "x.css", "x.swf", "x.hta", "x.rss"],
)
def test_active_types_are_never_served(name: str) -> None:
    assert as_download(name).type == UNKNOWN


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.exr", "image/x-exr"),
        ("a.mov", "video/quicktime"),
        ("a.csv", "text/csv"),
        ("a.json", "application/json"),
        ("a.unknown", UNKNOWN),
        ("a", UNKNOWN),
    ],
)
def test_types_follow_extensions(name: str, expected: str) -> None:
    assert content_type(name) == expected


def test_each_displayable_type_has_a_signature() -> None:
    assert set(DISPLAYABLE.values()) == set(SIGNATURES)
