"""The operations of a batch. Only their form is checked here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import frozen

from callboard.errors import MalformedOperation, ValidationError
from callboard_server.model.attributes import Text
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.query.values import SURROGATE, identifier

Key: TypeAlias = tuple[str, ...]

LONGEST_KEY = 255


@frozen
class Create:
    """`named` is the base type that the client named, when the data decides which type the entity is of."""

    entity: Entity
    data: Mapping[str, Any]
    named: Entity | None = None


@frozen
class Update:
    entity: Entity
    key: Key
    data: Mapping[str, Any]


@frozen
class Delete:
    entity: Entity
    key: Key


@frozen
class Convert:
    """Make an entity one of the type `target`, in the same table."""

    entity: Entity
    key: Key
    target: Entity
    data: Mapping[str, Any]


Operation: TypeAlias = Create | Update | Delete | Convert


def read_operation(raw: Mapping[str, Any], model: Model) -> Operation:
    """Return the operation in *raw*.

    Raises: MalformedOperation when a part is missing or malformed, UnknownEntityType.
    """
    action = raw.get("action")
    entity = _entity(raw, model)
    if action == "create":
        data = _with_key(entity, _data(raw), raw.get("entity_key"))
        kind = kind_of(entity, data, model)
        return Create(kind, data, named=None if kind is entity else entity)
    if action == "update":
        return Update(entity, _key(entity, raw), _data(raw))
    if action == "delete":
        return Delete(entity, _key(entity, raw))
    raise MalformedOperation(f'"action" must be one of create, update, delete; got {action!r}.')


def _entity(raw: Mapping[str, Any], model: Model) -> Entity:
    name = raw.get("entity_type")
    if not isinstance(name, str):
        raise MalformedOperation(
            f'The operation {raw.get("action")} requires "entity_type", the name of an entity type.'
        )
    return model.public(model.entity(name))


def _data(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    data = raw.get("entity_data")
    if not isinstance(data, dict):
        raise MalformedOperation(
            f'The operation {raw.get("action")} requires "entity_data", an object of attributes.'
        )
    return {name: value for name, value in data.items() if name != "__entity_type__"}


def kind_of(entity: Entity, data: Mapping[str, Any], model: Model) -> Entity:
    """Return the type of a new *entity* with *data*: bridges create a `List` with its `system_type`.

    Raises: ValidationError, when the value is not that of a type.
    """
    attribute = entity.by_name.get(model.discriminator(entity) or "")
    if not isinstance(attribute, Text) or attribute.internal or model.root(entity) is not entity:
        return entity
    given = data.get(attribute.name)
    value = attribute.default if given is None else given
    if value is None:
        return entity
    kinds = {kind.discriminator.value: kind for kind in model.concrete(entity) if kind.discriminator}
    if not isinstance(value, str) or value not in kinds:
        raise ValidationError(
            f"{entity.name}.{attribute.name} must be one of {', '.join(kinds)}; got {str(value)[:80]!r}."
        )
    return kinds[value]


def _key(entity: Entity, raw: Mapping[str, Any]) -> Key:
    """Return the key in *raw*: a list in the order of the schema, a single value, or values by name."""
    given = raw.get("entity_key")
    if isinstance(given, dict):
        given = [given.get(name) for name in entity.key]
    parts = [given] if isinstance(given, str) else given
    if (
        not isinstance(parts, list)
        or len(parts) != len(entity.key)
        or not all(isinstance(part, str) for part in parts)
    ):
        raise MalformedOperation(
            f'The operation {raw.get("action")} on {entity.name} requires "entity_key", a list of '
            f"{', '.join(entity.key)}."
        )
    return key_of(parts)


def _with_key(entity: Entity, data: Mapping[str, Any], given: Any) -> Mapping[str, Any]:
    """Return *data* with the key from "entity_key", unless *data* contains a key."""
    if given is None:
        return data
    key = _key(entity, {"action": "create", "entity_key": given})
    return {**dict(zip(entity.key, key, strict=True)), **data}


def key_of(parts: list[str]) -> Key:
    """Return the key of *parts* in stored form. Raises: ValidationError for an invalid key."""
    for part in parts:
        if not part or len(part) > LONGEST_KEY or "\x00" in part:
            raise ValidationError(
                f"Each part of a key must have 1 to {LONGEST_KEY} characters; got {part[:80]!r}."
            )
        if SURROGATE.search(part):
            raise ValidationError(
                f"Each part of a key must be well-formed text; {part[:80]!r} has half of a surrogate pair."
            )
    return tuple(map(identifier, parts))
