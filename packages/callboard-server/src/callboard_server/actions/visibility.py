"""Whether the actor may see an entity, for verbs that read something that belongs to it."""

from __future__ import annotations

from callboard.errors import NotFound
from callboard_server.access.visibility import readable
from callboard_server.actions.call import Call
from callboard_server.work.authorize import allowed


def can_see(call: Call, entity_type: str, key: str) -> bool:
    """Return whether there is an entity of *entity_type* with *key* that the actor may see."""
    entity = call.model.store(call.model.entity(entity_type))
    rules = {} if call.actor.is_administrator else readable(call.model, call.actor)
    return bool(allowed(call, entity, [key], rules))


def check_can_see(call: Call, entity_type: str, key: str) -> None:
    """Raise NotFound unless there is such an entity and the actor may see it."""
    if not can_see(call, entity_type, key):
        raise not_found(entity_type, key)


def not_found(entity_type: str, key: str) -> NotFound:
    """Return the error for an entity that does not exist, or that the actor may not see."""
    return NotFound(f"There is no {entity_type} with the key {key[:80]}.")
