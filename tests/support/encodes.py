"""Encode files as a worker does, and measure the results: colours, the order of frames, loudness."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import FileIO
from pathlib import Path
from typing import Any

from attrs import frozen
from PIL import Image

from callboard_server.actions.encode_media import MOVIE, PICTURE
from callboard_server.media.ffmpeg_commands import ffmpeg
from callboard_server.media.inspection import inspect
from callboard_server.media.media_info import MediaInfo
from callboard_server.worker.encode import encode_movie, encode_picture
from tests.support.films import made

Colour = tuple[int, int, int]
NUMBERED_WIDTH, NUMBERED_HEIGHT, BITS = 256, 64, 8
TO_RGB = "scale=in_color_matrix=bt709:in_range=tv:flags=accurate_rnd+full_chroma_int,format=rgb24"


@frozen
class Result:
    """An encoded file. `about` is the metadata of its movie, or of its picture when there is no movie."""

    media: MediaInfo
    about: Mapping[str, Any]
    movie: Path | None
    picture: Path
    notes: Sequence[str]


def encoded(path: Path) -> Result:
    """Encode the file at *path*, without a server."""
    folder = path.parent / f"work-{path.name}"
    folder.mkdir()
    with FileIO(path) as file:
        media = inspect(file, path.name, folder, lambda _: None, with_times=True)
        encode = encode_picture if media.is_still else encode_movie
        files = (made_of := encode(media, file, folder, lambda _: None)).files
    movie, picture = files.get(MOVIE), files[PICTURE]
    return Result(media, (movie or picture)[1], movie and movie[0], picture[0], made_of.notes)


def decoded(path: Path, filters: str, *options: str) -> bytes:
    """Return the frames of a movie after *filters*, without a header."""
    command = [ffmpeg(), "-v", "error", "-i", str(path), "-vf", filters, *options, "-f", "rawvideo", "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def movie_colour(result: Result) -> Colour:
    """Return the colour in the middle of the movie's first frame, read as browsers read BT.709."""
    assert result.movie is not None
    width, height = result.about["width"], result.about["height"]
    start = (height // 2 * width + width // 2) * 3
    red, green, blue = decoded(result.movie, TO_RGB, "-frames:v", "1")[start : start + 3]
    return red, green, blue


def picture_colour(result: Result) -> Colour:
    """Return the colour in the middle of the picture."""
    with Image.open(result.picture) as image:
        red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]  # a pixel of RGB
    return red, green, blue


def is_near(one: Colour, other: Colour, tolerance: int) -> bool:
    """Return whether the channels of two colours differ by *tolerance* at most."""
    return all(abs(left - right) <= tolerance for left, right in zip(one, other, strict=True))


def numbered(path: Path, count: int, rate: str, *options: str) -> Path:
    """Make a movie whose frames contain their numbers, as eight black or white columns."""
    number = "geq=lum='255*mod(floor(N/pow(2,floor(X/32))),2)'"
    size, seconds = f"{NUMBERED_WIDTH}x{NUMBERED_HEIGHT}", float(count / Fraction(rate))
    source = f"nullsrc=s={size}:r={rate}:d={seconds},format=gray,{number},format=yuv420p"
    return made(path, "-f", "lavfi", "-i", source, *options)


def numbers_of(result: Result) -> list[int]:
    """Return the number that each frame of the encoded movie contains."""
    assert result.movie is not None
    size = NUMBERED_WIDTH * NUMBERED_HEIGHT
    filters = f"scale={NUMBERED_WIDTH}:{NUMBERED_HEIGHT},format=gray"
    frames = decoded(result.movie, filters, "-fps_mode", "passthrough")
    return [number_in(frames[start : start + size]) for start in range(0, len(frames), size)]


def number_in(frame: bytes) -> int:
    middle = NUMBERED_WIDTH * NUMBERED_HEIGHT // 2
    columns = [
        frame[middle + bit * NUMBERED_WIDTH // BITS + NUMBERED_WIDTH // BITS // 2] for bit in range(BITS)
    ]
    return sum(1 << bit for bit, light in enumerate(columns) if light > 128)


def levels(result: Result) -> tuple[float, float]:
    """Return the loudness of the left and the right channel of the encoded movie, in dB below the maximum."""
    assert result.movie is not None
    left, right = (loudness(result.movie, f"pan=mono|c0=c{channel}") for channel in (0, 1))
    return left, right


def loudness(path: Path, filters: str) -> float:
    """Return the mean loudness of a file after *filters*, in dB."""
    command = [ffmpeg(), "-hide_banner", "-i", str(path), "-af", f"{filters},volumedetect", "-f", "null", "-"]
    report = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stderr
    found = re.search(r"mean_volume: (-?[\d.]+) dB", report)
    assert found is not None
    return float(found[1])
