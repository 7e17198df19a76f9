"""The client's loggers: the standard library's, and silent until a script configures them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging

__all__ = ["logger"]


def logger(name: str) -> logging.Logger:
    """Return the logger of that *name*; without a handler above it nothing is printed."""
    import logging

    ours = logging.getLogger("callboard")
    if not ours.handlers:
        ours.addHandler(logging.NullHandler())
    return logging.getLogger(name)
