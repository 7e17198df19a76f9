"""The feed: a stored event for each changed status and each published version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from callboard_server.storage.entities import highest_of_all, insert
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id

PUBLISHED = "asset.published"
STATUS_CHANGED = {"task": "change.status.task", "assetversion": "change.status.asset"}
"""The action of a changed status, by the kind of the entity."""


@frozen
class Entry:
    """An event of the feed that has no number yet."""

    about: Change
    action: str
    text: str | None
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        return kind_of(self.about)


def kind_of(change: Change) -> str:
    return "assetversion" if change.entity.name == "AssetVersion" else "task"


def write_feed(batch: Batch) -> None:
    """Write an event of the feed for each changed status and each published version.

    Event numbers have no gaps, so other transactions wait from here to the commit, as for the outbox.
    """
    entries = list(entries_of(batch))
    if not entries:
        return
    event = batch.call.model.entity("Event")
    batch.call.tx.lock_outbox()
    last = highest_of_all(batch.call.tx, batch.call.tables, event, "id")
    made = [_event(batch, number, entry) for number, entry in enumerate(entries, start=last + 1)]
    insert(batch.call.tx, batch.call.tables, event, [change.values for change in made])
    for change in made:
        batch.staged.touch(batch.staged.add(event, change))


def entries_of(batch: Batch) -> Iterator[Entry]:
    """Yield the entries of the feed, in the order of the changes."""
    model = batch.call.model
    contexts, version = model.entity("TypedContext"), model.entity("AssetVersion")
    changes = [
        change
        for change in batch.staged.touched()
        if not change.is_deleted and (change.entity is version or model.fits(change.entity, contexts))
    ]
    restated = [change for change in changes if has_new_status(change)]
    statuses = batch.find("Status", (change.values["status_id"] for change in restated))
    for change in changes:
        if has_new_status(change):
            before, status_id = (change.before or {})["status_id"], change.values["status_id"]
            status = statuses.get(status_id)
            data = {"from_status_id": before, "status_id": status_id}
            yield Entry(
                change, STATUS_CHANGED[kind_of(change)], status.values["name"] if status else None, data
            )
        if change.entity is version and change.becomes("is_published", True):
            yield Entry(change, PUBLISHED, change.values["comment"], {"version": change.values["version"]})


def has_new_status(change: Change) -> bool:
    """Return whether the status has changed. The first status of an entity doesn't count."""
    before = None if change.is_remade else (change.before or {}).get("status_id")
    return before is not None and change.values["status_id"] not in {None, before}


def _event(batch: Batch, number: int, entry: Entry) -> Change:
    event, about = batch.call.model.entity("Event"), entry.about
    values = dict.fromkeys(batch.call.model.family_columns(event)) | {
        "id": number,
        "action": entry.action,
        "insert": entry.text,
        "data": json.dumps(entry.data),
        "parent_id": about.key[0],
        "parent_type": entry.kind,
        "project_id": about.values["project_id"],
        "user_id": actor_id(batch),
        "created_at": batch.moment(),
    }
    return Change(event, (str(number),), None, values)
