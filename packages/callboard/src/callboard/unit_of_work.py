"""Commit and rollback. The cost of both depends on the changes, not on the entities in memory.

After a commit, the values that were sent become the server's values, updated with those that
the server returned. The log contains only operations recorded in the meantime. After a failure
nothing has changed, so a script can correct the data, try again, or roll back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callboard.core.attribute import ReferenceAttribute
from callboard.core.codec import encode_batch
from callboard.core.collection import Collection
from callboard.core.entity import Entity
from callboard.core.fold import Payload, fold
from callboard.core.merge import merge_rows
from callboard.core.operations import CreateEntityOperation, Identity, UpdateEntityOperation, identity_of
from callboard.symbol import NOT_SET
from callboard.wire.envelope import CREATE, DELETE
from callboard.wire.values import ENTITY_TYPE_KEY

if TYPE_CHECKING:
    from callboard.protocols import Committer

__all__ = ["commit", "rollback"]


def commit(session: Committer) -> None:
    """Send the recorded operations as one batch, unless they cancel out.

    Raises: ServerError, when the server rejects the batch; nothing is stored in that case.
    """
    with session.lock:
        operations = list(session.recorded_operations)
        payloads = fold(operations, _identify)
        batch = encode_batch([_addressed(session, payload) for payload in payloads])
    results = session.api.post_encoded(batch) if payloads else []
    with session.lock:
        session.recorded_operations.discard(operations)
        _settle(session, payloads)
        merge_rows(session, _echoed(payloads, results))


def rollback(session: Committer) -> None:
    """Discard the changes since the last commit; new entities are detached."""
    with session.lock:
        identities = session.identities
        for operation in session.recorded_operations:
            if isinstance(operation, CreateEntityOperation):
                identities.remove(operation.identity)
        session.recorded_operations.clear()
        for entity in list(identities.touched.values()):
            for name in list(entity.local_values):
                entity.drop_local(name)
        identities.touched.clear()


def _identify(value: object) -> Identity | None:
    return value.identity if isinstance(value, Entity) else None


def _addressed(session: Committer, payload: Payload) -> Payload:
    """Return *payload* with its key as a list in the order of the schema."""
    key, name = payload["entity_key"], payload["entity_type"]
    order = session.types[name].primary_key_attributes if name in session.types else []
    complete = len(order) == len(key) and all(part in key for part in order)
    return {**payload, "entity_key": [key[part] for part in (order if complete else key)]}


def _echoed(payloads: list[Payload], results: list[Any]) -> list[dict[str, Any]]:
    """Return the values that the server returned for creates and updates."""
    rows: list[dict[str, Any]] = []
    for payload, result in zip(payloads, results, strict=False):
        row = result.get("data") if payload["action"] != DELETE and isinstance(result, dict) else None
        if isinstance(row, dict) and ENTITY_TYPE_KEY in row:
            rows.append({**payload["entity_key"], **row})
    return rows


def _settle(session: Committer, payloads: list[Payload]) -> None:
    """Move the values that were sent to the server's values, and discard the others."""
    identities, pending = session.identities, _pending(session)
    for payload in payloads:
        identity = identity_of(payload["entity_type"], payload["entity_key"])
        entity = identities.get(identity)
        if payload["action"] == DELETE:
            identities.remove(identity)
        elif entity is not None:
            if payload["action"] == CREATE:
                _remove_empty_relations(entity)
            _promote(entity, {name for name in payload["entity_data"] if (identity, name) not in pending})
    for entity in list(identities.touched.values()):
        for name, value in list(entity.local_values.items()):
            if (entity.identity, name) not in pending:
                _leave(entity, name, value)
        if not entity.local_values:
            del identities.touched[entity.identity]


def _pending(session: Committer) -> set[tuple[Identity, str]]:
    """Return the attributes that were set while the batch was being sent."""
    return {
        (operation.identity, operation.attribute_name)
        for operation in session.recorded_operations
        if isinstance(operation, UpdateEntityOperation)
    }


def _promote(entity: Entity, sent: set[str]) -> None:
    for name in sent:
        value = entity.local_values.get(name, NOT_SET)
        if value is NOT_SET:
            continue
        if isinstance(value, Collection):
            value.settle()
        if name not in entity.primary_key_attributes:
            _follow(entity, name, value, sent)
        entity.remote_values[name] = entity.local_values.pop(name)


def _follow(entity: Entity, name: str, value: Any, sent: set[str]) -> None:
    """Keep a reference and its key consistent: `status` and `status_id` identify the same entity."""
    attribute = entity.attributes.get(name)
    if isinstance(attribute, ReferenceAttribute):
        key = f"{name}_id"
        if entity.attributes.get(key) is not None and key not in sent:
            entity.remote_values[key] = value.identity[1] if isinstance(value, Entity) else None
        return
    reference = name.removesuffix("_id")
    if reference not in sent and isinstance(entity.attributes.get(reference), ReferenceAttribute):
        entity.remote_values.pop(reference, None)


def _remove_empty_relations(entity: Entity) -> None:
    """Remove empty relations of an entity that was new, so that they are fetched from now on."""
    for name, value in list(entity.remote_values.items()):
        if isinstance(value, (Collection, list)) and not value:
            del entity.remote_values[name]


def _leave(entity: Entity, name: str, value: Any) -> None:
    """Drop a local value that was not sent; a collection keeps members that reference their owner."""
    if isinstance(value, Collection):
        value.settle()
        entity.remote_values[name] = value
    del entity.local_values[name]
