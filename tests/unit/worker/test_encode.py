"""Encoding files: valid, damaged and malicious ones."""

from __future__ import annotations

import hashlib
import http.server
import itertools
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from PIL import Image

from callboard_server.actions.encode_media import MOVIE, PICTURE
from callboard_server.files.disk import DiskStore
from callboard_server.files.store import Key
from callboard_server.media.failures import CannotEncode
from callboard_server.media.media_info import MediaInfo
from callboard_server.records.components import ComponentName
from callboard_server.records.stored_files import StoredFile
from callboard_server.worker.encode import Encoding, Product, encode
from callboard_server.worker.services import WorkerServices
from callboard_server.worker.source import EncodeOrder, Source
from tests.support.films import described, ffmpeg_report, film, layered_exr, picture, sound

ORDER = EncodeOrder(
    "source",
    {MOVIE: "movie", PICTURE: "picture"},
    keep_original=True,
    version_id=None,
    user_id="ann",
    description="Encode x",
)
COMPONENT = ComponentName("source", "x", ".x", "file", None)


def stored(services: WorkerServices, content: bytes, name: str = "x") -> StoredFile:
    with services.store.put() as incoming:
        incoming.write(content)
        key = incoming.keep()
    return StoredFile(
        name,
        key,
        name,
        len(content),
        hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "ann",
        "2026-01-01T00:00:00",
    )


def source_of(services: WorkerServices, path: Path) -> Source:
    return Source(COMPONENT, stored(services, path.read_bytes()))


def encoded(services: WorkerServices, source: Source) -> dict[str, Product]:
    return by_format(encoding_of(services, source))


def encoding_of(services: WorkerServices, source: Source) -> Encoding:
    shares: list[float] = []
    encoding = encode(services, ORDER, source, shares.append)
    assert all(0 <= share <= 1 for share in shares)
    return encoding


def by_format(encoding: Encoding) -> dict[str, Product]:
    return {product.format: product for product in encoding.products}


def path_of(services: WorkerServices, product: Product) -> Path:
    assert isinstance(services.store, DiskStore)
    path = services.store.path(product.key)
    content = path.read_bytes()
    assert (product.size, product.md5) == (
        len(content),
        hashlib.md5(content, usedforsecurity=False).hexdigest(),
    )
    return path


def media_of(services: WorkerServices, product: Product) -> MediaInfo:
    return described(path_of(services, product))


def refused(services: WorkerServices, source: Source) -> CannotEncode:
    """Try to encode *source*, which fails and leaves nothing behind; return why."""
    before = files_of(services)
    with pytest.raises(CannotEncode) as error:
        encoded(services, source)
    assert files_of(services) == before
    return error.value


def files_of(services: WorkerServices) -> set[Path]:
    folder = services.folder.parent
    return {
        path for name in ("files", "encoding") for path in (folder / name).rglob("*") if not path.is_dir()
    }


# -- Movies
# ------------------------------------------------------------------------------------------------------------


def test_a_movie_becomes_an_mp4_that_browsers_play(services: WorkerServices, tmp_path: Path) -> None:
    path = film(tmp_path / "in.mov", has_sound=True, rate="24000/1001", codec=("-c:v", "mpeg4"))
    made = encoded(services, source_of(services, path))
    report = ffmpeg_report(path_of(services, made[MOVIE]))
    assert "Video: h264" in report
    assert "yuv420p(tv, bt709" in report
    assert "Audio: aac" in report
    about = dict(made[MOVIE].about)
    assert about.pop("frameOut") in (22, 23)
    assert about == {"frameIn": 0, "frameRate": 23.976, "height": 48, "width": 64}
    head = path_of(services, made[MOVIE]).read_bytes()
    assert head.index(b"moov") < head.index(b"mdat"), "playback can start before the whole file is loaded"
    with Image.open(path_of(services, made[PICTURE])) as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))
    assert dict(made[PICTURE].about) == {"format": "image", "height": 48, "width": 64}
    assert {product.component_id for product in made.values()} == {"movie", "picture"}


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("63x47", (62, 46)),
        ("2560x1440", (1920, 1080)),
        ("720x1440", (540, 1080)),
        ("2x2", (2, 2)),
        ("4400x16", (4096, 14)),
    ],
)
def test_dimensions_are_even_and_limited(
    services: WorkerServices, tmp_path: Path, size: str, expected: tuple[int, int]
) -> None:
    path = film(tmp_path / "in.mkv", size=size, seconds=0.1, codec=("-c:v", "ffv1"))
    media = media_of(services, encoded(services, source_of(services, path))[MOVIE])
    assert (media.width, media.height) == expected


def test_pixels_become_square(services: WorkerServices, tmp_path: Path) -> None:
    path = film(tmp_path / "in.mov", size="64x48", seconds=0.1, codec=("-vf", "setsar=2"))
    media = media_of(services, encoded(services, source_of(services, path))[MOVIE])
    assert (media.width, media.height) == (128, 48)


