"""The colours of encoded movies and pictures, for each way in which a source can store and tag them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.support.encodes import Colour, encoded, is_near, movie_colour, picture_colour
from tests.support.films import ffmpeg_report, layered_exr, made

RED: Colour = (191, 0, 1)
GREY: Colour = (128, 128, 128)
HD, PAL, NTSC = "1280x720", "720x576", "720x480"
X264 = ("-c:v", "libx264", "-qp", "2")
UNTAGGED = "setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown:range=unknown"


def stored_as(matrix: str, range_: str = "tv", pixels: str = "yuv420p", tags: str = "") -> str:
    """Return the filters that store RGB in another form, without tags or with *tags*."""
    converted = f"scale=out_color_matrix={matrix}:out_range={range_}:flags=accurate_rnd+full_chroma_int"
    return f"{converted},format={pixels},{UNTAGGED}{',setparams=' + tags if tags else ''}"


TAGGED_709 = "colorspace=bt709:color_primaries=bt709:color_trc=bt709"
SOURCES = {
    "HD without tags": (HD, "x.mp4", stored_as("bt709"), X264),
    "PAL without tags": (PAL, "x.mp4", stored_as("bt601"), X264),
    "NTSC without tags": (NTSC, "x.mp4", stored_as("bt601"), X264),
    "a tall telephone": ("720x1280", "x.mp4", stored_as("bt709"), X264),
    "HD with the matrix of SD": (HD, "x.mp4", stored_as("bt601", tags="colorspace=smpte170m"), X264),
    "SD with the tags of HD": (NTSC, "x.mp4", stored_as("bt709", tags=TAGGED_709), X264),
    "full range": (HD, "x.mp4", stored_as("bt709", "pc", tags=f"{TAGGED_709}:range=pc"), X264),
    "motion JPEG": (
        HD,
        "x.mov",
        stored_as("bt601", "pc", "yuvj420p", "range=pc"),
        ("-c:v", "mjpeg", "-q:v", "2"),
    ),
    "ProRes": (HD, "x.mov", stored_as("bt709", "tv", "yuv422p10le"), ("-c:v", "prores_ks")),
    "ProRes 4444": (HD, "x.mov", stored_as("bt709", "tv", "yuv444p10le"), ("-c:v", "prores_ks")),
    "RGB in QuickTime": (HD, "x.mov", "format=rgb24", ("-c:v", "qtrle")),
    "RGB in H.264": (HD, "x.mp4", "format=gbrp", ("-c:v", "libx264rgb", "-qp", "2")),
    "RGB with ten bits": (HD, "x.mkv", "format=gbrp10le", ("-c:v", "ffv1")),
    "PNG in QuickTime": (HD, "x.mov", "format=rgb48be", ("-c:v", "png")),
    "GIF": ("64x48", "x.gif", "format=rgb24", ()),
    "interlaced": (
        HD,
        "x.mov",
        f"{stored_as('bt709', 'tv', 'yuv422p10le')},setfield=tff",
        ("-c:v", "prores_ks", "-flags", "+ilme+ildct"),
    ),
    "wide gamut": (
        HD,
        "x.mp4",
        "zscale=min=gbr:pin=709:tin=709:p=2020:m=2020_ncl:t=709:r=limited,format=yuv420p10le"
        ",setparams=colorspace=bt2020nc:color_primaries=bt2020:color_trc=bt709:range=tv",
        X264,
    ),
}


@pytest.mark.parametrize("kind", SOURCES)
def test_a_colour_stays_itself(tmp_path: Path, kind: str) -> None:
    """The movie has the colour of its source, and the picture that of the movie."""
    size, name, filters, codec = SOURCES[kind]
    source = f"color=c=0xBF0001:s={size}:r=25:d=0.12,format=gbrp"
    result = encoded(made(tmp_path / name, "-f", "lavfi", "-i", source, "-vf", filters, *codec))
    assert is_near(movie_colour(result), RED, 5)
    assert is_near(picture_colour(result), movie_colour(result), 4)
    assert result.movie is not None
    assert "yuv420p(tv, bt709" in ffmpeg_report(result.movie)


@pytest.mark.parametrize(
    ("transfer", "signal", "expected"),
    [
        *(("arib-std-b67", 0.75, 241), ("arib-std-b67", 1.0, 254), ("arib-std-b67", 0.5, 143)),
        *(
            ("smpte2084", 0.58, 241),
            ("smpte2084", 0.38, 108),
            ("smpte2084", 0.75, 254),
            ("smpte2084", 0.0, 0),
        ),
    ],
)
def test_brightness_beyond_that_of_paper_is_compressed(
    tmp_path: Path, transfer: str, signal: float, expected: int
) -> None:
    """Paper reflects 203 nits, which is 75 % in HLG and 58 % in PQ (ITU-R BT.2408). It becomes nearly white.

    What is darker stays as it is, and what is brighter has the rest.
    """
    tags = f"colorspace=bt2020nc:color_primaries=bt2020:color_trc={transfer}:range=tv"
    grey = f"format=yuv420p10le,geq=lum=64+{signal}*876:cb=512:cr=512"
    source = f"color=s=128x96:r=25:d=0.08,{grey},setparams={tags}"
    result = encoded(made(tmp_path / "x.mp4", "-f", "lavfi", "-i", source, *X264))
    assert is_near(movie_colour(result), (expected,) * 3, 3)


@pytest.mark.parametrize(
    ("name", "pixels", "codec"),
    [
        ("x.mov", "yuva444p10le", ("-c:v", "prores_ks", "-profile:v", "4444")),
        ("x.mov", "rgba", ("-c:v", "qtrle")),
        ("x.mov", "rgba64be", ("-c:v", "png")),
        ("x.webm", "yuva420p", ("-c:v", "libvpx-vp9")),
        ("x.webm", "yuva420p", ("-c:v", "libvpx", "-auto-alt-ref", "0")),
    ],
)
def test_transparent_pictures_are_on_grey(
    tmp_path: Path, name: str, pixels: str, codec: tuple[str, ...]
) -> None:
    """What is hidden in them stays hidden."""
    source = f"color=c=red@0:s=128x96:r=25:d=0.12,format=rgba,format={pixels}"
    result = encoded(made(tmp_path / name, "-f", "lavfi", "-i", source, *codec))
    assert is_near(movie_colour(result), GREY, 4)
    assert is_near(picture_colour(result), GREY, 4)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "TGA", "GIF"])
def test_half_of_a_transparent_picture_is_seen(tmp_path: Path, kind: str) -> None:
    path, is_hard = tmp_path / f"x.{kind.lower()}", kind == "GIF"
    options = {"lossless": True} if kind == "WEBP" else {}
    Image.new("RGBA", (64, 48), (255, 0, 0, 0 if is_hard else 128)).save(path, kind, **options)
    result = encoded(path)
    assert result.movie is None
    assert is_near(picture_colour(result), GREY if is_hard else (191, 64, 64), 4)


def test_a_render_is_over_black(tmp_path: Path) -> None:
    """The colours of OpenEXR are those over black already, whatever its alpha."""
    path = layered_exr(tmp_path / "x.exr", {"R": 0.5, "G": 0.0, "B": 0.0, "A": 0.0})
    assert is_near(picture_colour(encoded(path)), (188, 0, 0), 4)


def test_fields_are_woven_together(tmp_path: Path) -> None:
    """Lines that alternate in an interlaced movie of something that moves are not combs afterwards."""
    source = "color=black:s=256x128:r=50:d=0.4,drawbox=x=0:w=64:h=128:c=white:t=fill,scroll=h=0.1"
    path = made(
        tmp_path / "x.mov",
        *("-f", "lavfi", "-i", f"{source},tinterlace=mode=interleave_top,format=yuv422p10le,setfield=tff"),
        *("-c:v", "prores_ks", "-flags", "+ilme+ildct"),
    )
    result = encoded(path)
    assert result.media.is_interlaced
    with Image.open(result.picture) as image:
        grey = image.convert("L")
        combs = sum(
            abs(int(grey.getpixel((x, y))) - int(grey.getpixel((x, y + 1)))) > 100  # type: ignore[arg-type]
            for x in range(image.width)
            for y in range(32, 64)
        )
    assert combs < 40
