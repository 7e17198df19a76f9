"""Pictures of files for thumbnails."""

from __future__ import annotations

import os
from io import FileIO
from pathlib import Path
from typing import BinaryIO

import structlog

from callboard_server.media.failures import CannotEncode, ServerTrouble
from callboard_server.media.pictures import preview

log = structlog.get_logger()


def read_picture(original: BinaryIO, name: str, folder: Path) -> bytes | None:
    """Return a JPEG of any file; None when it contains no picture.

    Raises: NoEncoder, ServerTrouble: at another time there may be one.
    """
    with FileIO(os.dup(original.fileno())) as source:
        try:
            return preview(source, name, folder)
        except ServerTrouble:
            raise
        except CannotEncode as error:
            log.info("thumbnail.none", reason=error.message)
            return None
