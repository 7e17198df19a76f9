"""The content types of files, and whether a browser may display them.

A file is displayed only when its name *and* its first bytes agree on a harmless type. Everything else is a
download of a type that browsers do not execute, above all HTML, SVG and XML, which may contain scripts.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import PurePosixPath

from attrs import frozen

UNKNOWN = "application/octet-stream"
PLAIN_TEXT = "text/plain; charset=utf-8"
HEAD_BYTES = 4096
"""The number of first bytes that `as_inline` requires."""

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
"""The types that a browser may display, by extension, when the content agrees."""

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
"""The signatures of each type, with their offsets."""

ACTIVE_EXTENSIONS = frozenset(
    (
        *(".htm", ".html", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".hta"),
        *(".svg", ".svgz", ".xml", ".xsl", ".xslt", ".rdf", ".atom", ".rss"),
        *(".js", ".mjs", ".css", ".wasm", ".swf"),
    )
)
ACTIVE_MARKS = (b"<html", b"<!doctype", b"<svg", b"<?xml", b"<script", b"<body", b"<head", b"<iframe")
"""The beginnings of documents that can contain scripts, because some browsers guess types from them."""

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
        *(".tga", ".targa", ".heif", ".pbm", ".pfm", ".pcx", ".dds"),
    )
)
"""Extensions of files with one picture in each."""


@frozen
class Presentation:
    """How a file is served: its content type, and whether it is displayed or downloaded."""

    type: str
    is_inline: bool


def content_type(name: str) -> str:
    """Return the content type of a file called *name*; `UNKNOWN` for an unknown extension."""
    extension = extension_of(name)
    return (
        DISPLAYABLE.get(extension)
        or EXTRA_TYPES.get(extension)
        or mimetypes.guess_type(f"x{extension}")[0]
        or UNKNOWN
    )


def is_still(name: str) -> bool:
    """Return whether a file called *name* is a single picture, by its extension."""
    return extension_of(name) in STILLS


def is_playable(name: str) -> bool:
    """Return whether browsers play a file called *name*, by its extension."""
    return (DISPLAYABLE.get(extension_of(name)) or "").startswith("video/")


def is_document(name: str) -> bool:
    """Return whether a file called *name* is a document with pages, by its extension."""
    return extension_of(name) == ".pdf"


def as_download(name: str) -> Presentation:
    """Return how a file called *name* is downloaded: never with a type that browsers execute."""
    type_ = content_type(name)
    is_active = extension_of(name) in ACTIVE_EXTENSIONS or is_active_type(type_)
    return Presentation(UNKNOWN if is_active else with_charset(type_), is_inline=False)


def as_inline(name: str, head: bytes) -> Presentation:
    """Return how a file called *name* that begins with *head* is served to a page that displays it."""
    extension = extension_of(name)
    expected = DISPLAYABLE.get(extension)
    if expected:
        return (
            Presentation(expected, is_inline=True)
            if has_signature(expected, head)
            else Presentation(UNKNOWN, is_inline=False)
        )
    if extension in ACTIVE_EXTENSIONS or looks_active(head) or not is_text(head):
        return as_download(name)
    return Presentation(PLAIN_TEXT, is_inline=True)


def has_signature(type_: str, head: bytes) -> bool:
    """Return whether *head* has the signature of *type_*."""
    return any(head[offset : offset + len(mark)] == mark for offset, mark in SIGNATURES[type_])


def is_text(head: bytes) -> bool:
    """Return whether *head* is text in UTF-8. An incomplete character at its end is accepted."""
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) >= HEAD_BYTES and error.start >= len(head) - 3
    return True


def looks_active(head: bytes) -> bool:
    """Return whether *head* begins like a document with scripts."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith(ACTIVE_MARKS)


def is_active_type(type_: str) -> bool:
    """Return whether browsers execute scripts in files of *type_*."""
    return type_.endswith(("html", "xml", "javascript", "ecmascript")) or type_ in (
        "text/css",
        "application/wasm",
    )


def with_charset(type_: str) -> str:
    """Return *type_*, with an encoding for text."""
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_


def extension_of(name: str) -> str:
    """Return the extension of *name* in lower case, with its dot."""
    return PurePosixPath(name.replace("/", "_")).suffix.lower()
