"""The history of statuses."""

from __future__ import annotations

from callboard_server.work.apply import create
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, witness


@witness(When.CREATED, "AssetVersion", "TypedContext")
@witness(When.UPDATED, "AssetVersion", "TypedContext")
def note_status(batch: Batch, change: Change) -> None:
    """Each change of a status is written down, the first one included; the same status again is no change."""
    status_id = change.values["status_id"]
    before = None if change.before is None else change.before.get("status_id")
    if status_id is None or status_id == before:
        return
    noted = batch.known.setdefault("statuses", {})
    if change.key in noted:
        noted[change.key].values["status_id"] = status_id
        return
    kind = "AssetVersionStatusChange" if change.entity.name == "AssetVersion" else "TypedContextStatusChange"
    data = {
        "id": batch.call.new_id(),
        "parent_id": change.key[0],
        "status_id": status_id,
        "from_status_id": before,
        "user_id": batch.call.actor.user_id or None,
    }
    noted[change.key] = create(batch, batch.call.model.entity(kind), data)
    noted[change.key].values["date"] = batch.now
