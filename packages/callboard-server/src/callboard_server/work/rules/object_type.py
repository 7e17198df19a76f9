"""Object types: each is an entity type of its own, so its name is one and stays apart from all others."""

from __future__ import annotations

from callboard.errors import DuplicateEntry, ValidationError
from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.model.types.contexts import BUILTIN, type_name
from callboard_server.query.lexer import NAME
from callboard_server.records.studio import note_change
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on

NEEDED = {OBJECT_TYPE_IDS[name]: name for name in ("Task", "Milestone")}
"""What can never be deleted."""

BUILTIN_NAMES = {OBJECT_TYPE_IDS[name]: name for name in BUILTIN}


@on(When.CREATED, "ObjectType")
@on(When.UPDATED, "ObjectType")
def check_name(batch: Batch, kind: Change) -> None:
    """An object type is called by letters and digits, since its name without blanks names an entity type.

    It is that of no other.
    """
    if "name" not in kind.changed():
        return
    name = type_name(kind.values["name"] or "")
    if not NAME.fullmatch(name):
        raise ValidationError(
            "ObjectType.name must be letters, digits and blanks, beginning with a letter; got "
            f"{kind.values['name']!r}."
        )
    if name != BUILTIN_NAMES.get(kind.key[0], name):
        raise ValidationError(f"The object type {BUILTIN_NAMES[kind.key[0]]} is built in and keeps its name.")
    holder = next((entity for entity in batch.call.model if entity.name.lower() == name.lower()), None)
    if holder is not None and not _makes_room(
        batch, kind, holder.discriminator.value if holder.discriminator else None
    ):
        raise DuplicateEntry(
            f'The object type "{kind.values["name"]}" would be called like the entity type {holder.name}.'
        )
    root = batch.root(kind.entity)
    for other in batch.staged:
        is_other = batch.root(other.entity) is root and other is not kind and not other.is_deleted
        if is_other and type_name(other.values["name"] or "").lower() == name.lower():
            raise DuplicateEntry(f'An object type "{other.values["name"]}" exists already.')


def _makes_room(batch: Batch, kind: Change, object_type_id: str | None) -> bool:
    """Tell whether the object type that has the name now is *kind* itself, or loses it in the same batch."""
    if object_type_id == kind.key[0]:
        return True
    other = batch.staged.get(batch.root(kind.entity), (object_type_id or "",))
    return other is not None and (other.is_deleted or "name" in other.changed())


@on(When.DELETED, "ObjectType")
def keep_needed(batch: Batch, kind: Change) -> None:
    """There are always tasks and milestones."""
    del batch
    if kind.key[0] in NEEDED:
        raise ValidationError(
            f"The object type {NEEDED[kind.key[0]]} cannot be deleted.", code="validation.in_use"
        )


@on(When.CREATED, "ObjectType")
@on(When.UPDATED, "ObjectType")
@on(When.DELETED, "ObjectType")
def tell_processes(batch: Batch, kind: Change) -> None:
    """From the next request on, every process knows the entity types as they are now."""
    if (kind.is_deleted or kind.changed()) and not batch.known.setdefault("object types noted", False):
        batch.known["object types noted"] = True
        note_change(batch.call.tx, batch.call.new_id())
