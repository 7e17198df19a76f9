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
        *("pam", "pbm", "pgm", "ppm", "pfm", "phm"),
    )
)
WHITELIST = ",".join((*MOVIE_FORMATS, *PICTURE_FORMATS))
"""The formats that ffmpeg may recognize."""

FRAME_TYPES = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".exr", ".dpx", ".tga", ".sgi"),
        *(".hdr", ".jp2", ".ppm", ".pgm", ".pam"),
    )
)
"""The file types that the frames of a sequence can have."""

MOST_PIXELS = 100_000_000
"""Larger pictures are refused before they are decoded. One of this size takes 400 MB of memory."""
