"""Structures: where in a location a component belongs.

In reading order: `base`, `origin` (where it came from), `entity_id` (its id), `id` (folders
made of its id), `standard` (folders made of the names of its project, asset and version).
"""

from __future__ import annotations

from callboard.structure import base, entity_id, id, origin, standard  # noqa: A004 - the documented name

__all__ = ["base", "entity_id", "id", "origin", "standard"]
