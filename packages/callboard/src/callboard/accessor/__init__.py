"""Accessors: how a location reaches its bytes.

In reading order: `base` (what any accessor can), `disk`, `server`, `transfer` (bytes to and
from a server, in parts, without copies of whole files).
"""

from __future__ import annotations

from callboard.accessor import base, disk, server

__all__ = ["base", "disk", "server"]
