"""The frame rate of the encoded movie.

Web players count frames at a constant rate, so the encoded movie has one. It is chosen so that no picture is
lost: each picture has a frame of its own, and a longer one is repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from callboard_server.media.media_info import DEFAULT_RATE, HIGHEST_RATE, MediaInfo, Times

NTSC = {round(base * 1000 / 1001, 2): Fraction(base * 1000, 1001) for base in (24, 30, 48, 60, 120)}
"""The exact values of rates that are often rounded to two digits."""

WHOLE = tuple(map(Fraction, (24, 25, 30, 50, 60, 100, 120)))
"""The rates of movies with uneven pictures, such as captures of a screen."""

STANDARD: Sequence[Fraction] = sorted((*NTSC.values(), *WHOLE, *map(Fraction, (8, 10, 12, 15, 48, 90))))
LATE_SHARE = 0.1
"""How many pictures may be one frame late, so that the rate does not become very high for a few of them."""


def exact_rate(rate: float) -> Fraction:
    """Return the exact value of *rate*, which was rounded to two digits."""
    return NTSC.get(round(rate, 2)) or Fraction(rate).limit_denominator(100)


def choose_rate(media: MediaInfo) -> Fraction:
    """Return the frame rate at which *media* is encoded.

    A movie with evenly spaced pictures keeps its rate: the standard rate that gives each picture the frame of
    its number, else its own. Others get the rate in which the file counts, or else the lowest one that gives
    nearly every picture a frame at its time.
    """
    times, declared = media.times, media.average_rate or media.base_rate or DEFAULT_RATE
    if len(times.starts) < 2:
        return nearest_standard(declared) or declared
    average = average_rate(times) or declared
    if even := even_rate(times, average, declared):
        return even
    counted = media.base_rate
    for rate in (counted, *WHOLE) if counted and counted in STANDARD else WHOLE:
        if are_on_time(times, rate):
            return rate
    return Fraction(HIGHEST_RATE)


def average_rate(times: Times) -> Fraction | None:
    """Return the rate of the pictures in *times*, without the duration of the last one; None without any."""
    span = times.starts[-1] * times.base
    return Fraction(len(times.starts) - 1) / span if span else None


def even_rate(times: Times, average: Fraction, declared: Fraction) -> Fraction | None:
    """Return the rate of evenly spaced pictures; None for others."""
    nearest = (rate for rate in (nearest_standard(declared), nearest_standard(average)) if rate)
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


def are_on_time(times: Times, rate: Fraction) -> bool:
    """Return whether nearly all pictures have the frame of their time at *rate*, the others the next one."""
    late = [frame - due for frame, due in zip(placed(times, rate), frames_at(times, rate), strict=True)]
    return max(late) <= 1 and sum(late) <= LATE_SHARE * len(late)


def placed(times: Times, rate: Fraction) -> Iterator[int]:
    """Return the number of the frame that each picture gets: that of its time, or the next free one.

    The filters of ffmpeg do the same.
    """
    last = -1
    for due in frames_at(times, rate):
        last = max(due, last + 1)
        yield last


def frames_at(times: Times, rate: Fraction) -> Sequence[int]:
    """Return the number of the frame at the time of each picture."""
    scale = times.base * rate
    above, below = scale.numerator, scale.denominator
    return [(2 * start * above + below) // (2 * below) for start in times.starts]
