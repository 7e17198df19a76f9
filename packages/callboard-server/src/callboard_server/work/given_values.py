"""The values that an operation sets, by column and in stored form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.errors import ImmutableAttribute, UnknownAttribute, ValidationError
from callboard_server.model.attributes import (
    AnyAttribute,
    Collection,
    Computed,
    ManyToMany,
    MappedCollection,
    Reference,
    Stored,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.work.batch import Batch
from callboard_server.work.change import Values
from callboard_server.work.values import stored_value, variable_parts


def given_values(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Values:
    """Return the stored values in *data* by column.

    References become identifiers. When both an identifier and a reference are given, they must agree.
    """
    values: Values = {}
    for name, value in data.items():
        attribute = public_attribute(batch, entity, name)
        match attribute:
            case Stored(derived=True):
                if value is not None:
                    raise ImmutableAttribute(f"{entity.name}.{name} is computed and cannot be set.")
            case Variable(as_text=as_text, as_number=as_number):
                parts = variable_parts(stored_value(entity, attribute, value))
                for column, part in zip((attribute.column, as_text, as_number), parts, strict=True):
                    _assign(entity, values, column, part, name)
            case Stored():
                _assign(entity, values, attribute.column, stored_value(entity, attribute, value), name)
            case Reference(via=via):
                foreign = entity.readable_by_name[via]
                if foreign.derived:
                    continue
                check_named_type(batch, entity, attribute, value)
                _assign(entity, values, via, stored_value(entity, foreign, value), name)
            case Computed():
                if value is not None:
                    raise ImmutableAttribute(f"{entity.name}.{name} is computed and cannot be set.")
            case ManyToMany(settled=True):
                if value:
                    raise ImmutableAttribute(
                        f"{entity.name}.{name} is computed from the parent and cannot be set."
                    )
            case Collection() | MappedCollection() | ManyToMany():
                pass
    return values


def apart(entity: Entity, given: Values) -> tuple[Values, Values]:
    """Return *given* without the settled attributes, and the values of those that the client sent."""
    settled = {attribute.column for attribute in entity.stored if attribute.settled}
    claims = {column: value for column, value in given.items() if column in settled and value is not None}
    return {column: value for column, value in given.items() if column not in settled}, claims


def check_named_type(batch: Batch, entity: Entity, attribute: Reference, value: Any) -> None:
    """Raise ValidationError when the reference *value* names a type that *attribute* cannot refer to."""
    named = value.get("__entity_type__") if isinstance(value, dict) else None
    if not isinstance(named, str) or attribute.target not in batch.call.model:
        return
    target = batch.root(batch.call.model.entity(attribute.target))
    if batch.root(batch.call.model.entity(named)) is not target:
        raise ValidationError(
            f"{entity.name}.{attribute.name} must be a reference to {attribute.target}; got one to {named}."
        )


def public_attribute(batch: Batch, entity: Entity, name: str) -> AnyAttribute:
    """Return the attribute *name* of *entity*. Raises: ValidationError with the nearest name as hint."""
    try:
        attribute = batch.call.model.attribute(entity, name)
    except UnknownAttribute as error:
        raise ValidationError(error.message, code="validation.unknown_attribute", hint=error.hint) from None
    if attribute.internal:
        raise ValidationError(
            f"No attribute '{name}' exists for schema '{entity.name}'.", code="validation.unknown_attribute"
        )
    return attribute


def _assign(entity: Entity, values: Values, column: str, value: Any, name: str) -> None:
    if column in values and values[column] != value:
        raise ValidationError(
            f"{entity.name}.{name} contradicts {column}, which the same operation sets to another value."
        )
    values[column] = value
