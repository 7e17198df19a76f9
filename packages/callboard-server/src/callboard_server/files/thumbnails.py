"""Thumbnails: made once for each of a few sizes, stored beside their file, and deleted together with it."""

from __future__ import annotations

import contextlib
import io
import secrets
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from attrs import frozen

from callboard_server.files.disk import missing
from callboard_server.files.store import Key, Store

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from PIL.Image import Image

DECODERS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
"""The only formats that are decoded. Each decoder processes untrusted files."""

MOST_PIXELS = 100_000_000
"""Larger pictures are refused before they are decoded. One of this size takes 400 MB of memory."""

STEPS = (64, 100, 128, 200, 300, 512, 1024, 2048)
"""The available sizes. A size between two of them is rounded up."""

NONE = "none"
"""The name of an empty file, which records that no thumbnail can be made."""

DEFAULT_SIZE = 300
QUALITY = 85
HAS_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


@frozen
class Thumbnail:
    """A thumbnail on disk."""

    path: Path
    type: str


class Thumbnails:
    """Makes thumbnails of files in *store*, in the folder that *beside* returns for each key."""

    def __init__(self, store: Store, beside: Callable[[Key], Path]) -> None:
        self._store = store
        self._beside = beside
        self._one_at_a_time = Lock()

    def thumbnail(self, key: Key, size: int) -> Thumbnail | None:
        """Return the thumbnail of *key* for *size*, rounded up to a step; None when none can be made."""
        step = rounded_up(size)
        folder = self._beside(key)
        found = stored_thumbnail(folder, step)
        if found or (folder / NONE).exists():
            return found
        with self._one_at_a_time:
            return self._make(key, folder, step)

    def _make(self, key: Key, folder: Path, step: int) -> Thumbnail | None:
        """Make the thumbnail, unless another thread or process has done so in the meantime.

        Raises: NotFound, when *key* is gone.
        """
        with self._store.open(key) as original:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                with folder_lock(folder):
                    found = stored_thumbnail(folder, step)
                    return (
                        found
                        if found or (folder / NONE).exists()
                        else save(make_from(original, folder, step), folder, step)
                    )
            except FileNotFoundError:  # the folder was deleted with its key in the meantime
                raise missing() from None


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*, across processes, until the end of the block."""
    with (folder / "lock").open("ab") as file:
        if sys.platform != "win32":
            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        yield


def make_from(original: BinaryIO, folder: Path, step: int) -> tuple[bytes, str] | None:
    """Make the thumbnail of size *step* from a thumbnail at least twice as large, or else from *original*."""
    for larger in (other for other in STEPS if other >= 2 * step):
        if found := stored_thumbnail(folder, larger):
            with found.path.open("rb") as source:
                return make(source, step)
    return make(original, step)


def save(made: tuple[bytes, str] | None, folder: Path, step: int) -> Thumbnail | None:
    """Store what was *made* in *folder*, or that nothing can be made."""
    if made is None:
        (folder / NONE).touch()
        return None
    content, extension = made
    aside = folder / f"{secrets.token_hex(8)}.part"
    aside.write_bytes(content)
    aside.replace(folder / f"{step}{extension}")
    return stored_thumbnail(folder, step)


def stored_thumbnail(folder: Path, step: int) -> Thumbnail | None:
    """Return the thumbnail of size *step* in *folder*; None when it was not made yet."""
    for extension, type_ in ((".jpg", "image/jpeg"), (".png", "image/png")):
        path = folder / f"{step}{extension}"
        if path.exists():
            return Thumbnail(path, type_)
    return None


def rounded_up(size: int) -> int:
    """Return the smallest step that is at least *size*, or else the largest one."""
    return next((step for step in STEPS if step >= size), STEPS[-1])


def make(source: BinaryIO, size: int) -> tuple[bytes, str] | None:
    """Return a thumbnail of *source* that fits *size*, and its extension; None for an unsupported format."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  # the server starts faster without

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source, formats=DECODERS) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                image.draft("RGB", (size, size))
                image.load()
                upright = ImageOps.exif_transpose(eight_bits(image))
                upright.thumbnail((size, size))
                return encoded(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return None


def eight_bits(image: Image) -> Image:
    """Return *image* with eight bits per channel, and with its transparency."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "I":
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "F":
        return image.point(lambda value: value * 255).convert("L")
    is_transparent = image.mode in HAS_ALPHA or "transparency" in image.info
    return image.convert("RGBA" if is_transparent else "RGB")


def encoded(image: Image) -> tuple[bytes, str]:
    """Return *image* as a file without metadata, and its extension: PNG with transparency, else JPEG."""
    buffer = io.BytesIO()
    if image.mode in HAS_ALPHA:
        image.save(buffer, "PNG")
        return buffer.getvalue(), ".png"
    image.convert("RGB").save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue(), ".jpg"
