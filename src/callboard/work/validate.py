"""What must hold of every entity before it is written."""

from __future__ import annotations

from collections.abc import Iterable

from callboard.errors import DuplicateEntry, ValidationError
from callboard.model.attributes import ForeignKey, Scalar, Text
from callboard.model.entity import Entity
from callboard.storage.entities import load, load_caseless
from callboard.work.batch import Batch
from callboard.work.change import Change
from callboard.work.values import unknown, unknown_owner


def validate(batch: Batch) -> None:
    """Raise when a required value is missing, a reference leads nowhere or what must be unique is not."""
    alive = [change for change in batch.staged.touched() if not change.is_deleted]
    for change in alive:
        check_required(change)
    check_references(batch, alive)
    check_owners(batch, alive)
    check_circles(batch, alive)
    check_unique(batch, alive)


def check_required(change: Change) -> None:
    for attribute in change.entity.stored:
        if attribute.required and change.values[attribute.column] is None:
            raise ValidationError(f"{change.entity.name}.{attribute.name} is required.")


def check_references(batch: Batch, alive: Iterable[Change]) -> None:
    """Every reference that was set leads to an entity of the right type: one statement for each table referred to."""
    wanted: dict[str, list[tuple[Change, ForeignKey]]] = {}
    for change in alive:
        changed = set(change.changed())
        for attribute in change.entity.stored:
            if isinstance(attribute, ForeignKey) and attribute.column in changed and change.values[attribute.column] is not None:
                if attribute.target not in batch.call.model:
                    raise unknown(change.entity, attribute, change.values[attribute.column])
                wanted.setdefault(batch.root(batch.call.model.entity(attribute.target)).name, []).append((change, attribute))
    for name, references in wanted.items():
        _check_targets(batch, batch.call.model.entity(name), references)


def _check_targets(batch: Batch, root: Entity, references: list[tuple[Change, ForeignKey]]) -> None:
    missing = {
        change.values[attribute.column]
        for change, attribute in references
        if batch.staged.get(root, (change.values[attribute.column],)) is None
    }
    for row in load(batch.call.tx, batch.call.tables, root, "id", sorted(missing)):
        batch.adopt(root, row)
    for change, attribute in references:
        target = batch.staged.get(root, (change.values[attribute.column],))
        kinds = batch.call.model.concrete(batch.call.model.entity(attribute.target))
        if target is None or target.is_deleted or target.entity not in kinds:
            raise unknown(change.entity, attribute, change.values[attribute.column])


def check_owners(batch: Batch, alive: Iterable[Change]) -> None:
    """What belongs to an entity of any type, as metadata does, names the type and the identifier of one that exists."""
    wanted: dict[str, list[Change]] = {}
    for change in alive:
        if change.entity.owner_type and {change.entity.owner_type, "parent_id"} & set(change.changed()):
            name = change.values[change.entity.owner_type]
            owner = batch.call.model.public(batch.call.model.entity(name))
            wanted.setdefault(batch.root(owner).name, []).append(change)
    for name, changes in wanted.items():
        root = batch.call.model.entity(name)
        missing = {change.values["parent_id"] for change in changes if batch.staged.get(root, (change.values["parent_id"],)) is None}
        for row in load(batch.call.tx, batch.call.tables, root, root.key[0], sorted(missing)):
            batch.adopt(root, row)
        for change in changes:
            owner_change = batch.staged.get(root, (change.values["parent_id"],))
            if owner_change is None or owner_change.is_deleted:
                raise unknown_owner(change.entity, change.values["parent_id"], name)


def check_circles(batch: Batch, alive: Iterable[Change]) -> None:
    """Nothing is inside itself, however far up. One statement for each level above what moved; none for what is new."""
    for change in alive:
        for attribute in change.entity.stored:
            if is_hierarchy(batch, change.entity, attribute) and attribute.column in change.changed():
                _climb(batch, change, attribute.column)


def is_hierarchy(batch: Batch, entity: Entity, attribute: Scalar) -> bool:
    """Tell whether *attribute* leads from an entity to one of its own family, as from a group to the one above."""
    if not isinstance(attribute, ForeignKey) or attribute.target not in batch.call.model:
        return False
    return batch.root(batch.call.model.entity(attribute.target)) is batch.root(entity)


def _climb(batch: Batch, change: Change, column: str) -> None:
    root, above = batch.root(change.entity), change.values[column]
    passed = set()
    while above is not None and above not in passed:
        if above == change.key[0]:
            raise ValidationError(f"{change.entity.name} {above} cannot be inside itself, by {column}.")
        passed.add(above)
        found = batch.staged.get(root, (above,))
        if found is None and change.is_new:
            return  # what is stored cannot lead to what is new
        if found is None:
            rows = load(batch.call.tx, batch.call.tables, root, root.key[0], [above])
            found = batch.adopt(root, rows[0]) if rows else None
        above = found.values[column] if found else None


def check_unique(batch: Batch, alive: Iterable[Change]) -> None:
    """Name the entity that has the same unique values already. Indexes hold the rule; this tells it better than they can."""
    for change_type, changes in _by_type(alive).items():
        for names in change_type.unique:
            touched = [change for change in changes if set(names) & set(change.changed())]
            if touched:
                _check_unique(batch, change_type, names, touched)


def _by_type(changes: Iterable[Change]) -> dict[Entity, list[Change]]:
    found: dict[Entity, list[Change]] = {}
    for change in changes:
        found.setdefault(change.entity, []).append(change)
    return found


def _check_unique(batch: Batch, entity: Entity, names: tuple[str, ...], changes: list[Change]) -> None:
    root, first = batch.root(entity), names[0]
    values = sorted({change.values[first] for change in changes if change.values[first] is not None})
    is_caseless = _is_caseless(entity, first)
    rows = (
        load_caseless(batch.call.tx, batch.call.tables, root, first, values)
        if is_caseless
        else load(batch.call.tx, batch.call.tables, root, first, values)
    )
    holders: dict[tuple[object, ...], tuple[str, ...]] = {}
    for row in rows:
        key = tuple(str(row[name]) for name in root.key)
        if batch.staged.get(root, key) is None or not batch.staged.get(root, key).order:  # type: ignore[union-attr]  # checked just before
            holders[_folded(entity, names, row)] = key
    for change in (change for change in batch.staged if change.entity is entity and not change.is_deleted and change.order):
        unique = _folded(entity, names, change.values)
        if None not in unique and holders.setdefault(unique, change.key) != change.key:
            shown = ", ".join(f'{name} "{change.values[name]}"' for name in names)
            raise DuplicateEntry(f"A {entity.name} with {shown} exists already.")


def _is_caseless(entity: Entity, name: str) -> bool:
    attribute = entity.stored_by_name[name]
    return isinstance(attribute, Text) and attribute.caseless


def _folded(entity: Entity, names: tuple[str, ...], values: dict[str, object]) -> tuple[object, ...]:
    return tuple(str(values[name]).lower() if _is_caseless(entity, name) and values[name] is not None else values[name] for name in names)
