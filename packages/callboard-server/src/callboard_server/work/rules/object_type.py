"""Object types: each is also an entity type, so its name must be valid and unique as such."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import DuplicateEntry, ValidationError
from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.model.types.contexts import type_name
from callboard_server.query.lexer import NAME
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.permissions import administrators_only
from callboard_server.work.rules.registry import When, on

NEEDED = {OBJECT_TYPE_IDS[name]: name for name in ("Task", "Milestone")}
"""Object types that cannot be deleted or renamed, because clients rely on them."""


administrators_only("ObjectType")


@on(When.SAVED, "ObjectType")
def check_names(batch: Batch, object_types: Sequence[Change]) -> None:
    """Require names that are valid for entity types, and that no other entity type has."""
    for object_type in object_types:
        if "name" in object_type.changed():
            check_name(object_type)
            check_name_is_free(batch, object_type)


def check_name(object_type: Change) -> None:
    """Raise ValidationError for an invalid name, and for another name of a needed object type."""
    given = object_type.values["name"] or ""
    name, needed = type_name(given), NEEDED.get(object_type.key[0])
    if not NAME.fullmatch(name):
        raise ValidationError(
            "ObjectType.name must consist of letters, digits and spaces, and begin with a letter; "
            f"got {given!r}."
        )
    if needed is not None and name != needed:
        raise ValidationError(
            f"ObjectType.name of the object type {needed} cannot be changed; got {given!r}."
        )


def check_name_is_free(batch: Batch, object_type: Change) -> None:
    """Raise DuplicateEntry when another entity type or object type has the name."""
    given = object_type.values["name"] or ""
    name = type_name(given).lower()
    holder = next((entity for entity in batch.call.model if entity.name.lower() == name), None)
    if holder is not None and not _gives_way(
        batch, object_type, holder.discriminator.value if holder.discriminator else None
    ):
        raise DuplicateEntry(f'ObjectType.name "{given}" is taken: there is an entity type {holder.name}.')
    root = batch.root(object_type.entity)
    for other in batch.staged:
        is_other = batch.root(other.entity) is root and other is not object_type and not other.is_deleted
        if is_other and type_name(other.values["name"] or "").lower() == name:
            raise DuplicateEntry(f'An object type "{other.values["name"]}" already exists.')


def _gives_way(batch: Batch, object_type: Change, holder_id: str | None) -> bool:
    """Return whether the name belongs to *object_type* itself, or to one that loses it in this batch."""
    if holder_id == object_type.key[0]:
        return True
    holder = batch.staged.get(batch.root(object_type.entity), (holder_id or "",))
    return holder is not None and (holder.is_deleted or "name" in holder.changed())


@on(When.DELETED, "ObjectType")
def refuse_deletion(batch: Batch, object_types: Sequence[Change]) -> None:
    """Refuse to delete Task and Milestone, which clients rely on."""
    del batch
    for object_type in object_types:
        if object_type.key[0] in NEEDED:
            raise ValidationError(
                f"The object type {NEEDED[object_type.key[0]]} cannot be deleted.", code="validation.in_use"
            )
