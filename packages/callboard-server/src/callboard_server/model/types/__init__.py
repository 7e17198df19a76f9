"""The declarations of entity types, one module for each area of a production."""

from __future__ import annotations

from collections.abc import Iterable

from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.model.model import Model
from callboard_server.model.types import (
    automations,
    components,
    contexts,
    credentials,
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
    credentials,
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

    Built-in object types that are not among them are removed, and those with another name or other flags
    replaced.
    """
    unchanged = {(OBJECT_TYPE_IDS[name], name, contexts.BUILTIN[name]): name for name in contexts.BUILTIN}
    found = {
        (kind.id, contexts.type_name(kind.name), contexts.fixed_attributes(kind)): kind
        for kind in object_types
    }
    return standard.extended(
        (contexts.kind_of(kind) for shape, kind in found.items() if shape not in unchanged),
        without=[name for shape, name in unchanged.items() if shape not in found],
    )
