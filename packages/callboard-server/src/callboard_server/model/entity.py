"""Entity types, the families that share a table, and the model that contains them all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import field, frozen

from callboard.errors import UnknownAttribute, UnknownEntityType
from callboard_server.model.attributes import (
    AnyAttribute,
    Collection,
    Computed,
    ForeignKey,
    Integer,
    ManyToMany,
    MappedCollection,
    Reference,
    Scalar,
    Stored,
    Text,
)

NULL_COUNTS = "?"
"""Prefix of a column in `unique` whose empty value counts as a value.

For example, two projects without a parent are siblings, so their names must differ.
"""


@frozen(kw_only=True)
class Discriminator:
    """The attribute and value that distinguish a type from the others in the same table."""

    attribute: str
    value: str


@frozen(kw_only=True, eq=False)
class Entity:
    """One entity type.

    Its table:

    - `extends` names the type whose table it shares; types without it own a table. A type with a
    `discriminator` can
      be created. One without it that others extend is abstract: queries for it return entities of the types
      below.
    - `reads` names the type whose table this one reads under another name, each row as an entity of its own.
    - The rows of a `dense` type are a query of other tables, in `storage.dense`.
    - `found_by` names the part of the primary key by which rows are looked up, because few rows share it. The
    default
      is the first part.

    Its place among other types:

    - `parent` names the foreign key that leads to what the entity belongs to; events contain it.
    - `owner_type` names the attribute that contains the type of an owner of any type, whose identifier is
    `parent_id`. - `lends` lets queries of this type use the attributes of the types that extend it.

    Its use:

    - Clients cannot create or change what is `made_by_server`.
    - `in_order_of` names columns by which members of collections are sorted, in descending order after a
    minus. - `extra_projections` are returned with every entity, in addition to `system_projections`. The
    latter are declared
      to clients as in the reference, where some have legacy names.
    - `classifiers` are declared with the alias. `wire_required` and `wire_immutable` are names that are
    declared as
      required and immutable although they are not attributes.
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
    reads: str | None = None
    dense: bool = False
    lends: bool = False
    made_by_server: bool = False
    in_order_of: tuple[str, ...] = ()
    extra_projections: tuple[str, ...] = ()
    wire_required: tuple[str, ...] = ()
    wire_immutable: tuple[str, ...] = ()
    found_by: str | None = None
    classifiers: Mapping[str, str] = field(factory=dict)

    @property
    def finder(self) -> int:
        """The index of the part of the key by which rows are looked up."""
        return self.key.index(self.found_by) if self.found_by else 0

    @cached_property
    def by_name(self) -> Mapping[str, AnyAttribute]:
        return {attribute.name: attribute for attribute in self.attributes}

    @cached_property
    def stored(self) -> tuple[Scalar, ...]:
        """The attributes that own or share a column, in order."""
        return tuple(a for a in self.attributes if isinstance(a, Stored) and not a.derived)

    @cached_property
    def always(self) -> tuple[str, ...]:
        """The attributes that every returned entity contains: its key, system projections and classifiers."""
        by_legacy_name = {a.legacy_name: a.name for a in reversed(self.attributes) if isinstance(a, Stored)}
        named = (
            *self.key,
            *(name.lstrip("_") for name in self.system_projections),
            *self.classifiers,
            *self.extra_projections,
        )
        found = (name if name in self.by_name else by_legacy_name.get(name) for name in named)
        return tuple(dict.fromkeys(name for name in found if name and not self.by_name[name].internal))

    @cached_property
    def default(self) -> tuple[str, ...]:
        """The attributes that a query without projections returns."""
        return tuple(
            name
            for name in self.default_projections
            if name in self.by_name and not self.by_name[name].internal
        )

    @cached_property
    def public_stored(self) -> tuple[Scalar, ...]:
        """The stored attributes that clients can read."""
        return tuple(attribute for attribute in self.stored if not attribute.internal)

    @cached_property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """The stored attributes that refer to another entity."""
        return tuple(attribute for attribute in self.stored if isinstance(attribute, ForeignKey))

    @cached_property
    def parent_names(self) -> tuple[str, ...]:
        """The attributes that refer to what an entity belongs to: the foreign key `parent` and its
        references.
        """
        return tuple(
            a.name
            for a in self.attributes
            if a.name == self.parent or (isinstance(a, Reference) and a.via == self.parent)
        )

    @cached_property
    def stored_by_name(self) -> Mapping[str, Scalar]:
        return {attribute.name: attribute for attribute in self.stored}

    @cached_property
    def readable_by_name(self) -> Mapping[str, Scalar]:
        """The attributes with a single value, stored and derived."""
        return {a.name: a for a in self.attributes if isinstance(a, Stored)}

    @property
    def legacy_name(self) -> str:
        """The lower-case name of this type in events."""
        return (self.alias or self.name).lower()


