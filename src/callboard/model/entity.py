"""Entity types, the families that share a table, and the model that holds them all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import field, frozen

from callboard.errors import UnknownAttribute, UnknownEntityType
from callboard.model.attributes import AnyAttribute, Collection, Computed, ForeignKey, MappedCollection, Reference, Scalar, Stored


@frozen(kw_only=True)
class Discriminator:
    """The attribute and value that tell an entity's type apart from its relatives in the same table."""

    attribute: str
    value: str


@frozen(kw_only=True, eq=False)
class Entity:
    """One entity type.

    `extends` names the type whose table it shares; types without it own a table. A type with `discriminator` can be made; one
    without, that others extend, is abstract: asked for it, the answer holds entities of the types below. `parent` names the foreign key
    that leads to what the entity belongs to, which news of it mention; `owner_type` the attribute that names the type of an owner which
    can be of any type, and whose identifier stands in `parent_id`.
    """

    name: str = field(kw_only=False)
    attributes: tuple[AnyAttribute, ...]
    key: tuple[str, ...] = ("id",)
    default_projections: tuple[str, ...] = ("id",)
    system_projections: tuple[str, ...] = ()
    alias: str | None = None
    extends: str | None = None
    discriminator: Discriminator | None = None
    unique: tuple[tuple[str, ...], ...] = ()
    parent: str | None = None
    owner_type: str | None = None
    internal: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, AnyAttribute]:
        return {attribute.name: attribute for attribute in self.attributes}

    @cached_property
    def stored(self) -> tuple[Scalar, ...]:
        """The attributes that own or share a column, in order."""
        return tuple(a for a in self.attributes if isinstance(a, Stored))

    @cached_property
    def told(self) -> tuple[Scalar, ...]:
        """The stored attributes that clients know of."""
        return tuple(attribute for attribute in self.stored if not attribute.internal)

    @cached_property
    def stored_by_name(self) -> Mapping[str, Scalar]:
        return {attribute.name: attribute for attribute in self.stored}

    @property
    def legacy_name(self) -> str:
        """The lower-case name under which events speak of this type."""
        return (self.alias or self.name).lower()


