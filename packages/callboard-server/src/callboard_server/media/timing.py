"""The frame rate of the encoded movie.

Web players count frames at a constant rate, so the encoded movie has one. It is chosen so that no picture is
lost: each picture has a frame of its own, and a longer one is repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from callboard_server.media.media_info import DEFAULT_RATE, HIGHEST_RATE, MediaInfo, Times

NTSC = {round(base * 1000 / 1001, 2): Fraction(base * 1000, 1001) for base in (24, 30, 48, 60, 120)}
"""The exact values of rates that are often rounded to two digits."""

STANDARD: Sequence[Fraction] = tuple(
    sorted((*NTSC.values(), *map(Fraction, (8, 10, 12, 15, 24, 25, 30, 48, 50, 60, 90, 100, 120))))
)
LAST = (Fraction(144), Fraction(200), Fraction(HIGHEST_RATE))
"""Rates for movies of which pictures would be lost at each standard one."""


def exact_rate(rate: float) -> Fraction:
    """Return the exact value of *rate*, which was rounded to two digits."""
    return NTSC.get(round(rate, 2)) or Fraction(rate).limit_denominator(100)


def choose_rate(media: MediaInfo) -> Fraction:
    """Return the frame rate at which *media* is encoded.

    A movie with evenly spaced pictures keeps its rate: the standard rate that gives each picture the frame of
    its number, else its own. Otherwise it is the lowest rate at which no two pictures have the same frame,
    preferably the one in which the file counts.
    """
    times, declared = media.times, media.average_rate or media.base_rate or DEFAULT_RATE
    if len(times.starts) < 2:
        return nearest_standard(declared) or declared
    average = average_rate(times) or declared
    if even := even_rate(times, average, declared):
        return even
    counted = [media.base_rate] if media.base_rate and media.base_rate <= STANDARD[-1] else []
    candidates = [*counted, *(rate for rate in (*STANDARD, *LAST) if rate >= average * Fraction(9, 10))]
    for rate in candidates:
        if loses_none(times, rate):
            return rate
    return LAST[-1]


def average_rate(times: Times) -> Fraction | None:
    """Return the rate of the pictures in *times*, without the duration of the last one; None without any."""
    span = times.starts[-1] * times.base
    return Fraction(len(times.starts) - 1) / span if span else None


def even_rate(times: Times, average: Fraction, declared: Fraction) -> Fraction | None:
    """Return the rate of evenly spaced pictures; None for others."""
    nearest = (rate for rate in (nearest_standard(average), nearest_standard(declared)) if rate)
    for rate in (*nearest, declared, average.limit_denominator(1001)):
        if rate <= HIGHEST_RATE and numbers_match(times, rate):
            return rate
    return None


def nearest_standard(rate: Fraction) -> Fraction | None:
    """Return the standard rate within half a percent of *rate*; None without one."""
    best: Fraction = min(STANDARD, key=lambda standard: abs(standard - rate))
    return best if abs(best - rate) <= rate / 200 else None


def numbers_match(times: Times, rate: Fraction) -> bool:
    """Return whether each picture has the frame of its own number at *rate*."""
    return all(frame == number for number, frame in enumerate(frames_at(times, rate)))


def loses_none(times: Times, rate: Fraction) -> bool:
    """Return whether no two pictures have the same frame at *rate*."""
    return all(one < other for one, other in pairwise(frames_at(times, rate)))


def frames_at(times: Times, rate: Fraction) -> Sequence[int]:
    """Return the number of the frame of each picture at *rate*, rounded as ffmpeg's filter `fps` rounds."""
    scale = times.base * rate
    above, below = scale.numerator, scale.denominator
    return [(2 * start * above + below) // (2 * below) for start in times.starts]


def frame_count(media: MediaInfo, rate: Fraction) -> int:
    """Return the number of frames of *media* at *rate*; 0 when it is unknown."""
    if not media.times.starts or not media.times.is_whole:
        return 0
    last = frames_at(media.times, rate)[-1]
    return max(last + 1, round(media.times.end * media.times.base * rate))
