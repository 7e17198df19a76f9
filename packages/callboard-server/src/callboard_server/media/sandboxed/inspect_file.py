"""Describe an uploaded file: its streams, the times of its pictures, the channels of an OpenEXR picture.

It is run by its path, in the sandbox, with the file as standard input::

    python -I inspect_file.py '{"formats": ..., "name": ..., "with_times": ...}' description.json

The description is JSON, so that nothing in a file is mistaken for a property of it. PyAV reads the same
formats as ffmpeg, and refers to streams by the same numbers. `media_info` gives the description its types.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEAD_BYTES = 1 << 20
MOST_TIMES = 400_000
MOST_SECONDS = 120.0
DECODED_FRAMES = 4
HEIF_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
)
MULTIPART = 0x1000
"""The flag of an OpenEXR file with several parts."""

TARGA_EXTENSIONS = (".tga", ".targa", ".icb", ".vda", ".vst")
TARGA_TYPES, TARGA_DEPTHS = frozenset({1, 2, 3, 9, 10, 11}), frozenset({8, 15, 16, 24, 32})
FULL_RANGE, ATTACHED_PICTURE, DEFAULT, ASIDE = 2, 0x400, 0x1, 0x8 | 0x80 | 0x100
"""Values of FFmpeg. A track that is aside is a comment, or is for hearing or visually impaired people."""


def main(request: dict[str, Any], target: str) -> None:
    """Write the description of standard input to *target*."""
    with open(0, "rb", buffering=0, closefd=False) as file:
        head = file.read(HEAD_BYTES)
        found = described_by_head(head, request["name"])
        if found is None:
            os.lseek(0, 0, os.SEEK_SET)
            found = described_by_av(request)
        if found.get("format") == "exr_pipe":
            found["parts"] = exr_parts(head)
    Path(target).write_text(json.dumps(found), encoding="utf-8")


# -- Kinds that are recognized by their first bytes
# ------------------------------------------------------------------------------------------------------------


def described_by_head(head: bytes, name: str) -> dict[str, Any] | None:
    """Return the description of a document, a HEIF or a Targa picture; None for other files."""
    if b"%PDF-" in head[:1024]:
        return {"format": "pdf"}
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return {"format": "heif"}
    if name.lower().endswith(TARGA_EXTENSIONS) and is_targa(head):
        width, height = struct.unpack_from("<HH", head, 12)
        pixels = "bgra" if head[16] == 32 and head[17] & 0x0F else ""
        return {
            "format": "targa",
            "video": {"codec": "targa", "index": 0, "width": width, "height": height, "pixels": pixels},
        }
    return None


def is_targa(head: bytes) -> bool:
    """Return whether *head* can be the start of a Targa picture, a format without a signature."""
    return (
        len(head) >= 18
        and head[1] in (0, 1)
        and head[2] in TARGA_TYPES
        and head[16] in TARGA_DEPTHS
        and head[12:14] != b"\0\0"
        and head[14:16] != b"\0\0"
    )


def exr_parts(head: bytes) -> list[list[str]]:
    """Return the names of the channels of each part of an OpenEXR file, in order."""
    (version,) = struct.unpack_from("<I", head, 4)
    parts: list[list[str]] = []
    place = 8
    while place < len(head) and head[place]:
        channels, place = exr_header(head, place)
        parts.append(channels)
        if not version & MULTIPART:
            break
    return parts


def exr_header(head: bytes, place: int) -> tuple[list[str], int]:
    """Return the names of the channels in the header at *place*, and the place after it."""
    channels: list[str] = []
    while place < len(head) and head[place]:
        name, place = text_at(head, place)
        _, place = text_at(head, place)
        (size,) = struct.unpack_from("<i", head, place)
        place += 4
        if name == "channels":
            channels = list(channel_names(head[place : place + max(0, size)]))
        place += max(0, size)
    return channels, place + 1


def channel_names(listed: bytes) -> Iterator[str]:
    place = 0
    while place < len(listed) and listed[place]:
        name, place = text_at(listed, place)
        yield name
        place += 16


def text_at(data: bytes, place: int) -> tuple[str, int]:
    """Return the text at *place*, which ends with a zero, and the place after it."""
    end = data.find(b"\0", place, place + 256)
    if end < 0:
        raise ValueError("a name without an end")
    return data[place:end].decode("utf-8", "replace"), end + 1


# -- Everything that ffmpeg reads
# ------------------------------------------------------------------------------------------------------------


def described_by_av(request: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a movie or picture; only an error when it is neither."""
    import av  # noqa: PLC0415  # Targa pictures and documents need none of it

    av.logging.set_level(av.logging.ERROR)
    try:
        with av.open(
            "fd:",
            options={"fd": "0", "protocol_whitelist": "fd", "format_whitelist": request["formats"]},
            timeout=MOST_SECONDS,
        ) as container:
            return described_container(container, request["with_times"], request["most_pixels"])
    except (av.FFmpegError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def described_container(container: Any, with_times: bool, most_pixels: int) -> dict[str, Any]:
    start = container.start_time
    found: dict[str, Any] = {
        "format": container.format.name,
        "start": start / 1e6 if start is not None else 0.0,
        "duration": container.duration / 1e6 if container.duration else None,
        "sounds": [described_sound(stream) for stream in container.streams.audio if stream.codec_context],
        "has_sound": bool(container.streams.audio),
    }
    pictures = moving_pictures(container.streams.video)
    video = best_video(pictures)
    if pictures and video is None and found["format"].endswith("_pipe"):  # ffmpeg has more decoders
        found["video"] = {"codec": "", "index": 0, "width": 0, "height": 0}
    elif pictures and video is None:
        found["error"] = "Unsupported codec of pictures"
    if video is not None:
        found["video"] = described_video(video)
        if with_times:
            found["video"] |= described_times(container, video)
            seek_start(container)
        if found["video"]["width"] * found["video"]["height"] <= most_pixels:
            found["video"] |= described_frames(container, video)
    return found


def moving_pictures(streams: Any) -> list[Any]:
    """Return the streams that are no cover pictures."""
    return [stream for stream in streams if not int(stream.disposition) & ATTACHED_PICTURE]


def best_video(streams: list[Any]) -> Any:
    """Return the stream to encode: the default one, then the largest one; None when none can be decoded."""
    return max(
        (stream for stream in streams if stream.codec_context),
        default=None,
        key=lambda stream: (
            bool(int(stream.disposition) & DEFAULT),
            (stream.codec_context.width or 0) * (stream.codec_context.height or 0),
            -stream.index,
        ),
    )


def described_video(stream: Any) -> dict[str, Any]:
    context = stream.codec_context
    return {
        "index": stream.index,
        "codec": context.name,
        "width": context.width or 0,
        "height": context.height or 0,
        "pixels": context.pix_fmt or "",
        "primaries": context.color_primaries,
        "transfer": context.color_trc,
        "matrix": context.colorspace,
        "is_full_range": context.color_range == FULL_RANGE,
        "is_interlaced": False,
        "average_rate": str(stream.average_rate or 0),
        "base_rate": str(stream.base_rate or 0),
        "start": seconds(stream.start_time, stream.time_base),
        "has_separate_alpha": stream.metadata.get("alpha_mode", stream.metadata.get("ALPHA_MODE")) == "1",
    }


def described_sound(stream: Any) -> dict[str, Any]:
    context = stream.codec_context
    return {
        "index": stream.index,
        "channels": context.channels or 0,
        "layout": context.layout.name if context.channels else "",
        "language": stream.language or "",
        "is_aside": bool(int(stream.disposition) & ASIDE),
        "is_default": bool(int(stream.disposition) & DEFAULT),
        "start": seconds(stream.start_time, stream.time_base),
    }


def described_times(container: Any, stream: Any) -> dict[str, Any]:
    """Return the times at which the pictures are displayed, in units of the time base, in order.

    Of a very long movie they are those of its beginning.
    """
    import av  # noqa: PLC0415  # as in described_by_av

    times: list[int] = []
    deadline, is_whole, last = time.monotonic() + MOST_SECONDS / 2, True, 0
    try:
        for packet in container.demux(stream):
            when = packet.pts if packet.pts is not None else packet.dts
            if when is not None and is_shown(stream.codec_context.name, packet):
                times.append(when)
                last = max(last, when + (packet.duration or 0))
            if len(times) >= MOST_TIMES or time.monotonic() > deadline:
                is_whole = False
                break
    except av.FFmpegError:
        is_whole = False
    return {
        "times": sorted(times),
        "end": last,
        "has_all_times": is_whole,
        "time_base": str(stream.time_base or 0),
    }


def is_shown(codec: str, packet: Any) -> bool:
    """Return whether *packet* contains a picture that is displayed. VP8 has others, for reference."""
    if not packet.size or packet.is_discard:
        return False
    return codec != "vp8" or bool(bytes(packet)[0] & 0x10)


def described_frames(container: Any, stream: Any) -> dict[str, Any]:
    """Return what only decoded pictures show. Some streams contain both kinds of pictures."""
    import av  # noqa: PLC0415  # as in described_by_av

    found: dict[str, Any] = {}
    try:
        for number, frame in enumerate(container.decode(stream)):
            found["is_interlaced"] = found.get("is_interlaced", False) or bool(frame.interlaced_frame)
            if not number:
                found |= {
                    "pixels": frame.format.name,
                    "is_full_range": frame.color_range == FULL_RANGE,
                    "matrix": frame.colorspace,
                    "primaries": frame.color_primaries,
                    "transfer": frame.color_trc,
                    "width": frame.width,
                    "height": frame.height,
                }
            if number + 1 >= DECODED_FRAMES:
                break
    except (av.FFmpegError, ValueError):
        pass  # ffmpeg decodes more formats, and reports what is wrong
    return found


def seek_start(container: Any) -> None:
    import av  # noqa: PLC0415  # as in described_by_av

    with contextlib.suppress(av.FFmpegError):  # a format that cannot be searched
        container.seek(0)


def seconds(value: int | None, time_base: Any) -> float:
    """Return the time *value* in seconds; 0 when it is unknown."""
    return float(value * time_base) if value is not None and time_base else 0.0


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2])
