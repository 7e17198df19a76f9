"""Names of downloaded files."""

from __future__ import annotations

import re
from email.message import Message
from urllib.parse import unquote

import pytest

from callboard_server.files.names import (
    LONGEST_NAME_BYTES,
    archive_name,
    content_disposition,
    download_name,
    safe_name,
    unique_names,
)


@pytest.mark.parametrize(
    ("name", "file_type", "expected"),
    [
        ("My file", ".txt", "My file.txt"),
        ("My file", "txt", "My file.txt"),
        ("My file", None, "My file"),
        ("report.PDF", ".pdf", "report.PDF"),
        ("shot.1001", ".exr", "shot.1001.exr"),
        ("plate.v2", ".tar.gz", "plate.v2.tar.gz"),
        ("", ".txt", "txt"),
    ],
)
def test_a_download_has_the_name_of_its_component(name: str, file_type: str | None, expected: str) -> None:
    assert download_name(name, file_type).removeprefix(".") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a\\b/c.txt", "a_b_c.txt"),
        ("line\r\nbreak.txt", "line break.txt"),
        ("nul\0l.txt", "nul l.txt"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("  spaces  ", "spaces"),
        ("trailing. . ", "trailing"),
        ("..", "file"),
        (" . ", "file"),
        ("", "file"),
        ("\ud800half", "half"),
        ("Bjo\u0308rk.txt", "Björk.txt"),
        ('say "hi".txt', 'say "hi".txt'),
    ],
)
def test_a_safe_name_replaces_unsafe_characters(name: str, expected: str) -> None:
    assert safe_name(name) == expected


@pytest.mark.parametrize("letter", ["a", "é", "日", "🎬"])
def test_a_name_of_300_characters_is_cut_and_keeps_its_extension(letter: str) -> None:
    cut = safe_name(letter * 300 + ".exr")
    assert len(cut.encode()) <= LONGEST_NAME_BYTES
    assert cut.endswith(f"{letter}.exr")


@pytest.mark.parametrize(
    "name",
    [
        "plain.txt",
        'qu"ote.txt',
        "back\\slash.txt",
        "line\r\nX-Evil: 1.txt",
        "日本語.txt",
        "é%20.txt",
        "a;b=c.txt",
        "'.txt",
        "x" * 300,
    ],
)
def test_a_header_contains_the_name_and_nothing_else(name: str) -> None:
    header = content_disposition(name)
    assert header.isascii()
    assert not re.search(r"[\r\n\0]", header)
    message = Message()
    message["Content-Disposition"] = header
    assert set(message.get_params([], header="content-disposition", unquote=True)[0]) == {"attachment", ""}
    extended = header.partition("filename*=UTF-8''")[2]
    assert (unquote(extended) if extended else message.get_filename()) == safe_name(name)


def test_a_plain_name_needs_no_second_form() -> None:
    assert content_disposition("report.pdf", "inline") == 'inline; filename="report.pdf"'


def test_an_accented_name_has_a_readable_fallback() -> None:
    assert (
        content_disposition("Caf\u00e9.txt")
        == "attachment; filename=\"Cafe.txt\"; filename*=UTF-8''Caf%C3%A9.txt"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a:b?.txt", "a_b_.txt"), ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("console.txt", "console.txt")],
)
def test_names_in_archives_are_valid_on_every_system(name: str, expected: str) -> None:
    assert archive_name(name) == expected


def test_names_in_archives_are_unique_regardless_of_case() -> None:
    assert unique_names(["a.txt", "A.txt", "a.txt", "a (2).txt", "b"]) == [
        "a.txt",
        "A (2).txt",
        "a (3).txt",
        "a (2) (2).txt",
        "b",
    ]
