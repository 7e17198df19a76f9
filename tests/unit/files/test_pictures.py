"""Thumbnails."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from callboard.files.disk import DiskStore
from callboard.files.pictures import MOST_PIXELS, STEPS, Pictures, rounded_up
from callboard.files.store import Key


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path)


@pytest.fixture
def pictures(store: DiskStore) -> Pictures:
    return Pictures(store, store.beside)


def put(store: DiskStore, content: bytes) -> Key:
    with store.put() as incoming:
        incoming.write(content)
        return incoming.keep()


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


KINDS = [
    *(("RGB", kind) for kind in ("PNG", "JPEG", "TIFF", "BMP", "WEBP")),
    *(("P", "GIF"), ("L", "PNG"), ("CMYK", "JPEG"), ("I;16", "PNG"), ("F", "TIFF"), ("1", "PNG")),
]


@pytest.mark.parametrize(("mode", "kind"), KINDS)
def test_every_format_fits_the_size(store: DiskStore, pictures: Pictures, mode: str, kind: str) -> None:
    key = put(store, encoded(Image.new(mode, (800, 400)), kind))
    made = pictures.thumbnail(key, 300)
    assert made is not None
    assert size_of(made.path) == (300, 150)
    assert made.type == "image/jpeg"


def test_what_is_transparent_stays_so(store: DiskStore, pictures: Pictures) -> None:
    made = pictures.thumbnail(put(store, encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")), 100)
    assert made is not None
    assert made.type == "image/png"
    assert size_of(made.path) == (50, 50)


def test_the_camera_may_have_been_turned(store: DiskStore, pictures: Pictures) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = pictures.thumbnail(put(store, encoded(Image.new("RGB", (400, 200)), "JPEG", exif=exif)), 100)
    assert made is not None
    assert size_of(made.path) == (50, 100)


def test_a_picture_is_made_once(store: DiskStore, pictures: Pictures) -> None:
    key = put(store, encoded(Image.new("RGB", (800, 400)), "PNG"))
    first = pictures.thumbnail(key, 290)
    assert first is not None
    before = first.path.stat().st_mtime_ns
    assert pictures.thumbnail(key, 300) == first
    assert first.path.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        encoded(Image.new("RGB", (10, 10)), "PPM"),
        encoded(Image.new("RGB", (64, 64)), "PNG")[:60],
    ],
)
def test_what_is_no_picture_that_we_read_has_none(store: DiskStore, pictures: Pictures, content: bytes) -> None:
    key = put(store, content)
    assert pictures.thumbnail(key, 300) is None
    assert pictures.thumbnail(key, 300) is None


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(store: DiskStore, pictures: Pictures) -> None:
    side = int(MOST_PIXELS**0.5) + 1
    assert pictures.thumbnail(put(store, encoded(Image.new("1", (side, side)), "PNG")), 300) is None


@pytest.mark.parametrize(("asked", "expected"), [(1, 64), (64, 64), (65, 100), (300, 300), (301, 512), (999_999, STEPS[-1])])
def test_sizes_are_rounded_up(asked: int, expected: int) -> None:
    assert rounded_up(asked) == expected
