"""The results of a batch: for each operation, the entity in the form of query results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from callboard.wire.values import (
    ENTITY_TYPE_KEY,
    decode_datetime,
    entity_reference,
    is_datetime,
    precise_text,
    whole_seconds,
)
from callboard_server.model.attributes import (
    Collection,
    ForeignKey,
    Instant,
    ManyToMany,
    MappedCollection,
    Reference,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.storage.conversion import as_value, converter
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.operations import Convert, Create, Delete, Operation, Update

Result: TypeAlias = dict[str, Any]


def result(batch: Batch, operation: Operation, change: Change) -> Result:
    """Return the result of *operation*, which applied to *change*.

    Clients replace the values that they set by those in the result. So the result of a create contains every
    stored attribute that has a value, and a null only where the client sent it: clients treat what is absent
    as unknown, and scripts distinguish that from null. The result of an update contains the attributes that
    it set or that a rule changed. Both repeat the relations that were set, and times as precisely as they
    were sent.
    """
    match operation:
        case Create(entity=entity, data=data, named=named):
            requested = named or entity
            names = _with_values(change) | _sent(change.entity, data)
            return {
                "action": "create",
                "data": {**_entity(batch, change, names, data), ENTITY_TYPE_KEY: requested.name},
            }
        case Update(entity=requested, data=data):
            names = {*change.entity.always, *data, *change.changed()}
            answer = _entity(batch, change, names, data)
            return {
                "action": "update",
                "data": _as_dense(batch, requested, change, answer)
                if requested.dense
                else _as_requested(batch, requested, answer),
            }
        case Delete():
            return {"action": "delete", "data": True}
        case Convert(data=data):
            return {
                "action": "convert_entity",
                "data": _entity(batch, change, _with_values(change) | set(data), data),
            }


def _with_values(change: Change) -> set[str]:
    """Return the names of the public attributes of *change* that are not null."""
    return {a.name for a in change.entity.public_stored if change.values[a.column] is not None}


def _sent(entity: Entity, data: Mapping[str, Any]) -> set[str]:
    """Return the names of the attributes in *data*; a reference means its foreign key, too."""
    references = (entity.by_name[name] for name in data)
    return {*data, *(reference.via for reference in references if isinstance(reference, Reference))}


def _as_dense(batch: Batch, requested: Entity, change: Change, answer: dict[str, Any]) -> dict[str, Any]:
    """Return *answer*, about the value of a custom attribute, with the type that the client *requested*.

    Clients cache that type separately from the stored type. When the value has been deleted, the answer
    contains the default, except for a hierarchical attribute.
    """
    configuration = batch.get("CustomConfigurationBase", change.key[0])
    if configuration is not None:
        answer["key"] = configuration.values["key"]
        if change.is_deleted and not configuration.values["is_hierarchical"]:
            answer["value"] = as_value(configuration.values["default"])
    return {**answer, ENTITY_TYPE_KEY: requested.name}


def _as_requested(batch: Batch, requested: Entity, answer: dict[str, Any]) -> dict[str, Any]:
    """Return *answer* with the type that the client *requested*: clients cache a view separately."""
    if batch.call.model.root(requested).reads:
        answer[ENTITY_TYPE_KEY] = requested.name
    return answer


def _entity(batch: Batch, change: Change, names: set[str], data: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {ENTITY_TYPE_KEY: batch.call.model.answered(change.entity).name}
    for attribute in change.entity.public_stored:
        if attribute.name in names:
            convert = converter(attribute)
            value = change.values[attribute.column]
            found = convert(value) if convert else value
            given = data.get(attribute.name)
            is_time = isinstance(attribute, Instant | Variable) and is_datetime(found)
            answer[attribute.name] = as_sent(found, given) if is_time and given else found
    for name, given in data.items():
        match change.entity.by_name[name]:
            case Reference(via=via):
                answer[name] = _reference(batch, change, via)
            case Collection() | MappedCollection() | ManyToMany():
                answer[name] = [*(given or []), *_added(batch, change, name)]
            case _:
                """Stored values are already in the answer, and other kinds cannot be set."""
    return answer


def as_sent(stored: Mapping[str, str], given: Any) -> Mapping[str, str]:
    """Return the *stored* instant, with the precision of the *given* one if they are the same."""
    sent, second = precise_text(decode_datetime(given)), whole_seconds(stored["value"])
    return {**stored, "value": sent if whole_seconds(sent) == second else second}


def _added(batch: Batch, change: Change, name: str) -> list[dict[str, str]]:
    """Return references to what rules have added to the collection *name* of *change*."""
    return [
        entity_reference(added.entity.name, list(zip(added.entity.key, added.key, strict=True)))
        for added in batch.added.get((name, change.key[0]), ())
        if not added.is_deleted
    ]


def _reference(batch: Batch, change: Change, via: str) -> dict[str, str] | None:
    identifier = change.values.get(via)
    if identifier is None:
        return None
    attribute = change.entity.by_name[via]
    if not isinstance(attribute, ForeignKey):
        return None
    target = batch.call.model.entity(attribute.target)
    staged = batch.staged.get(batch.root(target), (identifier,))
    kind = batch.call.model.answered(staged.entity if staged else target)
    return entity_reference(kind.name, [("id", identifier)])
