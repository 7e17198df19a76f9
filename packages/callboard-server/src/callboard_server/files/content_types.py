"""What a file is, and what a browser may show of it.

A browser shows a file only when its name *and* its first bytes say the same harmless thing. All else is a
download of a type that no browser runs: pages, SVG and XML above all, since they carry scripts.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import PurePosixPath

from attrs import frozen

UNKNOWN = "application/octet-stream"
PLAIN_TEXT = "text/plain; charset=utf-8"
HEAD_BYTES = 4096
"""How many of the first bytes `as_inline` needs."""

DISPLAYABLE: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".pdf": "application/pdf",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
}
"""What a browser may show, by extension, when the bytes agree."""

SIGNATURES: Mapping[str, tuple[tuple[int, bytes], ...]] = {
    "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "image/jpeg": ((0, b"\xff\xd8\xff"),),
    "image/gif": ((0, b"GIF87a"), (0, b"GIF89a")),
    "image/webp": ((8, b"WEBP"),),
    "image/avif": ((4, b"ftypavif"), (4, b"ftypavis"), (4, b"ftypmif1")),
    "application/pdf": ((0, b"%PDF-"),),
    "video/mp4": ((4, b"ftyp"),),
    "video/webm": ((0, b"\x1a\x45\xdf\xa3"),),
    "audio/mpeg": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"), (0, b"\xff\xfa")),
    "audio/mp4": ((4, b"ftyp"),),
    "audio/wav": ((8, b"WAVE"),),
    "audio/flac": ((0, b"fLaC"),),
    "audio/ogg": ((0, b"OggS"),),
}
"""Where the bytes of each type carry its mark."""

ACTIVE_EXTENSIONS = frozenset(
    (
        *(".htm", ".html", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".hta"),
        *(".svg", ".svgz", ".xml", ".xsl", ".xslt", ".rdf", ".atom", ".rss"),
        *(".js", ".mjs", ".css", ".wasm", ".swf"),
    )
)
ACTIVE_MARKS = (b"<html", b"<!doctype", b"<svg", b"<?xml", b"<script", b"<body", b"<head", b"<iframe")
"""Beginnings of documents that run scripts in readers that guess."""

EXTRA_TYPES: Mapping[str, str] = {
    ".exr": "image/x-exr",
    ".dpx": "image/x-dpx",
    ".hdr": "image/vnd.radiance",
    ".mov": "video/quicktime",
    ".mxf": "application/mxf",
    ".usd": "application/octet-stream",
    ".usda": "text/plain",
    ".abc": "application/octet-stream",
    ".nk": "text/plain",
    ".ma": "text/plain",
    ".log": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".json": "application/json",
    ".avif": "image/avif",
    ".webp": "image/webp",
}


STILLS = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic"),
        *(".exr", ".dpx", ".hdr", ".psd", ".sgi", ".j2k", ".jp2", ".jxl", ".qoi", ".pam", ".ppm", ".pgm"),
    )
)
"""Extensions of files with one picture in each."""


@frozen
class Presentation:
    """How bytes are served: as *type*, inside the page or as a download."""

    type: str
    is_inline: bool


def content_type(name: str) -> str:
    """Return the type of a file called *name*, as clients are told on upload.

    The unknown one when nothing is known.
    """
    extension = extension_of(name)
    return (
        DISPLAYABLE.get(extension)
        or EXTRA_TYPES.get(extension)
        or mimetypes.guess_type(f"x{extension}")[0]
        or UNKNOWN
    )


def is_still(name: str) -> bool:
    """Tell whether a file called *name* is meant to hold one picture."""
    return extension_of(name) in STILLS


def as_download(name: str) -> Presentation:
    """Return how a file called *name* is served as a download: never as what could run."""
    type_ = content_type(name)
    is_active = extension_of(name) in ACTIVE_EXTENSIONS or is_active_type(type_)
    return Presentation(UNKNOWN if is_active else with_charset(type_), is_inline=False)


def as_inline(name: str, head: bytes) -> Presentation:
    """Return how a file called *name* that begins with *head* is served to a page that wants to show it."""
    extension = extension_of(name)
    promised = DISPLAYABLE.get(extension)
    if promised:
        return (
            Presentation(promised, is_inline=True)
            if agrees(promised, head)
            else Presentation(UNKNOWN, is_inline=False)
        )
    if extension in ACTIVE_EXTENSIONS or looks_active(head) or not is_text(head):
        return as_download(name)
    return Presentation(PLAIN_TEXT, is_inline=True)


def agrees(type_: str, head: bytes) -> bool:
    """Tell whether *head* carries the mark of *type_*."""
    return any(head[offset : offset + len(mark)] == mark for offset, mark in SIGNATURES[type_])


def is_text(head: bytes) -> bool:
    """Tell whether *head* is text in UTF-8; a character cut in two at its end is fine."""
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) >= HEAD_BYTES and error.start >= len(head) - 3
    return True


def looks_active(head: bytes) -> bool:
    """Tell whether *head* begins as a document with scripts does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith(ACTIVE_MARKS)


def is_active_type(type_: str) -> bool:
    """Tell whether a browser that opens *type_* may run what is inside."""
    return type_.endswith(("html", "xml", "javascript", "ecmascript")) or type_ in (
        "text/css",
        "application/wasm",
    )


def with_charset(type_: str) -> str:
    """Return *type_*, text with its encoding."""
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_


def extension_of(name: str) -> str:
    """Return the extension of *name* in lower case, with its dot."""
    return PurePosixPath(name.replace("/", "_")).suffix.lower()
