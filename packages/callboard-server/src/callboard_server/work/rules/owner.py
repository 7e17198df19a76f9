"""What belongs to an entity of any type: the type that it names is the one that its owner has."""

from __future__ import annotations

from callboard.errors import UnknownEntityType, ValidationError
from callboard_server.model.attributes import Collection
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on
from callboard_server.work.validate import owner_named

OWNED = ("EntitySetting", "Metadata", "Note")


@on(When.CREATED, *OWNED)
@on(When.UPDATED, *OWNED)
def name_owner(batch: Batch, owned: Change) -> None:
    """The owner's type goes by the name of its schema, in whatever spelling it came.

    `task` for a shot becomes `Shot`.
    """
    if batch.once("owners"):
        gather_owners(batch)
    name = owned.entity.owner_type or ""
    owner = owner_of(batch, owned)
    if owner is not None:
        owned.values[name] = owner.entity.name


def owner_of(batch: Batch, owned: Change) -> Change | None:
    """Return what *owned* belongs to.

    None when it belongs to nothing, or to what does not exist, which is told later.
    """
    name = owned.values[owned.entity.owner_type or ""]
    if owned.values["parent_id"] is None:
        return None
    if name is None:
        return search_owner(batch, owned)
    try:
        kind = owner_named(batch, name)
    except UnknownEntityType:
        return None
    return batch.get(kind.name, owned.values["parent_id"])


def search_owner(batch: Batch, owned: Change) -> Change | None:
    """Return what *owned* belongs to when only an identifier is told: it is looked up among all that can have
    such a thing.

    Raises: ValidationError when nothing has it.
    """
    for root in possible_owners(batch, owned.entity.name):
        found = batch.get(root, owned.values["parent_id"])
        if found is not None:
            return found
    kind, name = owned.entity, owned.entity.owner_type
    if not kind.stored_by_name[name or ""].required:
        raise ValidationError(
            f"{kind.name}.{name} is required, as nothing that has such a thing is "
            f"{owned.values['parent_id']}."
        )
    return None  # told when what is required is checked


def possible_owners(batch: Batch, owned: str) -> dict[str, None]:
    """Return the types, by the owner of their table, that have a collection of *owned*."""
    return dict.fromkeys(
        batch.root(entity).name
        for entity in batch.call.model
        for attribute in entity.attributes
        if isinstance(attribute, Collection)
        and attribute.target == owned
        and attribute.via == "parent_id"
        and attribute.own == "id"
    )


def gather_owners(batch: Batch) -> None:
    """Load the owners of all that the batch makes or moves: one statement for each table that they are in."""
    wanted: dict[str, set[str]] = {}
    for name in OWNED:
        for owned in batch.touched(name):
            told = owned.values[owned.entity.owner_type or ""]
            if owned.values["parent_id"] is None:
                continue
            try:
                roots = (
                    [batch.root(owner_named(batch, told)).name]
                    if told
                    else list(possible_owners(batch, name))
                )
            except UnknownEntityType:
                continue  # told when owners are checked
            for root in roots:
                wanted.setdefault(root, set()).add(owned.values["parent_id"])
    for root, identifiers in wanted.items():
        batch.gather(root, identifiers)
