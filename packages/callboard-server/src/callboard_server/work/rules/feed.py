"""The feed.

What people want to read of later, written down as it happens. Statuses that change, and versions that are
published.
"""

from __future__ import annotations

import json
from typing import Any

from callboard_server.storage.entities import highest_of_all, insert
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, witness

PUBLISHED = "asset.published"
STATUS_CHANGED = {"task": "change.status.task", "assetversion": "change.status.asset"}
"""What a change of status is called, by what has the status."""


@witness(When.UPDATED, "AssetVersion", "TypedContext")
def tell_status(batch: Batch, change: Change) -> None:
    """A status that changes is told; with what something begins is no news."""
    before, status_id = (change.before or {}).get("status_id"), change.values["status_id"]
    if status_id is None or before is None or status_id == before:
        return
    if batch.once("told statuses"):
        batch.gather(
            "Status",
            (
                each.values["status_id"]
                for kind in ("AssetVersion", "TypedContext")
                for each in batch.touched(kind)
            ),
        )
    status = batch.get("Status", status_id)
    name = status.values["name"] if status else None
    kind = "assetversion" if change.entity.name == "AssetVersion" else "task"
    note_happening(
        batch, change, STATUS_CHANGED[kind], name, {"from_status_id": before, "status_id": status_id}
    )


@witness(When.CREATED, "AssetVersion")
@witness(When.UPDATED, "AssetVersion")
def tell_publishing(batch: Batch, version: Change) -> None:
    """A version that is published is told, when it is made or later."""
    if version.becomes("is_published", True):
        note_happening(
            batch, version, PUBLISHED, version.values["comment"], {"version": version.values["version"]}
        )


def note_happening(batch: Batch, about: Change, action: str, text: str | None, data: dict[str, Any]) -> None:
    """Remember that something happened; `write_feed` gives it its number when all else is settled."""
    batch.known.setdefault("happenings", []).append((about, action, text, data))


def write_feed(batch: Batch) -> None:
    """Write an event of the feed for each thing that happened, after all else is written.

    Their numbers follow each other, so writers take turns from here on, as they do for the news that comes
    next.
    """
    happenings = [each for each in batch.known.get("happenings", ()) if not each[0].is_deleted]
    if not happenings:
        return
    event = batch.call.model.entity("Event")
    batch.call.tx.lock_outbox()
    last = highest_of_all(batch.call.tx, batch.call.tables, event, "id")
    made = [_event(batch, number, *happening) for number, happening in enumerate(happenings, start=last + 1)]
    insert(batch.call.tx, batch.call.tables, event, [change.values for change in made])
    for change in made:
        batch.staged.touch(batch.staged.add(event, change))


def _event(
    batch: Batch, number: int, about: Change, action: str, text: str | None, data: dict[str, Any]
) -> Change:
    event = batch.call.model.entity("Event")
    is_version = about.entity.name == "AssetVersion"
    values = dict.fromkeys(batch.call.model.family_columns(event)) | {
        "id": number,
        "action": action,
        "insert": text,
        "data": json.dumps(data),
        "parent_id": about.key[0],
        "parent_type": "assetversion" if is_version else "task",
        "project_id": about.values["_project_id" if is_version else "project_id"],
        "user_id": batch.call.actor.user_id or None,
        "created_at": batch.now,
    }
    return Change(event, (str(number),), None, values)
