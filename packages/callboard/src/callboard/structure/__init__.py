"""Structures, which generate the resource identifiers of components in a location.

In reading order: `base` (the interface), `origin` (the source of the component), `entity_id`
(its id), `id` (folders derived from its id), `standard` (folders named after its project, asset
and version).
"""

from __future__ import annotations

from callboard.structure import base, entity_id, id, origin, standard  # noqa: A004 - the documented name

__all__ = ["base", "entity_id", "id", "origin", "standard"]
