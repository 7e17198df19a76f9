"""Why encoding failed, in a sentence for the user."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from callboard.errors import CallboardError
from callboard_server.media.formats import MOST_PIXELS, MOVIE_TYPES, PICTURE_TYPES, SOUND_TYPES
from callboard_server.media.process import KILLED, Ended

LOG_CHARACTERS = 4000
COMPUTED_TOO_LONG, WROTE_TOO_MUCH = -24, -25
"""The exit statuses after the signals SIGXCPU and SIGXFSZ."""

_ORIGIN = re.compile(r"^(\[[^\]]*\] )+", re.MULTILINE)

DISK_FULL = "No space left on device"
DAMAGED = "the file is damaged: its pictures cannot be decoded"
EMPTY = "the file is empty"
NO_PICTURES = "it contains sound but no pictures"
INCOMPLETE = "the file is incomplete: its end is missing"
TOO_LARGE = f"its pictures have more than {MOST_PIXELS // 1_000_000} million pixels"

MESSAGES: Sequence[tuple[str, str]] = (
    (
        r"Picture size \d+x\d+ is invalid|Picture size \S+ exceeds|exceeds max_pixels|Invalid image size",
        TOO_LARGE,
    ),
    (r"partial file|ended prematurely|moov atom not found|EOI missing", INCOMPLETE),
    (
        r"Cannot allocate memory|Resource temporarily unavailable",
        "it requires more memory than the limit for encoding",
    ),
    (DISK_FULL, "the server's disk is full"),
    (
        r"Decoder not found|Decoding requested, but no decoder found|Unsupported codec",
        "its codec is not supported; export it with another one, such as ProRes or H.264",
    ),
)
"""Messages of ffmpeg, and the reasons that users get."""

INCOMPLETE_MESSAGE = re.compile(r"partial file|ended prematurely|EOI missing")
"""Messages about incomplete files, which ffmpeg reads without an error status."""


class CannotEncode(CallboardError):
    """A component cannot be encoded, and a retry would not help. `log` is the end of ffmpeg's output."""

    default_code = "encode.failed"

    def __init__(self, reason: str, log: str = "") -> None:
        super().__init__(reason)
        self.log = log_text(log)


def unreadable(name: str, head: bytes, ended: Ended, more: str) -> CannotEncode:
    """Return the error for a file called *name* in which no picture was found. *head* is its beginning."""
    error = failure(ended, more)
    if error.message != DAMAGED:
        return error
    if not head:
        return CannotEncode(EMPTY, error.log)
    extension = PurePosixPath(name).suffix.lower()
    if extension in SOUND_TYPES:
        return CannotEncode(NO_PICTURES, error.log)
    if head.lstrip()[:1] == b"<" and extension in MOVIE_TYPES | PICTURE_TYPES:
        return CannotEncode(f"the file is a web page or another text, and no {extension} file", error.log)
    if extension in MOVIE_TYPES | PICTURE_TYPES:
        return CannotEncode(f"the file is damaged, or it is no {extension} file", error.log)
    kind = f"{extension} files" if extension else "files of its kind"
    return CannotEncode(
        f"{kind} are neither pictures, movies nor PDF documents that can be encoded", error.log
    )


class ServerTrouble(CannotEncode):
    """The server lacks something for the moment, so a retry can help."""


def log_text(log: str) -> str:
    """Return the end of the output of ffmpeg, without the names of its parts."""
    return _ORIGIN.sub("", log)[-LOG_CHARACTERS:].strip()


def failure(ended: Ended, more: str = "") -> CannotEncode:
    """Return the error for a program that did not succeed. *more* is the rest of its log."""
    log = f"{ended.log}\n{more}".strip()
    is_trouble = (ended.status == KILLED and not ended.is_late) or DISK_FULL in log
    return (ServerTrouble if is_trouble else CannotEncode)(reason(ended, log), log)


def reason(ended: Ended, log: str) -> str:
    """Return the reason for the way in which a program ended."""
    if ended.is_late or ended.status == COMPUTED_TOO_LONG:
        return "it took longer than the limit for encoding"
    if ended.status == WROTE_TOO_MUCH:
        return "the encoded file would be larger than the limit"
    for pattern, message in MESSAGES:
        if re.search(pattern, log):
            return message
    if ended.status == KILLED:
        return "the system killed the encoder: it used too much memory or CPU time"
    if ended.status < 0:
        return "the encoder crashed"
    return DAMAGED
