"""The owners of notes, metadata and settings, which can have any type: find them, and store their types."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from callboard.errors import UnknownEntityType, ValidationError
from callboard_server.model.attributes import Collection
from callboard_server.model.model import Model
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on
from callboard_server.work.validate import owner_named


@on(When.SAVED, "EntitySetting", "Metadata")
def name_owners(batch: Batch, owned: Sequence[Change]) -> None:
    """Store the type of each owner by its schema name, for example `Shot` instead of `task`."""
    load_owners(batch, owned)
    for change in owned:
        owner = owner_of(batch, change)
        if owner is not None:
            change.values[change.entity.owner_type or ""] = owner.entity.name


def load_owners(batch: Batch, owned: Sequence[Change]) -> None:
    """Load the owners of *owned*, with one statement for each possible table."""
    by_root: dict[str, set[str]] = {}
    for change in owned:
        if change.values["parent_id"] is not None:
            for root in roots_of_owner(batch, change):
                by_root.setdefault(root, set()).add(change.values["parent_id"])
    for root, identifiers in by_root.items():
        batch.find(root, identifiers)


def roots_of_owner(batch: Batch, owned: Change) -> tuple[str, ...]:
    """Return the possible tables of the owner.

    There are several if the client sent no type, and none for an unknown type, which `validate` reports.
    """
    named = owned.values[owned.entity.owner_type or ""]
    if named is None:
        return possible_owners(batch.call.model, owned.entity.name)
    try:
        return (batch.root(owner_named(batch, named)).name,)
    except UnknownEntityType:
        return ()


@lru_cache(maxsize=64)
def possible_owners(model: Model, owned: str) -> tuple[str, ...]:
    """Return the owners of the tables whose types have a collection of *owned*."""
    found = dict.fromkeys(
        model.store(entity).name
        for entity in model
        for attribute in entity.attributes
        if isinstance(attribute, Collection)
        and attribute.target == owned
        and attribute.via == "parent_id"
        and attribute.own == "id"
    )
    return tuple(found)


def owner_of(batch: Batch, owned: Change) -> Change | None:
    """Return the loaded owner of *owned*; None if there is no owner, or it does not exist.

    Raises: ValidationError when the type is missing, and no possible owner has the identifier.
    """
    kind, column, parent_id = owned.entity, owned.entity.owner_type or "", owned.values["parent_id"]
    if parent_id is None:
        return None
    for root in roots_of_owner(batch, owned):
        found = batch.staged.get(batch.call.model.entity(root), (parent_id,))
        if found is not None and not found.is_deleted:
            return found
    if owned.values[column] is None and not kind.stored_by_name[column].required:
        raise ValidationError(
            f"{kind.name}.{column} is required: no entity that can have a {kind.name} has the id {parent_id}."
        )
    return None  # `validate` reports required values and references
