"""What is wrong with a source that could be encoded nevertheless, in phrases for the user."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from callboard_server.media.failures import INCOMPLETE, INCOMPLETE_MESSAGE, CannotEncode, failure
from callboard_server.media.media_info import MediaInfo
from callboard_server.media.process import Ended
from callboard_server.worker.source import Source, frame_list

DAMAGE = re.compile(
    r"error while decoding|corrupt|Error submitting packet|Decoding error|Invalid NAL|Invalid data found"
    r"|ac-tex damaged|slice mismatch|invalid cbp|bytestream overread|left block unavailable|damaged",
    re.IGNORECASE,
)
"""Messages of decoders about damaged pictures or sound."""

FEW = 3
"""So many pictures can be without effect in an intact movie, at its cuts."""


def movie_notes(media: MediaInfo, ended: Ended, decoded: Collection[int]) -> Sequence[str]:
    """Return what is wrong with a movie, of which the pictures *decoded* were encoded.

    Raises: CannotEncode, when nothing was encoded, or the end of the file is missing.
    """
    if not int(ended.progress.get("frame", "0")):
        raise failure(ended)
    if INCOMPLETE_MESSAGE.search(ended.log):
        raise CannotEncode(INCOMPLETE, ended.log)
    notes = ["its sound is left out, because its codec is not supported"] * media.has_unknown_sound
    lost = media.frames - len(decoded) if decoded and media.frames else 0
    if lost > max(FEW, media.frames // 50) or (lost > 0 and DAMAGE.search(ended.log)):
        return [*notes, f"it is damaged: {lost} of its {media.frames} frames cannot be decoded"]
    return [*notes, "parts of it are damaged"] if DAMAGE.search(ended.log) else notes


def sequence_notes(source: Source, decoded: Collection[int], ended: Ended) -> Sequence[str]:
    """Return what is wrong with a sequence, of which the frames at the places *decoded* were encoded.

    Raises: CannotEncode, when none was.
    """
    if not decoded:
        raise failure(ended)
    first, missing = next(iter(source.frames)), source.missing
    damaged = [number for number in source.frames if number - first not in decoded]
    notes = []
    if missing:
        notes.append(
            f"{counted(missing)} missing: {frame_list(missing)}; the frame before is displayed instead"
        )
    if damaged:
        notes.append(
            f"{counted(damaged)} damaged: {frame_list(damaged)}; the frame before is displayed instead"
        )
    return notes


def counted(numbers: Sequence[int]) -> str:
    return "1 frame is" if len(numbers) == 1 else f"{len(numbers)} frames are"
