"""Pictures and short movies of the demo's shots, with a slate along the lower edge.

Colours depend on the sequence, composition on the shot, and the finish on the step. The same slate always
gives the same bytes. Movies are MP4 where the Python package imageio-ffmpeg provides an encoder, else GIF.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import math
import random
import subprocess
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as BitmapFont

PICTURE = 512, 288
MOVIE = 320, 180
MOVIE_FRAMES = 24
GIF_STEP = 3
JPEG_QUALITY = 78
SLATE_HEIGHT = 0.17
GREY_STEPS = frozenset({"Layout", "Animation", "Tracking"})
"""Steps whose pictures come from a viewport, and are therefore unlit."""

Colour = tuple[int, int, int]


@frozen
class Slate:
    """The text on a picture; `frames` are the first and the last frame of the shot."""

    project: str
    sequence: str
    shot: str
    step: str
    version: int
    artist: str
    frames: tuple[int, int]


@frozen
class Movie:
    """A short movie and the extension of its file."""

    content: bytes
    extension: str


@frozen
class Scene:
    """The motif of a sequence from the point of view of one shot."""

    sky: tuple[Colour, Colour]
    ground: Colour
    light: Colour
    sun: tuple[float, float, float]
    ridges: tuple[tuple[float, float, float, float], ...]
    towers: tuple[tuple[float, float, float], ...]


def picture(slate: Slate) -> bytes:
    """Return a JPEG of *slate*."""
    buffer = io.BytesIO()
    painted(slate, PICTURE, 0.0).save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def movie(slate: Slate) -> Movie:
    """Return a movie of one second in which the camera moves past the motif of *slate*."""
    frames = [painted(slate, MOVIE, frame / MOVIE_FRAMES) for frame in range(MOVIE_FRAMES)]
    encoder = ffmpeg()
    return Movie(mp4(encoder, frames), ".mp4") if encoder else Movie(gif(frames), ".gif")


def portrait(name: str) -> bytes:
    """Return a PNG with the initials of *name* on a colour of its own."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # most servers have no demo

    chance = random.Random(name)
    image = Image.new("RGB", (256, 256), hue(chance.random(), 0.45, 0.62))
    initials = "".join(part[0] for part in name.split()[:2])
    draw = ImageDraw.Draw(image)
    draw.ellipse((-60, 150, 316, 420), fill=hue(chance.random(), 0.5, 0.4))
    draw.text((128, 112), initials, fill=(255, 255, 255), font=font(96), anchor="mm")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


# -- Painting
# ------------------------------------------------------------------------------------------------------------


def painted(slate: Slate, size: tuple[int, int], moment: float) -> Image:
    """Return the picture at *moment* of the shot, from 0 to 1."""
    from PIL import Image, ImageDraw, ImageOps  # noqa: PLC0415  # as above

    width, height = size
    scene = scene_of(slate)
    mask = Image.linear_gradient("L").resize(size)
    image = Image.composite(Image.new("RGB", size, scene.sky[1]), Image.new("RGB", size, scene.sky[0]), mask)
    draw = ImageDraw.Draw(image)
    x, y, radius = scene.sun[0] * width, scene.sun[1] * height, scene.sun[2] * height
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=scene.light)
    for depth, ridge in enumerate(scene.ridges):
        draw.polygon(
            outline(ridge, size, moment * (depth + 1) * 0.12), fill=shade(scene.ground, 1.0 - 0.24 * depth)
        )
    for left, top, broad in scene.towers:
        at = (left - moment * 0.3) % 1.2 - 0.1
        draw.rectangle(
            (at * width, top * height, (at + broad) * width, height), fill=shade(scene.ground, 0.28)
        )
    if slate.step in GREY_STEPS:
        image = ImageOps.colorize(ImageOps.grayscale(image), (32, 34, 40), (196, 200, 206))
        draw = ImageDraw.Draw(image)
    write_slate(draw, slate, size, slate.frames[0] + round(moment * (slate.frames[1] - slate.frames[0])))
    return image