@pytest.mark.parametrize("extension", ["avi", "webm", "mxf", "ts", "gif"])
def test_other_kinds_of_movies(services: WorkerServices, tmp_path: Path, extension: str) -> None:
    rate = "25"
    path = film(tmp_path / f"in.{extension}", rate=rate, size="128x96")
    made = encoded(services, source_of(services, path))
    assert made[MOVIE].about["frameRate"] == 25
    assert 24 <= made[MOVIE].about["frameOut"] <= 25
    assert not media_of(services, made[MOVIE]).sounds


def test_a_movie_without_sound_and_one_with_odd_colours(services: WorkerServices, tmp_path: Path) -> None:
    path = film(tmp_path / "in.mov", seconds=0.2, codec=("-c:v", "prores_ks", "-pix_fmt", "yuva444p10le"))
    assert "yuv420p(" in ffmpeg_report(path_of(services, encoded(services, source_of(services, path))[MOVIE]))


# -- Pictures and sequences
# -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", ["png", "jpg", "tiff", "bmp", "webp", "exr", "dpx", "hdr", "ppm"])
def test_a_picture_becomes_a_jpeg(services: WorkerServices, tmp_path: Path, extension: str) -> None:
    made = encoded(services, source_of(services, picture(tmp_path / f"in.{extension}")))
    assert set(made) == {PICTURE}
    with Image.open(path_of(services, made[PICTURE])) as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))


def test_linear_light_is_converted_for_display(services: WorkerServices, tmp_path: Path) -> None:
    """A grey card reflects 18 % of the light, and looks half as bright as white."""
    grey, path = tmp_path / "grey.png", tmp_path / "grey.exr"
    Image.new("RGB", (32, 32), (46, 46, 46)).save(grey)
    film(
        path,
        seconds=0.01,
        codec=("-i", str(grey), "-map", "1:v", "-pix_fmt", "gbrpf32le", "-frames:v", "1", "-update", "1"),
    )
    made = encoded(services, source_of(services, path))
    with Image.open(path_of(services, made[PICTURE])) as image:
        assert all(abs(channel - 118) <= 3 for channel in image.convert("RGB").getpixel((16, 16)))  # type: ignore[union-attr]


def test_the_orientation_of_the_camera_is_applied(services: WorkerServices, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (64, 32)).save(tmp_path / "in.jpg", exif=exif)
    assert encoded(services, source_of(services, tmp_path / "in.jpg"))[PICTURE].about == {
        "format": "image",
        "height": 64,
        "width": 32,
    }


def frames_of(
    services: WorkerServices, tmp_path: Path, count: int, extension: str = "png", rate: Fraction | None = None
) -> Source:
    files = {}
    for number in range(count):
        path = tmp_path / f"frame.{number}.{extension}"
        Image.new("RGB", (64, 48), (number * 20, 0, 0)).save(path)
        files[number] = stored(services, path.read_bytes(), str(number))
    return Source(
        ComponentName("source", "x", f".{extension}", "sequence", None),
        None,
        files,
        f".{extension}",
        rate,
    )


@pytest.mark.parametrize(
    ("rate", "expected"), [(None, 25), (Fraction(24), 24), (Fraction(24000, 1001), 23.976)]
)
def test_a_sequence_becomes_a_movie(
    services: WorkerServices, tmp_path: Path, rate: Fraction | None, expected: float
) -> None:
    made = encoded(services, frames_of(services, tmp_path, 10, rate=rate))
    assert dict(made[MOVIE].about) == {
        "frameIn": 0,
        "frameOut": 9,
        "frameRate": expected,
        "height": 48,
        "width": 64,
    }
    with Image.open(path_of(services, made[PICTURE])) as image:
        red = image.convert("RGB").getpixel((30, 20))
    assert isinstance(red, tuple)
    assert abs(red[0] - 60) < 12, "the picture is of the first third"


def test_a_sequence_with_a_damaged_frame(services: WorkerServices, tmp_path: Path) -> None:
    source = frames_of(services, tmp_path, 5)
    damaged = evolve(source, frames={**source.frames, 3: stored(services, b"no picture")})
    encoding = encoding_of(services, damaged)
    assert by_format(encoding)[MOVIE].about["frameOut"] == 4
    assert encoding.notes == ["1 frame is damaged: 3; the frame before is displayed instead"]


