"""Copy one part of an OpenEXR picture, with other names of its channels.

It is run by its path, in the sandbox, with the file as standard input::

    python -I -S copy_part.py '{"part": 1, "names": {"Depth.Z": "Y"}}' picture.exr

The blocks of pixels are copied as they are. The file has a table of their places, and blocks of files with
several parts start with the number of their part.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

TILED, MULTIPART = 0x200, 0x1000
SCANLINE_HEAD, TILE_HEAD = 8, 20
"""The sizes of what is before the pixels of a block. The last four bytes are the size of the pixels."""

Header = dict[bytes, tuple[bytes, bytes]]
"""The types and values of attributes by their names."""


def main(part: int, names: Mapping[str, str], target: str) -> None:
    """Write a part of standard input to *target*, with *names* for channels. The others are hidden."""
    with open(0, "rb", closefd=False) as file:
        content = file.read()
    (version,) = struct.unpack_from("<I", content, 4)
    is_multiple = bool(version & MULTIPART)
    headers, tables = read_headers(content, is_multiple)
    header = headers[part]
    head = TILE_HEAD if b"tiles" in header else SCANLINE_HEAD
    places = place_tables(content, tables, headers, is_multiple)[part]
    blocks = [block(content, place + 4 * is_multiple, head) for place in places]
    kind, listed = header[b"channels"]
    header[b"channels"] = (kind, renamed(listed, names))
    start = content[:4] + struct.pack("<I", version & ~(MULTIPART | TILED) | TILED * (head == TILE_HEAD))
    start += b"".join(written(header)) + b"\0"
    Path(target).write_bytes(start + b"".join(table(len(start), blocks)) + b"".join(blocks))


def read_headers(content: bytes, is_multiple: bool) -> tuple[list[Header], int]:
    """Return the headers of all parts, and the place after them."""
    place, headers = 8, []
    while content[place]:
        header: Header = {}
        while content[place]:
            name, place = text_at(content, place)
            kind, place = text_at(content, place)
            (size,) = struct.unpack_from("<I", content, place)
            header[name] = (kind, content[place + 4 : place + 4 + size])
            place += 4 + size
        headers.append(header)
        place += 1
        if not is_multiple:
            return headers, place
    return headers, place + 1


def text_at(content: bytes, place: int) -> tuple[bytes, int]:
    """Return the text at *place*, which ends with a zero, and the place after it."""
    end = content.index(b"\0", place, place + 256)
    return content[place:end], end + 1


def place_tables(
    content: bytes, start: int, headers: list[Header], is_multiple: bool
) -> list[tuple[int, ...]]:
    """Return the places of the blocks of each part, from the tables at *start*."""
    if not is_multiple:  # the number of blocks is not written, but the first one is behind the table
        (first,) = struct.unpack_from("<Q", content, start)
        first = min(places_at(content, start, (first - start) // 8))
        return [places_at(content, start, (first - start) // 8)]
    tables = []
    for header in headers:
        (count,) = struct.unpack("<i", header[b"chunkCount"][1])
        tables.append(places_at(content, start, count))
        start += 8 * count
    return tables


def places_at(content: bytes, start: int, count: int) -> tuple[int, ...]:
    if not 0 < count <= len(content) // 8:
        raise ValueError("a block outside of the file")
    return struct.unpack_from(f"<{count}Q", content, start)


def block(content: bytes, place: int, head: int) -> bytes:
    """Return the block at *place*."""
    (size,) = struct.unpack_from("<I", content, place + head - 4)
    return content[place : place + head + size]


def renamed(listed: bytes, names: Mapping[str, str]) -> bytes:
    """Return the list of channels with other names."""
    place, result = 0, b""
    while listed[place]:
        name, after = text_at(listed, place)
        new = names.get(name.decode("utf-8", "replace"))
        result += (new.encode() if new else b"other." + name) + b"\0" + listed[after : after + 16]
        place = after + 16
    return result + b"\0"


def written(header: Header) -> Iterator[bytes]:
    for name, (kind, value) in header.items():
        yield name + b"\0" + kind + b"\0" + struct.pack("<I", len(value)) + value


def table(start: int, blocks: list[bytes]) -> Iterator[bytes]:
    """Return the table at *start* of the places of *blocks*, which follow it."""
    place = start + 8 * len(blocks)
    for each in blocks:
        yield struct.pack("<Q", place)
        place += len(each)


if __name__ == "__main__":
    request = json.loads(sys.argv[1])
    main(request["part"], request["names"], sys.argv[2])
