"""Leave out metadata and values of custom attributes whose entity does not exist.

Clients send these as separate operations. The official Python client omits an entity that was created and
deleted before a commit, but not its metadata and values; and scripts set values of entities that the same
batch deletes. Such operations succeed and store nothing, as nothing would be left of them. The same applies
to entities that the user may not see, because another result would reveal that they exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.access.visibility import readable
from callboard_server.work.authorize import allowed
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.custom_attribute import owners_of
from callboard_server.work.rules.owner import roots_of_owner

OWNED = {"Metadata": "parent_id", "CustomAttributeValue": "entity_id"}
"""The types, with their attribute for the owner. It is part of the key, so only new ones can be orphans."""


def leave_out_orphans(batch: Batch) -> None:
    """Mark metadata and values without an owner as deleted, with a few statements for each table."""
    owned = [
        change
        for change in batch.staged.touched()
        if change.entity.name in OWNED and change.is_new and not change.is_deleted
    ]
    batch.find("CustomConfigurationBase", (one.key[0] for one in owned if one.entity.name != "Metadata"))
    roots = {change: possible for change in owned if (possible := _roots(batch, change))}
    found = {
        name: _seen(batch, name, [change for change, possible in roots.items() if name in possible])
        for name in sorted({name for possible in roots.values() for name in possible})
    }
    for change, possible in roots.items():
        if not any(_owner(change) in found[name] for name in possible):
            change.is_deleted = True


def _owner(change: Change) -> str:
    return str(change.values[OWNED[change.entity.name]])


def _roots(batch: Batch, change: Change) -> Sequence[str]:
    """Return the tables of the possible owners; none if the change is incomplete, which rules report."""
    if change.entity.name == "Metadata":
        return roots_of_owner(batch, change) if change.values["parent_type"] else ()
    configuration = batch.get("CustomConfigurationBase", change.key[0])
    is_attribute = configuration is not None and configuration.entity.name == "CustomAttributeConfiguration"
    return owners_of(configuration) if configuration and is_attribute else ()


def _seen(batch: Batch, root: str, owned: Sequence[Change]) -> set[str]:
    """Return the identifiers of the owners in the table of *root* that exist and that the user may see."""
    found = batch.find(root, map(_owner, owned))
    rules = {} if batch.call.actor.is_administrator else readable(batch.call.model, batch.call.actor)
    stored = {identifier for identifier, change in found.items() if not change.is_new}
    if root not in rules or not stored:
        return set(found)
    seen = allowed(batch.call, batch.call.model.entity(root), stored, rules)
    return set(found) - stored | {key[0] for key in seen}
