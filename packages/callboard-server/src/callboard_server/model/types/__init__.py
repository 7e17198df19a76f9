"""The declarations of entity types, one module for each area of a production."""

from __future__ import annotations

from collections.abc import Iterable

from callboard_server.model.model import Model
from callboard_server.model.types import (
    automations,
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
    status_rules,
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
    status_rules,
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
    automations,
)


def standard_model() -> Model:
    """Return the model of every entity type that this server declares."""
    return Model(entity for area in AREAS for entity in area.ENTITIES)


def studio_model(standard: Model, object_types: Iterable[contexts.ObjectType]) -> Model:
    """Return *standard* with the entity types of exactly these *object_types*.

    Built-in object types that are not among them are removed.
    """
    by_id = {kind.id: kind for kind in object_types}
    builtin = {
        entity.discriminator.value: entity.name for entity in contexts.CLASSIFIED if entity.discriminator
    }
    removed = [name for identifier, name in builtin.items() if identifier not in by_id]
    return standard.extended(
        (contexts.kind_of(kind) for kind in by_id.values() if kind.id not in builtin), without=removed
    )
