"""A picture of any file: of a movie, of the pictures of renderers and paint programs, of a document."""

from __future__ import annotations

import io
from io import FileIO
from pathlib import Path

import pytest
from PIL import Image

from callboard_server.media.failures import CannotEncode
from callboard_server.media.pictures import preview
from tests.support.films import exr_of_parts, layered_exr, made, psd

RED = (191, 0, 1)
Colour = tuple[int, int, int]


def colour_of(path: Path) -> Colour:
    """Return the colour in the middle of the picture of a file."""
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    with FileIO(path) as source, Image.open(io.BytesIO(preview(source, path.name, work))) as image:
        red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]  # a pixel of RGB
    return red, green, blue


def is_near(one: Colour, other: Colour, tolerance: int = 4) -> bool:
    return all(abs(left - right) <= tolerance for left, right in zip(one, other, strict=True))


def flat(path: Path, *options: str, pixels: str = "rgb24", size: str = "64x48", seconds: str = "0.2") -> Path:
    """Make a file in the colour `RED` at *path*."""
    source = f"color=c=0xBF0001:s={size}:r=25:d={seconds},format=gbrp,format={pixels}"
    return made(path, "-f", "lavfi", "-i", source, *options)


@pytest.mark.parametrize(
    ("name", "pixels"),
    [
        *((f"x.{extension}", "rgb24") for extension in ("tga", "png", "bmp", "sgi", "webp", "dpx", "tiff")),
        *(("deep.tiff", "rgb48le"), ("deep.dpx", "gbrp10be"), ("deep.png", "rgb48be"), ("x.jpg", "yuvj420p")),
    ],
)
def test_a_picture(tmp_path: Path, name: str, pixels: str) -> None:
    assert is_near(colour_of(flat(tmp_path / name, "-frames:v", "1", pixels=pixels)), RED)


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_a_photo_of_a_telephone(tmp_path: Path, kind: str) -> None:
    from pillow_heif import register_heif_opener  # noqa: PLC0415  # registers itself in Pillow

    register_heif_opener()
    Image.new("RGB", (64, 48), RED).save(tmp_path / "photo", kind, quality=95)
    assert is_near(colour_of(tmp_path / "photo"), RED)


PILLOW = {
    "float.tiff": lambda path: Image.new("F", (64, 48), 0.5).save(path),
    "deep grey.tiff": lambda path: Image.new("I;16", (64, 48), 188 * 257).save(path),
    "print.tiff": lambda path: Image.new("RGB", (64, 48), (188, 188, 188)).convert("CMYK").save(path),
    "lab.tiff": lambda path: Image.new("LAB", (64, 48), (194, 128, 128)).save(path),
    "jpeg.tiff": lambda path: Image.new("YCbCr", (64, 48), (188, 128, 128)).save(path, compression="jpeg"),
    "packed.tiff": lambda path: Image.new("RGB", (64, 48), (188,) * 3).save(path, compression="tiff_lzw"),
    "pages.tiff": lambda path: Image.new("L", (64, 48), 188).save(
        path, save_all=True, append_images=[Image.new("L", (64, 48))]
    ),
    "animated.webp": lambda path: Image.new("RGB", (64, 48), (188,) * 3).save(
        path, save_all=True, append_images=[Image.new("RGB", (64, 48))]
    ),
    "texture.dds": lambda path: Image.new("RGB", (64, 48), (188,) * 3).save(path),
    "old.pcx": lambda path: Image.new("RGB", (64, 48), (188,) * 3).save(path),
}


@pytest.mark.parametrize("name", PILLOW)
def test_rare_kinds_of_pictures(tmp_path: Path, name: str) -> None:
    PILLOW[name](tmp_path / name)
    assert is_near(colour_of(tmp_path / name), (188, 188, 188))


def test_a_picture_of_a_paint_program(tmp_path: Path) -> None:
    assert is_near(colour_of(psd(tmp_path / "x.psd", RED)), RED)


LINEAR = {"R": 0.5, "G": 0.0, "B": 0.0}
DISPLAYED = (188, 0, 0)


@pytest.mark.parametrize(
    "layers",
    [
        ("",),
        ("ViewLayer.Combined.",),
        ("", "diffuse."),
        ("diffuse.", "beauty."),
        ("AOV.emission.", "Main.rgba."),
    ],
)
def test_the_finished_picture_among_layers(tmp_path: Path, layers: tuple[str, ...]) -> None:
    """The layer to show is the unnamed one, else the one whose name says so."""
    *others, shown = layers if layers[0] else tuple(reversed(layers))
    channels = {f"{layer}{name}": 0.25 for layer in others for name in "RGB"}
    channels |= {f"{shown}{name}": value for name, value in LINEAR.items()} | {"Depth.Z": 7.0}
    assert is_near(colour_of(layered_exr(tmp_path / "x.exr", channels)), DISPLAYED)


@pytest.mark.parametrize(
    "names",
    [
        *(("d.red", "d.green", "d.blue"), ("crypto.r", "crypto.g", "crypto.b"), ("N.X", "N.Y", "N.Z")),
        *(("r", "g", "b"), ("L.u", "L.v", "L.w")),
    ],
)
def test_three_channels_of_any_name_are_colours(tmp_path: Path, names: tuple[str, ...]) -> None:
    channels = dict(zip(names, LINEAR.values(), strict=True)) | {"Depth.Z": 7.0}
    assert is_near(colour_of(layered_exr(tmp_path / "x.exr", channels)), DISPLAYED)


@pytest.mark.parametrize("names", [("Y",), ("Z",), ("mask.A",), ("L.Y",), ("R", "G")])
def test_a_channel_of_any_name_is_grey(tmp_path: Path, names: tuple[str, ...]) -> None:
    path = layered_exr(tmp_path / "x.exr", dict.fromkeys(names, 0.5))
    assert is_near(colour_of(path), (188, 188, 188))


def test_the_part_with_the_finished_picture(tmp_path: Path) -> None:
    path = exr_of_parts(tmp_path / "x.exr", [{"Z": 0.1}, {"AOV.R": 0.1, "AOV.G": 0.1, "AOV.B": 0.1}, LINEAR])
    assert is_near(colour_of(path), DISPLAYED)


def test_the_first_page_of_a_document(tmp_path: Path) -> None:
    Image.new("RGB", (60, 80), RED).save(tmp_path / "x.pdf")
    assert is_near(colour_of(tmp_path / "x.pdf"), RED, 8)


@pytest.mark.parametrize("name", ["x.mov", "x.mxf", "x.avi", "x.mkv", "x.gif"])
def test_a_movie(tmp_path: Path, name: str) -> None:
    codec = () if name == "x.gif" else ("-c:v", "mpeg2video", "-q:v", "2")
    path = flat(tmp_path / name, *codec, pixels="rgb24" if name == "x.gif" else "yuv420p", size="128x96")
    assert is_near(colour_of(path), RED, 6)


def test_a_file_without_a_picture(tmp_path: Path) -> None:
    (tmp_path / "x.tga").write_bytes(b"not a picture at all, although it is called so")
    with pytest.raises(CannotEncode):
        colour_of(tmp_path / "x.tga")
