"""The declarations, one module for each area of a production."""

from __future__ import annotations

from callboard.model.entity import Model
from callboard.model.types import (
    components,
    contexts,
    custom_attributes,
    dashboards,
    feed,
    jobs,
    lists,
    metadata,
    notes,
    people,
    review,
    settings,
    time,
    versions,
    vocabulary,
    workflow,
)

AREAS = (
    people,
    contexts,
    vocabulary,
    workflow,
    versions,
    components,
    jobs,
    notes,
    review,
    time,
    lists,
    metadata,
    custom_attributes,
    feed,
    dashboards,
    settings,
)


def standard_model() -> Model:
    """Return the model of every entity type that this server declares."""
    return Model(entity for area in AREAS for entity in area.ENTITIES)
