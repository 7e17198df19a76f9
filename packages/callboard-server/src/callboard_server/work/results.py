"""The results of a batch: entities as clients read them, one for each operation."""

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
    """Return the result of *operation*, which named *change*.

    Clients replace what they set with what the result contains. So the result of a create contains every
    stored attribute, that of an update those that it named or that a rule changed, and both repeat the
    given relations.
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
            answer = _entity(batch, change, names, data)
            return {
                "action": "update",
                "data": _as_read(batch, asked, change, answer)
                if asked.dense
                else _as_asked(batch, asked, answer),
            }
        case Delete():
            return {"action": "delete", "data": True}


def _as_read(batch: Batch, asked: Entity, change: Change, answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer about a value of a custom attribute under the type that the client *asked* for,
    because clients cache it apart from the stored type.

    After the own value was deleted, reading returns the default, except for hierarchical attributes.
    """
    configuration = batch.get("CustomConfigurationBase", change.key[0])
    if configuration is not None:
        answer["key"] = configuration.values["key"]
        if change.is_deleted and not configuration.values["is_hierarchical"]:
            answer["value"] = as_value(configuration.values["default"])
    return {**answer, ENTITY_TYPE_KEY: asked.name}


def _as_asked(batch: Batch, asked: Entity, answer: dict[str, Any]) -> dict[str, Any]:
    """Return *answer* under the type that the client *asked* for, because clients cache a view apart from the
    stored type.
    """
    if batch.call.model.root(asked).reads:
        answer[ENTITY_TYPE_KEY] = asked.name
    return answer


def _entity(batch: Batch, change: Change, names: set[str], data: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {ENTITY_TYPE_KEY: change.entity.name}
    for attribute in change.entity.public_stored:
        if attribute.name in names:
            convert = converter(attribute)
            value = change.values[attribute.column]
            answer[attribute.name] = convert(value) if convert else value
    for name, given in data.items():
        match change.entity.by_name[name]:
            case Reference(via=via):
                answer[name] = _reference(batch, change, via)
            case Collection() | MappedCollection() | ManyToMany():
                answer[name] = given or []
            case _:
                """Stored values are in the answer already; nothing else can be given."""
    return answer


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
