"""The formats that are read. None of them can refer to other files."""

from __future__ import annotations

MOVIE_FORMATS = (
    *("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mxf", "mpegts", "mpeg"),
    *("mpegvideo", "h264", "hevc", "av1", "ivf", "obu", "m4v", "flv", "asf", "ogg", "dv", "gif", "apng"),
    "yuv4mpegpipe",
)
PICTURE_FORMATS = tuple(
    f"{name}_pipe"
    for name in (
        *("png", "jpeg", "bmp", "tiff", "webp", "exr", "dpx", "psd", "sgi", "hdr", "j2k", "jpegxl", "qoi"),
        *("pam", "pbm", "pgm", "ppm", "pfm", "phm", "pcx", "dds"),
    )
)
WHITELIST = ",".join((*MOVIE_FORMATS, *PICTURE_FORMATS, "webp_anim", "jpegxl_anim"))
"""The formats that ffmpeg may recognize."""

FRAME_TYPES = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".exr", ".dpx", ".tga", ".sgi"),
        *(".hdr", ".jp2", ".ppm", ".pgm", ".pam"),
    )
)
"""The file types that the frames of a sequence can have."""

MOVIE_TYPES = frozenset(
    (
        *(
            ".mov",
            ".mp4",
            ".m4v",
            ".3gp",
            ".3g2",
            ".mkv",
            ".webm",
            ".avi",
            ".mxf",
            ".ts",
            ".m2ts",
            ".mts",
            ".mpg",
        ),
        *(
            ".mpeg",
            ".m2v",
            ".vob",
            ".flv",
            ".wmv",
            ".asf",
            ".ogv",
            ".ogg",
            ".dv",
            ".gif",
            ".apng",
            ".y4m",
            ".ivf",
        ),
        *(".h264", ".264", ".h265", ".265", ".hevc", ".av1", ".obu"),
    )
)
PICTURE_TYPES = FRAME_TYPES | {
    ".psd",
    ".heic",
    ".heif",
    ".avif",
    ".jxl",
    ".qoi",
    ".j2k",
    ".pbm",
    ".pfm",
    ".targa",
    ".pcx",
    ".dds",
}
SOUND_TYPES = frozenset((".wav", ".mp3", ".aac", ".flac", ".aif", ".aiff", ".opus", ".oga", ".wma", ".m4a"))
"""The file types that a reason for a failure distinguishes."""

MOST_PIXELS = 100_000_000
"""Larger pictures are refused before they are decoded. One of this size takes 400 MB of memory."""
