"""Fetch further values of entities, on request or when they are first read.

A value that one row of a response lacks is fetched for all rows of that response. A loop over
a result that reads an attribute that wasn't selected therefore costs one request, not one for
each row. A value that the server does not return is stored as NOT_SET and not requested again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from callboard.core.attribute import Attribute
from callboard.core.entity import Entity
from callboard.core.expression import key_condition
from callboard.symbol import CREATED, NOT_SET

if TYPE_CHECKING:
    from callboard.protocols import Loader

__all__ = ["load", "load_all", "populate"]

_AT_ONCE: Final = 500


def populate(session: Loader, entities: Entity | Iterable[Entity], projections: str) -> None:
    """Fetch *projections*, in the syntax of `select`, for *entities* of one type.

    New entities are skipped. Local values stay.
    """
    listed = [entities] if isinstance(entities, Entity) else list(entities)
    stored = [entity for entity in listed if not entity.is_new]
    for chunk in _chunks(stored):
        _fetch(session, chunk, projections)


def load(session: Loader, entity: Entity, attribute: Attribute) -> None:
    """Fetch *attribute* for *entity* and for its siblings that lack it."""
    lacking = [entity, *_lacking(session, entity, attribute.name)][:_AT_ONCE]
    _fetch(session, lacking, attribute.projection(entity))
    for each in lacking:
        each.remote_values.setdefault(attribute.name, NOT_SET)


def load_all(session: Loader, entity: Entity) -> None:
    """Fetch the values that *entity* lacks: scalars for its siblings as well, relations for it alone."""
    lacking = [attribute for attribute in entity.attributes if attribute.name not in entity.remote_values]
    plain = [attribute for attribute in lacking if not attribute.is_relation]
    if plain:
        group = [entity, *_lacking(session, entity, plain[0].name)][:_AT_ONCE]
        _fetch(session, group, ", ".join(attribute.name for attribute in plain))
    related = [attribute for attribute in lacking if attribute.is_relation and not attribute.is_set(entity)]
    if related:
        _fetch(session, [entity], ", ".join(attribute.projection(entity) for attribute in related))
    for attribute in lacking:
        entity.remote_values.setdefault(attribute.name, NOT_SET)


def _lacking(session: Loader, entity: Entity, name: str) -> Iterator[Entity]:
    """Yield the siblings of *entity* that have no value for attribute *name*, not even NOT_SET."""
    state = session.recorded_operations.state
    for other in entity.siblings or ():
        unknown = name not in other.remote_values and name not in other.local_values
        if unknown and other is not entity and state(other.identity) is not CREATED:
            yield other


def _fetch(session: Loader, entities: Sequence[Entity], projections: str) -> None:
    condition = key_condition(entity.primary_key() for entity in entities)
    expression = f"select {projections} from {entities[0].entity_type} where {condition}"
    session.fetch(expression, regroup=False)
    for entity in entities:
        current = session.identities.get(entity.identity)
        if current is not None and current is not entity:  # detached by a reset, but still in use
            entity.remote_values.update(current.remote_values)


def _chunks(entities: Sequence[Entity]) -> Iterator[Sequence[Entity]]:
    for start in range(0, len(entities), _AT_ONCE):
        yield entities[start : start + _AT_ONCE]
