"""The stored values of custom attributes of a new entity, which are the current defaults.

A default that changes later therefore applies only to entities that are created later. Hierarchical
attributes get no value, because it would hide the inherited one. No event contains these rows; clients query
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callboard_server.storage import entities
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.custom_attribute import applies, kind_of_owner


def write_custom_attribute_defaults(batch: Batch) -> None:
    """Write the defaults of all new entities, with one statement to find them and one to write them."""
    created: dict[str, list[Change]] = {}
    for change in batch.staged.touched():
        if change.is_new and not change.is_deleted and (kind := kind_of_owner(change)):
            created.setdefault(kind, []).append(change)
    if not created:
        return
    tx, tables, entity = batch.call.tx, batch.call.tables, batch.call.model.entity
    configurations = entities.load(
        tx, tables, entity("CustomConfigurationBase"), "entity_type", sorted(created)
    )
    attributes = [one for one in configurations if one["_kind"] == "attribute" and not one["is_hierarchical"]]
    values = entity("CustomAttributeValue")
    rows = [
        row
        for kind, owners in created.items()
        for owner in owners
        for row in _defaults(owner, [one for one in attributes if one["entity_type"] == kind])
        if batch.staged.get(values, (row["configuration_id"], row["entity_id"])) is None
    ]
    if rows:
        entities.insert(tx, tables, values, rows)


def _defaults(owner: Change, configurations: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the values of *owner*. An attribute of its project hides the global one with the same key."""
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
