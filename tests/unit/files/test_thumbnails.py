"""Thumbnails."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import BinaryIO

import pytest
from PIL import Image

from callboard.errors import NotFound
from callboard_server.files.disk import DiskStore
from callboard_server.files.store import Key
from callboard_server.files.thumbnails import MOST_PIXELS, STEPS, Thumbnails, make, rounded_up


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path)


@pytest.fixture
def thumbnails(store: DiskStore) -> Thumbnails:
    return Thumbnails(store, store.beside)


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
def test_every_format_fits_the_size(store: DiskStore, thumbnails: Thumbnails, mode: str, kind: str) -> None:
    key = put(store, encoded(Image.new(mode, (800, 400)), kind))
    made = thumbnails.thumbnail(key, 300)
    assert made is not None
    assert size_of(made.path) == (300, 150)
    assert made.type == "image/jpeg"


def test_floating_point_numbers_are_linear_light(store: DiskStore, thumbnails: Thumbnails) -> None:
    made = thumbnails.thumbnail(put(store, encoded(Image.new("F", (80, 40), 0.5), "TIFF")), 64)
    assert made is not None
    with Image.open(made.path) as image:
        assert image.convert("L").getpixel((5, 5)) in range(186, 191)


def test_transparency_is_kept(store: DiskStore, thumbnails: Thumbnails) -> None:
    made = thumbnails.thumbnail(put(store, encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")), 100)
    assert made is not None
    assert made.type == "image/png"
    assert size_of(made.path) == (50, 50)


def test_the_orientation_of_the_camera_is_applied(store: DiskStore, thumbnails: Thumbnails) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = thumbnails.thumbnail(put(store, encoded(Image.new("RGB", (400, 200)), "JPEG", exif=exif)), 100)
    assert made is not None
    assert size_of(made.path) == (50, 100)


def test_a_thumbnail_is_made_once(store: DiskStore, thumbnails: Thumbnails) -> None:
    key = put(store, encoded(Image.new("RGB", (800, 400)), "PNG"))
    first = thumbnails.thumbnail(key, 290)
    assert first is not None
    before = first.path.stat().st_mtime_ns
    assert thumbnails.thumbnail(key, 300) == first
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
def test_other_files_have_no_thumbnail(store: DiskStore, thumbnails: Thumbnails, content: bytes) -> None:
    key = put(store, content)
    assert thumbnails.thumbnail(key, 300) is None
    assert thumbnails.thumbnail(key, 300) is None


def test_a_decompression_bomb_is_refused_before_it_is_decoded(
    store: DiskStore, thumbnails: Thumbnails
) -> None:
    side = int(MOST_PIXELS**0.5) + 1
    assert thumbnails.thumbnail(put(store, encoded(Image.new("1", (side, side)), "PNG")), 300) is None


@pytest.mark.parametrize(
    ("requested", "expected"), [(1, 64), (64, 64), (65, 100), (300, 300), (301, 512), (999_999, STEPS[-1])]
)
def test_sizes_are_rounded_up(requested: int, expected: int) -> None:
    assert rounded_up(requested) == expected


def test_concurrent_requests_make_one_thumbnail(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request uses another `Thumbnails`, like processes that share a data folder."""
    key, made = put(store, encoded(Image.new("RGB", (800, 400)), "PNG")), []

    def counted(source: BinaryIO, size: int) -> tuple[bytes, str] | None:
        made.append(size)
        return make(source, size)

    monkeypatch.setattr("callboard_server.files.thumbnails.make", counted)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: Thumbnails(store, store.beside).thumbnail(key, 300), range(16)))
    assert made == [300]
    assert len(set(found)) == 1
    assert found[0] is not None


