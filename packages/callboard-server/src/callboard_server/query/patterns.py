"""Patterns of `like`: `%` is any text, `_` any character, and a backslash makes either of them literal."""

from __future__ import annotations

import re

ESCAPE = "\\"
SPECIAL = re.compile(r"[\\%_]")
LONE_ESCAPE = re.compile(r"\\([\\%_])|\\")


def canonical(pattern: str) -> str:
    """Return *pattern* with every backslash either escaped or before a character that it escapes.

    A backslash before anything else stands for itself. Databases disagree about it, or refuse it.
    """
    return LONE_ESCAPE.sub(lambda found: found.group() if found.group(1) else "\\\\", pattern)


def literal(text: str) -> str:
    """Return the pattern that matches exactly *text*."""
    return SPECIAL.sub(lambda found: ESCAPE + found.group(), text)
