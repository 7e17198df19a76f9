"""Load the entities that a batch touches, with one statement for each table and each replaced collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from callboard.errors import ValidationError
from callboard_server.model.attributes import Collection, ForeignKey, Many, ManyToMany, MappedCollection
from callboard_server.model.entity import Entity
from callboard_server.storage.entities import load, load_keys
from callboard_server.work.batch import Batch
from callboard_server.work.operations import Convert, Create, Delete, Key, Operation, Update, key_of


def stage(batch: Batch, operations: Sequence[Operation]) -> None:
    """Load every entity that *operations* name, and the members of collections that they replace."""
    keys_by_root: dict[str, set[Key]] = {}
    owners: dict[tuple[str, str], set[str]] = {}
    for operation in operations:
        for entity, key in _named(batch, operation):
            keys_by_root.setdefault(batch.root(entity).name, set()).add(key)
        for attribute, owner in _replaced(operation):
            owners.setdefault(_members_of(attribute), set()).add(owner)
    for name, keys in keys_by_root.items():
        root = batch.call.model.entity(name)
        for row in load_keys(batch.call.tx, batch.call.tables, root, keys, lock=True):
            batch.adopt(root, row)
    for (target, via), identifiers in owners.items():
        if target in batch.call.model:
            _adopt(batch, batch.root(batch.call.model.entity(target)), via, identifiers)
    _adopt_owners(batch)


def _adopt_owners(batch: Batch) -> None:
    """Load the owners of the loaded entities, which rules need, with one statement for each table."""
    owners: dict[str, set[str]] = {}
    for change in batch.staged:
        owner = change.values.get(change.entity.parent) if change.entity.parent else None
        foreign = change.entity.stored_by_name.get(change.entity.parent or "")
        if owner and isinstance(foreign, ForeignKey) and foreign.target in batch.call.model:
            owners.setdefault(batch.root(batch.call.model.entity(foreign.target)).name, set()).add(owner)
    for name, identifiers in owners.items():
        batch.find(name, identifiers)


def _adopt(batch: Batch, root: Entity, column: str, values: set[str]) -> None:
    for row in load(batch.call.tx, batch.call.tables, root, column, sorted(values), lock=True):
        batch.adopt(root, row)


def _named(batch: Batch, operation: Operation) -> Iterator[tuple[Entity, Key]]:
    match operation:
        case (
            Update(entity=entity, key=key) | Delete(entity=entity, key=key) | Convert(entity=entity, key=key)
        ):
            yield entity, key
        case Create(entity=entity, data=data):
            if all(isinstance(data.get(name), str) for name in entity.key):
                yield entity, key_of([data[name] for name in entity.key])
    if isinstance(operation, Create | Update):
        yield from _owners(batch, operation.entity, operation.data)
    if isinstance(operation, Create | Update):
        for attribute, references in given_collections(operation.entity, operation.data):
            if attribute.target in batch.call.model:
                for reference in references:
                    yield read_reference(batch, attribute, reference)


def _owners(batch: Batch, entity: Entity, data: Mapping[str, Any]) -> Iterator[tuple[Entity, Key]]:
    """Yield the owner of the entity according to *data*, which rules need."""
    foreign = entity.by_name.get(entity.parent or "")
    if not isinstance(foreign, ForeignKey) or foreign.target not in batch.call.model:
        return
    for name in entity.parent_names:
        given = data.get(name)
        identifier = given.get("id") if isinstance(given, dict) else given
        if isinstance(identifier, str) and identifier:
            yield batch.call.model.entity(foreign.target), key_of([identifier])


def _members_of(attribute: Many) -> tuple[str, str]:
    """Return the type of the members, or links, of *attribute*, and their attribute for the owner."""
    match attribute:
        case ManyToMany(through=through, near=near):
            return through, near
        case Collection(target=target, via=via) | MappedCollection(target=target, via=via):
            return target, via
    assert_never(attribute)


def _replaced(operation: Operation) -> Iterator[tuple[Many, str]]:
    """Yield the collections that *operation* replaces, each with the identifier of its owner."""
    if isinstance(operation, Update):
        for attribute, _ in given_collections(operation.entity, operation.data):
            yield attribute, operation.key[0]


def given_collections(entity: Entity, data: Mapping[str, Any]) -> Iterator[tuple[Many, list[Any]]]:
    """Yield the collections in *data* with their references, except those that follow from other attributes.

    Raises: ValidationError when the value is not a list.
    """
    for name, value in data.items():
        attribute = entity.by_name.get(name)
        is_settled = isinstance(attribute, ManyToMany) and attribute.settled
        if isinstance(attribute, Many) and not attribute.internal and not is_settled:
            if value is not None and not isinstance(value, list):
                raise ValidationError(
                    f"{entity.name}.{name} must be a list of references; got {type(value).__name__}."
                )
            yield attribute, value or []


def read_reference(batch: Batch, attribute: Many, reference: Any) -> tuple[Entity, Key]:
    """Return the type and key in *reference*.

    Raises: ValidationError when it does not refer to a possible member.
    """
    name = reference.get("__entity_type__", attribute.target) if isinstance(reference, dict) else None
    if not isinstance(name, str):
        raise ValidationError(
            f"{attribute.name} must be a list of references, each an object with __entity_type__ and the key."
        )
    entity = batch.call.model.entity(name)
    target = batch.call.model.entity(attribute.target)
    parts = [reference.get(key) for key in entity.key]
    if batch.root(entity) is not batch.root(target) or not all(isinstance(part, str) for part in parts):
        raise ValidationError(
            f"{attribute.name} must list references to {target.name} with their key; got one to {name}."
        )
    return entity, key_of(parts)
