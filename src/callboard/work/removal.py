"""What goes with what: the entities that cannot stay when others are deleted."""

from __future__ import annotations

from collections.abc import Iterable

from callboard.errors import ValidationError
from callboard.model.attributes import Collection, ForeignKey, ManyToMany, MappedCollection, OnDelete, Scalar
from callboard.model.entity import Entity
from callboard.storage.entities import load
from callboard.work.batch import Batch
from callboard.work.change import Change


def remove_dependents(batch: Batch) -> None:
    """Delete, or cut loose, everything that refers to what the batch deletes: a few statements for each level, never each row.

    Raises: ValidationError when something refuses to lose what it refers to.
    """
    done: set[int] = set()
    while fresh := [change for change in batch.staged if change.is_deleted and id(change) not in done]:
        done.update(map(id, fresh))
        by_root: dict[str, list[Change]] = {}
        for change in fresh:
            by_root.setdefault(batch.root(change.entity).name, []).append(change)
        for name, changes in by_root.items():
            _release(batch, batch.call.model.entity(name), changes)
        _drop_attachments(batch, by_root.get("JobComponent", ()))


def _release(batch: Batch, root: Entity, deleted: list[Change]) -> None:
    identifiers = {change.key[0]: change for change in deleted}
    for owner, attribute in batch.call.model.referrers(root):
        if attribute.on_delete is OnDelete.IGNORE:
            continue
        for change in _referring(batch, owner, attribute, set(identifiers)):
            _lose(batch, change, attribute, identifiers[change.values[attribute.name]])
    for owner, via in _mapped(batch, root):
        for change in _referring(batch, owner, via, set(identifiers)):
            _delete(batch, change)


def _mapped(batch: Batch, root: Entity) -> Iterable[tuple[Entity, Scalar]]:
    """Return the owner and the column of collections that refer without a foreign key, as metadata and notes do."""
    found: dict[tuple[str, str], tuple[Entity, Scalar]] = {}
    for member in batch.call.model.family(root):
        for attribute in member.attributes:
            match attribute:
                case Collection(target=target, via=via, own="id") | MappedCollection(target=target, via=via, own="id"):
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
    """Return what refers to *identifiers* now: stored rows, and what the batch itself made so."""
    for row in load(batch.call.tx, batch.call.tables, owner, attribute.name, sorted(identifiers), lock=True):
        batch.adopt(owner, row)
    return [
        change
        for change in batch.staged
        if batch.root(change.entity) is owner and not change.is_deleted and change.values.get(attribute.name) in identifiers
    ]


def _lose(batch: Batch, change: Change, attribute: ForeignKey, lost: Change) -> None:
    if attribute.on_delete is OnDelete.REFUSE:
        raise ValidationError(
            f"{lost.entity.name} {lost.key[0]} cannot be deleted: {change.entity.name} {change.key[0]} refers to it.",
            code="validation.in_use",
            hint='Set "is_active" to false instead.' if lost.entity.name == "User" else None,
        )
    if attribute.on_delete is OnDelete.CASCADE:
        _delete(batch, change)
    else:
        change.values[attribute.name] = None
        batch.staged.touch(change)


def _delete(batch: Batch, change: Change) -> None:
    change.is_deleted = True
    batch.staged.touch(change)


def _drop_attachments(batch: Batch, links: Iterable[Change]) -> None:
    """Delete the files of deleted jobs, unless another job, a version or a container holds them too."""
    model = batch.call.model
    job, link, component = model.entity("Job"), model.entity("JobComponent"), model.entity("Component")
    candidates = set()
    for change in links:
        owner = batch.staged.get(job, (change.values["job_id"],))
        if owner is not None and owner.is_deleted:
            candidates.add(change.values["component_id"])
    if not candidates:
        return
    held = {change.values["component_id"] for change in _referring(batch, link, link.stored_by_name["component_id"], candidates)}
    for row in load(batch.call.tx, batch.call.tables, component, "id", sorted(candidates - held), lock=True):
        change = batch.adopt(component, row)
        if change.values["version_id"] is None and change.values["container_id"] is None and not change.is_deleted:
            _delete(batch, change)
