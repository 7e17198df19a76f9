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
"""Schema default that means: the creator of the entity generates a new identifier."""


LONGEST_INDEXED = 512
"""The most characters of text in a unique index, whose entries are limited to 2,704 bytes in PostgreSQL."""


class OnDelete(Enum):
    """What happens to an entity when the entity that it refers to is deleted."""

    CASCADE = "cascade"
    CLEAR = "clear"
    REFUSE = "refuse"
    IGNORE = "ignore"
    """Something else keeps the reference valid."""


@frozen(kw_only=True, eq=False)
class Attribute:
    """What all attributes have in common.

    `alias` is the legacy column name, used in events. `internal` attributes serve the server's own rules, for
    example for access. They are hidden from clients and their queries. `wire_computed` attributes are
    declared as computed in the schemas that clients read. Clients can use `unlisted` attributes, but the
    schemas don't contain them, because other servers don't have them. `required` attributes have a value,
    unless they `may_be_empty`: the schemas declare some attributes as required that are empty on some types.
    """

    name: str = field(kw_only=False)
    alias: str | None = None
    required: bool = False
    immutable: bool = False
    description: str | None = None
    internal: bool = False
    unlisted: bool = False
    wire_computed: bool = False
    may_be_empty: bool = False

    @cached_property
    def legacy_name(self) -> str:
        """The name of this attribute in events."""
        return self.alias or self.name


@frozen(kw_only=True, eq=False)
class Stored(Attribute):
    """An attribute with a column.

    `twin_of` names the attribute whose column this one shares. `indexed` speeds up searching and sorting. A
    `derived` attribute has no column: its value is an SQL expression from `storage.derived`, so it is read,
    compared and sorted like any other, and never set. A `settled` attribute has a column that rules fill from
    other attributes: a client may only send the value that results, and no event is published when nothing
    else changes. With `null_default`, the schemas that clients read contain the default null.
    """

    default: Any = None
    twin_of: str | None = None
    indexed: bool = False
    derived: bool = False
    settled: bool = False
    null_default: bool = False

    @cached_property
    def column(self) -> str:
        return self.twin_of or self.name


@frozen(kw_only=True, eq=False)
class Text(Stored):
    """Text.

    `caseless` text is compared ignoring case, like names. `choices` limits the values. `refers_to` documents
    a foreign key without a constraint. `schema_name` marks a text that contains the name of an entity type.
    `lenient` text accepts numbers and booleans as well, and stores them as text. `wire_format` is declared in
    the schemas that clients read.
    """

    wire_format: str | None = None
    caseless: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    schema_name: bool = False
    lenient: bool = False
    limit: int = 65_536


@frozen(kw_only=True, eq=False)
class Integer(Stored):
    """A 64-bit integer. `refers_to` documents a foreign key without a constraint."""

    refers_to: str | None = None


@frozen(kw_only=True, eq=False)
class Number(Stored):
    """A floating-point number."""


@frozen(kw_only=True, eq=False)
class Boolean(Stored):
    """True or false."""


@frozen(kw_only=True, eq=False)
class Instant(Stored):
    """A moment, stored as UTC with microseconds and sent in whole seconds."""


@frozen(kw_only=True, eq=False)
class Json(Stored):
    """Text that should contain JSON.

    It is stored unchanged: consumers must handle text that cannot be parsed.
    """

    limit: int = 4_194_304


@frozen(kw_only=True, eq=False)
class JsonObject(Stored):
    """A JSON object, stored as text. It can be projected, but not compared, sorted or grouped by."""

    limit: int = 4_194_304


@frozen(kw_only=True, eq=False)
class Variable(Stored):
    """A value whose type depends on a configuration, stored as JSON text.

    It is compared by the internal attributes `as_text` (its text, or one line per item of a list) and
    `as_number`.
    """

    as_text: str
    as_number: str


class WireForm(Enum):
    """How a foreign key is declared in the schemas that clients read."""

    FOREIGN_KEY = "foreign key"
    TEXT = "text"
    REFERENCE = "reference"
    UNTYPED = "untyped"


@frozen(kw_only=True, eq=False)
class ForeignKey(Stored):
    """The identifier of an entity of type `target`.

    `refers_to` overrides its description in the schemas that clients read, and `wire_form` its type.
    """

    target: str = field(kw_only=False)
    on_delete: OnDelete = OnDelete.CLEAR
    refers_to: str | None = None
    wire_form: WireForm = WireForm.FOREIGN_KEY


@frozen(kw_only=True, eq=False)
class Reference(Attribute):
    """One entity of type `target`, found by the foreign key `via`.

    `to` is the attribute that the foreign key contains, by default the identifier. The schemas that clients
    read declare the entity as `wire_target`.
    """

    target: str = field(kw_only=False)
    via: str
    to: str | None = None
    wire_target: str | None = None


@frozen(kw_only=True, eq=False)
class Collection(Attribute):
    """The entities of type `target` whose `via` equals `own` of this entity, by default its identifier.

    `only` limits them to those with a value of an attribute, as (attribute, value).
    """

    target: str = field(kw_only=False)
    via: str
    own: str = "id"
    only: tuple[str, str] | None = None


@frozen(kw_only=True, eq=False)
class ManyToMany(Attribute):
    """The entities of type `target` that entities of type `through` link to this one.

    `near` is the attribute of `through` that contains this entity's identifier, `far` the one that contains
    the member's. The schemas that clients read declare the members as `wire_target`. A `settled` collection
    follows from other attributes and cannot be set.
    """

    target: str = field(kw_only=False)
    through: str
    near: str
    far: str
    wire_target: str | None = None
    settled: bool = False


@frozen(kw_only=True, eq=False)
class MappedCollection(Attribute):
    """A collection that clients represent as a dictionary from `key` to `value`.

    `filter_only` collections can be used in criteria, but not projected.
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
    """A value that is computed from the columns `inputs` when it is read.

    The function is `made_by` of `storage.computed`, by default the one with the attribute's name. Attributes
    that are not `volatile`, such as `link`, are not declared as computed in the schemas that clients read.
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
Scalar: TypeAlias = Text | Integer | Number | Boolean | Instant | Json | JsonObject | Variable | ForeignKey
AnyAttribute: TypeAlias = Scalar | Relation | Computed