class Model:
    """All entity types, checked for consistency when made; immutable afterwards.

    A relation may lead to a type that is not declared: no entity of such a type exists, so the relation is always empty.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {entity.name: entity for entity in entities}
        self._children: dict[str, list[Entity]] = {}
        for entity in self._entities.values():
            if entity.extends:
                self._children.setdefault(entity.extends, []).append(entity)
        self._roots = {entity.name: self._find_root(entity) for entity in self._entities.values()}
        self._concrete = {entity.name: tuple(self._find_concrete(entity)) for entity in self._entities.values()}
        self._check()

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._entities.values())

    def __contains__(self, name: object) -> bool:
        return name in self._entities

    def entity(self, name: str) -> Entity:
        """Return the type called *name*. Raises: UnknownEntityType, with the nearest name as hint."""
        try:
            return self._entities[name]
        except KeyError:
            public = [entity.name for entity in self._entities.values() if not entity.internal]
            raise UnknownEntityType(f"Unknown entity type '{name}'.", hint=did_you_mean(name, public)) from None

    def public(self, entity: Entity) -> Entity:
        """Return *entity*. Raises: UnknownEntityType when it is one that clients do not know of."""
        if entity.internal:
            raise UnknownEntityType(f"Unknown entity type '{entity.name}'.")
        return entity

    def attribute(self, entity: Entity, name: str) -> AnyAttribute:
        """Return the attribute *name* of *entity*. Raises: UnknownAttribute, with the nearest name as hint."""
        try:
            return entity.by_name[name]
        except KeyError:
            public = [attribute.name for attribute in entity.attributes if not attribute.internal]
            raise UnknownAttribute(f"No attribute '{name}' exists for schema '{entity.name}'.", hint=did_you_mean(name, public)) from None

    def root(self, entity: Entity) -> Entity:
        """Return the type that owns the table of *entity*."""
        return self._roots[entity.name]

    def roots(self) -> tuple[Entity, ...]:
        return tuple(entity for entity in self if entity.extends is None)

    def family(self, root: Entity) -> tuple[Entity, ...]:
        """Return every type in the table of *root*, itself first."""
        return tuple(entity for entity in self if self._roots[entity.name] is root)

    def concrete(self, entity: Entity) -> tuple[Entity, ...]:
        """Return the types that entities asked for as *entity* can have: itself when nothing extends it."""
        return self._concrete[entity.name]

    def discriminator(self, root: Entity) -> str | None:
        """Return the attribute that tells types apart in the table of *root*; None when it holds one type."""
        for member in self.family(root):
            if member.discriminator:
                return member.discriminator.attribute
        return None

    @cached_property
    def _by_discriminator(self) -> Mapping[tuple[str, str], Entity]:
        return {(self._roots[entity.name].name, entity.discriminator.value): entity for entity in self if entity.discriminator}

    def concrete_by_value(self, root: Entity, value: str | None) -> Entity:
        """Return the type in the table of *root* whose rows carry *value*; the root itself when it is alone."""
        return self._by_discriminator.get((root.name, value or ""), root)

    @cached_property
    def _referrers(self) -> Mapping[str, tuple[tuple[Entity, ForeignKey], ...]]:
        found: dict[str, dict[tuple[str, str], tuple[Entity, ForeignKey]]] = {}
        for entity in self:
            for attribute in entity.attributes:
                if isinstance(attribute, ForeignKey) and attribute.target in self._entities and not attribute.twin_of:
                    target_root = self._roots[attribute.target].name
                    own_root = self._roots[entity.name]
                    found.setdefault(target_root, {}).setdefault((own_root.name, attribute.name), (own_root, attribute))
        return {name: tuple(pairs.values()) for name, pairs in found.items()}

    def referrers(self, root: Entity) -> tuple[tuple[Entity, ForeignKey], ...]:
        """Return (owner of the table, foreign key) for every foreign key that leads into the table of *root*."""
        return self._referrers.get(root.name, ())

    @cached_property
    def _family_columns(self) -> Mapping[str, Mapping[str, Scalar]]:
        columns: dict[str, dict[str, Scalar]] = {}
        for root in self.roots():
            merged: dict[str, Scalar] = {}
            for member in self.family(root):
                for attribute in member.stored:
                    if attribute.twin_of is None:
                        merged.setdefault(attribute.name, attribute)
            columns[root.name] = merged
        return columns

    def family_columns(self, root: Entity) -> Mapping[str, Scalar]:
        """Return the stored attributes of all types in the table of *root*, by column name."""
        return self._family_columns[root.name]

    def _find_root(self, entity: Entity) -> Entity:
        while entity.extends:
            entity = self._entities[entity.extends]
        return entity

    def _find_concrete(self, entity: Entity) -> Iterator[Entity]:
        children = self._children.get(entity.name, ())
        if entity.discriminator or not children:
            yield entity
        for child in children:
            yield from self._find_concrete(child)

    def _check(self) -> None:
        """Raise ValueError when declarations contradict each other: a fault of ours, found at start."""
        for root in self.roots():
            kinds: dict[str, tuple[type[Scalar], Entity]] = {}
            for member in self.family(root):
                for attribute in member.stored:
                    kind, first = kinds.setdefault(attribute.column, (type(attribute), member))
                    if kind is not type(attribute):
                        raise ValueError(f"{member.name}.{attribute.name} and {first.name} disagree about its kind")
        for entity in self:
            self._check_entity(entity)

    def _check_entity(self, entity: Entity) -> None:
        for name in (*entity.key, *entity.default_projections):
            if name not in entity.by_name:
                raise ValueError(f"{entity.name} has no attribute {name!r}")
        for attribute in entity.attributes:
            match attribute:
                case Reference(via=via):
                    if not isinstance(entity.by_name.get(via), ForeignKey):
                        raise ValueError(f"{entity.name}.{attribute.name} needs a foreign key {via!r}")
                case Collection(target=target, via=via) | MappedCollection(target=target, via=via):
                    if target in self._entities and via not in self._entities[target].stored_by_name:
                        raise ValueError(f"{entity.name}.{attribute.name}: {target} has no {via!r}")
                case Stored() | Computed():
                    pass


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """Return a hint that names the candidate most like *name*, or None when nothing is near."""
    by_lower = {candidate.lower(): candidate for candidate in candidates}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f'Did you mean "{by_lower[near[0]]}"?' if near else None


def table_name(root: Entity) -> str:
    """Return the name of the table that *root* owns: its own name in snake case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", root.name).lower()
