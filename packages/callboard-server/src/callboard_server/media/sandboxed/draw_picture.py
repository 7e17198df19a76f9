"""Draw a picture that ffmpeg does not read: the first page of a document, HEIF, and rare kinds of TIFF.

It is run by its path, in the sandbox, with the file as standard input::

    python -I draw_picture.py '{"format": "pdf", "side": 2160, "most_pixels": 100000000}' picture.png
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_SCALE = 8.0
DECODERS = {
    "heif": ("HEIF", "AVIF"),
    "tiff_pipe": ("TIFF",),
    "psd_pipe": ("PSD",),
    "webp_pipe": ("WEBP",),
    "pcx_pipe": ("PCX",),
    "dds_pipe": ("DDS",),
}
"""The decoders of Pillow for each format."""


def main(request: dict[str, Any], target: str) -> None:
    """Write the picture of standard input to *target*, as a PNG."""
    most_pixels = request["most_pixels"]
    is_page = request["format"] == "pdf"
    drawn = draw_page(request["side"], most_pixels) if is_page else draw_image(request["format"], most_pixels)
    drawn.save(target, "PNG", compress_level=1)


def draw_page(side: int, most_pixels: int) -> Image:
    """Draw the first page of a PDF document on white, *side* pixels high or wide."""
    import pypdfium2  # noqa: PLC0415  # only for documents

    with open(0, "rb", closefd=False) as file:
        content = file.read()
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    width, height = page.get_size()
    scale = min(LARGEST_SCALE, side / max(width, height, 1.0))
    if width * height * scale * scale > most_pixels:
        raise ValueError("too many pixels")
    drawn: Image = page.render(scale=scale).to_pil().convert("RGB")
    return drawn


def draw_image(kind: str, most_pixels: int) -> Image:
    """Draw the picture of a file that Pillow decodes, as its camera was held."""
    from PIL import Image, ImageOps  # noqa: PLC0415  # documents need none of it

    if kind == "heif":
        from pillow_heif import register_heif_opener  # noqa: PLC0415  # only for HEIF

        register_heif_opener()
    Image.MAX_IMAGE_PIXELS = most_pixels
    with open(0, "rb", closefd=False) as file, Image.open(file, formats=DECODERS[kind]) as image:
        if image.width * image.height > most_pixels:
            raise ValueError("too many pixels")
        drawn = in_rgb(image)
        return ImageOps.exif_transpose(drawn).convert("RGBA" if drawn.mode in ("RGBA", "LA") else "RGB")


def in_rgb(image: Image) -> Image:
    """Return *image*, when Pillow cannot convert it to RGB itself, in a mode that it can convert."""
    if image.mode == "F":  # grey with linear light, from 0 to 1
        table = [round(255 * displayed(value / 255)) for value in range(256)]
        return image.point(lambda value: value * 255 + 0).convert("L").point(table)
    if image.mode == "LAB":
        from PIL import ImageCms  # noqa: PLC0415  # few pictures have a profile

        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB") or image
    return image


def displayed(light: float) -> float:
    """Return the brightness of sRGB for linear *light*."""
    return float(12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2])
