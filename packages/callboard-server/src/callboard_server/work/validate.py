"""Checks of every entity before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from callboard.errors import DuplicateEntry, UnknownEntityType, ValidationError
from callboard_server.model.attributes import ForeignKey, Scalar, Text
from callboard_server.model.entity import NULL_COUNTS, Entity
from callboard_server.storage.entities import ColumnFilter, find_matching, load
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.values import missing_owner, missing_reference


def validate(batch: Batch) -> None:
    """Check the references, required values, owners, cycles and unique values of all kept entities."""
    alive = [change for change in batch.staged.touched() if not change.is_deleted]
    for change in alive:
        check_claims(batch, change)
    check_references(batch, alive)  # first: a required value can be missing because of a missing reference
    for change in alive:
        check_required(change)
    check_owners(batch, alive)
    check_cycles(batch, alive)
    check_unique(batch, alive)


def check_claims(batch: Batch, change: Change) -> None:
    """Require that the client sent the right values of attributes that follow from others."""
    for attribute in change.entity.stored:
        claimed, value = change.claims.get(attribute.column), change.values[attribute.column]
        if claimed is not None and claimed != value and not _is_same_table(batch, attribute, claimed, value):
            right = "null" if value is None else value
            raise ValidationError(
                f"{change.entity.name}.{attribute.name} must be {right}, because it follows from other "
                f"attributes; got {claimed}."
            )


def _is_same_table(batch: Batch, attribute: Scalar, claimed: Any, value: Any) -> bool:
    """Return whether two names of types are of the same table: Task, TypedContext and Shot are."""
    if not isinstance(attribute, Text) or not attribute.schema_name or value is None:
        return False
    try:
        return batch.root(owner_named(batch, claimed)) is batch.root(owner_named(batch, value))
    except UnknownEntityType:
        return False


def check_required(change: Change) -> None:
    for attribute in change.entity.stored:
        if attribute.required and not attribute.may_be_empty and change.values[attribute.column] is None:
            raise ValidationError(f"{change.entity.name}.{attribute.name} is required.")


def check_references(batch: Batch, alive: Iterable[Change]) -> None:
    """Require that every changed reference is to an entity of the right type.

    There is one statement for each table.
    """
    by_root: dict[str, list[tuple[Change, ForeignKey]]] = {}
    for change in alive:
        changed = set(change.changed())
        for attribute in change.entity.foreign_keys:
            if attribute.column in changed and change.values[attribute.column] is not None:
                if attribute.target not in batch.call.model:
                    raise missing_reference(change.entity, attribute, change.values[attribute.column])
                by_root.setdefault(batch.root(batch.call.model.entity(attribute.target)).name, []).append(
                    (change, attribute)
                )
    for name, references in by_root.items():
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
        expected = batch.call.model.entity(attribute.target)
        if target is None or target.is_deleted or not batch.call.model.fits(target.entity, expected):
            raise missing_reference(change.entity, attribute, change.values[attribute.column])


def check_owners(batch: Batch, alive: Iterable[Change]) -> None:
    """Require that the owners of metadata, notes and settings exist, with one statement for each table."""
    by_root: dict[str, list[tuple[Change, Entity]]] = {}
    for change in alive:
        owner_type = change.entity.owner_type
        if (
            owner_type
            and change.values["parent_id"] is not None
            and {owner_type, "parent_id"} & set(change.changed())
        ):
            owner = owner_named(batch, change.values[owner_type])
            by_root.setdefault(batch.root(owner).name, []).append((change, owner))
    for name, changes in by_root.items():
        root = batch.call.model.entity(name)
        missing = {
            change.values["parent_id"]
            for change, _ in changes
            if batch.staged.get(root, (change.values["parent_id"],)) is None
        }
        for row in load(batch.call.tx, batch.call.tables, root, root.key[0], sorted(missing)):
            batch.adopt(root, row)
        for change, _ in changes:
            found = batch.staged.get(root, (change.values["parent_id"],))
            if found is None or found.is_deleted:
                raise missing_owner(change.entity, change.values["parent_id"], name)


def owner_named(batch: Batch, name: str | None) -> Entity:
    """Return the type *name*, which is a schema or a legacy name in any spelling (`asset_version`, `show`).

    Raises: UnknownEntityType, with the most similar name as hint.
    """
    model = batch.call.model
    if name and name in model:
        return model.public(model.entity(name))
    plain = (name or "").replace("_", "").lower()
    found = next(
        (kind for kind in model if not kind.internal and plain in {kind.name.lower(), kind.legacy_name}), None
    )
    return found or model.entity(name or "")


def check_cycles(batch: Batch, alive: Iterable[Change]) -> None:
    """Refuse entities that are inside themselves.

    There is one statement for each level above moved entities, and none for new ones.
    """
    moved: dict[tuple[str, str], list[Change]] = {}
    for change in alive:
        for column in batch.call.model.ascents(change.entity):
            if column in change.changed():
                moved.setdefault((batch.root(change.entity).name, column), []).append(change)
    for (name, column), changes in moved.items():
        _stage_above(batch, name, column, [change for change in changes if not change.is_new])
        for change in changes:
            _climb(batch, change, column)


def _stage_above(batch: Batch, name: str, column: str, moved: list[Change]) -> None:
    """Load everything above *moved* entities. New ones don't need it: no stored entity is inside them."""
    root = batch.call.model.entity(name)
    passed: set[str] = set()
    fresh = {change.values[column] for change in moved} - {None}
    while fresh:
        batch.find(name, fresh)
        passed |= fresh
        found = (batch.staged.get(root, (identifier,)) for identifier in fresh)
        fresh = {change.values[column] for change in found if change is not None} - passed - {None}


