"""Lists and their entries."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.merging import merge_duplicates
from callboard_server.work.rules.permissions import Author, permissions
from callboard_server.work.rules.registry import When, on

ITEMS = {"AssetVersionList": "AssetVersion", "TypedContextList": "TypedContext"}
"""The type of entities in each type of list."""


AUTHOR_OR_MANAGERS = Author("user_id", or_managers=True)
permissions("List", update=AUTHOR_OR_MANAGERS, delete=AUTHOR_OR_MANAGERS)


@on(When.CREATED, "List")
def complete_lists(batch: Batch, lists: Sequence[Change]) -> None:
    """Open new lists, and set their date and user."""
    for created in lists:
        set_defaults(created, date=batch.moment(), user_id=actor_id(batch), is_open=True)


@on(When.SAVED, "ListObject")
def check_items(batch: Batch, entries: Sequence[Change]) -> None:
    """Refuse entities of a type that the list cannot contain."""
    changed = [entry for entry in entries if {"list_id", "entity_id"} & set(entry.changed())]
    lists = batch.find("List", (entry.values["list_id"] for entry in changed))
    # `validate` checks required values and references.
    complete = [e for e in changed if e.values["list_id"] in lists and e.values["entity_id"] is not None]
    by_type: dict[str, set[str]] = {}
    for entry in complete:
        kind = ITEMS[lists[entry.values["list_id"]].entity.name]
        by_type.setdefault(kind, set()).add(entry.values["entity_id"])
    items = {kind: batch.find(kind, identifiers) for kind, identifiers in by_type.items()}
    for entry in complete:
        holder = lists[entry.values["list_id"]]
        kind = ITEMS[holder.entity.name]
        item = items[kind].get(entry.values["entity_id"])
        if item is None or not batch.call.model.fits(item.entity, batch.call.model.entity(kind)):
            raise ValidationError(
                f"{holder.entity.name} {holder.values['name']!r} cannot contain {entry.values['entity_id']}, "
                f"which is not a {kind}."
            )


@on(When.CREATED, "ListObject")
def enter_once(batch: Batch, entries: Sequence[Change]) -> None:
    """Keep one entry for each entity in a list. Adding an entity again is not an error."""
    merge_duplicates(batch, entries, ("list_id", "entity_id"))
