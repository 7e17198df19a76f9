"""Safe names for files that are downloaded or put into an archive.

They are never used as paths on the server.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

LONGEST_NAME_BYTES = 240
"""File systems allow 255 bytes. The rest is for browsers, which may add a number."""

FALLBACK = "file"
_SEPARATORS = re.compile(r"[/\\]+")
_UNSAFE_IN_ARCHIVES = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[^.\s]{1,16}$")
_NOT_IN_QUOTES = re.compile(r'[^\x20-\x7e]|["\\%]')
_UNESCAPED = "!#$&+-.^_`|~"


def download_name(name: str, file_type: str | None) -> str:
    """Return the safe file name of a component: its name with its file type."""
    extension = "" if not file_type else "." + file_type.lstrip(".")
    has_it = bool(extension) and name.lower().endswith(extension.lower())
    return safe_name(name if has_it else name + extension)


def safe_name(name: str) -> str:
    """Return *name* as a file name that is valid on all systems.

    It has no separators or invisible characters, and at most 240 bytes.
    """
    visible = "".join(
        " " if is_invisible(character) else character for character in unicodedata.normalize("NFC", name)
    )
    flat = _SEPARATORS.sub("_", " ".join(visible.split()))
    if not flat.strip(". "):
        return FALLBACK
    return shortened(flat.lstrip().rstrip(". "))


def is_invisible(character: str) -> bool:
    """Return whether *character* is a control, changes the text direction, or is a lone surrogate."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def shortened(name: str) -> str:
    """Return *name* shortened to at most 240 bytes, with its extension."""
    if len(name.encode()) <= LONGEST_NAME_BYTES:
        return name
    found = _EXTENSION.search(name)
    extension = found.group() if found else ""
    room = LONGEST_NAME_BYTES - len(extension.encode())
    return name[: len(name) - len(extension)].encode()[:room].decode(errors="ignore").rstrip(". ") + extension


def content_disposition(name: str, manner: str = "attachment") -> str:
    """Return the header that makes browsers save a file as *name* (RFC 6266).

    It contains an ASCII name for old clients, and the exact name in UTF-8 (RFC 8187) when they differ.
    """
    safe = safe_name(name)
    plain = _NOT_IN_QUOTES.sub("_", ascii_text(safe))
    header = f'{manner}; filename="{plain}"'
    return header if plain == safe else f"{header}; filename*=UTF-8''{quote(safe, safe=_UNESCAPED)}"


def ascii_text(text: str) -> str:
    """Return *text* without accents, and with an underscore for each remaining character outside of ASCII."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letter if letter.isascii() else "_" for letter in bare)


def archive_name(name: str) -> str:
    """Return *name* as a file name that every system can unpack."""
    safe = _UNSAFE_IN_ARCHIVES.sub("_", safe_name(name))
    return f"_{safe}" if _RESERVED.fullmatch(safe) else safe


def unique_names(names: Iterable[str]) -> list[str]:
    """Return *names*, with numbers added where two differ only in case or not at all."""
    taken: set[str] = set()
    unique = []
    for name in names:
        candidate, number = name, 2
        while candidate.lower() in taken:
            candidate, number = numbered(name, number), number + 1
        taken.add(candidate.lower())
        unique.append(candidate)
    return unique


def numbered(name: str, number: int) -> str:
    """Return *name* with *number* before its extension."""
    found = _EXTENSION.search(name)
    extension = found.group() if found else ""
    return f"{name[: len(name) - len(extension)]} ({number}){extension}"
