"""`permissions`: what the actor may do, determined by the same checks as for a change, without making one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from callboard.errors import CallboardError, MalformedOperation, NotFound, PermissionDenied, UnknownReference
from callboard_server.access.visibility import readable
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import data_of, text_of
from callboard_server.model.entity import Entity
from callboard_server.work.apply import apply
from callboard_server.work.authorize import allowed, authorize, authorize_references, hide_unseen, may_write
from callboard_server.work.batch import Batch
from callboard_server.work.operations import read_operation
from callboard_server.work.stage import stage


def permissions(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `permissions`: whether the actor may create, read, update and delete.

    When `entity_data` contains the key, the result is about this entity, else about its type.
    """
    entity = call.model.public(call.model.entity(text_of(operation, "entity_type")))
    if operation.get("expression"):
        raise MalformedOperation(
            'The operation permissions names an entity by "entity_data"; "expression" is not supported.'
        )
    data = dict(data_of(operation))
    key = [data[name] for name in entity.key if isinstance(data.get(name), str)]
    verdicts = (
        existing(call, entity, key, data) if len(key) == len(entity.key) else of_type(call, entity, data)
    )
    return {"action": "permissions", "data": verdicts}


def existing(call: Call, entity: Entity, key: list[str], data: dict[str, Any]) -> dict[str, bool]:
    """Return what the actor may do with the entity with *key*: nothing, when it is missing or not visible."""
    rest = {
        name: value for name, value in data.items() if name not in entity.key and not name.startswith("__")
    }
    named = {"entity_type": entity.name, "entity_key": key}
    is_seen = can_read(call, entity, key)
    return {
        "create": passes(call, {"action": "create", "entity_type": entity.name, "entity_data": rest}),
        "read": is_seen,
        "update": is_seen
        and may_write(call, entity.name, [key[0]])
        and passes(call, {"action": "update", "entity_data": rest, **named}),
        "delete": is_seen and passes(call, {"action": "delete", **named}),
    }


def of_type(call: Call, entity: Entity, data: dict[str, Any]) -> dict[str, bool]:
    """Return what the actor may do with entities of a type."""
    can_create = passes(call, {"action": "create", "entity_type": entity.name, "entity_data": data})
    return {"create": can_create, "read": True, "update": can_create, "delete": can_create}


def can_read(call: Call, entity: Entity, key: list[str]) -> bool:
    """Return whether there is an entity with *key* that the actor may see."""
    root = call.model.store(entity)
    rules = {} if call.actor.is_administrator else readable(call.model, call.actor)
    return tuple(key) in allowed(call, root, [key[0]], rules)


def passes(call: Call, operation: dict[str, Any]) -> bool:
    """Return whether the actor has the permission for *operation*.

    Other errors, such as missing values, are ignored.
    """

    def attempt() -> None:
        batch = Batch(call)
        operations = [read_operation(operation, call.model)]
        stage(batch, operations)
        hide_unseen(batch)
        for one in operations:
            apply(batch, one)
        authorize(batch)
        authorize_references(batch)

    return not is_refused(attempt)


def is_refused(attempt: Callable[[], None]) -> bool:
    """Return whether *attempt* fails for lack of permission, or because something is not visible."""
    try:
        attempt()
    except (PermissionDenied, NotFound, UnknownReference, MalformedOperation):
        return True
    except CallboardError:
        return False
    return False
