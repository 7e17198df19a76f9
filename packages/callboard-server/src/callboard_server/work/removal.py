"""Cascades: delete the dependents of deleted entities, or clear their references."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from callboard.errors import ValidationError
from callboard_server.model.attributes import (
    Collection,
    ForeignKey,
    ManyToMany,
    MappedCollection,
    OnDelete,
    Scalar,
)
from callboard_server.model.entity import Entity
from callboard_server.storage.entities import load
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change

HOLDERS = {
    "JobComponent": ("job_id", "Job"),
    "NoteComponent": ("note_id", "Note"),
    "ReviewSessionObjectAnnotationComponent": ("review_session_object_id", "ReviewSessionObject"),
}
"""The types that attach files to an entity, with their column for it, and its type.

The files are deleted with the entity.
"""

PART_OF_A_FILE = frozenset({"ComponentLocation", "Component"})


@frozen
class Refusal:
    """A reference that prevents a deletion, unless the referring entity is deleted too."""

    change: Change
    attribute: ForeignKey
    lost: Change


def remove_dependents(batch: Batch) -> None:
    """Delete the entities that refer to deleted ones, or clear their references.

    There are a few statements for each level, regardless of the number of rows.
    Raises: ValidationError when an entity that is kept requires a deleted one.
    """
    done: set[int] = set()
    refusals: list[Refusal] = []
    while fresh := [change for change in batch.staged if change.is_deleted and id(change) not in done]:
        done.update(map(id, fresh))
        by_root: dict[str, list[Change]] = {}
        for change in fresh:
            by_root.setdefault(batch.root(change.entity).name, []).append(change)
        for name, changes in by_root.items():
            refusals += _release(batch, batch.call.model.entity(name), changes)
        for name in HOLDERS:
            _drop_attachments(batch, name, by_root.get(name, ()))
    for refusal in refusals:
        _refuse(refusal)


def _release(batch: Batch, root: Entity, deleted: list[Change]) -> list[Refusal]:
    identifiers = {change.key[0]: change for change in deleted}
    refusals: list[Refusal] = []
    for owner, attribute in batch.call.model.referrers(root):
        if attribute.on_delete is OnDelete.IGNORE:
            continue
        for change in _referring(batch, owner, attribute, set(identifiers)):
            lost = identifiers[change.values[attribute.name]]
            if attribute.on_delete is OnDelete.CASCADE:
                _delete(batch, change)
            elif attribute.on_delete is OnDelete.REFUSE or _is_needed(change, attribute):
                refusals.append(Refusal(change, attribute, lost))
            else:
                change.values[attribute.name] = None
                batch.staged.touch(change)
    for owner, via in _mapped(batch, root):
        for change in _referring(batch, owner, via, set(identifiers)):
            _delete(batch, change)
    return refusals


def _is_needed(change: Change, attribute: ForeignKey) -> bool:
    """Return whether *change* requires a value of *attribute*, as a review session requires its creator."""
    own = change.entity.stored_by_name.get(attribute.name)
    return own is not None and own.required and not own.may_be_empty


def _mapped(batch: Batch, root: Entity) -> Iterable[tuple[Entity, Scalar]]:
    """Return the types that refer to *root* without a foreign key, such as metadata, with their columns."""
    found: dict[tuple[str, str], tuple[Entity, Scalar]] = {}
    for member in batch.call.model.family(root):
        for attribute in member.attributes:
            match attribute:
                case (
                    Collection(target=target, via=via, own="id")
                    | MappedCollection(target=target, via=via, own="id")
                ):
                    pass
                case ManyToMany(through=target, near=via):
                    pass
                case _:
                    continue
            if target in batch.call.model:
                owner = batch.root(batch.call.model.entity(target))
                column = owner.stored_by_name.get(via)
                if column is not None and not isinstance(column, ForeignKey) and via != "id":
                    found[owner.name, via] = (owner, column)
    return found.values()


def _referring(batch: Batch, owner: Entity, attribute: Scalar, identifiers: set[str]) -> list[Change]:
    """Return the entities that refer to *identifiers* now, stored or changed by the batch."""
    for row in load(batch.call.tx, batch.call.tables, owner, attribute.name, sorted(identifiers), lock=True):
        batch.adopt(owner, row)
    return [
        change
        for change in batch.staged
        if batch.root(change.entity) is owner
        and not change.is_deleted
        and change.values.get(attribute.name) in identifiers
    ]


def _refuse(refusal: Refusal) -> None:
    """Raise ValidationError unless the referring entity is deleted too, or its reference has changed."""
    change, attribute, lost = refusal.change, refusal.attribute, refusal.lost
    if change.is_deleted or change.values[attribute.name] != lost.key[0]:
        return
    raise ValidationError(
        f"{_named(lost)} cannot be deleted: {_named(change)} refers to it by {attribute.name}.",
        code="validation.in_use",
        hint='Set "is_active" to false instead.' if lost.entity.name in {"User", "Status"} else None,
    )


def _named(change: Change) -> str:
    """Return the type and key of an entity, with its name if it has one."""
    name = change.values.get("name") or change.values.get("username")
    return f"{change.entity.name} {', '.join(change.key)}" + (f" ({name})" if isinstance(name, str) else "")


def _delete(batch: Batch, change: Change) -> None:
    change.is_deleted = True
    batch.staged.touch(change)


def _drop_attachments(batch: Batch, link_type: str, links: Iterable[Change]) -> None:
    """Delete the files of deleted jobs and notes, unless other entities also have them."""
    model = batch.call.model
    column, owner_type = HOLDERS[link_type]
    candidates = set()
    for change in links:
        owner = batch.staged.get(model.entity(owner_type), (change.values[column],))
        if owner is not None and owner.is_deleted:
            candidates.add(change.values["component_id"])
    candidates -= _held(batch, candidates)
    component = model.entity("Component")
    for row in load(batch.call.tx, batch.call.tables, component, "id", sorted(candidates), lock=True):
        change = batch.adopt(component, row)
        if (
            change.values["version_id"] is None
            and change.values["container_id"] is None
            and not change.is_deleted
        ):
            _delete(batch, change)


def _held(batch: Batch, components: set[str]) -> set[str]:
    """Return those of *components* that are still in use as an attachment or a thumbnail."""
    if not components:
        return set()
    return {
        change.values[attribute.name]
        for owner, attribute in batch.call.model.referrers(batch.call.model.entity("Component"))
        if owner.name not in PART_OF_A_FILE
        for change in _referring(batch, owner, attribute, components)
    }
