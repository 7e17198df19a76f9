"""The format, size, rate and duration of a file, parsed from the output of ffmpeg.

The output is meant for people, so it is parsed strictly: ffmpeg's own lines are indented by exactly two
spaces, and metadata from the file is indented further. The result only selects encoding settings; limits
apply anyway.
"""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import frozen

_INPUT = re.compile(r"^Input #0, (?P<format>[\w,]+), from ", re.MULTILINE)
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_STREAM = re.compile(r"^  Stream #0:\d+\S*: (?P<kind>Video|Audio): (?P<codec>\w+)(?P<rest>.*)$", re.MULTILINE)
_SIZE = re.compile(
    r", (?P<width>\d{1,6})x(?P<height>\d{1,6})[ ,\n]|, (?P<width_last>\d{1,6})x(?P<height_last>\d{1,6})$"
)
_RATE = re.compile(r", (\d+(?:\.\d+)?)(k?) fps")
_BASE_RATE = re.compile(r", (\d+(?:\.\d+)?)(k?) tbr")

NTSC = {round(base * 1000 / 1001, 2): Fraction(base * 1000, 1001) for base in (24, 30, 48, 60, 120)}
"""The exact values of rates that ffmpeg rounds to two digits."""

HIGHEST_RATE = 240
DEFAULT_RATE = Fraction(25)
MOVIE_PICTURES = frozenset({"gif", "apng"})
"""Picture formats with animation."""


@frozen
class MediaInfo:
    """The properties of a file. `duration` is in seconds, None when unknown."""

    format: str
    codec: str
    width: int
    height: int
    rate: Fraction | None
    duration: float | None
    has_sound: bool

    @property
    def is_still(self) -> bool:
        """Whether the file is a single picture."""
        if MOVIE_PICTURES & set(self.format.split(",")):
            return False
        return (
            self.format.endswith("_pipe")
            or self.format == "image2"
            or (self.duration is None and not self.has_sound)
        )


def read_media(output: str) -> MediaInfo | None:
    """Return the properties of ffmpeg's input from its *output*; None when the input has no pictures.

    Cover pictures of music do not count.
    """
    opened = _INPUT.search(output)
    streams = list(_STREAM.finditer(output))
    videos = [
        stream for stream in streams if stream["kind"] == "Video" and "(attached pic)" not in stream["rest"]
    ]
    if opened is None or not videos:
        return None
    width, height = _size(videos[0]["rest"])
    return MediaInfo(
        format=opened["format"],
        codec=videos[0]["codec"],
        width=width,
        height=height,
        rate=_rate(videos[0]["rest"]),
        duration=_duration(output),
        has_sound=any(stream["kind"] == "Audio" for stream in streams),
    )


def _size(rest: str) -> tuple[int, int]:
    found = _SIZE.search(rest)
    if found is None:
        return 0, 0
    return int(found["width"] or found["width_last"]), int(found["height"] or found["height_last"])


def _rate(rest: str) -> Fraction | None:
    for pattern in (_RATE, _BASE_RATE):
        found = pattern.search(rest)
        if found and 0 < (rate := float(found[1]) * (1000 if found[2] else 1)) <= HIGHEST_RATE:
            return exact_rate(rate)
    return None


def exact_rate(rate: float) -> Fraction:
    """Return the exact value of *rate*, which was rounded to two digits."""
    return NTSC.get(round(rate, 2)) or Fraction(rate).limit_denominator(100)


def _duration(output: str) -> float | None:
    found = _DURATION.search(output)
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
