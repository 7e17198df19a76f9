"""The custom attributes that a new entity begins with: the defaults of this moment, written down.

So a default that changes later is for what is made later. Hierarchical attributes stay without a value: a
stored one would mean that somebody set it here. The rows are not announced; who hears of a new entity asks
for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callboard_server.storage import entities
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.custom_attribute import applies, kind_of_owner


def write_beginnings(batch: Batch) -> None:
    """Write the defaults of all new entities: a statement to find them, and one to write them."""
    made: dict[str, list[Change]] = {}
    for change in batch.staged.touched():
        if change.is_new and not change.is_deleted and (kind := kind_of_owner(change)):
            made.setdefault(kind, []).append(change)
    if not made:
        return
    tx, tables, entity = batch.call.tx, batch.call.tables, batch.call.model.entity
    configurations = entities.load(tx, tables, entity("CustomConfigurationBase"), "entity_type", sorted(made))
    attributes = [one for one in configurations if one["_kind"] == "attribute" and not one["is_hierarchical"]]
    values = entity("CustomAttributeValue")
    rows = [
        row
        for kind, owners in made.items()
        for owner in owners
        for row in _beginnings(owner, [one for one in attributes if one["entity_type"] == kind])
        if batch.staged.get(values, (row["configuration_id"], row["entity_id"])) is None
    ]
    if rows:
        entities.insert(tx, tables, values, rows)


def _beginnings(owner: Change, configurations: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return the values of *owner*: one of its project's own hides the global one of the same key."""
    found = {
        one["key"]: one
        for one in sorted(configurations, key=lambda one: one["project_id"] or "")
        if applies(one, owner)
    }
    for one in found.values():
        yield {
            "configuration_id": one["id"],
            "entity_id": owner.key[0],
            "value": one["default"],
            "_value_text": one["_default_text"],
            "_value_number": one["_default_number"],
        }
