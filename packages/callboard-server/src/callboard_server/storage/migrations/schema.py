"""The verbs of a step: the same on both databases, for tables as they were when the step was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint, CreateColumn, CreateIndex, CreateTable

from callboard_server.storage.dialect import Dialect
from callboard_server.storage.migrations.definition import Definition
from callboard_server.storage.transaction import Row, Transaction

_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"
)


class Schema:
    """The tables of a database, as a step changes them.

    A step names old tables and columns as text and declares what it adds, or freezes it with `add_declared`.
    It doesn't use the model, which describes a later state.
    """

    def __init__(self, tx: Transaction, declared: Mapping[str, Sequence[str]]) -> None:
        self._tx = tx
        self._declared = declared

    @property
    def dialect(self) -> Dialect:
        """Return the dialect, for statements that differ."""
        return self._tx.dialect

    def add_declared(self) -> None:
        """Add the tables, columns and indexes that the model declared when the step was written."""
        for text in self._declared.get(self.dialect.name, ()):
            self._define(text)

    def create_table(self, table: sa.Table) -> None:
        """Create *table* with its indexes and foreign keys."""
        for text in creating(table, self.dialect):
            self._define(text)

    def rename_table(self, old: str, new: str) -> None:
        """Rename a table. Its indexes and constraints keep their names."""
        self._define(f"ALTER TABLE {self._quoted(old)} RENAME TO {self._quoted(new)}")

    def drop_table(self, name: str) -> None:
        """Drop a table with its rows."""
        self._define(f"DROP TABLE {self._quoted(name)}")

    def add_column(self, table: str, column: sa.Column[Any]) -> None:
        """Add *column*, which has a default or takes NULL, to *table*."""
        for text in adding(sa.Table(table, sa.MetaData(), column), column, self.dialect):
            self._define(text)

    def rename_column(self, table: str, old: str, new: str) -> None:
        """Rename a column. Indexes and constraints on it keep their names."""
        self._define(
            f"ALTER TABLE {self._quoted(table)} RENAME COLUMN {self._quoted(old)} TO {self._quoted(new)}"
        )

    def drop_column(self, table: str, column: str) -> None:
        """Drop a column with its values, and the indexes and foreign keys on it."""
        if self.dialect.name == "sqlite":
            for index in self._indexes_on(table, column):
                self.drop_index(index)
            definition = self._definition(table)
            if definition and definition.constrains(column):
                self._rebuild(table, definition.without_column(column))
                return
        self._define(f"ALTER TABLE {self._quoted(table)} DROP COLUMN {self._quoted(column)}")

    def create_index(self, table: str, name: str, *columns: str, unique: bool = False) -> None:
        """Create an index of plain columns."""
        kind, names = "UNIQUE INDEX" if unique else "INDEX", ", ".join(map(self._quoted, columns))
        self._define(f"CREATE {kind} {self._quoted(name)} ON {self._quoted(table)} ({names})")

    def drop_index(self, name: str) -> None:
        """Drop an index."""
        self._define(f"DROP INDEX {self._quoted(name)}")

    def rename_constraint(self, table: str, old: str, new: str) -> None:
        """Rename a constraint on PostgreSQL. SQLite reports constraints without their names."""
        if self.dialect.name == "postgresql":
            names = f"{self._quoted(old)} TO {self._quoted(new)}"
            self._define(f"ALTER TABLE {self._quoted(table)} RENAME CONSTRAINT {names}")

    def rebuild_table(
        self, name: str, change: Callable[[Definition], Definition], *, postgresql: Sequence[str]
    ) -> None:
        """Change what `ALTER TABLE` of SQLite can't: constraints, types, whether a column may be NULL.

        SQLite creates the table again by the definition that *change* returns, and keeps rows and indexes.
        PostgreSQL runs the statements *postgresql*.
        """
        if self.dialect.name == "postgresql":
            for text in postgresql:
                self._define(self.dialect.compile(sa.text(text)))
            return
        definition = self._definition(name)
        if definition is None:  # the steps are being described, not applied
            self._define(f"-- rebuild the table {name}, keeping its rows and indexes")
        else:
            self._rebuild(name, change(definition))

    def run(self, statement: str | sa.ClauseElement, **parameters: Any) -> int:
        """Run a statement that changes rows, with parameters as `:name`; return how many it changed."""
        clause = sa.text(statement) if isinstance(statement, str) else statement
        constants = self.dialect.constants(clause)
        return self._tx.change(self.dialect.compile(clause), {**constants, **parameters})

    def fetch(self, statement: str | sa.ClauseElement, **parameters: Any) -> list[Row]:
        """Return the rows of a query, with parameters as `:name`."""
        clause = sa.text(statement) if isinstance(statement, str) else statement
        return self._tx.fetch(self.dialect.compile(clause), {**self.dialect.constants(clause), **parameters})

    def _define(self, text: str) -> None:
        if self.dialect.name == "postgresql":
            # A table whose foreign keys are still to be checked can't be altered.
            self._tx.change("SET CONSTRAINTS ALL IMMEDIATE", {})
        self._tx.change(text, {})
        if self.dialect.name == "postgresql":
            self._tx.change("SET CONSTRAINTS ALL DEFERRED", {})

    def _quoted(self, name: str) -> str:
        return self.dialect.compiler.identifier_preparer.quote(name)

    def _definition(self, table: str) -> Definition | None:
        found = self._tx.fetch(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table", {"table": table}
        )
        return Definition.read(found[0][0]) if found else None

    def _indexes_on(self, table: str, column: str) -> list[str]:
        """Return the indexes of SQLite that read *column*, also in an expression or a condition."""
        found = self._tx.fetch(_INDEXES, {"table": table})
        return [name for name, text in found if re.search(rf"\b{column}\b", text.partition("(")[2])]

    def _rebuild(self, table: str, definition: Definition) -> None:
        """Create *table* again as *definition* and copy the columns that both have.

        The connection doesn't enforce foreign keys meanwhile; the runner checks them after the step.
        """
        old = self._definition(table)
        assert old is not None
        indexes = self._tx.fetch(_INDEXES, {"table": table})
        interim = f"{table}_rebuilt"
        kept = ", ".join(f'"{name}"' for name in definition.names if name in old.names)
        self._define(definition.text(interim))
        self._define(f'INSERT INTO "{interim}" ({kept}) SELECT {kept} FROM "{table}"')
        self._define(f'DROP TABLE "{table}"')
        self._define(f'ALTER TABLE "{interim}" RENAME TO "{table}"')
        for _, text in indexes:
            self._define(text)


def creating(table: sa.Table, dialect: Dialect) -> list[str]:
    """Return the statements that create *table* with its indexes and foreign keys."""
    return [table_text(table, dialect), *index_texts(table, dialect), *foreign_key_texts(table, dialect)]


def table_text(table: sa.Table, dialect: Dialect) -> str:
    """Return the statement that creates *table*.

    Tables refer to each other in cycles, so PostgreSQL gets the foreign keys afterwards.
    """
    is_postgresql = dialect.name == "postgresql"
    create = CreateTable(table, include_foreign_key_constraints=[] if is_postgresql else None)
    return dialect.compile(create).strip()


def index_texts(table: sa.Table, dialect: Dialect) -> list[str]:
    """Return the statements that create the indexes of *table*, by name."""
    return [
        dialect.compile(CreateIndex(index))
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]


def foreign_key_texts(table: sa.Table, dialect: Dialect, column: sa.Column[Any] | None = None) -> list[str]:
    """Return the statements that add the foreign keys of *table*, or of one column, on PostgreSQL."""
    if dialect.name == "sqlite":
        return []
    return [
        dialect.compile(AddConstraint(constraint, isolate_from_table=False))
        for constraint in sorted(table.foreign_key_constraints, key=lambda one: str(one.name))
        if column is None or column.name in constraint.columns
    ]


def adding(table: sa.Table, column: sa.Column[Any], dialect: Dialect) -> list[str]:
    """Return the statements that add *column* of *table*, with its foreign key."""
    name = dialect.compiler.identifier_preparer.format_table(table)
    text = f"ALTER TABLE {name} ADD COLUMN {dialect.compile(CreateColumn(column))}"
    if dialect.name == "sqlite":
        text += "".join(_reference(constraint, dialect) for constraint in column.foreign_keys)
    return [text, *foreign_key_texts(table, dialect, column)]


def _reference(foreign_key: sa.ForeignKey, dialect: Dialect) -> str:
    """Return *foreign_key* as a part of its column's definition, which is all that SQLite can add."""
    preparer = dialect.compiler.identifier_preparer
    target, _, column = foreign_key.target_fullname.rpartition(".")
    name = f" CONSTRAINT {preparer.quote(str(foreign_key.name))}" if foreign_key.name else ""
    text = f"{name} REFERENCES {preparer.quote(target)} ({preparer.quote(column)})"
    if foreign_key.ondelete:
        text += f" ON DELETE {foreign_key.ondelete}"
    if foreign_key.deferrable:
        text += f" DEFERRABLE INITIALLY {foreign_key.initially or 'IMMEDIATE'}"
    return text
