"""The history of statuses: an entity for each changed status of a context or version."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.apply import create
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id
from callboard_server.work.rules.registry import When, witness


@witness(When.SAVED, "AssetVersion", "TypedContext")
def record_statuses(batch: Batch, changes: Sequence[Change]) -> None:
    """Record each changed status, including the first status of a new entity."""
    is_version = changes[0].entity.name == "AssetVersion"
    kind = batch.call.model.entity("AssetVersionStatusChange" if is_version else "TypedContextStatusChange")
    for change in changes:
        status_id = change.values["status_id"]
        before = None if change.before is None else change.before["status_id"]
        if status_id is not None and status_id != before:
            data = {
                "id": batch.call.new_id(),
                "parent_id": change.key[0],
                "status_id": status_id,
                "from_status_id": before,
                "user_id": actor_id(batch),
            }
            create(batch, kind, data).values["date"] = batch.moment()