def test_a_smaller_thumbnail_is_made_from_a_larger_one(
    store: DiskStore, thumbnails: Thumbnails, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decoding a hundred million pixels takes seconds, so it is done once."""
    key = put(store, encoded(Image.new("RGB", (4000, 2000)), "PNG"))
    sizes: list[tuple[int, int]] = []

    def recorded(source: BinaryIO, size: int) -> tuple[bytes, str] | None:
        with Image.open(source) as image:
            sizes.append(image.size)
        source.seek(0)
        return make(source, size)

    monkeypatch.setattr("callboard_server.files.thumbnails.make", recorded)
    for requested, expected in (
        (1024, (1024, 512)),
        (300, (300, 150)),
        (1024, (1024, 512)),
        (512, (512, 256)),
        (2048, (2048, 1024)),
    ):
        found = thumbnails.thumbnail(key, requested)
        assert found is not None
        assert size_of(found.path) == expected
    assert sizes == [(4000, 2000), (1024, 512), (1024, 512), (4000, 2000)]


def test_thumbnails_are_deleted_with_their_file(store: DiskStore, thumbnails: Thumbnails) -> None:
    key = put(store, encoded(Image.new("RGB", (80, 40)), "PNG"))
    for size in STEPS:
        assert thumbnails.thumbnail(key, size) is not None
    store.delete(key)
    assert not store.beside(key).exists()
    with pytest.raises(NotFound):
        thumbnails.thumbnail(key, 64)
    assert not store.beside(key).exists(), "no thumbnail is made for a deleted file"


def test_a_file_that_is_deleted_meanwhile_is_not_found(
    store: DiskStore, thumbnails: Thumbnails, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = put(store, encoded(Image.new("RGB", (80, 40)), "PNG"))

    def deleting(source: BinaryIO, size: int) -> tuple[bytes, str] | None:
        store.delete(key)
        return make(source, size)

    monkeypatch.setattr("callboard_server.files.thumbnails.make", deleting)
    with pytest.raises(NotFound):
        thumbnails.thumbnail(key, 64)
    assert not store.beside(key).exists()


# -- Files that are no simple pictures
# ------------------------------------------------------------------------------------------------------------


class CountingReader:
    """Gives one picture for every file, and counts the files that it reads."""

    def __init__(self, picture: bytes | None) -> None:
        self.picture, self.names = picture, list[str]()

    def __call__(self, original: BinaryIO, name: str, folder: Path) -> bytes | None:
        assert original.read() == b"a movie"
        (folder / "work").write_bytes(b"in progress")
        self.names.append(name)
        return self.picture


def test_other_files_are_read_once(store: DiskStore) -> None:
    reader = CountingReader(encoded(Image.new("RGB", (4000, 2000)), "JPEG"))
    thumbnails, key = Thumbnails(store, store.beside, reader), put(store, b"a movie")
    assert thumbnails.thumbnail(key, 300) is None
    for requested, expected in ((300, (300, 150)), (2048, (2048, 1024)), (100, (100, 50))):
        found = thumbnails.read_thumbnail(key, requested, "x.mov")
        assert found is not None
        assert size_of(found.path) == expected
        assert thumbnails.thumbnail(key, requested) == found
    smaller = thumbnails.thumbnail(key, 64)
    assert smaller is not None, "it is made from the larger ones"
    assert reader.names == ["x.mov"]
    assert not [path for path in store.beside(key).iterdir() if path.is_dir()], "no work is left"


def test_a_file_without_a_picture_is_read_once(store: DiskStore) -> None:
    reader = CountingReader(None)
    thumbnails, key = Thumbnails(store, store.beside, reader), put(store, b"a movie")
    assert [thumbnails.read_thumbnail(key, 300, "x.mov") for _ in range(3)] == [None] * 3
    assert thumbnails.thumbnail(key, 300) is None
    assert reader.names == ["x.mov"]


def test_a_reader_that_fails_for_the_moment_is_tried_again(store: DiskStore) -> None:
    attempts = iter((OSError("the disk is full"), encoded(Image.new("RGB", (40, 20)), "JPEG")))

    def read(original: BinaryIO, name: str, folder: Path) -> bytes | None:
        attempt = next(attempts)
        if isinstance(attempt, OSError):
            raise attempt
        return attempt

    thumbnails, key = Thumbnails(store, store.beside, read), put(store, b"a movie")
    with pytest.raises(OSError, match="full"):
        thumbnails.read_thumbnail(key, 300, "x.mov")
    assert thumbnails.read_thumbnail(key, 300, "x.mov") is not None


def test_simple_pictures_do_not_wait_for_a_reader(store: DiskStore) -> None:
    reading, answered = Event(), Event()

    def read(original: BinaryIO, name: str, folder: Path) -> bytes | None:
        reading.set()
        assert answered.wait(10), "the picture waited for the movie"
        return None

    thumbnails = Thumbnails(store, store.beside, read)
    movie, picture = put(store, b"a movie"), put(store, encoded(Image.new("RGB", (80, 40)), "PNG"))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(thumbnails.read_thumbnail, movie, 300, "x.mov")
        assert reading.wait(10)
        assert thumbnails.thumbnail(picture, 64) is not None
        assert thumbnails.thumbnail(movie, 64) is None, "nor do requests for the movie itself"
        answered.set()
        assert waiting.result() is None
