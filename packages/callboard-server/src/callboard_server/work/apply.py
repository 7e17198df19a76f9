"""Apply the operations of a batch to the staged entities, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.errors import (
    DuplicateEntry,
    ImmutableAttribute,
    MalformedOperation,
    NotFound,
    UnknownReference,
    ValidationError,
)
from callboard.wire.values import whole_seconds
from callboard_server.model.attributes import (
    NEW_ID,
    Collection,
    Instant,
    ManyToMany,
    MappedCollection,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change, Values
from callboard_server.work.convert import convert
from callboard_server.work.given_values import apart, given_values
from callboard_server.work.operations import Convert, Create, Delete, Operation, Update, key_of
from callboard_server.work.stage import given_collections, read_reference
from callboard_server.work.values import missing_reference


def apply(batch: Batch, operation: Operation) -> Change:
    """Apply *operation* to the staged entities and return the one that it names."""
    match operation:
        case Create(entity=entity, data=data):
            check_creatable(entity)
            return (
                set_value(batch, entity, data)
                if entity.name == "CustomAttributeValue"
                else create(batch, entity, data)
            )
        case Update(entity=entity, key=key, data=data):
            check_changeable(entity)
            gone = batch.staged.get(batch.root(entity), key)
            if gone is not None and gone.is_deleted and only_mapped(entity, data):
                return gone
            change = existing_or_created(batch, entity, key)
            check_type(batch, entity, change)
            update(batch, change, data)
            return change
        case Delete():
            return delete(batch, operation)
        case Convert(entity=entity, key=key):
            change = batch.change(entity, key)
            check_type(batch, entity, change)
            convert(batch, operation, change)
            return change


def check_creatable(entity: Entity) -> None:
    """Raise MalformedOperation for a type that clients cannot create.

    Either only the server creates it, or it is stored as another type.
    """
    if entity.made_by_server or entity.created_by_server:
        raise MalformedOperation(f"{entity.name} is created by the server only.")
    if entity.dense:
        raise MalformedOperation(
            f"{entity.name} cannot be created: every entity has one.",
            hint="Update it instead, or create a CustomAttributeValue.",
        )
    if entity.reads and entity.discriminator:
        raise MalformedOperation(
            f"{entity.name} cannot be created: it is a view of {entity.reads}.",
            hint=f"Create a {entity.reads} instead.",
        )


def check_changeable(entity: Entity) -> None:
    """Raise MalformedOperation for a type that only the server changes."""
    if entity.made_by_server:
        raise MalformedOperation(f"{entity.name} is changed by the server only.")


def only_mapped(entity: Entity, data: Mapping[str, Any]) -> bool:
    """Return whether *data* contains mapped collections only.

    Clients send metadata also for an entity that the batch has deleted; it has no effect.
    """
    return bool(data) and all(isinstance(entity.by_name.get(name), MappedCollection) for name in data)


def existing_or_created(batch: Batch, entity: Entity, key: tuple[str, ...]) -> Change:
    """Return the staged entity with *key*.

    A value of a custom attribute that was never set is created, because clients only update values.
    """
    store = batch.root(entity)
    if store.name == "CustomAttributeValue":
        staged = batch.staged.get(store, key)
        if staged is None or staged.is_deleted:
            return create(batch, store, dict(zip(store.key, key, strict=True)))
    return batch.change(entity, key)


def set_value(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Change:
    """Stage the value of a custom attribute; it replaces an existing one.

    New entities get default values, which the client may not have loaded.
    """
    parts = [part for name in entity.key if isinstance(part := data.get(name), str)]
    staged = batch.staged.get(entity, key_of(parts)) if len(parts) == len(entity.key) else None
    if staged is None or staged.is_deleted:
        return create(batch, entity, data)
    update(batch, staged, data)
    return staged


def create(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Change:
    """Stage a new entity with *data* and the defaults of the model."""
    if entity not in batch.call.model.concrete(entity):
        kinds = ", ".join(kind.name for kind in batch.call.model.concrete(entity))
        raise MalformedOperation(f"{entity.name} is abstract.", hint=f"Create one of {kinds}.")
    root = batch.root(entity)
    values: Values = dict.fromkeys(batch.call.model.family_columns(root))
    given, claims = apart(entity, given_values(batch, entity, data))
    values |= given
    fill_defaults(batch, entity, values)
    key = key_of([required_key(entity, name, values) for name in entity.key])
    previous = batch.staged.get(root, key)
    if previous is not None and not previous.is_deleted:
        raise DuplicateEntry(f"A {previous.entity.name} with the key {', '.join(key)} already exists.")
    check_not_deleted(batch, entity, values)
    kind = root if entity.reads else entity  # a view is stored, and published, as what it is a view of
    before = previous.before if previous else None
    change = Change(kind, key, before, values, is_remade=previous is not None, claims=claims)
    batch.staged.add(root, change)
    batch.staged.touch(change)
    link_collections(batch, change, data)
    return change


def required_key(entity: Entity, name: str, values: Values) -> str:
    if values[name] is None:
        raise ValidationError(f"{entity.name}.{name} is required.")
    return str(values[name])


def fill_defaults(batch: Batch, entity: Entity, values: Values) -> None:
    """Give attributes without a value the default of the model, and set the discriminator of the type."""
    for attribute in entity.stored:
        if (
            values[attribute.column] is None
            and attribute.default is not None
            and not isinstance(attribute, Variable)
        ):
            is_id = attribute.default == NEW_ID
            values[attribute.column] = batch.call.new_id() if is_id else attribute.default
    if entity.discriminator:
        values[entity.discriminator.attribute] = entity.discriminator.value


def update(batch: Batch, change: Change, data: Mapping[str, Any]) -> None:
    """Set the values in *data* on a staged entity."""
    given, claims = apart(change.entity, given_values(batch, change.entity, data))
    change.claims |= claims
    keep_fractions(change, given)
    for attribute in change.entity.stored:
        if attribute.immutable and attribute.column in given and not change.is_new:
            stored = change.values[attribute.column]
            if stored is not None and given[attribute.column] != stored:
                raise ImmutableAttribute(
                    f"{change.entity.name}.{attribute.name} cannot be changed once it is set."
                )
    if change.entity.discriminator:
        given.pop(change.entity.discriminator.attribute, None)
    check_not_deleted(batch, change.entity, given)
    change.values.update(given)
    batch.staged.touch(change)
    link_collections(batch, change, data)


def keep_fractions(change: Change, given: Values) -> None:
    """Replace instants in *given* that equal the stored ones by the stored ones, which are more precise.

    Clients only know whole seconds, so one that sends back what it has read changes nothing.
    """
    for attribute in change.entity.stored:
        if not isinstance(attribute, Instant) or given.get(attribute.column) is None:
            continue
        stored = change.values[attribute.column]
        if stored is not None and given[attribute.column] == whole_seconds(stored):
            given[attribute.column] = stored


def check_not_deleted(batch: Batch, entity: Entity, values: Values) -> None:
    """Raise UnknownReference when *values* refer to an entity that the batch has deleted.

    The deletion would cascade to the referring entity.
    """
    for attribute, root in batch.call.model.leads(entity):
        if identifier := values.get(attribute.column):
            target = batch.staged.get(root, (identifier,))
            if target is not None and target.is_deleted:
                raise missing_reference(entity, attribute, identifier)


def delete(batch: Batch, operation: Delete) -> Change:
    """Mark the entity as deleted; deleting it again in the same batch does nothing."""
    change = batch.staged.get(batch.root(operation.entity), operation.key)
    if change is None and batch.root(operation.entity).name == "CustomAttributeValue":
        return value_never_set(batch.root(operation.entity), operation.key)
    if change is None:
        raise NotFound(f"There is no {operation.entity.name} with the key {', '.join(operation.key)}.")
    check_type(batch, operation.entity, change)
    change.is_deleted = True
    batch.staged.touch(change)
    return change


def value_never_set(entity: Entity, key: tuple[str, ...]) -> Change:
    """Return a change for a value that was never set. Clients delete such values, and nothing changes."""
    return Change(entity, key, None, dict(zip(entity.key, key, strict=True)), is_deleted=True)


def check_type(batch: Batch, requested: Entity, change: Change) -> None:
    """Raise NotFound when the staged entity is not of the type *requested*."""
    if not batch.call.model.fits(change.entity, requested):
        raise NotFound(
            f"There is no {requested.name} with the key {', '.join(change.key)}; it is a "
            f"{change.entity.name}."
        )


# -- Collections
# ------------------------------------------------------------------------------------------------------------


def link_collections(batch: Batch, owner: Change, data: Mapping[str, Any]) -> None:
    """Make each collection in *data* contain exactly the listed entities."""
    for attribute, references in given_collections(owner.entity, data):
        if attribute.immutable:
            if references:
                raise ImmutableAttribute(f"{owner.entity.name}.{attribute.name} cannot be changed.")
            continue
        if attribute.target not in batch.call.model:
            if references:
                raise UnknownReference(
                    f"{owner.entity.name}.{attribute.name} must be empty: there are no entities of type "
                    f"{attribute.target}."
                )
            continue
        if isinstance(attribute, ManyToMany):
            _link_through(batch, owner, attribute, references)
        elif not batch.call.model.entity(attribute.target).dense:
            _link(batch, owner, attribute, references)


def _link_through(batch: Batch, owner: Change, attribute: ManyToMany, references: list[Any]) -> None:
    """Make *attribute* contain exactly *references*, by creating and deleting the link entities between."""
    between = batch.call.model.entity(attribute.through)
    listed = {read_reference(batch, attribute, reference)[1][0] for reference in references}
    for link in batch.staged:
        if link.entity is between and not link.is_deleted and link.values[attribute.near] == owner.key[0]:
            if link.values[attribute.far] in listed:
                listed.discard(link.values[attribute.far])
            else:
                link.is_deleted = True
                batch.staged.touch(link)
    for identifier in sorted(listed):
        create(batch, between, {attribute.near: owner.key[0], attribute.far: identifier})


def _link(
    batch: Batch, owner: Change, attribute: Collection | MappedCollection, references: list[Any]
) -> None:
    root = batch.root(batch.call.model.entity(attribute.target))
    listed = {read_reference(batch, attribute, reference)[1] for reference in references}
    for member in batch.staged:
        is_member = batch.root(member.entity) is root and member.values.get(attribute.via) == owner.key[0]
        if is_member and member.key not in listed and not member.is_deleted:
            _unlink(batch, member, attribute)
    for key in listed:
        member_of(batch, owner, attribute, root, key)


def member_of(
    batch: Batch, owner: Change, attribute: Collection | MappedCollection, root: Entity, key: tuple[str, ...]
) -> None:
    """Make the entity with *key* a member of *owner*'s collection."""
    member = batch.staged.get(root, key)
    if member is None or member.is_deleted:
        raise UnknownReference(
            f"{owner.entity.name}.{attribute.name} contains {', '.join(key)}, which does not exist."
        )
    if member.values.get(attribute.via) == owner.key[0]:
        return
    if attribute.via in member.entity.key:
        raise ImmutableAttribute(f"{member.entity.name}.{attribute.via} cannot be changed once it is set.")
    member.values[attribute.via] = owner.key[0]
    if member.entity.owner_type and attribute.via == "parent_id":
        member.values[member.entity.owner_type] = owner.entity.name
    batch.staged.touch(member)


def _unlink(batch: Batch, member: Change, attribute: Collection | MappedCollection) -> None:
    """Remove *member* from its collection; delete it if it requires an owner."""
    via = member.entity.stored_by_name[attribute.via]
    if via.required or attribute.via in member.entity.key:
        member.is_deleted = True
    else:
        member.values[attribute.via] = None
    batch.staged.touch(member)
