"""The shape of a database: its tables, columns, indexes and constraints, as the database itself reports them;
and what a model declares beyond it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from attrs import field, frozen
from sqlalchemy.schema import AddConstraint, CreateColumn, CreateIndex

from callboard_server.storage.dialect import Dialect
from callboard_server.storage.migrations.schema import (
    adding,
    creating,
    foreign_key_texts,
    index_texts,
    table_text,
)
from callboard_server.storage.state import STATE
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction

HISTORY_TABLE = "schema_step"
FOLD_FUNCTION = """
CREATE OR REPLACE FUNCTION callboard_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(value COLLATE "und-x-icu") COLLATE "C" $$
"""
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'",
    "postgresql": """
        SELECT table_name FROM information_schema.tables
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
    """,
}
_COLUMNS = {
    "sqlite": """
        SELECT m.name, c.name, c.type || CASE c."notnull" WHEN 1 THEN ' NOT NULL' ELSE '' END ||
            coalesce(' DEFAULT ' || c.dflt_value, '') || CASE c.pk WHEN 0 THEN '' ELSE ' KEY ' || c.pk END
        FROM sqlite_master m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite^_%' ESCAPE '^'
    """,
    "postgresql": """
        SELECT c.table_name, c.column_name, c.data_type || coalesce(' ' || c.collation_name, '') ||
            CASE c.is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END ||
            coalesce(' DEFAULT ' || c.column_default, '')
        FROM information_schema.columns c
        JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
    """,
}
_INDEXES = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": """
        SELECT i.relname, t.relname, replace(pg_get_indexdef(i.oid), t.relnamespace::regnamespace || '.', '')
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        WHERE t.relnamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype <> 'f')
    """,
}
_CONSTRAINTS = {
    "sqlite": """
        SELECT m.name, '', 'FOREIGN KEY ' || f."from" || ' REFERENCES ' || f."table" || ' ' || f."to" ||
            ' ON DELETE ' || f.on_delete
        FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
        UNION ALL
        SELECT m.name, '', 'UNIQUE ' || group_concat(c.name)
        FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) c
        WHERE m.type = 'table' AND i.origin = 'u' GROUP BY m.name, i.name
    """,
    "postgresql": """
        SELECT t.relname, c.conname, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
        WHERE c.connamespace = current_schema()::regnamespace
    """,
}


@frozen
class Shape:
    """What a database has. The table that records steps is left out.

    `columns` are types and more by table and column, `indexes` the tables and definitions by name, and
    `constraints` lines of text.
    """

    columns: Mapping[str, Mapping[str, str]] = field(factory=dict)
    indexes: Mapping[str, tuple[str, str]] = field(factory=dict)
    constraints: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """Return a digest of the names, which are the same on both databases."""
        names = [f"{table}.{column}" for table, columns in self.columns.items() for column in columns]
        names += [f"{table}#{index}" for index, (table, _) in self.indexes.items()]
        return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()

    def lines(self) -> frozenset[str]:
        """Return everything, a line each."""
        return (
            frozenset(
                f"{table}.{column}: {declaration}"
                for table, columns in self.columns.items()
                for column, declaration in columns.items()
            )
            | frozenset(f"index {name}: {text}" for name, (_, text) in self.indexes.items())
            | self.constraints
        )


def existing_tables(tx: Transaction) -> frozenset[str]:
    """Return the names of the tables that the database has."""
    return frozenset(name for (name,) in tx.fetch(_TABLES[tx.dialect.name], {}))


def shape_of_database(tx: Transaction) -> Shape:
    """Return what the database of *tx* has."""
    name = tx.dialect.name
    columns: dict[str, dict[str, str]] = {}
    for table, column, declaration in tx.fetch(_literal(_COLUMNS[name], tx), {}):
        if table != HISTORY_TABLE:
            columns.setdefault(table, {})[column] = declaration
    return Shape(
        columns,
        {
            index: (table, re.sub(r'["\s]+', " ", text).replace(" (", "(").replace("( ", "("))
            for index, table, text in tx.fetch(_literal(_INDEXES[name], tx), {})
        },
        frozenset(
            f"constraint {constraint} of {table}: {text}"
            for table, constraint, text in tx.fetch(_literal(_CONSTRAINTS[name], tx), {})
            if table != HISTORY_TABLE
        ),
    )


def _literal(text: str, tx: Transaction) -> str:
    """Return *text* without parameters as the driver of *tx* takes it."""
    return text.replace("%", "%%") if tx.dialect.name == "postgresql" else text


def declared_tables(tables: Tables, own: Sequence[sa.Table]) -> tuple[sa.Table, ...]:
    """Return every table that a server uses: those of the model, and its *own*."""
    return (*tables.metadata.tables.values(), STATE, *own)


def create_tables(tx: Transaction, tables: Sequence[sa.Table]) -> None:
    """Create *tables* with their indexes and constraints in an empty database."""
    if tx.dialect.name == "postgresql":
        tx.change(FOLD_FUNCTION, {})
    for table in tables:
        tx.change(table_text(table, tx.dialect), {})
    for table in tables:
        for text in (*index_texts(table, tx.dialect), *foreign_key_texts(table, tx.dialect)):
            tx.change(text, {})


def additions(shape: Shape, tables: Sequence[sa.Table], dialect: Dialect) -> list[str]:
    """Return the statements that add the tables, columns and indexes of *tables* that *shape* lacks.

    Nothing is changed or dropped: what else differs is for a step to do.
    """
    made: list[str] = []
    referring: list[str] = []
    for table in tables:
        columns = shape.columns.get(table.name)
        if columns is None:
            create, *rest = creating(table, dialect)
            made.append(create)
            referring += rest
            continue
        for column in table.columns:
            if column.name not in columns:
                add, *rest = adding(table, column, dialect)
                made.append(add)
                referring += rest
        referring += [
            text
            for index, text in zip(_by_name(table.indexes), index_texts(table, dialect), strict=True)
            if index.name not in shape.indexes
        ]
    return made + referring


def fingerprint(tables: Sequence[sa.Table], dialect: Dialect) -> str:
    """Return a digest of every definition of *tables*, in whatever order they are declared."""
    lines = [FOLD_FUNCTION] if dialect.name == "postgresql" else []
    for table in tables:
        texts = [dialect.compile(CreateColumn(column)) for column in table.columns]
        texts += [
            dialect.compile(AddConstraint(constraint, isolate_from_table=False))
            for constraint in table.constraints
            if not isinstance(constraint, sa.PrimaryKeyConstraint)
        ]
        texts += [dialect.compile(CreateIndex(index)) for index in table.indexes]
        texts.append(f"key {', '.join(table.primary_key.columns.keys())}")
        lines += [f"{table.name}: {text}" for text in texts]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _by_name(indexes: Iterable[sa.Index]) -> Sequence[sa.Index]:
    return sorted(indexes, key=lambda index: str(index.name))