class Model:
    """All entity types. They are checked for consistency when the model is created; it is immutable
    afterwards.

    A relation may lead to a type that is not declared. No entity of such a type exists, so the relation is
    always empty.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {entity.name: entity for entity in entities}
        self._children: dict[str, list[Entity]] = {}
        for entity in self._entities.values():
            if entity.extends:
                self._children.setdefault(entity.extends, []).append(entity)
        self._roots = {entity.name: self._find_root(entity) for entity in self._entities.values()}
        self._stores = {
            name: self._roots[root.reads] if root.reads else root for name, root in self._roots.items()
        }
        self._concrete = {
            entity.name: tuple(self._find_concrete(entity)) for entity in self._entities.values()
        }
        self._check()

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._entities.values())

    def __contains__(self, name: object) -> bool:
        return name in self._entities

    def entity(self, name: str) -> Entity:
        """Return the type called *name*. Raises: UnknownEntityType, with the most similar name as hint."""
        try:
            return self._entities[name]
        except KeyError:
            public = [entity.name for entity in self._entities.values() if not entity.internal]
            raise UnknownEntityType(
                f"Unknown entity type '{name}'.", hint=did_you_mean(name, public)
            ) from None

    def extended(self, entities: Iterable[Entity], *, without: Iterable[str] = ()) -> Model:
        """Return a new model with *entities* beside the types of this one, and *without* those of these
        names.
        """
        gone = set(without)
        return Model((*(entity for entity in self if entity.name not in gone), *entities))

    def public(self, entity: Entity) -> Entity:
        """Return *entity*. Raises: UnknownEntityType, when it is hidden from clients."""
        if entity.internal:
            raise UnknownEntityType(f"Unknown entity type '{entity.name}'.")
        return entity

    def attribute(self, entity: Entity, name: str) -> AnyAttribute:
        """Return the attribute *name* of *entity*.

        Raises: UnknownAttribute, with the most similar name as hint.
        """
        try:
            return entity.by_name[name]
        except KeyError:
            public = [attribute.name for attribute in entity.attributes if not attribute.internal]
            raise UnknownAttribute(
                f"No attribute '{name}' exists for schema '{entity.name}'.", hint=did_you_mean(name, public)
            ) from None

    def root(self, entity: Entity) -> Entity:
        """Return the type at the top of the family of *entity*: all of them are rows of one table."""
        return self._roots[entity.name]

    def store(self, entity: Entity) -> Entity:
        """Return the type that owns the table of *entity*.

        The top of its family, or of the family that this one reads.
        """
        return self._stores[entity.name]

    def fits(self, entity: Entity, asked: Entity) -> bool:
        """Return whether a row stored as *entity* is returned by a query for *asked*."""
        if entity in self._concrete[asked.name]:
            return True
        is_another_name = self._roots[asked.name].reads or self._roots[entity.name].reads
        return bool(is_another_name) and self.store(entity) is self.store(asked)

    def roots(self) -> tuple[Entity, ...]:
        """Return the types at the top of a family."""
        return tuple(entity for entity in self if entity.extends is None)

    def stores(self) -> tuple[Entity, ...]:
        """Return the types that own a table."""
        return tuple(root for root in self.roots() if not root.reads and not root.dense)

    def family(self, root: Entity) -> tuple[Entity, ...]:
        """Return every type in the table of *root*, itself first."""
        return self._families[root.name]

    @cached_property
    def _families(self) -> Mapping[str, tuple[Entity, ...]]:
        families: dict[str, list[Entity]] = {root.name: [root] for root in self.roots()}
        for entity in self:
            if entity.extends:
                families[self._roots[entity.name].name].append(entity)
        return {name: tuple(members) for name, members in families.items()}

    def leads(self, entity: Entity) -> tuple[tuple[ForeignKey, Entity], ...]:
        """Return the foreign keys that *entity* stores, each with the type that owns the target table."""
        return self._leads[entity.name]

    @cached_property
    def _leads(self) -> Mapping[str, tuple[tuple[ForeignKey, Entity], ...]]:
        return {
            entity.name: tuple(
                (a, self.store(self.entity(a.target))) for a in entity.foreign_keys if a.target in self
            )
            for entity in self
        }

    def ascents(self, entity: Entity) -> tuple[str, ...]:
        """Return the columns that lead from *entity* to one that contains it, such as from a group to the
        group above.
        """
        return self._ascents[entity.name]

    @cached_property
    def _ascents(self) -> Mapping[str, tuple[str, ...]]:
        return {
            entity.name: tuple(a.column for a in entity.foreign_keys if self._ascends(entity, a))
            for entity in self
        }

    def _ascends(self, entity: Entity, attribute: ForeignKey) -> bool:
        root = self.store(entity)
        if attribute.target not in self or self.store(self.entity(attribute.target)) is not root:
            return False
        return any(
            isinstance(children, Collection)
            and children.via == attribute.name
            and self.store(self.entity(children.target)) is root
            for member in self.family(root)
            for children in member.attributes
        )

    def concrete(self, entity: Entity) -> tuple[Entity, ...]:
        """Return the types that the entities in a query for *entity* can have: itself when nothing extends
        it.
        """
        return self._concrete[entity.name]

    def discriminator(self, root: Entity) -> str | None:
        """Return the attribute that distinguishes types in the table of *root*; None when it contains one
        type.
        """
        return self._discriminators.get(root.name)

    @cached_property
    def _discriminators(self) -> Mapping[str, str]:
        return {
            self._roots[entity.name].name: entity.discriminator.attribute
            for entity in self
            if entity.discriminator
        }

    @cached_property
    def _by_discriminator(self) -> Mapping[tuple[str, str], Entity]:
        return {
            (self._roots[entity.name].name, entity.discriminator.value): entity
            for entity in self
            if entity.discriminator
        }

    def concrete_by_value(self, root: Entity, value: str | None) -> Entity:
        """Return the type in the table of *root* with the discriminator *value*; *root* itself when it is
        alone.
        """
        return self._by_discriminator.get((root.name, value or ""), root)

    @cached_property
    def _referrers(self) -> Mapping[str, tuple[tuple[Entity, ForeignKey], ...]]:
        found: dict[str, dict[tuple[str, str], tuple[Entity, ForeignKey]]] = {}
        for entity in self:
            for attribute in entity.attributes:
                if (
                    entity.dense
                    or not isinstance(attribute, ForeignKey)
                    or attribute.derived
                    or attribute.twin_of
                ):
                    continue
                if attribute.target in self._entities:
                    target_root = self.store(self._entities[attribute.target]).name
                    own_root = self.store(entity)
                    found.setdefault(target_root, {}).setdefault(
                        (own_root.name, attribute.name), (own_root, attribute)
                    )
        return {name: tuple(pairs.values()) for name, pairs in found.items()}

    def referrers(self, root: Entity) -> tuple[tuple[Entity, ForeignKey], ...]:
        """Return (owner of the table, foreign key) for every foreign key into the table of *root*."""
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
        """Raise ValueError when declarations contradict each other."""
        for root in self.roots():
            kinds: dict[str, tuple[type[Scalar], Entity]] = {}
            for member in self.family(root):
                for attribute in member.stored:
                    kind, first = kinds.setdefault(attribute.column, (type(attribute), member))
                    if kind is not type(attribute):
                        raise ValueError(
                            f"{member.name}.{attribute.name} and {first.name} must be of the same kind"
                        )
        for entity in self:
            self._check_entity(entity)

    def _check_entity(self, entity: Entity) -> None:
        for name in (*entity.key, *entity.default_projections):
            if name not in entity.by_name:
                raise ValueError(f"{entity.name} has no attribute {name!r}")
        for attribute in entity.attributes:
            match attribute:
                case Reference(via=via):
                    if not isinstance(entity.by_name.get(via), ForeignKey | Text | Integer):
                        raise ValueError(f"{entity.name}.{attribute.name} needs a foreign key {via!r}")
                case Collection(target=target, via=via) | MappedCollection(target=target, via=via):
                    self._check_has(entity, attribute, target, via)
                case ManyToMany(through=through, near=near, far=far):
                    self._check_has(entity, attribute, through, near)
                    self._check_has(entity, attribute, through, far)
                case Computed(inputs=inputs):
                    for name in inputs:
                        self._check_has(entity, attribute, entity.name, name)
                case Stored():
                    pass

    def _check_has(self, entity: Entity, attribute: AnyAttribute, target: str, name: str) -> None:
        if target in self._entities and name not in self._entities[target].readable_by_name:
            raise ValueError(f"{entity.name}.{attribute.name}: {target} has no {name!r}")


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """Return a hint with the candidate most similar to *name*; None when nothing is similar."""
    by_lower = {candidate.lower(): candidate for candidate in candidates}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f'Did you mean "{by_lower[near[0]]}"?' if near else None


def table_name(root: Entity) -> str:
    """Return the name of the table that *root* owns, which is its own name in snake case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", root.name).lower()
