"""The frame rate of encoded movies, and which picture each frame shows."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard_server.media.media_info import MediaInfo, Times
from callboard_server.media.timing import STANDARD, choose_rate, exact_rate, frames_at, placed
from tests.support.encodes import encoded, numbered, numbers_of

X264 = ("-c:v", "libx264", "-qp", "0")
UNEVEN = ("-fps_mode", "vfr", *X264)
PAUSE = ("-vf", "setpts='PTS+gte(N,30)*1.5/TB'", *UNEVEN)
CAPTURE = (0, 100, 120, 500, 1000, 1016)
CAPTURED = "settb=1/1000,setpts='" + "+".join(f"eq(N,{n})*{when}" for n, when in enumerate(CAPTURE)) + "'"


@pytest.mark.parametrize(
    ("name", "count", "rate", "options", "frames", "expected"),
    [
        # uneven pictures
        ("pause.mp4", 60, "30", PAUSE, 105, 30),
        ("pause.mkv", 60, "30", PAUSE, 105, 30),
        ("slower.mp4", 60, "60", ("-vf", "setpts='PTS+gte(N,30)*(N-30)/60/TB'", *UNEVEN), 89, 60),
        ("capture.mp4", 6, "25", ("-vf", CAPTURED, *UNEVEN, "-enc_time_base", "1/1000"), None, None),
        ("jitter.mp4", 90, "30", ("-vf", "settb=1/90000,setpts='PTS+300*(random(0)-0.5)'", *UNEVEN), 90, 30),
        # few long pictures
        ("slides.mp4", 4, "1/2", X264, 4, 0.5),
        ("slides.gif", 4, "1/2", (), 4, 0.5),
        ("one.mp4", 1, "24", X264, 1, 24),
        # even pictures, at usual and unusual rates
        ("film.mov", 48, "23.98", X264, 48, 23.976),
        ("video.mp4", 48, "30000/1001", X264, 48, 29.97),
        ("video.mkv", 100, "30000/1001", X264, 100, 29.97),
        (
            "film.webm",
            48,
            "24",
            ("-c:v", "libvpx", "-auto-alt-ref", "1", "-lag-in-frames", "16", "-b:v", "2M"),
            48,
            24,
        ),
        ("video.ts", 48, "60000/1001", X264, 48, 59.94),
        ("open.ts", 48, "24", (*X264[:2], "-x264-params", "open-gop=1:keyint=12"), 48, 24),
        ("odd.mp4", 250, "29.9", X264, 250, 29.9),
        ("slow.avi", 48, "12.5", ("-c:v", "mpeg4", "-q:v", "2"), 48, 12.5),
        ("reordered.avi", 48, "25", ("-c:v", "mpeg4", "-q:v", "2", "-bf", "2"), 48, 25),
        ("fast.mp4", 120, "120", X264, 120, 120),
    ],
)
def test_each_picture_has_a_frame(
    tmp_path: Path,
    name: str,
    count: int,
    rate: str,
    options: tuple[str, ...],
    frames: int | None,
    expected: float | None,
) -> None:
    result = encoded(numbered(tmp_path / name, count, rate, *options))
    numbers = numbers_of(result)
    assert sorted(set(numbers)) == list(range(count))
    assert numbers == sorted(numbers)
    assert result.about["frameOut"] == len(numbers) - 1
    assert not result.notes
    if frames is not None:
        assert (len(numbers), result.about["frameRate"]) == (frames, expected)


def test_pictures_are_displayed_at_their_times(tmp_path: Path) -> None:
    options = ("-vf", CAPTURED, *UNEVEN, "-enc_time_base", "1/1000")
    result = encoded(numbered(tmp_path / "x.mp4", len(CAPTURE), "25", *options))
    numbers, rate = numbers_of(result), result.about["frameRate"]
    for number, milliseconds in enumerate(CAPTURE):
        assert abs(numbers.index(number) / rate - milliseconds / 1000) <= 1.5 / rate


# -- Laws
# ------------------------------------------------------------------------------------------------------------

TIMES = st.lists(st.integers(1, 3000), max_size=60).map(
    lambda gaps: Times(
        starts=tuple(sum(gaps[:number]) for number in range(len(gaps) + 1)),
        end=sum(gaps) + 1,
        base=Fraction(1, 1000),
    )
)


@given(TIMES)
def test_no_two_pictures_have_the_same_frame(times: Times) -> None:
    rate = choose_rate(MediaInfo(format="mp4", times=times))
    frames = list(placed(times, rate))
    assert len(set(frames)) == len(frames)
    assert frames == sorted(frames)


@given(st.sampled_from(STANDARD), st.integers(2, 300), st.sampled_from((600, 1000, 12288, 90000)))
def test_a_standard_rate_survives_rounded_times(rate: Fraction, count: int, scale: int) -> None:
    starts = tuple(round(number / rate * scale) for number in range(count))
    times = Times(starts=starts, end=starts[-1] + 1, base=Fraction(1, scale))
    chosen = choose_rate(MediaInfo(format="mp4", times=times, average_rate=rate))
    assert chosen == rate
    assert list(frames_at(times, chosen)) == list(range(count))


@pytest.mark.parametrize(
    ("reported", "exact"),
    [
        (23.98, Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)),
        (25.0, Fraction(25)),
        (12.5, Fraction(25, 2)),
    ],
)
def test_rates_are_exact(reported: float, exact: Fraction) -> None:
    assert exact_rate(reported) == exact
