"""What users are told about files that cannot be encoded."""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard_server.media.failures import CannotEncode
from tests.support.encodes import encoded
from tests.support.films import film, picture, sound

NEITHER = "are neither pictures, movies nor PDF documents that can be encoded"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.mov", b"", "the file is empty"),
        (
            "page.mov",
            b"<html>404 not found</html>",
            "the file is a web page or another text, and no .mov file",
        ),
        ("zeros.mov", bytes(5000), "the file is damaged, or it is no .mov file"),
        ("x.tga", b"junk", "the file is damaged, or it is no .tga file"),
        (
            "header.exr",
            b"\x76\x2f\x31\x01" + bytes(100),
            "the file is damaged: its pictures cannot be decoded",
        ),
        ("archive.zip", b"PK\x03\x04" + bytes(200), f".zip files {NEITHER}"),
        ("scene.blend", b"BLENDER-v300" + bytes(300), f".blend files {NEITHER}"),
        ("notes.txt", b"hello", f".txt files {NEITHER}"),
        ("vector.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", f".svg files {NEITHER}"),
        ("unnamed", bytes(range(256)) * 10, f"files of its kind {NEITHER}"),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason_for(tmp_path / name) == reason


def test_sound_alone(tmp_path: Path) -> None:
    for name in ("x.m4a", "x.wav"):
        assert reason_for(sound(tmp_path / name)) == "it contains sound but no pictures"


def test_a_cut_movie(tmp_path: Path) -> None:
    path = film(tmp_path / "x.mov", seconds=2)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert reason_for(path) == "the file is incomplete: its end is missing"


def test_a_cut_picture(tmp_path: Path) -> None:
    path = picture(tmp_path / "x.png", size="320x240")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert reason_for(path).startswith("the file is")


def test_pictures_of_an_unknown_kind(tmp_path: Path) -> None:
    path = renamed(film(tmp_path / "x.mov", codec=("-c:v", "libx264")), b"avc1", b"avcC")
    assert (
        reason_for(path) == "its codec is not supported; export it with another one, such as ProRes or H.264"
    )


def test_sound_of_an_unknown_kind_is_left_out(tmp_path: Path) -> None:
    """Telephones add a track of spatial sound that few programs read."""
    path = renamed(film(tmp_path / "x.mov", has_sound=True, codec=("-c:a", "aac")), b"mp4a", b"esds")
    assert encoded(path).notes == ["its sound is left out, because its codec is not supported"]


def renamed(path: Path, *codes: bytes) -> Path:
    """Change the *codes* of codecs in a file, so that no program knows them."""
    content = path.read_bytes()
    for code in codes:
        assert code in content
        content = content.replace(code, b"zz" + code[2:])
    path.write_bytes(content)
    return path


def reason_for(path: Path) -> str:
    with pytest.raises(CannotEncode) as error:
        encoded(path)
    return error.value.message
