"""The kinds of attributes that an entity type can have.

A stored attribute owns a column; a relation leads to other entities through a stored one; a computed
attribute is derived at read time. Derivations `match` over these classes and end with `assert_never`, so a
new kind makes the type checker list every place.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import Any, TypeAlias

from attrs import field, frozen

NEW_ID = "{uid}"
"""Schema default that means: whoever creates the entity makes a fresh identifier."""


class OnDelete(Enum):
    """What becomes of an entity when the one that it refers to is deleted."""

    CASCADE = "cascade"
    CLEAR = "clear"
    REFUSE = "refuse"
    IGNORE = "ignore"
    """Something else keeps it right."""


@frozen(kw_only=True, eq=False)
class Attribute:
    """What every attribute has.

    `alias` is the legacy column name, used in events. `internal` attributes serve the server's own rules (for
    example who may see what) and are neither told to clients nor open to their queries. `told_computed` marks
    what clients are told to be computed. What is `required` has a value, unless it `may_be_empty`: clients
    are told otherwise of some that have none on some types.
    """

    name: str = field(kw_only=False)
    alias: str | None = None
    required: bool = False
    immutable: bool = False
    description: str | None = None
    internal: bool = False
    told_computed: bool = False
    may_be_empty: bool = False

    @cached_property
    def legacy_name(self) -> str:
        """The name under which events speak of this attribute."""
        return self.alias or self.name


@frozen(kw_only=True, eq=False)
class Stored(Attribute):
    """An attribute with a column. `twin_of` names the attribute whose column this one shares; `indexed`
    speeds up searching and sorting.

    A `derived` one has no column: its value is an expression, which `storage.derived` writes, so it is read,
    compared and sorted like any other and never set.
    """

    default: Any = None
    twin_of: str | None = None
    indexed: bool = False
    derived: bool = False

    @cached_property
    def column(self) -> str:
        return self.twin_of or self.name


@frozen(kw_only=True, eq=False)
class Text(Stored):
    """Text.

    `caseless` text compares without regard to case, as names do. `choices` limits the values. `refers_to`
    documents a foreign key that no constraint guards; `schema_name` marks a text that holds the name of an
    entity type. `lenient` text takes numbers and truth values too, as their text.
    """

    caseless: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    schema_name: bool = False
    lenient: bool = False
    limit: int = 65_536


@frozen(kw_only=True, eq=False)
class Integer(Stored):
    """A whole number of 64 bits. `refers_to` documents a foreign key that no constraint guards."""

    refers_to: str | None = None


@frozen(kw_only=True, eq=False)
class Number(Stored):
    """A floating-point number."""


@frozen(kw_only=True, eq=False)
class Boolean(Stored):
    """True or false."""


@frozen(kw_only=True, eq=False)
class Instant(Stored):
    """A moment, stored and sent as UTC in whole seconds."""


@frozen(kw_only=True, eq=False)
class Json(Stored):
    """Text that is meant to hold JSON.

    It is kept as it came: consumers guard for text that does not parse.
    """

    limit: int = 4_194_304


@frozen(kw_only=True, eq=False)
class Variable(Stored):
    """A value whose type depends on a configuration: kept as JSON text.

    It is compared through the internal attributes `as_text` (its text, or one line for each item of a list)
    and `as_number`.
    """

    as_text: str
    as_number: str


class ToldAs(Enum):
    """How a foreign key is told to clients."""

    FOREIGN_KEY = "foreign key"
    TEXT = "text"
    REFERENCE = "reference"
    UNTYPED = "untyped"


@frozen(kw_only=True, eq=False)
class ForeignKey(Stored):
    """The identifier of an entity of type `target`.

    `refers_to` overrides how clients are told about it; `told` tells it in one of the odd forms of the
    reference.
    """

    target: str = field(kw_only=False)
    on_delete: OnDelete = OnDelete.CLEAR
    refers_to: str | None = None
    told: ToldAs = ToldAs.FOREIGN_KEY


@frozen(kw_only=True, eq=False)
class Reference(Attribute):
    """One entity of type `target`, found through the foreign key `via`.

    `to` is what that holds, by default the identifier.
    """

    target: str = field(kw_only=False)
    via: str
    to: str | None = None


@frozen(kw_only=True, eq=False)
class Collection(Attribute):
    """The entities of type `target` whose attribute `via` holds the value of `own` here, by default the
    identifier.

    `only` narrows them to those whose attribute has a value, as (attribute, value).
    """

    target: str = field(kw_only=False)
    via: str
    own: str = "id"
    only: tuple[str, str] | None = None


@frozen(kw_only=True, eq=False)
class ManyToMany(Attribute):
    """The entities of type `target` that entities of type `through` tie to this one.

    `near` is the attribute of `through` that holds the identifier here, `far` the one that holds the
    identifier there. Clients are told that the members are of type `told_as`. A `settled` one follows from
    other attributes and cannot be set.
    """

    target: str = field(kw_only=False)
    through: str
    near: str
    far: str
    told_as: str | None = None
    settled: bool = False


@frozen(kw_only=True, eq=False)
class MappedCollection(Attribute):
    """A collection that clients show as a dictionary from `key` to `value`.

    `filter_only` collections may be used in criteria and never be projected.
    """

    target: str = field(kw_only=False)
    via: str
    own: str = "id"
    key: str | None = None
    value: str | None = None
    filter_only: bool = False


class ComputedKind(Enum):
    """The form of a computed value on the wire."""

    OBJECT = "object"
    TEXT = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"


@frozen(kw_only=True, eq=False)
class Computed(Attribute):
    """A value made at read time from the columns `inputs`, by the function `made_by` of `storage.computed`
    (by default of its own name).

    `volatile` is false for those that clients are not told to be computed (such as `link`).
    """

    kind: ComputedKind = field(kw_only=False)
    inputs: tuple[str, ...]
    made_by: str | None = None
    volatile: bool = True

    @property
    def function(self) -> str:
        return self.made_by or self.name


Relation: TypeAlias = Reference | Collection | MappedCollection | ManyToMany
Many: TypeAlias = Collection | MappedCollection | ManyToMany
Scalar: TypeAlias = Text | Integer | Number | Boolean | Instant | Json | Variable | ForeignKey
AnyAttribute: TypeAlias = Scalar | Relation | Computed
