"""Which streams of a file are encoded, what is left of a damaged one, and how pictures are turned."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from callboard_server.media.ffmpeg_commands import ffmpeg
from tests.support.encodes import encoded
from tests.support.films import film, made, picture

MOVIE = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=24:d=1")
SMALL = ("-f", "lavfi", "-i", "testsrc2=s=64x48:r=24:d=1")
TONE = ("-f", "lavfi", "-i", "sine=d=1")
X264 = ("-c:v", "libx264")
TIMECODE = ("-timecode", "01:00:00:00")
SUBTITLES = "1\n00:00:00,000 --> 00:00:00,500\nhello\n"
CHAPTERS = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=Stream #0:0: Video: x, 9x9\n"
PROGRAMS = ("-program", "program_num=1:st=0", "-program", "program_num=2:st=1:st=2")
KINDS: dict[str, tuple[str, ...]] = {
    "timecode.mov": (*MOVIE, *TIMECODE, "-c:v", "prores_ks"),
    "timecode.mp4": (*MOVIE, *TONE, *TIMECODE, *X264),
    "timecode.mxf": (*MOVIE, *TIMECODE, "-c:v", "mpeg2video"),
    "chapters.mp4": (*MOVIE, "-i", "chapters.txt", "-map", "0", "-map_metadata", "1", *X264),
    "subtitles.mkv": (*MOVIE, "-i", "subtitles.srt", "-map", "0", "-map", "1", *X264),
    "subtitles.mp4": (*MOVIE, "-i", "subtitles.srt", "-map", "0", "-map", "1", *X264, "-c:s", "mov_text"),
    "attachment.mkv": (*MOVIE, "-attach", "subtitles.srt", "-metadata:s:t", "mimetype=text/plain", *X264),
    "cover.mp4": (
        *("-i", "cover.png", *MOVIE, "-map", "0", "-map", "1", "-c:v:0", "copy", "-c:v:1", "libx264"),
        *("-disposition:v:0", "attached_pic"),
    ),
    "programs.ts": (
        *SMALL,
        *MOVIE,
        *TONE,
        "-map",
        "0",
        "-map",
        "1",
        "-map",
        "2",
        *PROGRAMS,
        "-c:v",
        "mpeg2video",
    ),
    "second.mkv": (*SMALL, *MOVIE, "-map", "0", "-map", "1", *X264, "-disposition:v", "0"),
    "default.mkv": (
        *("-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=1", *MOVIE, "-map", "0", "-map", "1", *X264),
        *("-disposition:v:0", "0", "-disposition:v:1", "default"),
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_other_streams_are_no_obstacle(tmp_path: Path, name: str) -> None:
    (tmp_path / "subtitles.srt").write_text(SUBTITLES, encoding="utf-8")
    (tmp_path / "chapters.txt").write_text(CHAPTERS, encoding="utf-8")
    picture(tmp_path / "cover.png", size="600x600")
    options = [
        str(tmp_path / option) if option.endswith((".srt", ".txt", ".png")) else option
        for option in KINDS[name]
    ]
    result = encoded(made(tmp_path / name, *options))
    assert result.about["frameOut"] == 23
    assert (result.about["width"], result.about["height"]) == (160, 90)
    assert not result.notes


def test_a_movie_is_turned_as_its_camera_was(tmp_path: Path) -> None:
    film(tmp_path / "flat.mp4", size="160x90", seconds=0.2)
    turned = tmp_path / "turned.mp4"
    command = [
        ffmpeg(),
        "-v",
        "error",
        "-display_rotation",
        "90",
        "-i",
        str(tmp_path / "flat.mp4"),
        "-c",
        "copy",
    ]
    subprocess.run([*command, str(turned)], check=True, timeout=60)
    result = encoded(turned)
    assert (result.about["width"], result.about["height"]) == (90, 160)


def test_a_wide_picture_of_pal_is_stretched(tmp_path: Path) -> None:
    codec = ("-vf", "setsar=64/45", "-c:v", "mpeg2video")
    result = encoded(film(tmp_path / "x.mov", size="720x576", seconds=0.1, codec=codec))
    assert (result.about["width"], result.about["height"]) == (1024, 576)


def test_a_gif_of_one_picture_is_a_picture(tmp_path: Path) -> None:
    result = encoded(picture(tmp_path / "x.gif"))
    assert (result.movie, result.about["format"]) == (None, "image")


@pytest.mark.parametrize(
    ("extension", "codec"),
    [
        ("mp4", (*X264, "-g", "12")),
        ("mkv", (*X264, "-g", "12")),
        ("ts", (*X264, "-g", "12")),
        ("mov", ("-c:v", "prores_ks")),
    ],
)
def test_a_movie_damaged_in_its_middle_is_encoded_and_reported(
    tmp_path: Path, extension: str, codec: tuple[str, ...]
) -> None:
    path = film(tmp_path / f"x.{extension}", seconds=4, size="320x180", codec=codec)
    content = bytearray(path.read_bytes())
    middle, hole = len(content) // 2, len(content) // 8
    content[middle : middle + hole] = bytes(hole)
    path.write_bytes(content)
    result = encoded(path)
    assert result.about["frameOut"] == 95, "its length is kept"
    assert len(result.notes) == 1
    assert "damaged" in result.notes[0]
