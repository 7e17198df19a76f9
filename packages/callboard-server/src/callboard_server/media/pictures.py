"""Make a JPEG of any file: of a picture, of a document's first page, of a frame of a movie."""

from __future__ import annotations

import contextlib
import json
import sys
from functools import partial
from io import FileIO
from pathlib import Path

from callboard_server.media import ffmpeg_commands
from callboard_server.media.failures import CannotEncode, ServerTrouble, failure
from callboard_server.media.formats import MOST_PIXELS
from callboard_server.media.inspection import Watch, inspect
from callboard_server.media.media_info import DRAWN, MediaInfo
from callboard_server.media.process import Ended, Limits, run

DRAW_PICTURE = Path(__file__).parent / "sandboxed" / "draw_picture.py"
COPY_PART = DRAW_PICTURE.with_name("copy_part.py")
STILL = Limits(seconds=180, file_bytes=512 << 20)
PREVIEW = Limits(seconds=60, file_bytes=512 << 20)
ALSO_DRAWN = frozenset({"tiff_pipe", "psd_pipe", "webp_pipe", "pcx_pipe", "dds_pipe"})
"""The formats of which Pillow decodes kinds that ffmpeg does not."""

DRAWN_FILE, NAMED_FILE, PREVIEW_FILE = "drawn.png", "named.exr", "preview.jpg"


def preview(source: FileIO, name: str, folder: Path) -> bytes:
    """Return a JPEG of the file *source*: a picture, a document, or a movie at a third of its duration.

    *name* is only a hint. Work in progress is in *folder*. Raises: CannotEncode, NoEncoder.
    """
    program = ffmpeg_commands.ffmpeg()
    media = inspect(source, name, folder, unwatched, with_times=False)
    if media.is_still:
        draw(program, media, source, folder, PREVIEW_FILE, unwatched, PREVIEW)
    else:
        at = (media.duration or 0.0) / 3
        command = partial(
            ffmpeg_commands.picture, program, media, ffmpeg_commands.uploaded(media), PREVIEW_FILE
        )
        try:
            convert(command(at=at), folder, PREVIEW, unwatched, source)
        except CannotEncode:  # a damaged or very short movie
            convert(command(), folder, PREVIEW, unwatched, source)
    return (folder / PREVIEW_FILE).read_bytes()


def draw(
    program: str,
    media: MediaInfo,
    source: FileIO,
    folder: Path,
    target: str,
    watch: Watch,
    limits: Limits = STILL,
) -> Ended:
    """Write a JPEG of the picture or document *source* to *target*. Raises: CannotEncode."""
    if media.format in DRAWN or has_wrong_colours(media):
        return draw_otherwise(program, media.format, source, folder, target, watch, limits)
    if media.shown.names:
        copy_part(media, source, folder, NAMED_FILE, watch, limits)
        command = ffmpeg_commands.picture(program, media, ffmpeg_commands.drawn(NAMED_FILE), target)
        return convert(command, folder, limits, watch)
    command = ffmpeg_commands.picture(program, media, ffmpeg_commands.uploaded(media), target)
    try:
        return convert(command, folder, limits, watch, source)
    except CannotEncode as error:
        if media.format not in ALSO_DRAWN or isinstance(error, ServerTrouble):
            raise
        with contextlib.suppress(CannotEncode):
            return draw_otherwise(program, media.format, source, folder, target, watch, limits)
        raise


def has_wrong_colours(media: MediaInfo) -> bool:
    """Return whether ffmpeg is known to decode a picture with wrong colours: TIFF that contains JPEG."""
    return media.format == "tiff_pipe" and media.pixels.startswith("yuv")


def draw_otherwise(
    program: str, format_: str, source: FileIO, folder: Path, target: str, watch: Watch, limits: Limits
) -> Ended:
    """Write a JPEG of *source*, which another program than ffmpeg decodes, to *target*."""
    request = {"format": format_, "side": 2 * ffmpeg_commands.MOST_LINES, "most_pixels": MOST_PIXELS}
    command = [sys.executable, "-I", str(DRAW_PICTURE), json.dumps(request), DRAWN_FILE]
    convert(command, folder, limits, watch, source)
    media = MediaInfo(format="png_pipe", codec="png", pixels="rgba", is_full_range=True)
    command = ffmpeg_commands.picture(program, media, ffmpeg_commands.drawn(DRAWN_FILE), target)
    return convert(command, folder, limits, watch)


def copy_part(
    media: MediaInfo, source: FileIO, folder: Path, target: str, watch: Watch, limits: Limits = STILL
) -> None:
    """Copy the shown part of an OpenEXR picture to *target*, whose channels have the names of colours."""
    request = json.dumps({"part": media.shown.part, "names": dict(media.shown.names)})
    convert([sys.executable, "-I", "-S", str(COPY_PART), request, target], folder, limits, watch, source)


def convert(
    command: list[str], folder: Path, limits: Limits, watch: Watch, source: FileIO | None = None
) -> Ended:
    """Run *command*, which writes the file that it names last. Raises: CannotEncode; what *watch* raises."""
    if source:
        source.seek(0)
    ended = run(command, folder=folder, limits=limits, watch=watch, source=source)
    target = folder / command[-1]
    if not ended.is_success or not target.is_file() or target.stat().st_size == 0:
        raise failure(ended)
    return ended


def size_of(picture: Path) -> tuple[int, int]:
    """Return the width and the height of an encoded picture."""
    from PIL import Image  # noqa: PLC0415  # the server starts faster without

    with Image.open(picture, formats=("JPEG",)) as image:
        return image.size


def unwatched(_: object) -> None:
    """Watch nothing."""
