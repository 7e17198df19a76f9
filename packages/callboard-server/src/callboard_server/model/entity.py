"""Entity types: their attributes, and what is derived from one type alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from callboard_server.model.attributes import (
    AnyAttribute,
    ForeignKey,
    Reference,
    Scalar,
    Stored,
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
    - `answered_as` names the type, of the same table, that answers name instead of this one: clients store
    entities by
      type and identifier, so one entity must not have two types.
    - The rows of a `dense` type are a query of other tables, in `storage.dense`.
    - `found_by` names the part of the primary key by which rows are looked up, because few rows share it. The
    default
      is the first part.

    Its place among other types:

    - `parent` names the foreign key that leads to what the entity belongs to; events contain it.
    - `owner_type` names the attribute that contains the type of an owner of any type, whose identifier is
    `parent_id`.

    Its use:

    - Clients cannot create or change what is `made_by_server`, and cannot create what is `created_by_server`.
    - `in_order_of` names columns by which members of collections are sorted, in descending order after a
    minus. - `extra_projections` are returned with every entity, in addition to `system_projections`. The
    latter are declared
      to clients as in the reference, where some have legacy names.
    - `classifiers` are declared with the alias. `wire_required` and `wire_immutable` are names that are
    declared as
      required and immutable although they are not attributes. The schema of a type that isn't declared as an
      object (`is_object`) has no type.
    - `group_by` types are declared to clients as usable in aggregates. The type that a type extends is
      declared too; `wire_extends` overrides it, and `wire_hints` are added.
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
    answered_as: str | None = None
    dense: bool = False
    made_by_server: bool = False
    created_by_server: bool = False
    in_order_of: tuple[str, ...] = ()
    extra_projections: tuple[str, ...] = ()
    wire_required: tuple[str, ...] = ()
    wire_immutable: tuple[str, ...] = ()
    is_object: bool = True
    group_by: bool = False
    wire_extends: str | None = None
    wire_hints: Mapping[str, str] = field(factory=dict)
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
        """The attributes that refer to the owner: the foreign key `parent` and its references."""
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


def table_name(root: Entity) -> str:
    """Return the name of the table that *root* owns, which is its own name in snake case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", root.name).lower()
