"""The data of a job: what the interface displays of it, and the entities that it names.

Scripts write the data: usually a JSON object with a description, but possibly any text.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

DISPLAYED = ("description", "error", "message", "traceback")
"""The texts of a JSON object that the interface displays, in its order."""

LONGEST_SEARCH_TEXT = 20_000
LONGEST_IN_LIST = 8_000
LONGEST_PART_IN_LIST = 2_000
"""The most characters of data in a list of jobs, and of each text in it when there are more."""

LONGEST_IDENTIFIER = 255
MOST_IDENTIFIERS = 100
DEEPEST_VALUE = 6

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IDENTIFYING_KEY = re.compile(r"(?:^|_)ids?$|[a-z]I[dD]s?$")


def parsed(data: str | None) -> Any:
    """Return the JSON value in *data*, or *data* itself when it is not JSON."""
    if not data:
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data


def displayed_text(data: str | None) -> str:
    """Return what the interface displays of *data*, one text on each line. The description comes first."""
    value = parsed(data)
    if isinstance(value, dict):
        texts = [value[name] for name in DISPLAYED if isinstance(value.get(name), str)]
        return "\n".join(dict.fromkeys(text for text in texts if text))
    return value if isinstance(value, str) else data or ""


def searchable(text: str) -> str:
    """Return *text* as searches compare it: in lower case, composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def search_text(data: str | None) -> str:
    """Return the searchable text of a job with *data*."""
    return searchable(displayed_text(data)[:LONGEST_SEARCH_TEXT])[:LONGEST_SEARCH_TEXT]


def data_in_list(data: str | None) -> str | None:
    """Return *data* as lists of jobs contain it: its texts are cut when it is very long.

    A traceback keeps its end, which contains the error. Other values that are long are left out.
    """
    if data is None or len(data) <= LONGEST_IN_LIST:
        return data
    value = parsed(data)
    if not isinstance(value, dict):
        return json.dumps(_cut(value)) if isinstance(value, str) and value != data else _cut(data)
    parts: dict[str, Any] = {}
    room = LONGEST_IN_LIST
    for name in (*DISPLAYED, *(key for key in value if key not in DISPLAYED)):
        part = value.get(name)
        if isinstance(part, str):
            part = _cut(part[-LONGEST_PART_IN_LIST:]) if name == "traceback" else _cut(part)
        size = len(json.dumps(part)) + len(name)
        if name in value and size <= room and (name in DISPLAYED or size <= LONGEST_PART_IN_LIST):
            parts[name] = part
            room -= size
    return json.dumps(parts)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_PART_IN_LIST else f"{text[:LONGEST_PART_IN_LIST]}…"


def named_identifiers(data: str | None) -> frozenset[str]:
    """Return the values in *data* that may identify entities: UUIDs, and values of keys such as `task_id`."""
    value = parsed(data)
    if not isinstance(value, dict | list):
        return frozenset()
    found: dict[str, None] = {}
    for identifier in _identifiers(value, is_identifying=False, depth=0):
        found[identifier] = None
        if len(found) == MOST_IDENTIFIERS:
            break
    return frozenset(found)


def _identifiers(value: Any, *, is_identifying: bool, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        if is_identifying and 0 < len(value) <= LONGEST_IDENTIFIER and "\x00" not in value:
            yield value.lower() if _UUID.fullmatch(value) else value
        elif _UUID.fullmatch(value):
            yield value.lower()
    elif depth == DEEPEST_VALUE:
        return
    elif isinstance(value, dict):
        for key, part in value.items():
            names_one = _IDENTIFYING_KEY.search(key) is not None
            yield from _identifiers(part, is_identifying=names_one, depth=depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _identifiers(part, is_identifying=is_identifying, depth=depth + 1)
