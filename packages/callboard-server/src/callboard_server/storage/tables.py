"""Tables of entities: one for each family of entity types, derived from the model."""

from __future__ import annotations

import hashlib
from typing import Any, assert_never

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from callboard_server.model.attributes import (
    Boolean,
    ForeignKey,
    Instant,
    Integer,
    Json,
    JsonObject,
    Number,
    Scalar,
    Text,
    Variable,
)
from callboard_server.model.entity import NULL_COUNTS, Entity, table_name
from callboard_server.model.model import Model

TEXT: sa.types.TypeEngine[Any] = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that sorts by code point in both databases."""


LONGEST_NAME = 63


def fold(expression: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """Return *expression* folded to lower case, by a function that both databases have.

    SQLite gets it with each connection (`database`), PostgreSQL with the tables (`migrations`).
    """
    return sa.func.callboard_fold(expression, type_=TEXT)


def whole_seconds(instant: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """Return a stored *instant* without its fraction of a second."""
    return sa.func.substr(instant, sa.literal_column("1"), sa.literal_column("19"), type_=TEXT)


def constant(text: str) -> sa.ColumnElement[str]:
    """Return *text* from the model as an SQL literal: it belongs to the statement and is not a parameter."""
    return sa.literal_column("'" + text.replace("'", "''") + "'", type_=TEXT)


def sql_type(attribute: Scalar) -> sa.types.TypeEngine[Any]:
    """Return the type of the column of *attribute*.

    Instants are stored as ISO 8601 text, which sorts by time. Microseconds follow the seconds unless they are
    zero. Answers contain whole seconds, and queries compare them, but sort by all of it.
    """
    match attribute:
        case Text() | Instant() | Json() | JsonObject() | Variable() | ForeignKey():
            return TEXT
        case Integer():
            return sa.BigInteger()
        case Number():
            return sa.Double()
        case Boolean():
            return sa.Boolean()
    assert_never(attribute)


def short(name: str) -> str:
    """Return the *name* of an index or a constraint, shortened to the limit of PostgreSQL."""
    return (
        name
        if len(name) <= LONGEST_NAME
        else f"{name[: LONGEST_NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    )


class Tables:
    """The tables of *model*, in one `sqlalchemy.MetaData`.

    `by_root` contains the table of each family by the name of its top. Families that read another family's
    table share it.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.metadata = sa.MetaData()
        self.by_root = {root.name: self._entity_table(root) for root in model.stores()}
        self.by_root |= {
            root.name: self.by_root[model.store(root).name] for root in model.roots() if root.reads
        }

    def _entity_table(self, root: Entity) -> sa.Table:
        columns = self.model.family_columns(root)
        table = sa.Table(
            table_name(root),
            self.metadata,
            *(self._column(root, name, attribute) for name, attribute in columns.items()),
        )
        for name, attribute in columns.items():
            if self._is_searched(root, name, attribute):
                sa.Index(short(f"ix_{table.name}_{name}"), table.c[name])
        for member in self.model.family(root):
            for unique in member.unique:
                self._unique_index(table, unique, columns)
        return table

    def _column(self, root: Entity, name: str, attribute: Scalar) -> sa.Column[Any]:
        is_key = name in root.key
        return sa.Column(
            name,
            sql_type(attribute),
            *self._constraint(root, attribute),
            primary_key=is_key,
            nullable=not is_key,
        )

    def _constraint(self, root: Entity, attribute: Scalar) -> tuple[sa.ForeignKey, ...]:
        """Return the constraint of a foreign key.

        It is checked at the end of a transaction, so a batch may refer to entities that it creates later.
        """
        if not isinstance(attribute, ForeignKey) or attribute.target not in self.model:
            return ()
        target = table_name(self.model.store(self.model.entity(attribute.target)))
        name = short(f"fk_{table_name(root)}_{attribute.name}")
        return (sa.ForeignKey(f"{target}.id", name=name, deferrable=True, initially="DEFERRED"),)

    def _is_searched(self, root: Entity, name: str, attribute: Scalar) -> bool:
        return name != root.key[0] and (isinstance(attribute, ForeignKey) or attribute.indexed)

    def _unique_index(self, table: sa.Table, names: tuple[str, ...], columns: Any) -> None:
        bare = [name.lstrip(NULL_COUNTS) for name in names]
        expressions = [
            fold(table.c[name])
            if isinstance(columns[name], Text) and columns[name].caseless
            else table.c[name]
            for name in bare
        ]
        for index, name in enumerate(names):
            if name.startswith(NULL_COUNTS):
                expressions[index] = sa.func.coalesce(expressions[index], constant(""))
        sa.Index(short(f"unique_{table.name}_{'_'.join(bare)}"), *expressions, unique=True)
