"""News of custom attributes: told as changes of the entities that have them, under the key of the attribute,
values as text.

Listeners of the field know them in this form alone. A value whose entity or attribute is gone is told as a
row like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from attrs import define, field

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.custom_attribute import INHERITING, OWNERS

VALUE = "CustomAttributeValue"
CONFIGURATION = "CustomAttributeConfiguration"


@define
class Told:
    """What is told.

    The `changes` of entities, and for each of them, by its identity, the changed custom attributes by key.
    """

    changes: list[Change]
    attributes: dict[int, dict[str, dict[str, str | None]]] = field(factory=dict)


def with_attributes(batch: Batch, changes: Iterable[Change]) -> Told:
    """Return *changes*, with values of custom attributes as part of the entities that they belong to."""
    told = Told([])
    values: list[Change] = []
    for change in changes:
        (values if batch.root(change.entity).name == VALUE else told.changes).append(change)
    if not values:
        return told
    batch.find(CONFIGURATION, (change.key[0] for change in values))
    for name in sorted({name for change in values for name in _owner_types(batch, change)}):
        batch.find(name, (change.key[1] for change in values if name in _owner_types(batch, change)))
    known = {id(change) for change in told.changes}
    for change in values:
        owner, configuration = _owner(batch, change), _configuration(batch, change)
        if owner is None or configuration is None:
            told.changes.append(change)
        elif not owner.is_deleted:
            if id(owner) not in known:
                known.add(id(owner))
                told.changes.append(owner)
            told.attributes.setdefault(id(owner), {})[configuration.values["key"]] = _difference(change)
    return told


def _configuration(batch: Batch, change: Change) -> Change | None:
    return batch.staged.get(batch.root(batch.call.model.entity(CONFIGURATION)), (change.key[0],))


def _owner_types(batch: Batch, change: Change) -> tuple[str, ...]:
    """Return the types that may own the entity of a value.

    Several for an attribute that everything in a project has.
    """
    configuration = _configuration(batch, change)
    if configuration is None:
        return ()
    kind = OWNERS.get(configuration.values["entity_type"] or "")
    if configuration.values["is_hierarchical"]:
        return INHERITING
    return () if kind is None else (kind,)


def _owner(batch: Batch, change: Change) -> Change | None:
    roots = (batch.root(batch.call.model.entity(name)) for name in _owner_types(batch, change))
    return next(
        (found for root in roots if (found := batch.staged.get(root, (change.key[1],))) is not None), None
    )


def _difference(change: Change) -> dict[str, str | None]:
    before = (change.before or {}).get("value")
    return {"old": told_text(before), "new": None if change.is_deleted else told_text(change.values["value"])}


def told_text(stored: str | None) -> str | None:
    """Return a value, kept as JSON, as listeners know it.

    1 and 0 for truth, several choices with commas, times in ISO 8601.
    """
    value: Any = None if stored is None else json.loads(stored)
    match value:
        case None:
            return None
        case bool():
            return "1" if value else "0"
        case list():
            return ", ".join(map(str, value))
        case dict():
            return str(value.get("value"))
        case _:
            return str(value)
