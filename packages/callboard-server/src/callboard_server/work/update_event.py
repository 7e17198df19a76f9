"""The event about a batch: one item for each entity that changed, and the users who receive it."""

from __future__ import annotations

from collections.abc import Mapping

from callboard_server.events.update_event import Difference, News, item
from callboard_server.model.attributes import ForeignKey, Reference, Text
from callboard_server.model.entity import Entity
from callboard_server.work.audience import reach_of
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.custom_attribute_changes import with_attributes
from callboard_server.work.validate import owner_named

LONGEST_CHAIN = 100
"""The longest chain of owners, because two concurrent transactions could have made it a cycle."""


def describe(batch: Batch) -> News | None:
    """Return the event about *batch*, or None when nothing changed."""
    published = with_attributes(batch, [change for change in batch.staged.touched() if _is_published(change)])
    changes = published.changes
    if not changes:
        return None
    load_owners(batch, changes)
    chains = {change: parents_of(batch, change) for change in changes}
    reach = reach_of(batch, changes, chains)
    items = tuple(
        item(
            _difference(batch, change, published.attributes.get(change, {})),
            chains[change],
            reach.audiences[change],
            is_private=change in reach.private,
        )
        for change in changes
    )
    tokens = getattr(batch.call, "tokens", None)
    actor = batch.call.actor
    return News(
        event_id=batch.call.new_id(),
        items=items,
        user_id=actor.user_id or None,
        username=actor.username,
        name=actor.name or actor.username,
        client_token=tokens.client_token if tokens else None,
        push_token=(tokens.push_token if tokens else None) or batch.call.new_id(),
    )


def _is_published(change: Change) -> bool:
    return (
        not change.is_void
        and not change.entity.internal
        and (change.is_deleted or change.is_new or _has_public_difference(change))
    )


def _has_public_difference(change: Change) -> bool:
    """Return whether a public attribute has changed that does not follow from other entities."""
    changed = set(change.changed())
    own = (attribute for attribute in change.entity.public_stored if not attribute.settled)
    return any(attribute.column in changed for attribute in own)


def _difference(
    batch: Batch, change: Change, attributes: Mapping[str, Mapping[str, str | None]]
) -> Difference:
    before = change.before or {}
    after = {} if change.is_deleted else change.values
    return Difference(_action(batch, change), change.entity, change.key, before, after, attributes)


def _action(batch: Batch, change: Change) -> str:
    if change.is_deleted:
        return "remove"
    if change.is_new:
        return "add"
    is_moved = batch.root(change.entity).name == "Context" and "parent_id" in change.changed()
    return "move" if is_moved else "update"


def parents_of(batch: Batch, change: Change) -> list[tuple[Entity, str]]:
    """Return the owners of *change*, nearest first, up to the project. Call `load_owners` before."""
    chain: list[tuple[Entity, str]] = []
    below = change
    while len(chain) < LONGEST_CHAIN and (above := _owner(batch, below)) is not None:
        found = batch.staged.get(batch.root(above[0]), (above[1],))
        chain.append((found.entity if found else above[0], above[1]))
        if found is None:
            break
        below = found
    return chain


def load_owners(batch: Batch, changes: list[Change]) -> None:
    """Load all owners of *changes*, with one statement for each level and table."""
    passed: set[tuple[str, str]] = set()
    below = changes
    for _ in range(LONGEST_CHAIN):
        owners = {
            (batch.root(owner[0]).name, owner[1])
            for change in below
            if (owner := _owner(batch, change)) is not None
        } - passed
        if not owners:
            break
        passed |= owners
        for name in sorted({name for name, _ in owners}):
            batch.find(name, (identifier for root, identifier in owners if root == name))
        found = (
            batch.staged.get(batch.call.model.entity(name), (identifier,)) for name, identifier in owners
        )
        below = [change for change in found if change is not None]


def _owner(batch: Batch, change: Change) -> tuple[Entity, str] | None:
    """Return the type and identifier of the direct owner of *change*."""
    entity, model = change.entity, batch.call.model
    for name in (entity.parent, "container_id" if batch.root(entity).name == "Component" else None):
        if name and (identifier := change.values.get(name)):
            foreign = entity.stored_by_name[name]
            if isinstance(foreign, ForeignKey) and foreign.target in model:
                return model.entity(foreign.target), identifier
    if entity.owner_type and change.values.get("parent_id"):
        return owner_named(batch, change.values[entity.owner_type]), change.values["parent_id"]
    parent = entity.by_name.get("parent")
    if (
        isinstance(parent, Reference)
        and isinstance(entity.by_name[parent.via], Text)
        and change.values.get(parent.via)
    ):
        # A change of status: its type determines the type of its parent.
        return model.entity(parent.target), change.values[parent.via]
    return None
