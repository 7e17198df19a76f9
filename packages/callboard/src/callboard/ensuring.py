"""Find an entity by its values, or create it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from callboard.core.entity import Entity
from callboard.core.expression import literal
from callboard.exception import NoResultFoundError
from callboard.instant import Instant
from callboard.wire.values import encode_datetime

if TYPE_CHECKING:
    from callboard.protocols import Repository

__all__ = ["ensure"]


def ensure(
    session: Repository,
    entity_type: str,
    data: Mapping[str, Any],
    identifying_keys: Iterable[str] | None = None,
) -> Entity:
    """Return the entity with *data*; create or update it, and commit, when necessary."""
    keys = list(data if identifying_keys is None else identifying_keys)
    if not keys:
        raise ValueError(f"Cannot identify the {entity_type}: pass `data` or `identifying_keys`.")
    criteria = " and ".join(_criterion(key, data[key]) for key in keys)
    try:
        entity = session.query(f"{entity_type} where {criteria}").one()
    except NoResultFoundError:
        entity = session.create(entity_type, data)
        session.commit()
        return entity
    changed = [name for name, value in data.items() if not _same(entity[name], value)]
    for name in changed:
        entity[name] = data[name]
    if changed:
        session.commit()
    return entity


def _criterion(name: str, value: Any) -> str:
    if isinstance(value, Entity):
        (key,) = value.primary_key().items()
        return f"{name}.{key[0]} is {literal(key[1])}"
    return f"{name} is {literal(value)}"


def _same(known: Any, given: Any) -> bool:
    """Return whether the server stores both values as the same; times in whole seconds of UTC."""
    moment = given if isinstance(given, date) else getattr(given, "datetime", None)
    if isinstance(known, Instant) and isinstance(moment, date):
        return encode_datetime(known) == encode_datetime(moment)
    return bool(known == given)
