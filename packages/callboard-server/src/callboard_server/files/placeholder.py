"""The picture of what has no thumbnail: a frame with a mountain and a sun, in neutral greys."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

SIZE = 480, 270
SMOOTH = 4
"""It is drawn this many times as large, and then reduced, so that edges are smooth."""

BACKGROUND, SHAPES = (0x2A, 0x2D, 0x33), (0x4A, 0x4F, 0x58)


@cache
def placeholder() -> bytes:
    """Return the picture as PNG."""
    width, height = (side * SMOOTH for side in SIZE)
    picture = Image.new("RGB", (width, height), BACKGROUND)
    draw = ImageDraw.Draw(picture)
    x, y, unit = width / 2, height / 2, height / 12
    frame = (x - 3 * unit, y - 2.2 * unit, x + 3 * unit, y + 2.2 * unit)
    draw.rounded_rectangle(frame, radius=unit / 2, outline=SHAPES, width=round(unit / 3))
    draw.ellipse((x + unit, y - 1.4 * unit, x + 1.9 * unit, y - unit / 2), fill=SHAPES)
    slope = [(x - 2.3 * unit, y + 1.5 * unit), (x - 0.7 * unit, y - 0.8 * unit), (x + unit, y + 1.5 * unit)]
    draw.polygon(slope, fill=SHAPES)
    draw.polygon([(x, y + 1.5 * unit), (x + 1.1 * unit, y), (x + 2.3 * unit, y + 1.5 * unit)], fill=SHAPES)
    content = io.BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(content, "PNG", optimize=True)
    return content.getvalue()
