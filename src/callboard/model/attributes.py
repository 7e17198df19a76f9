"""The kinds of attributes that an entity type can have.

A stored attribute owns a column; a relation leads to other entities through a stored one; a computed attribute is derived at read
time. Derivations `match` over these classes and end with `assert_never`, so a new kind makes the type checker list every place.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeAlias

from attrs import field, frozen

NEW_ID = "{uid}"
"""Schema default that means: whoever creates the entity makes a fresh identifier."""


class OnDelete(Enum):
    """What becomes of an entity when the one that it refers to is deleted."""

    CASCADE = "cascade"
    CLEAR = "clear"
    REFUSE = "refuse"


@frozen(kw_only=True, eq=False)
class Attribute:
    """What every attribute has.

    `alias` is the legacy column name, used in events. `internal` attributes serve the server's own rules (for example who may see
    what) and are neither told to clients nor open to their queries.
    """

    name: str = field(kw_only=False)
    alias: str | None = None
    required: bool = False
    immutable: bool = False
    description: str | None = None
    internal: bool = False

    @property
    def legacy_name(self) -> str:
        """The name under which events speak of this attribute."""
        return self.alias or self.name


@frozen(kw_only=True, eq=False)
class Stored(Attribute):
    """An attribute with a column. `twin_of` names the attribute whose column this one shares; `indexed` speeds up searching and sorting."""

    default: Any = None
    twin_of: str | None = None
    indexed: bool = False

    @property
    def column(self) -> str:
        return self.twin_of or self.name


@frozen(kw_only=True, eq=False)
class Text(Stored):
    """Text.

    `caseless` text compares without regard to case, as names do. `choices` limits the values. `refers_to` documents a foreign key
    that no constraint guards; `schema_name` marks a text that holds the name of an entity type. `lenient` text takes numbers and truth
    values too, as their text.
    """

    caseless: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    schema_name: bool = False
    lenient: bool = False
    limit: int = 65_536


@frozen(kw_only=True, eq=False)
class Integer(Stored):
    """A whole number of 64 bits."""


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
    """Text that is meant to hold JSON. It is kept as it came: consumers guard for text that does not parse."""

    limit: int = 4_194_304


@frozen(kw_only=True, eq=False)
class ForeignKey(Stored):
    """The identifier of an entity of type `target`.

    `refers_to` overrides how clients are told about it; `untyped` leaves the type out of the schema, as one attribute of the
    reference does.
    """

    target: str = field(kw_only=False)
    on_delete: OnDelete = OnDelete.CLEAR
    refers_to: str | None = None
    untyped: bool = False


@frozen(kw_only=True, eq=False)
class Reference(Attribute):
    """One entity of type `target`, found through the foreign key `via`."""

    target: str = field(kw_only=False)
    via: str


@frozen(kw_only=True, eq=False)
class Collection(Attribute):
    """The entities of type `target` whose attribute `via` holds the value of `own` here, by default the identifier."""

    target: str = field(kw_only=False)
    via: str
    own: str = "id"


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
    """A value derived at read time; its meaning is one function in `storage.computed`.

    `volatile` is false for derived values that clients are not told to be computed (such as `link`).
    """

    kind: ComputedKind = field(kw_only=False)
    volatile: bool = True


Relation: TypeAlias = Reference | Collection | MappedCollection
Many: TypeAlias = Collection | MappedCollection
Scalar: TypeAlias = Text | Integer | Number | Boolean | Instant | Json | ForeignKey
AnyAttribute: TypeAlias = Scalar | Relation | Computed