@lru_cache(maxsize=256)
def scene_of(slate: Slate) -> Scene:
    """Return the scene of *slate*.

    Colours depend on its sequence, composition on its shot, and details on its version.
    """
    look = random.Random(f"{slate.project}/{slate.sequence}")
    view = random.Random(f"{slate.project}/{slate.shot}")
    tone = look.random()
    is_town, moved = look.random() < 0.5, slate.version * 0.01
    return Scene(
        sky=(hue(tone, 0.6, 0.22), hue((tone + look.uniform(0.04, 0.16)) % 1, 0.55, 0.8)),
        ground=hue((tone + look.uniform(0.4, 0.6)) % 1, 0.4, 0.5),
        light=hue((tone + 0.1) % 1, 0.18, 1.0),
        sun=(view.uniform(0.15, 0.85), view.uniform(0.15, 0.4) - moved, view.uniform(0.06, 0.16)),
        ridges=tuple(
            (0.45 + 0.11 * depth, view.uniform(0.03, 0.1), view.uniform(0, 6), view.uniform(0.1, 0.35))
            for depth in range(4)
        ),
        towers=tuple(
            (view.uniform(0, 1), view.uniform(0.3, 0.6), view.uniform(0.02, 0.08))
            for _ in range(7 if is_town else 0)
        ),
    )


def outline(
    ridge: tuple[float, float, float, float], size: tuple[int, int], moved: float
) -> list[tuple[float, float]]:
    """Return the outline of a row of hills; *moved* is its shift to the left, in widths of the picture."""
    base, rise, phase, length = ridge
    width, height = size
    line = []
    for step in range(41):
        at = step / 40
        wave = math.sin((at + moved) / length + phase) + 0.25 * math.sin((at + moved) * 31 + phase)
        line.append((at * width, (base + rise * wave) * height))
    return [*line, (width, height), (0, height)]


def write_slate(draw: ImageDraw, slate: Slate, size: tuple[int, int], frame: int) -> None:
    """Write *slate* along the lower edge of the picture."""
    width, height = size
    band = round(height * SLATE_HEIGHT)
    draw.rectangle((0, height - band, width, height), fill=(14, 15, 18))
    draw.rectangle(
        (0, height - band, round(width * 0.012), height),
        fill=hue(random.Random(slate.step).random(), 0.7, 0.9),
    )
    left, middle = round(width * 0.03), height - band // 2
    draw.text((left, middle), slate.shot, fill=(240, 240, 240), font=font(round(band * 0.46)), anchor="lm")
    credit = f"{slate.step}  v{slate.version:03}   {slate.artist}"
    small = font(round(band * 0.26))
    draw.text((width - left, middle - band * 0.2), credit, fill=(205, 208, 214), font=small, anchor="rm")
    draw.text(
        (width - left, middle + band * 0.22),
        f"{slate.project}   {frame}",
        fill=(150, 154, 162),
        font=small,
        anchor="rm",
    )


def hue(angle: float, saturation: float, value: float) -> Colour:
    import colorsys  # noqa: PLC0415  # most servers have no demo

    red, green, blue = colorsys.hsv_to_rgb(angle, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def shade(colour: Colour, share: float) -> Colour:
    red, green, blue = colour
    return round(red * share), round(green * share), round(blue * share)


@cache
def font(size: int) -> FreeTypeFont | BitmapFont:
    from PIL import ImageFont  # noqa: PLC0415  # as above

    return ImageFont.load_default(size)


# -- Encoding
# ------------------------------------------------------------------------------------------------------------


@cache
def ffmpeg() -> str | None:
    """Return the path of an encoder for movies; None where none is installed."""
    if importlib.util.find_spec("imageio_ffmpeg") is None:
        return None
    try:
        return str(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except RuntimeError:  # the package is installed without the program, as on unsupported systems
        return None


def mp4(encoder: str, frames: list[Image]) -> bytes:
    """Return *frames* as an MP4 of 24 frames per second that browsers play."""
    width, height = frames[0].size
    source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", "24", "-i", "-"]
    codec = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "30", "-pix_fmt", "yuv420p", "-threads", "1"]
    container = ["-movflags", "+faststart", "-map_metadata", "-1"]
    reproducible = ["-fflags", "+bitexact", "-flags:v", "+bitexact"]
    with tempfile.TemporaryDirectory(prefix="callboard-movie-") as folder:
        target = Path(folder) / "movie.mp4"
        subprocess.run(
            [encoder, "-loglevel", "error", "-y", *source, *codec, *container, *reproducible, str(target)],
            input=b"".join(frame.tobytes() for frame in frames),
            check=True,
            capture_output=True,
        )
        return target.read_bytes()


def gif(frames: list[Image]) -> bytes:
    """Return some of *frames* as a looping GIF."""
    buffer = io.BytesIO()
    first, *others = (frame.quantize(48) for frame in frames[::GIF_STEP])
    first.save(buffer, "GIF", save_all=True, append_images=others, duration=1000 * GIF_STEP // 24, loop=0)
    return buffer.getvalue()
