"""What a batch answers: entities as clients read them, one result for each operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from callboard.wire.values import ENTITY_TYPE_KEY, entity_reference
from callboard_server.model.attributes import Collection, ForeignKey, ManyToMany, MappedCollection, Reference
from callboard_server.model.entity import Entity
from callboard_server.storage.assembler import as_value, converter
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.operations import Create, Delete, Operation, Update

Result: TypeAlias = dict[str, Any]


def result(batch: Batch, operation: Operation, change: Change) -> Result:
    """Return the answer to *operation*, which named *change*.

    Clients forget what they set and keep what comes back. So a create tells every stored attribute, an update
    those that it named or that a rule changed, and both repeat the relations that were given.
    """
    match operation:
        case Create(entity=asked, data=data):
            names = {attribute.name for attribute in change.entity.public_stored}
            return {
                "action": "create",
                "data": {**_entity(batch, change, names, data), ENTITY_TYPE_KEY: asked.name},
            }
        case Update(entity=asked, data=data):
            names = {*change.entity.always, *data, *change.changed()}
            told = _entity(batch, change, names, data)
            return {
                "action": "update",
                "data": _as_read(batch, asked, change, told)
                if asked.dense
                else _as_asked(batch, asked, told),
            }
        case Delete():
            return {"action": "delete", "data": True}


def _as_read(batch: Batch, asked: Entity, change: Change, told: dict[str, Any]) -> dict[str, Any]:
    """Return the answer about a custom attribute's value under the name that was *asked* for: clients keep
    that apart from what is stored.

    Where the own value was taken away, what is read now is the default, unless the attribute is one that is
    inherited.
    """
    configuration = batch.get("CustomConfigurationBase", change.key[0])
    if configuration is not None:
        told["key"] = configuration.values["key"]
        if change.is_deleted and not configuration.values["is_hierarchical"]:
            told["value"] = as_value(configuration.values["default"])
    return {**told, ENTITY_TYPE_KEY: asked.name}


def _as_asked(batch: Batch, asked: Entity, told: dict[str, Any]) -> dict[str, Any]:
    """Return *told* under the name of the type that was *asked*.

    Clients keep what another type stores apart from what they asked for.
    """
    if batch.call.model.root(asked).reads:
        told[ENTITY_TYPE_KEY] = asked.name
    return told


def _entity(batch: Batch, change: Change, names: set[str], data: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {ENTITY_TYPE_KEY: change.entity.name}
    for attribute in change.entity.public_stored:
        if attribute.name in names:
            convert = converter(attribute)
            value = change.values[attribute.column]
            told[attribute.name] = convert(value) if convert else value
    for name, given in data.items():
        match change.entity.by_name[name]:
            case Reference(via=via):
                told[name] = _reference(batch, change, via)
            case Collection() | MappedCollection() | ManyToMany():
                told[name] = given or []
            case _:
                """Stored values are told above; nothing else can be given."""
    return told


def _reference(batch: Batch, change: Change, via: str) -> dict[str, str] | None:
    identifier = change.values.get(via)
    if identifier is None:
        return None
    attribute = change.entity.by_name[via]
    if not isinstance(attribute, ForeignKey):
        return None
    target = batch.call.model.entity(attribute.target)
    staged = batch.staged.get(batch.root(target), (identifier,))
    return entity_reference(staged.entity.name if staged else target.name, [("id", identifier)])
