"""Reduce the log to the smallest batch with the same effect.

The order of operations on different entities is preserved, because the server validates and
announces changes in that order. In addition:

1. An entity that was created and then deleted is omitted.
2. Of several values set for an attribute, the last one is sent, at its position.
3. Reverted values (`NOT_SET`) and empty updates are omitted.
4. Adjacent updates of one entity are joined, also with the create before them.

Unlike in the ftrack client, an entity that is deleted and then created again with the same key
is sent as a delete and a create.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from callboard.core.operations import (
    CreateEntityOperation,
    DeleteEntityOperation,
    Identity,
    Operation,
    UpdateEntityOperation,
)
from callboard.symbol import NOT_SET
from callboard.wire.envelope import CREATE, DELETE, UPDATE
from callboard.wire.values import ENTITY_TYPE_KEY

__all__ = ["Payload", "fold"]

Payload = dict[str, Any]
"""An operation of a batch: `entity_key` as a mapping, `entity_data` not encoded yet."""

Identify = Callable[[Any], "Identity | None"]
"""Returns the identity of an entity, and None for other values."""

_Life = tuple[Identity, int]


class _Step:
    """A payload, and the life of its entity."""

    __slots__ = ("life", "payload")

    def __init__(self, life: _Life, payload: Payload) -> None:
        self.life = life
        self.payload = payload


def fold(operations: Iterable[Operation], identify: Identify = lambda _value: None) -> list[Payload]:
    """Return the payloads with the effect of *operations*.

    Raises: ValueError, for an operation of an unknown class.
    """
    steps, cancelled = _lives(operations)
    if cancelled:
        steps = _without(cancelled, steps, identify)
    _drop_overwritten(steps)
    _drop_unset(steps)
    return [step.payload for step in _joined(steps)]


def _lives(operations: Iterable[Operation]) -> tuple[list[_Step], set[_Life]]:
    """Return the steps, and the lives that both start and end in them.

    A key can be used again after a delete, so an entity can have several lives.
    """
    steps: list[_Step] = []
    count: dict[Identity, int] = {}
    created: set[_Life] = set()
    deleted: set[_Life] = set()
    for operation in operations:
        identity = operation.identity
        life = (identity, count.setdefault(identity, 0))
        if isinstance(operation, CreateEntityOperation):
            if life in deleted:
                count[identity] += 1
                life = (identity, count[identity])
            created.add(life)
        elif isinstance(operation, DeleteEntityOperation):
            deleted.add(life)
        steps.append(_Step(life, _payload(operation)))
    return steps, created & deleted


def _payload(operation: Operation) -> Payload:
    named: Payload = {
        "action": DELETE,
        "entity_type": operation.entity_type,
        "entity_key": dict(operation.entity_key),
    }
    if isinstance(operation, DeleteEntityOperation):
        return named
    data: dict[str, Any] = {ENTITY_TYPE_KEY: operation.entity_type}
    if isinstance(operation, CreateEntityOperation):
        return {
            **named,
            "action": CREATE,
            "entity_data": {**data, **operation.entity_key, **operation.entity_data},
        }
    if isinstance(operation, UpdateEntityOperation):
        data[operation.attribute_name] = operation.new_value
        return {**named, "action": UPDATE, "entity_data": data}
    raise ValueError(f"Cannot send an operation of type {type(operation).__name__}.")


def _without(cancelled: set[_Life], steps: list[_Step], identify: Identify) -> list[_Step]:
    """Return *steps* without the *cancelled* lives, which are removed from lists of members as well."""
    remaining = [step for step in steps if step.life not in cancelled]
    alive = {step.life[0] for step in remaining}
    never = {life[0] for life in cancelled} - alive
    for step in remaining:
        data = step.payload.get("entity_data", {})
        for name, value in data.items():
            if _is_list(value) and any(identify(member) in never for member in value):
                data[name] = [member for member in value if identify(member) not in never]
    return remaining


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _drop_overwritten(steps: list[_Step]) -> None:
    later: set[tuple[_Life, str]] = set()
    for step in reversed(steps):
        if step.payload["action"] != UPDATE:
            continue
        data = step.payload["entity_data"]
        for name in [name for name in data if name != ENTITY_TYPE_KEY]:
            if (step.life, name) in later:
                del data[name]
            later.add((step.life, name))


def _drop_unset(steps: list[_Step]) -> None:
    for step in steps:
        data = step.payload.get("entity_data")
        if data is not None:
            step.payload["entity_data"] = {
                name: value for name, value in data.items() if value is not NOT_SET
            }


_JOINABLE: Final = (CREATE, UPDATE)


def _joined(steps: list[_Step]) -> list[_Step]:
    """Return *steps* with adjacent updates of one life joined, and without empty updates."""
    joined: list[_Step] = []
    for step in steps:
        if step.payload["action"] == UPDATE:
            if len(step.payload["entity_data"]) < 2:
                continue
            before = joined[-1] if joined else None
            if before is not None and before.life == step.life and before.payload["action"] in _JOINABLE:
                before.payload["entity_data"].update(step.payload["entity_data"])
                continue
        joined.append(step)
    return joined
