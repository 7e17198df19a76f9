"""Why an encode failed, in a sentence for the person who waits for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from callboard.errors import CallboardError
from callboard_server.worker.ffmpeg_commands import MOST_PIXELS
from callboard_server.worker.process import KILLED, Ended

LOG_CHARACTERS = 4000
COMPUTED_TOO_LONG, WROTE_TOO_MUCH = -24, -25
"""Statuses of programs that the system ended, by the signals SIGXCPU and SIGXFSZ."""

_ORIGIN = re.compile(r"^(\[[^\]]*\] )+", re.MULTILINE)

DAMAGED = "the file is damaged, or no movie or picture that can be read here"
BREAKS_OFF = "the file breaks off before its end"
TOO_LARGE = f"its pictures have more than {MOST_PIXELS // 1_000_000} million pixels"

SAYINGS: Sequence[tuple[str, str]] = (
    (
        r"Picture size \d+x\d+ is invalid|Picture size \S+ exceeds|exceeds max_pixels|Invalid image size",
        TOO_LARGE,
    ),
    (r"partial file|ended prematurely|moov atom not found|EOI missing", BREAKS_OFF),
    (
        r"Cannot allocate memory|Resource temporarily unavailable",
        "it takes more memory than an encode may use",
    ),
    (r"No space left on device", "the server's disk is full"),
    (
        r"Decoder not found|Decoding requested, but no decoder found|Unsupported codec",
        "its codec is unknown here",
    ),
)
"""What ffmpeg says, and what people are told."""

BREAK_OFF = re.compile(r"partial file|ended prematurely|EOI missing")
"""What ffmpeg says of files that it reads as far as they go, without finding fault."""


class CannotEncode(CallboardError):
    """A component cannot be encoded, and trying again would not help.

    `log` is the end of what ffmpeg said.
    """

    default_code = "encode.failed"

    def __init__(self, reason: str, log: str = "") -> None:
        super().__init__(reason)
        self.log = _ORIGIN.sub("", log)[-LOG_CHARACTERS:].strip()


def failure(ended: Ended) -> CannotEncode:
    """Return the error for a program that *ended* in another way than it should."""
    return CannotEncode(reason(ended), ended.log)


def reason(ended: Ended) -> str:
    """Return why a program *ended* as it did."""
    if ended.is_late or ended.status == COMPUTED_TOO_LONG:
        return "it took longer than an encode may"
    if ended.status == WROTE_TOO_MUCH:
        return "what would be made of it is larger than an encode may write"
    for pattern, told in SAYINGS:
        if re.search(pattern, ended.log):
            return told
    if ended.status == KILLED:
        return "it was stopped by the system: it took too much memory or computing time"
    if ended.status < 0:
        return "the encoder crashed over it"
    return DAMAGED
