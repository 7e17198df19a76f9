"""The model: all entity types, with families that share a table, relations, and hierarchies."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

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
from callboard_server.model.entity import Entity


class Model:
    """All entity types, checked for consistency when the model is created. A model is immutable.

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
        check_model(self)

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
        """Return a new model with additional *entities*, and *without* the types with these names."""
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

    def answered(self, entity: Entity) -> Entity:
        """Return the type that answers name for rows of *entity*."""
        return self._entities[entity.answered_as] if entity.answered_as else entity

    def fits(self, entity: Entity, queried: Entity) -> bool:
        """Return whether a query for *queried* returns a row stored as *entity*."""
        if entity in self._concrete[queried.name]:
            return True
        is_another_name = self._roots[queried.name].reads or self._roots[entity.name].reads
        return bool(is_another_name) and self.store(entity) is self.store(queried)

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
        """Return the columns that lead from *entity* to one that contains it, such as to a parent group."""
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
        """Return the types of the entities that a query for *entity* can return."""
        return self._concrete[entity.name]

    def discriminator(self, root: Entity) -> str | None:
        """Return the attribute that distinguishes the types in the table of *root*; None for one type."""
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
        """Return the type in the table of *root* with the discriminator *value*; *root* for one type."""
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


def check_model(model: Model) -> None:
    """Raise ValueError when declarations contradict each other."""
    for root in model.roots():
        kinds: dict[str, tuple[type[Scalar], Entity]] = {}
        for member in model.family(root):
            for attribute in member.stored:
                kind, first = kinds.setdefault(attribute.column, (type(attribute), member))
                if kind is not type(attribute):
                    raise ValueError(
                        f"{member.name}.{attribute.name} and {first.name} must be of the same kind"
                    )
    for entity in model:
        _check_entity(model, entity)


def _check_entity(model: Model, entity: Entity) -> None:
    for name in (*entity.key, *entity.default_projections):
        if name not in entity.by_name:
            raise ValueError(f"{entity.name} has no attribute {name!r}")
    for attribute in entity.attributes:
        match attribute:
            case Reference(via=via):
                if not isinstance(entity.by_name.get(via), ForeignKey | Text | Integer):
                    raise ValueError(f"{entity.name}.{attribute.name} needs a foreign key {via!r}")
            case Collection(target=target, via=via) | MappedCollection(target=target, via=via):
                _check_has(model, entity, attribute, target, via)
            case ManyToMany(through=through, near=near, far=far):
                _check_has(model, entity, attribute, through, near)
                _check_has(model, entity, attribute, through, far)
            case Computed(inputs=inputs):
                for name in inputs:
                    _check_has(model, entity, attribute, entity.name, name)
            case Stored():
                pass


def _check_has(model: Model, entity: Entity, attribute: AnyAttribute, target: str, name: str) -> None:
    if target in model and name not in model.entity(target).readable_by_name:
        raise ValueError(f"{entity.name}.{attribute.name}: {target} has no {name!r}")


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """Return a hint with the candidate most similar to *name*; None when nothing is similar."""
    by_lower = {candidate.lower(): candidate for candidate in candidates}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f'Did you mean "{by_lower[near[0]]}"?' if near else None
