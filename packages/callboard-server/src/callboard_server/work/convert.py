"""Conversions: a user becomes a collaborator, or the other way round, and keeps the identifier."""

from __future__ import annotations

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.given_values import given_values
from callboard_server.work.operations import Convert

CONVERTIBLE = frozenset({"User", "Collaborator"})


def convert(batch: Batch, operation: Convert, change: Change) -> None:
    """Give the entity of *change* another type, and the values of *operation*.

    Attributes that the new type doesn't have are cleared. Rules do the rest.
    """
    target = operation.target
    if {change.entity.name, target.name} != CONVERTIBLE:
        raise ValidationError(
            f"{change.entity.name} cannot be converted to {target.name}; only users and collaborators are.",
            code="action.unsupported",
        )
    if change.key[0] == batch.call.actor.user_id:
        raise ValidationError("You cannot convert your own user.", code="action.unsupported")
    kept = {attribute.column for attribute in target.stored}
    for attribute in change.entity.stored:
        if attribute.column not in kept:
            change.values[attribute.column] = None
    change.entity = target
    change.values.update(given_values(batch, target, operation.data))
    assert target.discriminator is not None
    change.values[target.discriminator.attribute] = target.discriminator.value
    batch.staged.touch(change)
