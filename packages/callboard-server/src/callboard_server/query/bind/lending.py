"""Attributes that a base type lends from the types below it.

`asset.parent` leads to a context of any type, so a path may continue with any attribute of those types. Types
can declare different attributes of one name: the status of a project is text, that of a task an entity. Such
a name has several meanings, each for some of the types.
"""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

from attrs import frozen

from callboard.errors import UnknownAttribute
from callboard_server.model.attributes import (
    AnyAttribute,
    Collection,
    Computed,
    ManyToMany,
    MappedCollection,
    Reference,
    Stored,
)
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model, did_you_mean

Owners: TypeAlias = tuple[Entity, ...]
"""Some of the concrete types of a base type."""


@frozen(eq=False)
class Meaning:
    """What a name stands for on entities of the types `owners`; None means all types."""

    attribute: AnyAttribute
    owners: Owners | None = None


def meanings(model: Model, entity: Entity, name: str, *, internal: bool) -> list[Meaning]:
    """Return what *name* stands for on *entity*, the meaning of most types first.

    Internal attributes count only with *internal*.

    Raises: UnknownAttribute, with the most similar name as hint.
    """
    if name in entity.by_name and (internal or not entity.by_name[name].internal):
        return [Meaning(entity.by_name[name])]
    kinds = model.concrete(entity)
    lenders: dict[Any, list[Entity]] = {}
    for kind in kinds:
        attribute = kind.by_name.get(name)
        if attribute is not None and not attribute.internal:
            lenders.setdefault(identity(attribute), []).append(kind)
    if not lenders:
        raise unknown(entity, kinds, name)
    found = sorted(lenders.values(), key=len, reverse=True)
    return [
        Meaning(owners[0].by_name[name], None if len(owners) == len(kinds) else tuple(owners))
        for owners in found
    ]


def unknown(entity: Entity, kinds: Owners, name: str) -> UnknownAttribute:
    """Return the error for a *name* that neither *entity* nor one of the types below it has."""
    public = [a.name for kind in (entity, *kinds) for a in kind.attributes if not a.internal]
    return UnknownAttribute(
        f"No attribute '{name}' exists for schema '{entity.name}'.", hint=did_you_mean(name, public)
    )


def identity(attribute: AnyAttribute) -> tuple[Any, ...]:
    """Return what makes *attribute* the same on two types: where its value, or what it leads to, is found."""
    match attribute:
        case Stored():
            return type(attribute), attribute.column
        case Reference(target=target, via=via, to=to):
            return Reference, target, via, to
        case Collection(target=target, via=via, own=own, only=only):
            return Collection, target, via, own, only
        case MappedCollection(target=target, via=via, own=own, key=key, value=value):
            return MappedCollection, target, via, own, key, value
        case ManyToMany(target=target, through=through, near=near, far=far):
            return ManyToMany, target, through, near, far
        case Computed(function=function, inputs=inputs):
            return Computed, function, inputs
    assert_never(attribute)


def has_other_values(model: Model, entity: Entity, meaning: Meaning) -> bool:
    """Return whether rows of *entity* that lack the attribute can seem to have a value of it.

    That is so when another attribute uses its column. Otherwise the column is empty, and a collection or a
    derived value may always exist.
    """
    attribute = meaning.attribute
    match attribute:
        case Stored(derived=True) | Collection() | MappedCollection() | ManyToMany() | Computed():
            return True
        case Stored(column=column) | Reference(via=column):
            others = (kind for kind in model.concrete(entity) if kind not in (meaning.owners or ()))
            return any(other.column == column for kind in others for other in kind.stored)
    assert_never(attribute)
