"""Thumbnails: made once for each of a few sizes, stored beside their file, and deleted together with it.

Simple pictures take milliseconds. Movies, documents and the pictures of renderers are read by a program of
their own, one at a time.
"""

from __future__ import annotations

import contextlib
import io
import secrets
import shutil
import sys
import tempfile
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

NONE = "unreadable"
"""The name of an empty file, which records that no thumbnail can be made."""

READING = "work-"
"""The start of the names of folders of readers at work."""

DISPLAYED = [
    round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))
    for light in (value / 255 for value in range(256))
]
"""The brightness of sRGB for linear light, which pictures of floating point numbers contain."""

DEFAULT_SIZE = 300
QUALITY = 85
HAS_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


@frozen
class Thumbnail:
    """A thumbnail on disk."""

    path: Path
    type: str


Reader = Callable[[BinaryIO, str, Path], bytes | None]
"""Reads a file that is no simple picture, under the name that it has, with a folder for its work.

It returns a JPEG or PNG; None when the file contains no picture. Reading takes up to a minute."""


def no_reader(original: BinaryIO, name: str, folder: Path) -> None:
    """Read nothing."""


class Thumbnails:
    """Makes thumbnails of files in *store*, in the folder that *beside* returns for each key.

    Simple pictures are decoded here. *read* gives a picture of every other file.
    """

    def __init__(self, store: Store, beside: Callable[[Key], Path], read: Reader = no_reader) -> None:
        self._store = store
        self._beside = beside
        self._read = read
        self._one_at_a_time = Lock()
        self._one_reader = Lock()

    def thumbnail(self, key: Key, size: int) -> Thumbnail | None:
        """Return the thumbnail of *key* for *size*, rounded up to a step; None when it is no simple picture.

        Raises: NotFound, when *key* is gone.
        """
        step, folder = rounded_up(size), self._beside(key)
        if (found := stored_thumbnail(folder, step)) or (folder / NONE).exists():
            return found
        with self._one_at_a_time:
            return self._make(key, step, "lock", lambda original: make_from(original, folder, step))

    def read_thumbnail(self, key: Key, size: int, name: str) -> Thumbnail | None:
        """Return the thumbnail of *key* for *size*, when `thumbnail` returns none; None when none exists.

        Files are read one at a time. *name* is the name of the file. Raises: NotFound, when *key* is gone.
        """
        step, folder = rounded_up(size), self._beside(key)
        with self._one_reader:
            if (found := stored_thumbnail(folder, step)) or (folder / NONE).exists():
                return found
            return self._make(
                key, step, "reading", lambda original: self._read_original(original, name, folder, step)
            )

    def _make(
        self, key: Key, step: int, lock: str, make_it: Callable[[BinaryIO], tuple[bytes, str] | None]
    ) -> Thumbnail | None:
        """Make and store the thumbnail, unless another process has done so in the meantime.

        Reading has a *lock* of its own, so nothing else waits for it.
        """
        folder = self._beside(key)
        with self._store.open(key) as original:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                with folder_lock(folder, lock):
                    if (found := stored_thumbnail(folder, step)) or (folder / NONE).exists():
                        return found
                    made = make_it(original)
                    return save(made, folder, step) if made else None
            except FileNotFoundError:  # the folder was deleted with its key in the meantime
                raise missing() from None

    def _read_original(
        self, original: BinaryIO, name: str, folder: Path, step: int
    ) -> tuple[bytes, str] | None:
        """Return the thumbnail of a file that is no simple picture. The largest size is stored as well."""
        if found := make_from_larger(folder, step):
            return found
        for abandoned in folder.glob(f"{READING}*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=READING, dir=folder, ignore_cleanup_errors=True) as work:
            picture = self._read(original, name, Path(work))
        largest = make(io.BytesIO(picture), STEPS[-1]) if picture else None
        if largest is None:
            (folder / NONE).touch()
            return None
        save(largest, folder, STEPS[-1])
        return largest if step == STEPS[-1] else make(io.BytesIO(largest[0]), step)


@contextlib.contextmanager
def folder_lock(folder: Path, name: str) -> Iterator[None]:
    """Hold the lock *name* of *folder*, across processes, until the end of the block."""
    with (folder / name).open("ab") as file:
        if sys.platform != "win32":
            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        yield


def make_from(original: BinaryIO, folder: Path, step: int) -> tuple[bytes, str] | None:
    """Make the thumbnail of size *step* from a thumbnail at least twice as large, or else from *original*."""
    return make_from_larger(folder, step) or make(original, step)


def make_from_larger(folder: Path, step: int) -> tuple[bytes, str] | None:
    """Make the thumbnail of size *step* from one at least twice as large; None without one."""
    for larger in (other for other in STEPS if other >= 2 * step):
        if found := stored_thumbnail(folder, larger):
            with found.path.open("rb") as source:
                return make(source, step)
    return None


def save(made: tuple[bytes, str], folder: Path, step: int) -> Thumbnail | None:
    """Store what was *made* in *folder*."""
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
        return image.point(lambda value: value * 255 + 0).convert("L").point(DISPLAYED)
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
