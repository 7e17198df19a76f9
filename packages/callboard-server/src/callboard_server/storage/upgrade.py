"""A database brought up to the model: tables, columns and indexes that are missing are added, and nothing is
taken away.

The fingerprint of all definitions is kept in the database, so that a start finds in one look that there is
nothing to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint, CreateColumn, CreateIndex, CreateTable

from callboard_server.storage.dialect import Dialect
from callboard_server.storage.state import STATE, set_state, state
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction

FOLD_FUNCTION = """
CREATE OR REPLACE FUNCTION callboard_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(value COLLATE "und-x-icu") COLLATE "C" $$
"""
FINGERPRINT = "schema.fingerprint"


def upgrade(tx: Transaction, tables: Tables, own: Sequence[sa.Table]) -> bool:
    """Bring the database of *tx* up to *tables* and to the server's *own* tables, those referred to first.

    Return whether there was anything to do.
    """
    declared = (*tables.metadata.tables.values(), STATE, *own)
    wanted = fingerprint(declared, tx.dialect)
    existing = existing_columns(tx)
    if STATE.name in existing and state(tx, FINGERPRINT) == wanted:
        return False
    if tx.dialect.name == "postgresql":
        tx.change(FOLD_FUNCTION, {})
    for table in declared:
        _bring_up(tx, table, existing.get(table.name))
    if tx.dialect.name == "postgresql":
        _constrain(tx, declared)
    set_state(tx, FINGERPRINT, wanted)
    return True


def _bring_up(tx: Transaction, table: sa.Table, columns: set[str] | None) -> None:
    if columns is None:
        tx.change(tx.dialect.compile(creating(table, tx.dialect)), {})
    else:
        for column in table.columns:
            if column.name not in columns:
                definition = tx.dialect.compile(CreateColumn(column))
                tx.change(f"ALTER TABLE {table.name} ADD COLUMN {definition}", {})
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        tx.change(tx.dialect.compile(CreateIndex(index, if_not_exists=True)), {})


def creating(table: sa.Table, dialect: Dialect) -> CreateTable:
    """Return the statement that makes *table*.

    Tables refer to each other in circles, so PostgreSQL gets the constraints afterwards.
    """
    return CreateTable(table, include_foreign_key_constraints=[] if dialect.name == "postgresql" else None)


def _constrain(tx: Transaction, declared: Sequence[sa.Table]) -> None:
    """Add the foreign keys that PostgreSQL lacks."""
    text = (
        "SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND "
        "connamespace = current_schema()::regnamespace"
    )
    existing = set(tx.fetch(text, {}))
    for table in declared:
        for constraint in sorted(table.foreign_key_constraints, key=lambda one: str(one.name)):
            if (constraint.name, table.name) not in existing:
                tx.change(tx.dialect.compile(AddConstraint(constraint, isolate_from_table=False)), {})


def existing_columns(tx: Transaction) -> dict[str, set[str]]:
    """Return the columns of each table that the database has."""
    if tx.dialect.name == "sqlite":
        text = (
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
    else:
        text = (
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = "
            "current_schema()"
        )
    found: dict[str, set[str]] = {}
    for table, column in tx.fetch(text, {}):
        found.setdefault(table, set()).add(column)
    return found


def fingerprint(declared: Sequence[sa.Table], dialect: Dialect) -> str:
    """Return a digest of every definition in *declared*."""
    definitions: list[str] = []
    for table in declared:
        definitions.append(dialect.compile(CreateTable(table)))
        definitions.extend(sorted(dialect.compile(CreateIndex(index)) for index in table.indexes))
    return hashlib.sha256("\n".join(definitions).encode()).hexdigest()
