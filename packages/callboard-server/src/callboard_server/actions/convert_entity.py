"""`convert_entity`: make a user a collaborator, or a collaborator a user."""

from __future__ import annotations

from typing import Any

from callboard.errors import MalformedOperation
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator, data_of, key_of, text_of
from callboard_server.work.commit import commit
from callboard_server.work.operations import Convert


def convert_entity(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `convert_entity`, and return the converted entity.

    A collaborator becomes a user with the username in "data". A user who becomes a collaborator loses the
    username, password, roles, keys and sessions; what the user made is kept.

    Raises: PermissionDenied, for others than administrators; NotFound, ValidationError.
    """
    check_administrator(call.actor.is_administrator, "convert users")
    entity = call.model.public(call.model.entity(text_of(operation, "entity_type")))
    target = call.model.public(call.model.entity(text_of(operation, "new_entity_type")))
    key = key_of(operation)
    if key is None:
        raise MalformedOperation(
            'The operation convert_entity requires "entity_key", the identifier of an entity.'
        )
    given = data_of({**operation, "entity_data": operation.get("data", operation.get("entity_data"))})
    data = {name: value for name, value in given.items() if name != "__entity_type__"}
    return commit(call, [Convert(entity, key, target, data)])[0]
