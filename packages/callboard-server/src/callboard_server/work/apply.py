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
from callboard_server.model.attributes import (
    NEW_ID,
    AnyAttribute,
    Collection,
    Computed,
    ManyToMany,
    MappedCollection,
    Reference,
    Stored,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change, Values
from callboard_server.work.operations import Create, Delete, Operation, Update, key_of
from callboard_server.work.stage import given_collections, read_reference
from callboard_server.work.values import stored_value, unknown, variable_parts


def apply(batch: Batch, operation: Operation) -> Change:
    """Do *operation* to the staged entities and return the one that it names."""
    match operation:
        case Create(entity=entity, data=data):
            check_makeable(entity)
            return (
                set_value(batch, entity, data)
                if entity.name == "CustomAttributeValue"
                else create(batch, entity, data)
            )
        case Update(entity=entity, key=key, data=data):
            check_changeable(entity)
            change = existing_or_made(batch, entity, key)
            check_type(batch, entity, change)
            update(batch, change, data)
            return change
        case Delete():
            return delete(batch, operation)


def check_makeable(entity: Entity) -> None:
    """Raise MalformedOperation for a type that clients cannot make.

    The server does, or another type is what is stored.
    """
    if entity.made_by_server:
        raise MalformedOperation(f"{entity.name} is made by the server alone.")
    if entity.dense:
        raise MalformedOperation(
            f"{entity.name} is there for every entity already; update it instead.",
            hint="Or create a CustomAttributeValue.",
        )
    if entity.reads and entity.discriminator:
        raise MalformedOperation(
            f"{entity.name} is another view of {entity.reads}.", hint=f"Create a {entity.reads}."
        )


def check_changeable(entity: Entity) -> None:
    """Raise MalformedOperation for what only the server changes."""
    if entity.made_by_server:
        raise MalformedOperation(f"{entity.name} is changed by the server alone.")


def existing_or_made(batch: Batch, entity: Entity, key: tuple[str, ...]) -> Change:
    """Return the staged entity with *key*.

    A custom attribute's value that was never set is made, as clients only ever update it.
    """
    store = batch.root(entity)
    if store.name == "CustomAttributeValue":
        known = batch.staged.get(store, key)
        if known is None or known.is_deleted:
            return create(batch, store, dict(zip(store.key, key, strict=True)))
    return batch.change(entity, key)


def set_value(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Change:
    """Stage the value of a custom attribute, in place of one that is there.

    Entities begin with values that their maker never saw.
    """
    parts = [data.get(name) for name in entity.key]
    known = batch.staged.get(entity, key_of(parts)) if all(isinstance(part, str) for part in parts) else None  # type: ignore[arg-type]  # all are text, as was just asked
    if known is None or known.is_deleted:
        return create(batch, entity, data)
    update(batch, known, data)
    return known


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
    kind = (
        root if entity.reads else entity
    )  # what reads a table under another name is stored, and told, as what is in it
    change = Change(kind, key, known.before if known else None, values, is_remade=known is not None)
    batch.staged.add(root, change)
    batch.staged.touch(change)
    link_collections(batch, change, data)
    return change


def required_key(entity: Entity, name: str, values: Values) -> str:
    if values[name] is None:
        raise ValidationError(f"{entity.name}.{name} is required.")
    return str(values[name])


def fill_defaults(batch: Batch, entity: Entity, values: Values) -> None:
    """Give attributes without a value the default of the model.

    What tells the type apart follows from the type.
    """
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
    """Set what *data* holds on a staged entity."""
    given = given_values(batch, change.entity, data)
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


def check_not_deleted(batch: Batch, entity: Entity, values: Values) -> None:
    """Raise UnknownReference when *values* refer to what the batch deleted before.

    It would take the entity along.
    """
    for attribute, root in batch.call.model.leads(entity):
        if identifier := values.get(attribute.column):
            target = batch.staged.get(root, (identifier,))
            if target is not None and target.is_deleted:
                raise unknown(entity, attribute, identifier)


def delete(batch: Batch, operation: Delete) -> Change:
    """Mark the entity as deleted; one that the batch deleted before is left so."""
    change = batch.staged.get(batch.root(operation.entity), operation.key)
    if change is None and batch.root(operation.entity).name == "CustomAttributeValue":
        return nothing_set(batch.root(operation.entity), operation.key)
    if change is None:
        raise NotFound(f"There is no {operation.entity.name} with the key {', '.join(operation.key)}.")
    check_type(batch, operation.entity, change)
    change.is_deleted = True
    batch.staged.touch(change)
    return change


def nothing_set(entity: Entity, key: tuple[str, ...]) -> Change:
    """Return what stands for a value that was never set.

    Taking it away changes nothing, and clients do so to be sure.
    """
    return Change(entity, key, None, dict(zip(entity.key, key, strict=True)), is_deleted=True)


def check_type(batch: Batch, asked: Entity, change: Change) -> None:
    """Raise NotFound when the staged entity is not of the type *asked* for."""
    if not batch.call.model.fits(change.entity, asked):
        raise NotFound(
            f"There is no {asked.name} with the key {', '.join(change.key)}; it is a {change.entity.name}."
        )


# -- Values
# ------------------------------------------------------------------------------------------------------------


def given_values(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Values:
    """Return the stored values in *data* by column.

    References become identifiers, and both sides must agree.
    """
    values: Values = {}
    for name, value in data.items():
        attribute = public_attribute(batch, entity, name)
        match attribute:
            case Stored(derived=True):
                if value is not None:
                    raise ImmutableAttribute(f"{entity.name}.{name} is computed and cannot be set.")
            case Variable(as_text=as_text, as_number=as_number):
                told = stored_value(entity, attribute, value)
                for column, part in zip(
                    (attribute.column, as_text, as_number), variable_parts(told), strict=True
                ):
                    _set(entity, values, column, part, name)
            case Stored():
                _set(entity, values, attribute.column, stored_value(entity, attribute, value), name)
            case Reference(via=via):
                foreign = entity.readable_by_name[via]
                if foreign.derived:
                    continue
                check_named_type(batch, entity, attribute, value)
                _set(entity, values, via, stored_value(entity, foreign, value), name)
            case Computed():
                if value is not None:
                    raise ImmutableAttribute(f"{entity.name}.{name} is computed and cannot be set.")
            case ManyToMany(settled=True):
                if value:
                    raise ImmutableAttribute(
                        f"{entity.name}.{name} follows from where it is and cannot be set."
                    )
            case Collection() | MappedCollection() | ManyToMany():
                pass
    return values


def check_named_type(batch: Batch, entity: Entity, attribute: Reference, value: Any) -> None:
    """Raise ValidationError when the reference *value* names a type that *attribute* never leads to."""
    named = value.get("__entity_type__") if isinstance(value, dict) else None
    if not isinstance(named, str) or attribute.target not in batch.call.model:
        return
    target = batch.root(batch.call.model.entity(attribute.target))
    if batch.root(batch.call.model.entity(named)) is not target:
        raise ValidationError(
            f"{entity.name}.{attribute.name} must be a reference to {attribute.target}; got one to {named}."
        )


def public_attribute(batch: Batch, entity: Entity, name: str) -> AnyAttribute:
    """Return the attribute *name* of *entity*. Raises: ValidationError with the nearest name as hint."""
    try:
        attribute = batch.call.model.attribute(entity, name)
    except UnknownAttribute as error:
        raise ValidationError(error.message, code="validation.unknown_attribute", hint=error.hint) from None
    if attribute.internal:
        raise ValidationError(
            f"No attribute '{name}' exists for schema '{entity.name}'.", code="validation.unknown_attribute"
        )
    return attribute


def _set(entity: Entity, values: Values, column: str, value: Any, name: str) -> None:
    if column in values and values[column] != value:
        raise ValidationError(
            f"{entity.name}.{name} contradicts another attribute of the same operation, {column}."
        )
    values[column] = value


# -- Collections
# ------------------------------------------------------------------------------------------------------------


def link_collections(batch: Batch, owner: Change, data: Mapping[str, Any]) -> None:
    """Make each collection in *data* hold exactly the entities that are listed."""
    for attribute, references in given_collections(owner.entity, data):
        if attribute.target not in batch.call.model:
            if references:
                raise UnknownReference(
                    f"{owner.entity.name}.{attribute.name} cannot hold anything: there is no "
                    f"{attribute.target}."
                )
            continue
        if isinstance(attribute, ManyToMany):
            if not attribute.settled:
                _tie(batch, owner, attribute, references)
        elif not batch.call.model.entity(attribute.target).dense:
            _link(batch, owner, attribute, references)


def _tie(batch: Batch, owner: Change, attribute: ManyToMany, references: list[Any]) -> None:
    """Make *attribute* hold exactly *references*, by making and deleting the entities between."""
    between = batch.call.model.entity(attribute.through)
    wanted = {read_reference(batch, attribute, reference)[1][0] for reference in references}
    for tie in batch.staged:
        if tie.entity is between and not tie.is_deleted and tie.values[attribute.near] == owner.key[0]:
            if tie.values[attribute.far] in wanted:
                wanted.discard(tie.values[attribute.far])
            else:
                tie.is_deleted = True
                batch.staged.touch(tie)
    for identifier in sorted(wanted):
        create(batch, between, {attribute.near: owner.key[0], attribute.far: identifier})


def _link(
    batch: Batch, owner: Change, attribute: Collection | MappedCollection, references: list[Any]
) -> None:
    root = batch.root(batch.call.model.entity(attribute.target))
    wanted = {read_reference(batch, attribute, reference)[1] for reference in references}
    for member in batch.staged:
        is_member = batch.root(member.entity) is root and member.values.get(attribute.via) == owner.key[0]
        if is_member and member.key not in wanted and not member.is_deleted:
            _unlink(batch, member, attribute)
    for key in wanted:
        member_of(batch, owner, attribute, root, key)


def member_of(
    batch: Batch, owner: Change, attribute: Collection | MappedCollection, root: Entity, key: tuple[str, ...]
) -> None:
    """Make the entity with *key* a member of *owner*'s collection."""
    member = batch.staged.get(root, key)
    if member is None or member.is_deleted:
        raise UnknownReference(
            f"{owner.entity.name}.{attribute.name} lists {', '.join(key)}, which does not exist."
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
    """Take *member* out: what cannot be without its owner goes, anything else is left alone."""
    via = member.entity.stored_by_name[attribute.via]
    if via.required or attribute.via in member.entity.key:
        member.is_deleted = True
    else:
        member.values[attribute.via] = None
    batch.staged.touch(member)
