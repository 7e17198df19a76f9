"""The command lines of ffmpeg.

An uploaded file is passed as an open file, through a protocol that opens nothing else, and in one of the
formats of `formats`. None of them can refer to other files. So an uploaded file cannot make ffmpeg read other
files, or connect to other hosts.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from fractions import Fraction

from callboard.errors import CallboardError
from callboard_server.media import colours
from callboard_server.media.formats import MOST_PIXELS, WHITELIST
from callboard_server.media.media_info import MediaInfo
from callboard_server.media.sound import sound_graph

MOST_LINES = 1080
THREADS = 2
LONGEST_SECONDS = 6 * 3600.0

SEPARATE_ALPHA = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""The decoders of transparency that is stored in a second stream of data."""

QUIET = ("-hide_banner", "-nostdin")
STATISTICS = "statistics.txt"
OWN_FRAME = (
    "setpts=PTS-STARTPTS,settb=1/({rate}),setpts='if(eq(N,0),0,max(PTS,PREV_OUTPTS+1))'"
    ",fps=fps={rate}:round=near"
)
"""The filters that give each picture a frame of its own: that of its time, or the next free one."""

HELD_FRAME = "fps=fps={rate}:round=near:start_time=0,tpad=stop_mode=clone:stop=-1"
"""The filters that repeat a picture when those after it are damaged."""

GUARDS = ("-max_error_rate", "1", "-max_pixels", str(MOST_PIXELS), "-threads", str(THREADS))
OUTPUT = ("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-filter_threads", "1")
REPORT = ("-v", "warning", "-progress", "pipe:1", "-stats_period", "0.25")


class NoEncoder(CallboardError):
    """There is no ffmpeg on this machine."""

    default_code = "encode.no_encoder"


def ffmpeg() -> str:
    """Return the path of ffmpeg: from IMAGEIO_FFMPEG_EXE, else of the Python package, else of the system."""
    from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415  # only needed for encoding

    try:
        found = shutil.which(str(get_ffmpeg_exe()))
    except RuntimeError:
        found = None
    if found is None:
        raise NoEncoder(
            "This server has no ffmpeg.",
            hint="Install the package imageio-ffmpeg, or set IMAGEIO_FFMPEG_EXE to the path of ffmpeg.",
        )
    return found


def uploaded(media: MediaInfo) -> list[str]:
    """Return the input: standard input, as a seekable file."""
    options = ["-protocol_whitelist", "fd", "-format_whitelist", f"{WHITELIST},image2pipe", *GUARDS]
    if media.format == "targa":
        options += ["-f", "image2pipe", "-c:v", "targa"]
    if media.has_separate_alpha and media.codec in SEPARATE_ALPHA:
        options += ["-c:v", SEPARATE_ALPHA[media.codec]]
    return [*options, *media.shown.options(), "-fd", "0", "-i", "fd:"]


def drawn(name: str) -> list[str]:
    """Return the input of *name*, a picture that another sandboxed program wrote."""
    format_ = f"{name.rpartition('.')[2]}_pipe"
    return ["-protocol_whitelist", "file", *GUARDS, "-f", format_, "-i", f"file:{name}"]


def frames(pattern: str, rate: Fraction, media: MediaInfo) -> list[str]:
    """Return the input of a sequence of files with the properties *media*.

    They are named by *pattern* with a number of six digits, from 1 on.
    """
    return [
        *("-protocol_whitelist", "file", *GUARDS, *media.shown.options(), "-f", "image2"),
        *("-framerate", str(rate), "-start_number", "1", "-i", pattern),
    ]


def movie(
    program: str,
    media: MediaInfo,
    source: Sequence[str],
    rate: Fraction,
    target: str,
    *,
    frames: int | None = None,
) -> list[str]:
    """Return the command that encodes *source*, with the properties *media*, for web browsers.

    With *frames*, the movie has that many of them, whatever is damaged. The file `STATISTICS` lists for each
    frame the time of its picture in the source, and how many other pictures were decoded before.
    """
    filters = [
        *colours.to_display(media),
        colours.scaled(media, MOST_LINES, colours.MOVIE_COLOURS),
        *("setsar=1", "format=yuv420p", colours.TAGS),
        (OWN_FRAME if frames is None else HELD_FRAME).format(rate=rate),
    ]
    graph = sound_graph(media)
    sound = ["-map", "[sound]", "-c:a", "aac", "-b:a", "160k"] if graph else ["-an"]
    return [
        *(program, *QUIET, *REPORT, *source, *(("-filter_complex", graph) if graph else ())),
        *("-map", f"0:{media.index}", *sound, *OUTPUT, "-vf", ",".join(filters), "-fps_mode", "passthrough"),
        *(() if frames is None else ("-frames:v", str(frames))),
        *("-stats_enc_pre:v:0", STATISTICS, "-stats_enc_pre_fmt:v:0", "{ptsi} {ni}"),
        *("-c:v", "libx264", "-preset", "fast", "-crf", "20", "-threads", str(THREADS)),
        *("-movflags", "+faststart", "-f", "mp4", "-y", target),
    ]


def picture(
    program: str,
    media: MediaInfo,
    source: Sequence[str],
    target: str,
    *,
    lines: int = 2 * MOST_LINES,
    at: float = 0.0,
) -> list[str]:
    """Return the command that makes a JPEG of *source*: of a movie, of its picture *at* a time in seconds.

    The picture is rotated as its metadata requires.
    """
    filters = [
        *colours.to_display(media),
        colours.scaled(media, lines, colours.JPEG_COLOURS),
        *("setsar=1", "format=yuv420p"),
    ]
    searched = ["-ss", f"{at:.3f}"] if at else []
    return [
        *(program, *QUIET, *REPORT, *searched, *source, "-map", f"0:{media.index}", "-an", *OUTPUT),
        *("-vf", ",".join(filters), "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3"),
        *("-color_range", "pc", "-strict", "unofficial", "-update", "1", "-f", "image2", "-y", target),
    ]


def own(name: str) -> list[str]:
    """Return the input of the encoded file *name*."""
    return ["-protocol_whitelist", "file", "-i", name]


def seconds_for(media: MediaInfo, frame_count: int = 0) -> float:
    """Return the time limit of encoding, in seconds. It depends on the duration, up to a maximum."""
    length = media.duration or 0.0
    return min(LONGEST_SECONDS, 300.0 + 30.0 * length + 10.0 * frame_count)
