"""Doing what a batch asks to the staged entities, one operation after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.errors import (
    DuplicateEntry,
    ImmutableAttribute,
    MalformedOperation,
    NotFound,
    UnknownAttribute,
    UnknownReference,
    ValidationError,
)
from callboard.model.attributes import (
    NEW_ID,
    AnyAttribute,
    Collection,
    Computed,
    ForeignKey,
    MappedCollection,
    Reference,
    Stored,
)
from callboard.model.entity import Entity
from callboard.work.batch import Batch
from callboard.work.change import Change, Values
from callboard.work.operations import Create, Delete, Operation, Update, key_of
from callboard.work.stage import given_collections, read_reference
from callboard.work.values import stored_value, unknown


def apply(batch: Batch, operation: Operation) -> Change:
    """Do *operation* to the staged entities and return the one that it names."""
    match operation:
        case Create(entity=entity, data=data):
            return create(batch, entity, data)
        case Update(entity=entity, key=key, data=data):
            change = batch.change(entity, key)
            check_type(batch, entity, change)
            update(batch, change, data)
            return change
        case Delete():
            return delete(batch, operation)


def create(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Change:
    """Stage a new entity with *data* and the defaults of the model."""
    if entity not in batch.call.model.concrete(entity):
        kinds = ", ".join(kind.name for kind in batch.call.model.concrete(entity))
        raise MalformedOperation(f"{entity.name} is abstract.", hint=f"Create one of {kinds}.")
    root = batch.root(entity)
    values: Values = dict.fromkeys(batch.call.model.family_columns(root))
    values |= given_values(batch, entity, data)
    fill_defaults(batch, entity, values)
    key = key_of([required_key(entity, name, values) for name in entity.key])
    known = batch.staged.get(root, key)
    if known is not None and not known.is_deleted:
        raise DuplicateEntry(f"A {known.entity.name} with the key {', '.join(key)} exists already.")
    check_not_deleted(batch, entity, values)
    change = Change(entity, key, known.before if known else None, values, is_remade=known is not None)
    batch.staged.add(root, change)
    batch.staged.touch(change)
    link_collections(batch, change, data)
    return change


def required_key(entity: Entity, name: str, values: Values) -> str:
    if values[name] is None:
        raise ValidationError(f"{entity.name}.{name} is required.")
    return str(values[name])


def fill_defaults(batch: Batch, entity: Entity, values: Values) -> None:
    """Give attributes without a value the default of the model; what tells the type apart follows from the type."""
    for attribute in entity.stored:
        if values[attribute.column] is None and attribute.default is not None:
            is_id = attribute.default == NEW_ID
            values[attribute.column] = batch.call.new_id() if is_id else attribute.default
    if entity.discriminator:
        values[entity.discriminator.attribute] = entity.discriminator.value


def update(batch: Batch, change: Change, data: Mapping[str, Any]) -> None:
    """Set what *data* holds on a staged entity."""
    given = given_values(batch, change.entity, data)
    for attribute in change.entity.stored:
        if attribute.immutable and attribute.column in given and not change.is_new:
            stored = change.values[attribute.column]
            if stored is not None and given[attribute.column] != stored:
                raise ImmutableAttribute(f"{change.entity.name}.{attribute.name} cannot be changed once it is set.")
    if change.entity.discriminator:
        given.pop(change.entity.discriminator.attribute, None)
    check_not_deleted(batch, change.entity, given)
    change.values.update(given)
    batch.staged.touch(change)
    link_collections(batch, change, data)


def check_not_deleted(batch: Batch, entity: Entity, values: Values) -> None:
    """Raise UnknownReference when *values* refer to what the batch deleted before: it would take the entity along."""
    for attribute in entity.stored:
        if isinstance(attribute, ForeignKey) and values.get(attribute.column) and attribute.target in batch.call.model:
            target = batch.staged.get(batch.root(batch.call.model.entity(attribute.target)), (values[attribute.column],))
            if target is not None and target.is_deleted:
                raise unknown(entity, attribute, values[attribute.column])


def delete(batch: Batch, operation: Delete) -> Change:
    """Mark the entity as deleted; one that the batch deleted before is left so."""
    change = batch.staged.get(batch.root(operation.entity), operation.key)
    if change is None:
        raise NotFound(f"There is no {operation.entity.name} with the key {', '.join(operation.key)}.")
    check_type(batch, operation.entity, change)
    change.is_deleted = True
    batch.staged.touch(change)
    return change


def check_type(batch: Batch, asked: Entity, change: Change) -> None:
    """Raise NotFound when the staged entity is not of the type *asked* for."""
    if change.entity not in batch.call.model.concrete(asked):
        raise NotFound(f"There is no {asked.name} with the key {', '.join(change.key)}; it is a {change.entity.name}.")


# -- Values ---------------------------------------------------------------------------------------------------------------------------


def given_values(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Values:
    """Return the stored values in *data* by column: references become identifiers, and both sides must agree."""
    values: Values = {}
    for name, value in data.items():
        attribute = public_attribute(batch, entity, name)
        match attribute:
            case Stored():
                _set(entity, values, attribute.column, stored_value(entity, attribute, value), name)
            case Reference(via=via):
                foreign = entity.by_name[via]
                assert isinstance(foreign, ForeignKey)
                check_named_type(batch, entity, attribute, value)
                _set(entity, values, via, stored_value(entity, foreign, value), name)
            case Computed():
                if value is not None:
                    raise ImmutableAttribute(f"{entity.name}.{name} is computed and cannot be set.")
            case Collection() | MappedCollection():
                pass
    return values


def check_named_type(batch: Batch, entity: Entity, attribute: Reference, value: Any) -> None:
    """Raise ValidationError when the reference *value* names a type that *attribute* never leads to."""
    named = value.get("__entity_type__") if isinstance(value, dict) else None
    if not isinstance(named, str) or attribute.target not in batch.call.model:
        return
    target = batch.root(batch.call.model.entity(attribute.target))
    if batch.root(batch.call.model.entity(named)) is not target:
        raise ValidationError(f"{entity.name}.{attribute.name} must be a reference to {attribute.target}; got one to {named}.")


def public_attribute(batch: Batch, entity: Entity, name: str) -> AnyAttribute:
    """Return the attribute *name* of *entity*. Raises: ValidationError with the nearest name as hint."""
    try:
        attribute = batch.call.model.attribute(entity, name)
    except UnknownAttribute as error:
        raise ValidationError(error.message, code="validation.unknown_attribute", hint=error.hint) from None
    if attribute.internal:
        raise ValidationError(f"No attribute '{name}' exists for schema '{entity.name}'.", code="validation.unknown_attribute")
    return attribute


def _set(entity: Entity, values: Values, column: str, value: Any, name: str) -> None:
    if column in values and values[column] != value:
        raise ValidationError(f"{entity.name}.{name} contradicts another attribute of the same operation, {column}.")
    values[column] = value


# -- Collections ----------------------------------------------------------------------------------------------------------------------


def link_collections(batch: Batch, owner: Change, data: Mapping[str, Any]) -> None:
    """Make each collection in *data* hold exactly the entities that are listed."""
    for attribute, references in given_collections(owner.entity, data):
        if attribute.target not in batch.call.model:
            if references:
                raise UnknownReference(f"{owner.entity.name}.{attribute.name} cannot hold anything: there is no {attribute.target}.")
            continue
        _link(batch, owner, attribute, references)


def _link(batch: Batch, owner: Change, attribute: Collection | MappedCollection, references: list[Any]) -> None:
    root = batch.root(batch.call.model.entity(attribute.target))
    wanted = {read_reference(batch, attribute, reference)[1] for reference in references}
    for member in batch.staged:
        is_member = batch.root(member.entity) is root and member.values.get(attribute.via) == owner.key[0]
        if is_member and member.key not in wanted and not member.is_deleted:
            _unlink(batch, member, attribute)
    for key in wanted:
        member_of(batch, owner, attribute, root, key)


def member_of(batch: Batch, owner: Change, attribute: Collection | MappedCollection, root: Entity, key: tuple[str, ...]) -> None:
    """Make the entity with *key* a member of *owner*'s collection."""
    member = batch.staged.get(root, key)
    if member is None or member.is_deleted:
        raise UnknownReference(f"{owner.entity.name}.{attribute.name} lists {', '.join(key)}, which does not exist.")
    if member.values.get(attribute.via) == owner.key[0]:
        return
    if attribute.via in member.entity.key:
        raise ImmutableAttribute(f"{member.entity.name}.{attribute.via} cannot be changed once it is set.")
    member.values[attribute.via] = owner.key[0]
    batch.staged.touch(member)


def _unlink(batch: Batch, member: Change, attribute: Collection | MappedCollection) -> None:
    """Take *member* out: what cannot be without its owner goes, anything else is left alone."""
    via = member.entity.stored_by_name[attribute.via]
    if via.required or attribute.via in member.entity.key:
        member.is_deleted = True
    else:
        member.values[attribute.via] = None
    batch.staged.touch(member)
