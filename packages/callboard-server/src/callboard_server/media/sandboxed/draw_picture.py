"""Draw a picture that ffmpeg does not read: the first page of a document, or a picture in HEIF or AVIF.

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


def main(request: dict[str, Any], target: str) -> None:
    """Write the picture of standard input to *target*, as a PNG."""
    most_pixels = request["most_pixels"]
    is_page = request["format"] == "pdf"
    drawn = draw_page(request["side"], most_pixels) if is_page else draw_heif(most_pixels)
    drawn.save(target, "PNG", compress_level=1)


def draw_page(side: int, most_pixels: int) -> Image:
    """Draw the first page of a PDF document on white, *side* pixels high or wide."""
    import pypdfium2  # noqa: PLC0415

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


def draw_heif(most_pixels: int) -> Image:
    """Draw the picture of a HEIF file as its camera was held."""
    from PIL import Image, ImageOps  # noqa: PLC0415
    from pillow_heif import register_heif_opener  # noqa: PLC0415

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = most_pixels
    with open(0, "rb", closefd=False) as file, Image.open(file) as image:
        if image.width * image.height > most_pixels:
            raise ValueError("too many pixels")
        return ImageOps.exif_transpose(image).convert("RGBA" if image.mode in ("RGBA", "LA") else "RGB")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2])
