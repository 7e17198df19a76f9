"""Paths of image sequences: `shot.%04d.exr [1-5, 7]`.

A path consists of a head, a placeholder for the frame number (`%d`, or `%04d` with padding), a
tail, and the frames as numbers and ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Sequence", "parse_sequence"]

_SEQUENCE: Final = re.compile(
    r"(?P<head>.*)%(?:0?(?P<padding>\d+))?d(?P<tail>.*?)\s*\[(?P<ranges>[\d\s,-]*)\]", re.DOTALL
)
_RANGE: Final = re.compile(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?")


class Sequence(NamedTuple):
    """Files that differ in a frame number; *padding* 0 means numbers without leading zeros."""

    head: str
    padding: int
    tail: str
    frames: tuple[int, ...]

    @property
    def expression(self) -> str:
        """The placeholder for the frame number, such as `%04d`."""
        return f"%0{self.padding}d" if self.padding else "%d"

    def frame_text(self, frame: int) -> str:
        """Return *frame* as it appears in the name of its file."""
        return f"{frame:0{self.padding}d}" if self.padding else str(frame)

    def paths(self) -> Iterator[tuple[str, str]]:
        """Yield the formatted number of each frame, and the path of its file."""
        for frame in self.frames:
            text = self.frame_text(frame)
            yield text, f"{self.head}{text}{self.tail}"


def parse_sequence(path: str) -> Sequence | None:
    """Return the sequence that *path* describes; None for the path of a single file."""
    found = _SEQUENCE.fullmatch(path)
    if found is None:
        return None
    frames = _frames(found["ranges"])
    if frames is None:
        return None
    return Sequence(found["head"], int(found["padding"] or 0), found["tail"], frames)


def _frames(text: str) -> tuple[int, ...] | None:
    """Return the frames in ascending order; None when *text* is not a list of frames and ranges."""
    frames: set[int] = set()
    for part in text.split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            return None
        first = int(found[1])
        frames.update(range(first, int(found[2] or first) + 1))
    return tuple(sorted(frames))
