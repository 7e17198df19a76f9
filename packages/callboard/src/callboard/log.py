"""The loggers of the client, from the standard library; silent until a script configures them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging

__all__ = ["logger"]


def logger(name: str) -> logging.Logger:
    """Return the logger *name*, which prints nothing without a handler."""
    import logging

    ours = logging.getLogger("callboard")
    if not ours.handlers:
        ours.addHandler(logging.NullHandler())
    return logging.getLogger(name)
