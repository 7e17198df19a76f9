"""The command lines of ffmpeg.

An uploaded file is passed as an open file, through a protocol that opens nothing else, and in one of the
formats below. None of them can refer to other files. So an uploaded file cannot make ffmpeg read other files,
or connect to other hosts.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from fractions import Fraction

from callboard.errors import CallboardError
from callboard_server.worker.media_info import DEFAULT_RATE, MediaInfo

MOST_PIXELS = 100_000_000
MOST_LINES = 1080
WIDEST = 4096
THREADS = 2
LONGEST_SECONDS = 6 * 3600.0

MOVIE_FORMATS = (
    *(
        "mov",
        "mp4",
        "m4a",
        "3gp",
        "3g2",
        "mj2",
        "matroska",
        "webm",
        "avi",
        "mxf",
        "mpegts",
        "mpeg",
        "mpegvideo",
    ),
    *("h264", "hevc", "av1", "ivf", "obu", "m4v", "flv", "asf", "ogg", "dv", "gif", "apng", "yuv4mpegpipe"),
)
PICTURE_FORMATS = tuple(
    f"{name}_pipe"
    for name in (
        *("png", "jpeg", "bmp", "tiff", "webp", "exr", "dpx", "psd", "sgi", "hdr", "j2k", "jpegxl", "qoi"),
        *("pam", "pbm", "pgm", "ppm", "pfm", "phm"),
    )
)
FRAME_TYPES = frozenset(
    (
        ".png",
        ".jpg",
        ".jpeg",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".exr",
        ".dpx",
        ".tga",
        ".sgi",
        ".hdr",
        ".jp2",
        ".ppm",
        ".pgm",
        ".pam",
    )
)
"""The file types that the frames of a sequence can have."""

LINEAR = frozenset({"exr", "hdr"})
"""The codecs of pictures with linear light."""

QUIET = ("-hide_banner", "-nostdin")
GUARDS = ("-max_pixels", str(MOST_PIXELS), "-threads", str(THREADS))
UPLOADED = (
    *("-protocol_whitelist", "fd", "-format_whitelist", ",".join((*MOVIE_FORMATS, *PICTURE_FORMATS))),
    *GUARDS,
    *("-fd", "0", "-i", "fd:"),
)
"""The input: standard input, as a seekable file."""

OUTPUT = ("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-filter_threads", "1")
REPORT = ("-v", "warning", "-progress", "pipe:1", "-stats_period", "0.25")
BT709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"


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


def probing(program: str) -> list[str]:
    """Return the command that describes the uploaded file.

    It ends with an error, because it has no output.
    """
    return [program, *QUIET, *UPLOADED]


def probing_frame(program: str, pattern: str) -> list[str]:
    """Return the command that describes the first frame of a sequence."""
    return [program, *QUIET, *frames(pattern, DEFAULT_RATE)]


def probing_own(program: str, name: str) -> list[str]:
    """Return the command that describes the encoded file *name*."""
    return [program, *QUIET, "-protocol_whitelist", "file", "-i", name]


def frames(pattern: str, rate: Fraction) -> list[str]:
    """Return the input of a sequence of files, named by *pattern* with a number of six digits, from 1 on."""
    return [
        "-protocol_whitelist",
        "file",
        *GUARDS,
        "-f",
        "image2",
        "-framerate",
        str(rate),
        "-start_number",
        "1",
        "-i",
        pattern,
    ]


def movie(
    program: str, media: MediaInfo, target: str, *, sequence: str | None = None, rate: Fraction | None = None
) -> list[str]:
    """Return the command that encodes the uploaded file, or the frames *sequence*, for web browsers."""
    frame_rate = rate or media.rate or DEFAULT_RATE
    source = frames(sequence, frame_rate) if sequence else UPLOADED
    sound = (
        ["-map", "0:a:0?", "-c:a", "aac", "-b:a", "160k", "-ac", "2", "-ar", "48000"]
        if media.has_sound
        else ["-an"]
    )
    return [
        *(program, *QUIET, *REPORT, *source, "-map", "0:V:0", *sound, *OUTPUT),
        *(
            "-vf",
            f"{tone_filters(media)}{fitted(MOST_LINES)}:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p,{BT709}",
        ),
        *(
            ("-fps_mode", "passthrough") if sequence else ("-r", str(frame_rate))
        ),  # missing frames are not interpolated
        *("-c:v", "libx264", "-preset", "fast", "-crf", "20", "-threads", str(THREADS)),
        *("-movflags", "+faststart", "-f", "mp4", "-y", target),
    ]


def picture(program: str, media: MediaInfo, target: str) -> list[str]:
    """Return the command that makes a JPEG of the uploaded picture, rotated as its metadata requires."""
    return [
        program,
        *QUIET,
        *REPORT,
        *UPLOADED,
        "-map",
        "0:V:0",
        *OUTPUT,
        *jpeg(2 * MOST_LINES, target, tone_filters(media)),
    ]


def still(program: str, movie: str, second: float, target: str) -> list[str]:
    """Return the command that makes a JPEG of the frame at *second* of *movie*, an encoded file."""
    source = ["-protocol_whitelist", "file", "-ss", f"{second:.3f}", "-i", movie]
    return [program, *QUIET, *REPORT, *source, "-map", "0:V:0", *OUTPUT, *jpeg(MOST_LINES, target)]


def jpeg(lines: int, target: str, light: str = "") -> Sequence[str]:
    """Return the output of one JPEG with at most *lines* lines; *light* is from `tone_filters`."""
    return (
        *(
            "-vf",
            f"{light}{fitted(lines)}:out_range=pc,setsar=1,format=yuv420p",
            "-frames:v",
            "1",
            "-c:v",
            "mjpeg",
            "-q:v",
            "3",
        ),
        *("-color_range", "pc", "-strict", "unofficial", "-update", "1", "-f", "image2", "-y", target),
    )


def tone_filters(media: MediaInfo) -> str:
    """Return the filters, with a comma at the end, that convert linear light for display; else nothing."""
    return (
        "format=gbrpf32le,zscale=tin=linear:t=iec61966-2-1:pin=bt709:p=bt709,format=gbrp,"
        if media.codec in LINEAR
        else ""
    )


def fitted(lines: int) -> str:
    """Return a filter that gives square pixels and even sides, with at most *lines* lines.

    It never enlarges.
    """
    factor = f"min(1,min({lines}/ih,{WIDEST}/(iw*max(sar,0.01))))"
    return f"scale=w='max(2,trunc(iw*max(sar,0.01)*{factor}/2)*2)':h='max(2,trunc(ih*{factor}/2)*2)'"


def seconds_for(media: MediaInfo, frame_count: int = 0) -> float:
    """Return the time limit of encoding, in seconds. It depends on the duration, up to a maximum."""
    length = media.duration or 0.0
    return min(LONGEST_SECONDS, 300.0 + 30.0 * length + 10.0 * frame_count)
