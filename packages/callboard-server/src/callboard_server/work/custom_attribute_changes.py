"""Changes of custom attributes in the form of events: changes of the entities, by key, with values as text.

Existing listeners expect this form. A value whose entity or attribute is deleted is published as a separate
entity.
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
class Published:
    """The `changes` in an event, and the changed custom attributes of each, by key."""

    changes: list[Change]
    attributes: dict[Change, dict[str, dict[str, str | None]]] = field(factory=dict)


def with_attributes(batch: Batch, changes: Iterable[Change]) -> Published:
    """Return *changes*, with the values of custom attributes as parts of their entities."""
    published = Published([])
    values: list[Change] = []
    for change in changes:
        (values if batch.root(change.entity).name == VALUE else published.changes).append(change)
    if not values:
        return published
    batch.find(CONFIGURATION, (change.key[0] for change in values))
    for name in sorted({name for change in values for name in _owner_types(batch, change)}):
        batch.find(name, (change.key[1] for change in values if name in _owner_types(batch, change)))
    included = set(published.changes)
    for change in values:
        owner, configuration = _owner(batch, change), _configuration(batch, change)
        if owner is None or configuration is None:
            published.changes.append(change)
        elif not owner.is_deleted:
            if owner not in included:
                included.add(owner)
                published.changes.append(owner)
            published.attributes.setdefault(owner, {})[configuration.values["key"]] = _difference(change)
    return published


def _configuration(batch: Batch, change: Change) -> Change | None:
    return batch.staged.get(batch.root(batch.call.model.entity(CONFIGURATION)), (change.key[0],))


def _owner_types(batch: Batch, change: Change) -> tuple[str, ...]:
    """Return the types that the entity of a value can be of: several for a hierarchical attribute."""
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
    return {
        "old": event_text(before),
        "new": None if change.is_deleted else event_text(change.values["value"]),
    }


def event_text(stored: str | None) -> str | None:
    """Return a value, stored as JSON, in the form of events.

    Booleans become 1 and 0, choices are joined by commas, and times are in ISO 8601.
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
