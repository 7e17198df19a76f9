"""The declarations, one module for each area of a production."""

from __future__ import annotations

from callboard.model.entity import Model
from callboard.model.types import components, jobs, metadata, people


def standard_model() -> Model:
    """Return the model of every entity type that this server declares."""
    return Model((*people.ENTITIES, *jobs.ENTITIES, *components.ENTITIES, *metadata.ENTITIES))
