"""Accessors, which give a location access to its files.

In reading order: `base` (the interface), `disk`, `server`, `transfer` (uploads to and downloads
from a server).
"""

from __future__ import annotations

from callboard.accessor import base, disk, server

__all__ = ["base", "disk", "server"]
