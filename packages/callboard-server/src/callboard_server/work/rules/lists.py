"""Lists and what is in them, and the links that say what comes before what."""

from __future__ import annotations

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.beginnings import begin
from callboard_server.work.rules.registry import When, on

ITEMS = {"AssetVersionList": "AssetVersion", "TypedContextList": "TypedContext"}
"""What each kind of list holds."""


@on(When.CREATED, "List")
def complete_list(batch: Batch, made: Change) -> None:
    """A new list is open, of today, and belongs to whoever makes it."""
    begin(made, date=batch.now, user_id=batch.call.actor.user_id or None, is_open=True)


@on(When.CREATED, "ListObject")
@on(When.UPDATED, "ListObject")
def check_item(batch: Batch, entry: Change) -> None:
    """A list holds what its kind says: versions, or what is below a project."""
    if entry.before is not None and not {"list_id", "entity_id"} & set(entry.changed()):
        return
    if batch.once("lists"):
        gather_items(batch)
    holder = batch.get("List", entry.values["list_id"])
    if holder is None or entry.values["entity_id"] is None:
        return  # told when what is required and references are checked
    wanted = ITEMS[holder.entity.name]
    item = batch.get(wanted, entry.values["entity_id"])
    if item is None or not batch.call.model.fits(item.entity, batch.call.model.entity(wanted)):
        raise ValidationError(
            f"{holder.entity.name} {holder.values['name']!r} cannot hold {entry.values['entity_id']}, which "
            f"is no {wanted}."
        )


def gather_items(batch: Batch) -> None:
    """Load the lists that get entries, and what they get: one statement for each kind."""
    entries = batch.touched("ListObject")
    batch.gather("List", (entry.values["list_id"] for entry in entries))
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        holder = batch.get("List", entry.values["list_id"])
        if holder is not None and entry.values["entity_id"]:
            wanted.setdefault(ITEMS[holder.entity.name], set()).add(entry.values["entity_id"])
    for kind, identifiers in wanted.items():
        batch.gather(kind, identifiers)


@on(When.CREATED, "ListObject")
def enter_once(batch: Batch, entry: Change) -> None:
    """What is in a list already stays in it once, and entering it again is no error."""
    entries = batch.known.get("entries")
    if entries is None:
        lists = {
            change.values["list_id"] for change in batch.touched("ListObject") if change.values["list_id"]
        }
        found = batch.having(batch.root(entry.entity), "list_id", lists)
        entries = batch.known["entries"] = {}
        for change in sorted(found, key=lambda change: (change.is_new, change.order)):
            entries.setdefault((change.values["list_id"], change.values["entity_id"]), change)
    first = entries.setdefault((entry.values["list_id"], entry.values["entity_id"]), entry)
    if first is not entry and not first.is_deleted:
        entry.is_deleted = True
        batch.merged[id(entry)] = first


@on(When.CREATED, "AssetVersionLink", "TypedContextLink")
@on(When.UPDATED, "AssetVersionLink", "TypedContextLink")
def check_ends(batch: Batch, link: Change) -> None:
    """A link leads from one thing to another."""
    del batch
    if link.values["from_id"] is not None and link.values["from_id"] == link.values["to_id"]:
        raise ValidationError(f"{link.entity.name} cannot lead from {link.values['from_id']} to itself.")
