"""Metadata. The rules about owners are in `owner`."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.permissions import administrators, permissions, permissions_of, refuse


def owner_is_open(batch: Batch, metadata: Sequence[Change]) -> None:
    """Refuse metadata of other users, of groups, and of types that only administrators change."""
    model = batch.call.model
    for change in metadata:
        owner = change.values["parent_type"]
        if owner not in model:
            continue
        entity = model.entity(owner)
        is_other_user = (
            batch.root(entity).name == "Resource" and change.values["parent_id"] != batch.call.actor.user_id
        )
        if is_other_user or permissions_of(model, entity).update is administrators:
            refuse(f"Only administrators may change the metadata of a {owner}.")


permissions(
    "Metadata",
    create=owner_is_open,
    update=owner_is_open,
    delete=owner_is_open,
    part_of={"parent_id": "Component"},
)
