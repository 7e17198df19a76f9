"""The content of the demo's sample files: pictures, tables, logs, a page.

The same *seed* always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import math
import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Maker = Callable[[str], bytes]

WIDTH, HEIGHT = 960, 540
TILE = 240, 135
SHOTS = tuple(f"SQ{sequence:02}_{shot:04}" for sequence in (10, 20, 30) for shot in range(10, 130, 10))
ARTISTS = ("mokafor", "jlindqvist", "rtanaka", "dfontaine", "asharma")
STEPS = ("animation", "effects", "lighting", "compositing")

TRACEBACK = """Traceback (most recent call last):
  File "/studio/tools/publish/main.py", line 88, in run
    review.export(version, settings)
  File "/studio/tools/publish/review.py", line 141, in export
    frames = read_frames(version.path, version.first_frame, version.last_frame)
  File "/studio/tools/publish/frames.py", line 37, in read_frames
    raise MissingFrames(path, missing)
publish.frames.MissingFrames: 3 of 96 frames are missing in SQ20_0040_comp_v014: 1037, 1038, 1051
"""


def picture(seed: str) -> bytes:
    """Return a PNG of hills at dusk, as a lighting test."""
    return as_png(hills(seed))


def hills(seed: str) -> Image:
    """Return a picture of hills at dusk."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # most servers have no demo

    chance = random.Random(seed)
    image = Image.linear_gradient("L").resize((WIDTH, HEIGHT)).convert("RGB")
    low, high = (
        tuple(chance.randrange(*part) for part in parts)
        for parts in (((90, 200), (50, 110), (40, 120)), ((5, 30), (10, 40), (40, 90)))
    )
    image = Image.composite(
        Image.new("RGB", image.size, low), Image.new("RGB", image.size, high), image.convert("L")
    )
    draw = ImageDraw.Draw(image)
    x, y, radius = chance.randrange(150, WIDTH - 150), chance.randrange(90, 260), chance.randrange(28, 60)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(250, 236, 205))
    for depth in range(4):
        draw.polygon(hill(chance, depth), fill=tuple(int(part * (0.62 - 0.14 * depth)) for part in low))
    draw.text((24, HEIGHT - 34), f"{seed}   1001-1096   24 fps", fill=(235, 235, 235))
    return image


def hill(chance: random.Random, depth: int) -> list[tuple[float, float]]:
    """Return the outline of a hill; a hill with a greater *depth* is lower in the picture."""
    base, height, phase, length = (
        300 + depth * 55,
        chance.uniform(25, 70),
        chance.uniform(0, 6),
        chance.uniform(90, 220),
    )
    line = [
        (x, base + height * math.sin(x / length + phase) + 9 * math.sin(x / 23 + phase))
        for x in range(0, WIDTH + 12, 12)
    ]
    return [*line, (WIDTH, HEIGHT), (0, HEIGHT)]


def contact_sheet(seed: str) -> bytes:
    """Return a PNG with nine small pictures."""
    from PIL import Image  # noqa: PLC0415  # as above

    sheet = Image.new("RGB", (TILE[0] * 3 + 32, TILE[1] * 3 + 32), (24, 26, 30))
    for index, shot in enumerate(SHOTS[:9]):
        one = hills(f"{seed}{shot}").resize(TILE)
        sheet.paste(one, (8 + index % 3 * (TILE[0] + 8), 8 + index // 3 * (TILE[1] + 8)))
    return as_png(sheet)


def as_png(image: Image) -> bytes:
    """Return *image* as a PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def shot_table(seed: str) -> bytes:
    """Return a CSV of shots with their frames, bids and days spent."""
    chance = random.Random(seed)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("shot", "first frame", "last frame", "step", "artist", "days bid", "days spent", "note"))
    for shot in SHOTS:
        bid = chance.choice((1.5, 2, 3, 5, 8))
        note = chance.choice(
            ("", "", "", "waits for the plate", 'client: "a little warmer, please"', "retimed, see edit v7")
        )
        last = 1000 + chance.randrange(40, 180)
        writer.writerow(
            (
                shot,
                1001,
                last,
                chance.choice(STEPS),
                chance.choice(ARTISTS),
                bid,
                round(bid * chance.uniform(0.2, 1.4), 1),
                note,
            )
        )
    return buffer.getvalue().encode()


def manifest(seed: str) -> bytes:
    """Return JSON that lists published items."""
    chance = random.Random(seed)
    items = [
        {
            "name": f"{shot}_{chance.choice(STEPS)}",
            "version": chance.randrange(1, 24),
            "frames": [1001, 1000 + chance.randrange(40, 180)],
        }
        for shot in SHOTS[:12]
    ]
    return json.dumps({"source": seed, "colour space": "ACEScg", "published": items}, indent=2).encode()


def render_log(seed: str) -> bytes:
    """Return the log of a successful render."""
    chance = random.Random(seed)
    frames = (
        (
            f"frame {frame}  {chance.uniform(38, 190):6.1f} s  peak {chance.uniform(9, 31):4.1f} GB  noise "
            f"{chance.random() / 50:.4f}"
        )
        for frame in range(1001, 1049)
    )
    return "\n".join(
        [f"loading {seed}.usd", "textures: 412 files, 18.6 GB", *frames, "48 frames written, 0 warnings", ""]
    ).encode()


def failed_log(seed: str) -> bytes:
    """Return the log of a failed job, with a traceback."""
    return (
        f"publish {seed}\nreading 96 frames\nframe 1036 ok\nframe 1037 missing\nframe 1038 "
        f"missing\n\n{TRACEBACK}"
    ).encode()


def checksums(seed: str) -> bytes:
    """Return a text with a checksum for each frame."""
    chance = random.Random(seed)
    return "".join(
        f"{chance.randbytes(16).hex()}  {seed}.{frame}.exr\n" for frame in range(1001, 1097)
    ).encode()


def notes(seed: str) -> bytes:
    """Return Markdown: notes from a review."""
    return (
        f"# {seed}\n\nPresent: Mira, Johan, Rin, the client\n\n"
        "| shot | decision |\n|---|---|\n| SQ10_0030 | approved |\n"
        "| SQ20_0040 | rim light half a stop down |\n"
        "| SQ20_0070 | hold until the new plate is in |\n\nNext: Thursday, 10:00.\n"
    ).encode()


def page(seed: str) -> bytes:
    """Return a PDF of one page with *seed* as its title."""
    lines = (
        seed,
        "",
        "24 shots, 2 148 frames",
        "Approved: 17    In review: 5    On hold: 2",
        "",
        "Colour: ACEScg, viewed in Rec. 709",
    )
    text = " T* ".join(f"({line}) Tj" for line in map(pdf_text, lines))
    drawing = (
        f"BT /F1 18 Tf 72 770 Td 30 TL {text} ET "
        "0.2 0.45 0.85 rg 72 500 320 14 re f 0.85 g 392 500 130 14 re f"
    ).encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return pdf(objects)


def pdf_text(line: str) -> str:
    """Return *line* escaped for a PDF string."""
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def pdf(objects: tuple[bytes, ...]) -> bytes:
    """Return a PDF of *objects*, the first of which is its catalogue."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return (
        b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            body,
            count,
            table,
            count,
            len(body),
        )
    )


MAKERS: Mapping[str, Maker] = {
    "picture": picture,
    "contact sheet": contact_sheet,
    "table": shot_table,
    "manifest": manifest,
    "render log": render_log,
    "failed log": failed_log,
    "checksums": checksums,
    "notes": notes,
    "page": page,
}
"""The samples by name."""