def _climb(batch: Batch, change: Change, column: str) -> None:
    root, above = batch.root(change.entity), change.values[column]
    passed = set()
    while above is not None and above not in passed:
        if above == change.key[0]:
            raise ValidationError(f"{change.entity.name} {above} cannot be inside itself, by its {column}.")
        passed.add(above)
        found = batch.staged.get(root, (above,))
        above = found.values[column] if found else None


def check_unique(batch: Batch, alive: Iterable[Change]) -> None:
    """Raise DuplicateEntry for unique values that another entity has.

    Indexes enforce the same, but with a less helpful message.
    """
    for kind, changes in by_type(batch, alive).items():
        for names in kind.unique:
            touched = [change for change in changes if set(map(bare, names)) & set(change.changed())]
            if touched:
                _check_unique(batch, kind, names, touched)


def bare(name: str) -> str:
    """Return the *name* of a column without the mark for unique empty values."""
    return name.lstrip(NULL_COUNTS)


def by_type(batch: Batch, changes: Iterable[Change]) -> dict[Entity, list[Change]]:
    """Return *changes* by the types whose unique attributes apply: their own, and the table's owner."""
    found: dict[Entity, list[Change]] = {}
    for change in changes:
        for kind in dict.fromkeys((change.entity, batch.root(change.entity))):
            found.setdefault(kind, []).append(change)
    return found


def _check_unique(batch: Batch, entity: Entity, names: tuple[str, ...], changes: list[Change]) -> None:
    root = batch.root(entity)
    holders: dict[tuple[object, ...], tuple[str, ...]] = {}
    for row in find_matching(batch.call.tx, batch.call.tables, root, _filters(entity, names, changes)):
        key = tuple(str(row[name]) for name in root.key)
        if batch.staged.get(root, key) is None or not batch.staged.get(root, key).order:  # type: ignore[union-attr]  # checked just before
            holders[folded(entity, names, row)] = key
    kinds = {entity} if entity is not root else set(batch.call.model.family(root))
    for change in (
        change for change in batch.staged if change.entity in kinds and not change.is_deleted and change.order
    ):
        unique = folded(entity, names, change.values)
        if None not in unique and holders.setdefault(unique, change.key) != change.key:
            taken = ", ".join(
                f'{name} "{value}"' for name in map(bare, names) if (value := change.values[name]) is not None
            )
            raise DuplicateEntry(f"A {change.entity.name} with {taken} already exists.")


def _filters(entity: Entity, names: tuple[str, ...], changes: list[Change]) -> dict[str, ColumnFilter]:
    """Return the filter of each column in *names*. Where empty values must be unique, it matches all."""
    rows = [unique for change in changes if None not in (unique := folded(entity, names, change.values))]
    given = {name: {unique[index] for unique in rows} for index, name in enumerate(names)}
    return {
        bare(name): ColumnFilter(
            _is_caseless(entity, bare(name)),
            None if name.startswith(NULL_COUNTS) and "" in values else values,
        )
        for name, values in given.items()
    }


def _is_caseless(entity: Entity, name: str) -> bool:
    attribute = entity.stored_by_name[name]
    return isinstance(attribute, Text) and attribute.caseless


def folded(entity: Entity, names: tuple[str, ...], values: Mapping[str, object]) -> tuple[object, ...]:
    """Return the values that must be unique, in lower case if case does not matter."""
    return tuple(_folded_value(entity, name, values) for name in names)


def _folded_value(entity: Entity, name: str, values: Mapping[str, object]) -> object:
    value = values[bare(name)]
    if value is None:
        return "" if name.startswith(NULL_COUNTS) else None
    return str(value).lower() if _is_caseless(entity, bare(name)) else value