@pytest.mark.parametrize("layer", ["", "beauty.", "crypto."])
def test_a_sequence_of_a_renderer(services: WorkerServices, tmp_path: Path, layer: str) -> None:
    names = "rgb" if layer == "crypto." else "RGB"
    frames = {}
    for number in (7, 8, 10):
        path = layered_exr(tmp_path / f"{number}.exr", {f"{layer}{name}": 0.2 for name in names})
        frames[number] = stored(services, path.read_bytes())
    component = ComponentName("source", "x", ".exr", "sequence", None)
    encoding = encoding_of(services, Source(component, None, frames, ".exr"))
    made = by_format(encoding)
    assert made[MOVIE].about["frameOut"] == 3
    assert encoding.notes == ["1 frame is missing: 9; the frame before is displayed instead"]
    with Image.open(path_of(services, made[PICTURE])) as image:
        assert all(abs(channel - 124) <= 3 for channel in image.convert("RGB").getpixel((8, 8)))  # type: ignore[union-attr]


# -- Invalid files
# -----------------------------------------------------------------------------------------------------------


HARMLESS = "/etc/passwd"
UNENCODABLE = {
    "random": bytes(range(256)) * 400,
    "empty": b"",
    "text": b"hello\n",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    "playlist": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{HARMLESS}\n#EXT-X-ENDLIST\n".encode(),
    "concat": f"ffconcat version 1.0\nfile {HARMLESS}\n".encode(),
    "dash": b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><Period/></MPD>",
    "sdp": (
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\n"
        b"m=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
    ),
    "subtitles": b"WEBVTT\n\n00:00.000 --> 00:01.000\nhello\n",
}


@pytest.mark.parametrize("content", UNENCODABLE.values(), ids=UNENCODABLE)
def test_files_without_a_movie_are_refused(services: WorkerServices, content: bytes) -> None:
    error = refused(services, Source(COMPONENT, stored(services, content)))
    assert error.message
    assert "root:" not in error.log


def test_a_damaged_document_has_no_picture(services: WorkerServices) -> None:
    encoding = encoding_of(services, Source(COMPONENT, stored(services, b"%PDF-1.7\n")))
    assert (encoding.products, encoding.about_original) == ([], {"format": "pdf"})


def test_sound_alone_is_refused(services: WorkerServices, tmp_path: Path) -> None:
    assert (
        refused(services, source_of(services, sound(tmp_path / "in.m4a"))).message
        == "it contains sound but no pictures"
    )


@pytest.mark.parametrize(("extension", "is_moov_first"), [("mp4", True), ("mp4", False), ("mkv", False)])
def test_a_truncated_movie_is_refused(
    services: WorkerServices, tmp_path: Path, extension: str, is_moov_first: bool
) -> None:
    path = film(
        tmp_path / f"in.{extension}", seconds=3, codec=("-movflags", "+faststart") if is_moov_first else ()
    )
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "incomplete" in refused(services, source_of(services, path)).message


@pytest.mark.parametrize("extension", ["png", "jpg"])
def test_a_truncated_picture_is_refused(services: WorkerServices, tmp_path: Path, extension: str) -> None:
    path = picture(tmp_path / f"in.{extension}", size="320x240")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refused(services, source_of(services, path))


def test_a_decompression_bomb_is_refused_before_it_is_decoded(
    services: WorkerServices, tmp_path: Path
) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    assert "million pixels" in refused(services, source_of(services, tmp_path / "bomb.png")).message


@pytest.fixture
def address() -> Iterator[tuple[str, list[str]]]:
    """The address of a file on a web server, and the paths that were requested from it."""
    requested: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requested.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its name in the standard library
            del format, arguments

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x.ts", requested
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "form",
    ["#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile {}\n"],
)
def test_no_file_makes_the_encoder_send_requests(
    services: WorkerServices, address: tuple[str, list[str]], form: str
) -> None:
    url, requested = address
    refused(services, Source(COMPONENT, stored(services, form.format(url).encode())))
    assert requested == []


# -- Being stopped
# ------------------------------------------------------------------------------------------------------------


class Stop(Exception):
    """Raised by a watch to stop the encoder."""


def test_a_watch_can_stop_the_encoder_and_no_files_are_left(services: WorkerServices, tmp_path: Path) -> None:
    source = source_of(
        services, film(tmp_path / "in.mov", seconds=30, size="640x480", codec=("-c:v", "mpeg4"))
    )
    before, calls = files_of(services), itertools.count()

    def watch(share: float) -> None:
        if next(calls) > 2:
            raise Stop

    with pytest.raises(Stop):
        encode(services, ORDER, source, watch)
    assert files_of(services) == before


def test_stopping_deletes_files_that_are_already_stored(services: WorkerServices, tmp_path: Path) -> None:
    source = source_of(services, film(tmp_path / "in.mov"))
    before = files_of(services)

    def watch(share: float) -> None:
        if len(files_of(services) - before) > 5:  # both files are made, and one is in the store
            raise Stop

    with pytest.raises(Stop):
        encode(services, ORDER, source, watch)
    assert files_of(services) == before


def test_a_missing_file_is_reported(services: WorkerServices) -> None:
    file = stored(services, b"x")
    services.store.delete(Key(file.key))
    with pytest.raises(Exception, match="no longer exists"):
        encode(services, ORDER, Source(COMPONENT, file), lambda _: None)
