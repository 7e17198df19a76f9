"""Whether an actor may see an entity, asked outside of any operation."""

from __future__ import annotations

from callboard_server.access.actor import Actor
from callboard_server.access.visibility import readable
from callboard_server.files.links import Links
from callboard_server.server.services import Services
from callboard_server.storage.transaction import Transaction
from callboard_server.work.authorize import allowed


def can_see(services: Services, tx: Transaction, actor: Actor, entity_type: str, key: str) -> bool:
    """Tell whether there is an entity of *entity_type* with *key*, and *actor* may see it."""
    call = services.call(tx, actor, Links("", services.signer))
    rules = {} if actor.is_administrator else readable(call.model, actor)
    return bool(allowed(call, call.model.entity(entity_type), [key], rules))
