"""Find out what an uploaded file is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any

from callboard_server.media.failures import NO_PICTURES, TOO_LARGE, CannotEncode, failure, unreadable
from callboard_server.media.formats import MOST_PIXELS, WHITELIST
from callboard_server.media.media_info import MediaInfo, read_description
from callboard_server.media.process import Ended, Limits, Progress, run

INSPECT_FILE = Path(__file__).parent / "sandboxed" / "inspect_file.py"
LIMITS = Limits(seconds=240, file_bytes=64 << 20)
HEAD_BYTES = 64
DESCRIPTION = "description.json"

Watch = Callable[[Progress], None]


def inspect(source: FileIO, name: str, folder: Path, watch: Watch, *, with_times: bool) -> MediaInfo:
    """Return the properties of *source*. Its *name* is only a hint, for formats without a signature.

    Raises: CannotEncode, when it has no pictures; what *watch* raises.
    """
    request = {"formats": WHITELIST, "name": name, "with_times": with_times, "most_pixels": MOST_PIXELS}
    target = folder / DESCRIPTION
    target.unlink(missing_ok=True)
    source.seek(0)
    head = source.read(HEAD_BYTES)
    source.seek(0)
    ended = run(
        [sys.executable, "-I", str(INSPECT_FILE), json.dumps(request), DESCRIPTION],
        folder=folder,
        limits=LIMITS,
        watch=watch,
        source=source,
    )
    found = description(target, ended)
    media = read_description(found)
    if media is None and found.get("has_sound") and not found.get("error"):
        raise CannotEncode(NO_PICTURES, ended.log)
    if media is None:
        raise unreadable(name, head, ended, found.get("error", ""))
    if media.width * media.height > MOST_PIXELS:
        raise CannotEncode(TOO_LARGE, ended.log)
    return media


def description(target: Path, ended: Ended) -> dict[str, Any]:
    """Return what the program wrote. Raises: CannotEncode, when it did not end well."""
    if not ended.is_success or not target.is_file():
        raise failure(ended)
    found: dict[str, Any] = json.loads(target.read_bytes())
    return found
