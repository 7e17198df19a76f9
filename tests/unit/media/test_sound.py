"""The sound of encoded movies: each track is heard, on its side, at its level."""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard_server.media.media_info import Sound
from callboard_server.media.sound import heard
from tests.support.encodes import encoded, levels, loudness
from tests.support.films import made

TONE, SILENT = -21.1, -91.0
"""The loudness of a tone of ffmpeg's source `sine` in one channel, and of nothing."""

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=64x48:r=24:d=1")
MASTER = ("-c:v", "libx264", "-c:a", "pcm_s16le", "-t", "1")


def tone(layout: str = "") -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", "sine=f=880:r=48000:d=1" + (f",pan={layout}" if layout else ""))


def nothing(layout: str = "mono") -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"anullsrc=cl={layout}:r=48000:d=1")


def one_of(count: int, place: int) -> list[tuple[str, ...]]:
    """Return mono tracks of which only one contains a tone."""
    return [tone() if number == place else nothing() for number in range(count)]


BOTH = "stereo|c0=c0|c1=c0"


@pytest.mark.parametrize(
    ("name", "tracks", "expected"),
    [
        ("mono.mov", [tone()], (TONE, TONE)),
        ("stereo.mov", [tone(BOTH)], (TONE, TONE)),
        ("left.mov", one_of(2, 0), (TONE, SILENT)),
        ("right.mov", one_of(2, 1), (SILENT, TONE)),
        ("centre.mov", one_of(6, 2), (TONE - 3, TONE - 3)),
        ("low.mov", one_of(6, 3), (TONE - 6, TONE - 6)),
        ("surround.mov", one_of(6, 5), (SILENT, TONE - 3)),
        ("last_of_three.mov", one_of(3, 2), (TONE - 3, TONE - 3)),
        ("first_of_eight.mov", one_of(8, 0), (TONE, SILENT)),
        ("last_of_eight.mov", one_of(8, 7), (SILENT, TONE)),
        ("channel_left.mov", [tone("5.1|c0=c0")], (TONE, SILENT)),
        ("channel_centre.mov", [tone("5.1|c2=c0")], (TONE - 3, TONE - 3)),
        ("channels.mkv", [tone("4c|c3=c0")], (SILENT, TONE)),
        ("second_mix.mov", [nothing("stereo"), tone(BOTH)], (TONE, TONE)),
    ],
)
def test_each_track_is_heard(
    tmp_path: Path, name: str, tracks: list[tuple[str, ...]], expected: tuple[float, float]
) -> None:
    maps = [option for number in range(len(tracks) + 1) for option in ("-map", str(number))]
    inputs = [option for track in tracks for option in track]
    measured = levels(encoded(made(tmp_path / name, *PICTURE, *inputs, *maps, *MASTER)))
    assert all(abs(one - other) < 1.0 for one, other in zip(measured, expected, strict=True)), measured


def test_many_loud_tracks_are_not_distorted(tmp_path: Path) -> None:
    loud = ("-f", "lavfi", "-i", "aevalsrc='0.9*sin(2*PI*440*t)':s=48000:d=1")
    maps = [option for number in range(9) for option in ("-map", str(number))]
    left, right = levels(encoded(made(tmp_path / "x.mov", *PICTURE, *(loud * 8), *maps, *MASTER)))
    assert -5 < left < -2.5, "a sine of full level has -3 dB"
    assert -5 < right < -2.5


def test_sound_stays_in_time_with_pictures(tmp_path: Path) -> None:
    """Pictures start half a second after the sound. The encoded movie starts with them."""
    sound = ("-f", "lavfi", "-i", "aevalsrc='gte(t,0.5)*lt(t,0.75)*0.5*sin(2*PI*440*t)':s=48000:d=1.5")
    path = made(tmp_path / "x.mov", "-itsoffset", "0.5", *PICTURE, *sound, *MASTER[:-2], "-t", "1.5")
    result = encoded(path)
    assert result.about["frameOut"] == 23
    assert result.movie is not None
    assert loudness(result.movie, "atrim=0.02:0.23") > -15
    assert loudness(result.movie, "atrim=0.3:0.9") < -60


def track(index: int, **more: object) -> Sound:
    return Sound(index=index, channels=2, **more)  # type: ignore[arg-type]  # the fields of a track


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        ([], []),
        ([track(1), track(2)], [1, 2]),
        ([track(1, language="eng"), track(2, language="fre"), track(3, language="und")], [1, 3]),
        ([track(1, language="fre"), track(2, language="eng", is_default=True)], [2]),
        ([track(1, is_aside=True), track(2)], [2]),
        ([track(1, is_aside=True)], [1]),
    ],
)
def test_other_languages_and_comments_are_left_out(tracks: list[Sound], expected: list[int]) -> None:
    assert [sound.index for sound in heard(tracks)] == expected
