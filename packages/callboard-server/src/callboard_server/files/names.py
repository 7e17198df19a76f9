"""What files are called when they leave.

By a header, or inside an archive. Names are never used as paths of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

LONGEST_NAME_BYTES = 240
"""File systems allow 255 bytes; the rest is left to the browser, which may add a number."""

FALLBACK = "file"
_SEPARATORS = re.compile(r"[/\\]+")
_UNSAFE_IN_ARCHIVES = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[^.\s]{1,16}$")
_NOT_IN_QUOTES = re.compile(r'[^\x20-\x7e]|["\\%]')
_UNESCAPED = "!#$&+-.^_`|~"


def is_path(name: str) -> bool:
    """Tell whether *name* leads somewhere, as `../x` and `a/b` do."""
    return bool(_SEPARATORS.search(name)) or name.strip() in (".", "..")


def download_name(name: str, file_type: str | None) -> str:
    """Return what the file of a component is called: its name and file type, made safe."""
    extension = "" if not file_type else "." + file_type.lstrip(".")
    has_it = bool(extension) and name.lower().endswith(extension.lower())
    return safe_name(name if has_it else name + extension)


def safe_name(name: str) -> str:
    """Return *name* as a file can be called anywhere.

    No separators or invisible characters, no more than 240 bytes.
    """
    visible = "".join(
        " " if is_invisible(character) else character for character in unicodedata.normalize("NFC", name)
    )
    flat = _SEPARATORS.sub("_", " ".join(visible.split()))
    if not flat.strip(". "):
        return FALLBACK
    return shortened(flat.lstrip().rstrip(". "))


def is_invisible(character: str) -> bool:
    """Tell whether *character* is a control, turns the direction of text, or is half of a pair."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def shortened(name: str) -> str:
    """Return *name* with its middle cut so that it has at most 240 bytes and keeps its extension."""
    if len(name.encode()) <= LONGEST_NAME_BYTES:
        return name
    found = _EXTENSION.search(name)
    extension = found.group() if found else ""
    room = LONGEST_NAME_BYTES - len(extension.encode())
    return name[: len(name) - len(extension)].encode()[:room].decode(errors="ignore").rstrip(". ") + extension


def content_disposition(name: str, manner: str = "attachment") -> str:
    """Return the header by which a browser saves a file as *name*.

    RFC 6266: a plain name for old readers, and the true one in UTF-8 (RFC 8187) when they differ.
    """
    safe = safe_name(name)
    plain = _NOT_IN_QUOTES.sub("_", ascii_text(safe))
    header = f'{manner}; filename="{plain}"'
    return header if plain == safe else f"{header}; filename*=UTF-8''{quote(safe, safe=_UNESCAPED)}"


def ascii_text(text: str) -> str:
    """Return *text* with letters bared of their accents, and an underscore for what ASCII does not have."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letter if letter.isascii() else "_" for letter in bare)


def archive_name(name: str) -> str:
    """Return *name* as it can be unpacked on every system."""
    safe = _UNSAFE_IN_ARCHIVES.sub("_", safe_name(name))
    return f"_{safe}" if _RESERVED.fullmatch(safe) else safe


def unique_names(names: Iterable[str]) -> list[str]:
    """Return *names* with numbers where two are the same but for their case."""
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
    """Return *name* with *number* in front of its extension."""
    found = _EXTENSION.search(name)
    extension = found.group() if found else ""
    return f"{name[: len(name) - len(extension)]} ({number}){extension}"
