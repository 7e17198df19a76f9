"""What a batch tells the world.

One event with an item for each entity that changed, and who may hear of each.
"""

from __future__ import annotations

from collections.abc import Mapping

from callboard_server.events.update_event import Difference, News, item
from callboard_server.model.attributes import ForeignKey, Reference, Text
from callboard_server.model.entity import Entity
from callboard_server.work.attribute_news import with_attributes
from callboard_server.work.audience import reach_of
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.validate import owner_named

HIGHEST_CHAIN = 100
"""Where a chain of owners ends, should two writers at once have closed it to a circle."""


def describe(batch: Batch) -> News | None:
    """Return the news of *batch*, or None when nothing changed."""
    news = with_attributes(batch, [change for change in batch.staged.touched() if _is_news(change)])
    told = news.changes
    if not told:
        return None
    gather_owners(batch, told)
    chains = {id(change): parents_of(batch, change) for change in told}
    reach = reach_of(batch, told, chains)
    items = tuple(
        item(
            _difference(batch, change, news.attributes.get(id(change), {})),
            chains[id(change)],
            reach.audiences[id(change)],
            is_private=id(change) in reach.private,
        )
        for change in told
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


def _is_news(change: Change) -> bool:
    return (
        not change.is_void
        and not change.entity.internal
        and (change.is_deleted or change.is_new or _tells_something(change))
    )


def _tells_something(change: Change) -> bool:
    """Tell whether anything changed that clients know of."""
    changed = set(change.changed())
    return any(attribute.column in changed for attribute in change.entity.public_stored)


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
    """Return what *change* belongs to, from the nearest on, as far as the project, once `gather_owners`
    brought that in.
    """
    chain: list[tuple[Entity, str]] = []
    below = change
    while len(chain) < HIGHEST_CHAIN and (above := _owner(batch, below)) is not None:
        found = batch.staged.get(batch.root(above[0]), (above[1],))
        chain.append((found.entity if found else above[0], above[1]))
        if found is None:
            break
        below = found
    return chain


def gather_owners(batch: Batch, told: list[Change]) -> None:
    """Load everything that *told* belongs to.

    One statement for each level and table, however much is told.
    """
    passed: set[tuple[str, str]] = set()
    below = told
    for _ in range(HIGHEST_CHAIN):
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
    """Return the type and identifier of what *change* belongs to at once."""
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
        return model.entity(parent.target), change.values[
            parent.via
        ]  # as a change of status has, whose type says what of
    return None
