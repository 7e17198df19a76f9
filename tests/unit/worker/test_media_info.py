"""Reading the description of a file that ffmpeg prints."""

from __future__ import annotations

from fractions import Fraction

import pytest

from callboard_server.worker.media_info import MediaInfo, exact_rate, read_media

MOVIE = """\
Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'fd:':
  Metadata:
    title           : Stream #0:7: Video: png, rgb24, 9x9, 1 fps
                    :   Stream #0:8: Video: png, rgb24, 9x9, 1 fps
  Duration: 01:02:03.50, start: 0.000000, bitrate: 371 kb/s
  Stream #0:0[0x1](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 70 kb/s (default)
  Stream #0:1[0x2]: Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 1920x1080 \
[SAR 1:1 DAR 16:9], 293 kb/s, 23.98 fps, 23.98 tbr
    Metadata:
      handler_name    : VideoHandler
At least one output file must be specified
"""
PICTURE = """\
Input #0, png_pipe, from 'fd:':
  Duration: N/A, bitrate: N/A
  Stream #0:0: Video: png, rgb24(pc, gbr/unknown/unknown), 320x240 [SAR 1:1 DAR 4:3], 25 fps, 25 tbr, 25 tbn
"""
SONG = """\
Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'fd:':
  Duration: 00:03:00.00, start: 0.000000, bitrate: 371 kb/s
  Stream #0:0: Audio: aac (LC), 44100 Hz, mono, fltp, 70 kb/s (default)
  Stream #0:1[0x0]: Video: mjpeg (Baseline), yuvj420p(pc), 600x600, 90k tbr, 90k tbn (attached pic)
"""


def test_a_movie() -> None:
    expected = MediaInfo(
        "mov,mp4,m4a,3gp,3g2,mj2", "h264", 1920, 1080, Fraction(24000, 1001), 3723.5, has_sound=True
    )
    assert read_media(MOVIE) == expected
    assert not expected.is_still


def test_a_picture() -> None:
    media = read_media(PICTURE)
    assert media == MediaInfo("png_pipe", "png", 320, 240, Fraction(25), None, has_sound=False)
    assert media.is_still


@pytest.mark.parametrize(
    "report",
    [
        SONG,
        "",
        "Error opening input: Invalid data found when processing input\n",
        PICTURE.replace("Video", "Data"),
    ],
)
def test_files_without_a_picture(report: str) -> None:
    assert read_media(report) is None


def test_metadata_is_not_taken_for_properties() -> None:
    misleading = PICTURE.replace(
        "  Duration", "    comment         : x\n                    : Duration: 00:00:01.00\n  Duration"
    )
    assert read_media(misleading) == read_media(PICTURE)


@pytest.mark.parametrize("rest", [", 90k fps, 90k tbr", ", 1000 fps, 1k tbr", "", ", 0 fps"])
def test_an_implausible_frame_rate_is_none(rest: str) -> None:
    media = read_media(
        "Input #0, avi, from 'fd:':\n  Duration: 00:00:01.00, start: 0\n  Stream #0:0: Video: ffv1, "
        f"yuv420p, 64x48{rest}\n"
    )
    assert media is not None
    assert (media.rate, media.width, media.height) == (None, 64, 48)


@pytest.mark.parametrize(
    ("reported", "exact"),
    [
        (23.98, Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)),
        (59.94, Fraction(60000, 1001)),
        (25.0, Fraction(25)),
        (12.5, Fraction(25, 2)),
    ],
)
def test_rates_are_exact(reported: float, exact: Fraction) -> None:
    assert exact_rate(reported) == exact
