"""The properties of a file, from the description that the sandboxed program `inspect_file` writes.

They only select settings; limits apply anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from callboard_server.media.layers import Shown, shown_layer

HIGHEST_RATE = 240
DEFAULT_RATE = Fraction(25)
MOVIE_PICTURES = frozenset({"gif", "apng"})
"""Picture formats with animation."""

DRAWN = frozenset({"pdf", "heif"})
"""Formats that ffmpeg does not read, and another program draws."""

UNSPECIFIED = 2
"""The value of FFmpeg for an unknown matrix, transfer function or set of primaries."""


@frozen(kw_only=True)
class Times:
    """When pictures are displayed: from the first one, in order, in units of `base` seconds.

    `end` is the end of the last one. Without `is_whole`, they are only known for the beginning of the file.
    """

    starts: Sequence[int] = ()
    end: int = 0
    base: Fraction = Fraction(1)
    is_whole: bool = True


@frozen(kw_only=True)
class Sound:
    """One audio track. `start` is in seconds, by the clock of the file."""

    index: int
    channels: int
    layout: str = ""
    language: str = ""
    is_aside: bool = False
    is_default: bool = False
    start: float = 0.0


@frozen(kw_only=True)
class MediaInfo:
    """The properties of a file. Colours are values of FFmpeg.

    `duration` is in seconds, None when unknown. `start` is the time of the first picture, and `clock_start`
    that of the first picture or sound.
    """

    format: str
    codec: str = ""
    index: int = 0
    width: int = 0
    height: int = 0
    pixels: str = ""
    matrix: int = UNSPECIFIED
    primaries: int = UNSPECIFIED
    transfer: int = UNSPECIFIED
    is_full_range: bool = False
    is_interlaced: bool = False
    has_separate_alpha: bool = False
    average_rate: Fraction | None = None
    base_rate: Fraction | None = None
    start: float = 0.0
    clock_start: float = 0.0
    duration: float | None = None
    times: Times = Times()
    sounds: Sequence[Sound] = ()
    has_unknown_sound: bool = False
    shown: Shown = Shown()

    @property
    def is_still(self) -> bool:
        """Whether the file is a single picture."""
        names = set(self.format.split(","))
        if names & MOVIE_PICTURES:
            return len(self.times.starts) == 1 and self.times.is_whole
        return (
            self.format.endswith("_pipe")
            or bool(names & {"targa", "image2", *DRAWN})
            or (self.duration is None and not self.sounds and len(self.times.starts) <= 1)
        )

    @property
    def is_document(self) -> bool:
        """Whether the file is a document with pages."""
        return self.format == "pdf"

    @property
    def rate(self) -> Fraction | None:
        """The average frame rate that the file declares."""
        return self.average_rate or self.base_rate

    @property
    def frames(self) -> int:
        """The number of pictures; 0 when it is unknown."""
        return len(self.times.starts) if self.times.is_whole else 0


def read_description(found: Mapping[str, Any]) -> MediaInfo | None:
    """Return the properties in a description; None without a picture."""
    format_ = found.get("format", "")
    if format_ in DRAWN:
        return MediaInfo(format=format_)
    video = found.get("video")
    if not isinstance(video, dict):
        return None
    return MediaInfo(
        format=format_,
        codec=video["codec"],
        index=video["index"],
        width=video["width"],
        height=video["height"],
        pixels=video.get("pixels", ""),
        matrix=video.get("matrix", UNSPECIFIED),
        primaries=video.get("primaries", UNSPECIFIED),
        transfer=video.get("transfer", UNSPECIFIED),
        is_full_range=video.get("is_full_range", False),
        is_interlaced=video.get("is_interlaced", False),
        has_separate_alpha=video.get("has_separate_alpha", False),
        average_rate=_rate(video.get("average_rate", "0")),
        base_rate=_rate(video.get("base_rate", "0")),
        start=_start(video),
        clock_start=found.get("start", 0.0),
        duration=found.get("duration"),
        times=_times(video),
        sounds=tuple(Sound(**sound) for sound in found.get("sounds", ())),
        has_unknown_sound=found.get("has_sound", False) and not found.get("sounds"),
        shown=shown_layer(found.get("parts", ())),
    )


def _rate(text: str) -> Fraction | None:
    rate = Fraction(text)
    return rate if 0 < rate <= HIGHEST_RATE else None


def _start(video: Mapping[str, Any]) -> float:
    """Return the time of the first picture, in seconds."""
    times, base = video.get("times"), Fraction(video.get("time_base", "0"))
    return float(times[0] * base) if times else video.get("start", 0.0)


def _times(video: Mapping[str, Any]) -> Times:
    times, base = video.get("times", ()), Fraction(video.get("time_base", "0"))
    if not times or not base:
        return Times(is_whole=False)
    first = times[0]
    return Times(
        starts=tuple(when - first for when in times),
        end=max(video["end"], times[-1]) - first,
        base=base,
        is_whole=video["has_all_times"],
    )
