"""Load the stored rows of entities for a change, and write them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from callboard_server.model.attributes import Boolean
from callboard_server.model.entity import Entity
from callboard_server.storage.dialect import POSTGRES, SQLITE
from callboard_server.storage.tables import Tables, fold
from callboard_server.storage.transaction import Prepared, Row, Transaction

StoredRow = dict[str, Any]


def load(
    tx: Transaction, tables: Tables, root: Entity, column: str, values: Collection[Any], *, lock: bool = False
) -> list[StoredRow]:
    """Return the rows of *root*'s table whose *column* is one of *values*, with one statement.

    With *lock*, no other transaction can change them before this one ends.
    """
    if not values:
        return []
    found = tx.rows(
        _loading(tables, root, column, tx.dialect.name, lock, False),
        keys=tx.dialect.list_parameter(list(values)),
    )
    return _stored_rows(tables, root, found)


def load_keys(
    tx: Transaction, tables: Tables, root: Entity, keys: Collection[tuple[str, ...]], *, lock: bool = False
) -> list[StoredRow]:
    """Return the rows of *root*'s table with *keys*, with one statement.

    The statement filters on each part of the keys, because many rows may share the first part.
    """
    if not keys:
        return []
    lists = {
        f"in_{name}": tx.dialect.list_parameter(sorted({key[part] for key in keys}))
        for part, name in enumerate(root.key)
    }
    found = _stored_rows(tables, root, tx.rows(_loading_keys(tables, root, tx.dialect.name, lock), **lists))
    requested = set(keys)
    return [row for row in found if tuple(row[name] for name in root.key) in requested]


def _stored_rows(tables: Tables, root: Entity, found: Iterable[Row]) -> list[StoredRow]:
    """Return rows of *root*'s table as dicts, with booleans, which SQLite returns as numbers."""
    names = tuple(tables.model.family_columns(root))
    booleans = _boolean_columns(tables, root)
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for row in rows:
        for name in booleans:
            if row[name] is not None:
                row[name] = bool(row[name])
    return rows


def load_caseless(
    tx: Transaction, tables: Tables, root: Entity, column: str, values: Collection[str]
) -> list[StoredRow]:
    """Return the rows whose *column* equals one of *values* without regard to case."""
    names = tuple(tables.model.family_columns(root))
    keys = tx.dialect.list_parameter([value.lower() for value in values])
    found = tx.rows(_loading(tables, root, column, tx.dialect.name, False, True), keys=keys)
    return [dict(zip(names, row, strict=True)) for row in found]


def pairs(
    tx: Transaction, tables: Tables, root: str, columns: tuple[str, str], values: Collection[str]
) -> list[Row]:
    """Return two *columns* of the rows of *root*'s table whose first is one of *values*."""
    if not values:
        return []
    statement = _pairing(tables, root, columns, tx.dialect.name)
    return tx.rows(statement, keys=tx.dialect.list_parameter(sorted(values)))


@frozen
class ColumnFilter:
    """The values to find in a column, in lower case if it is caseless.

    With None, the column is read and may contain any value.
    """

    is_caseless: bool
    values: Collection[Any] | None


def find_matching(
    tx: Transaction, tables: Tables, root: Entity, filters: Mapping[str, ColumnFilter]
) -> list[StoredRow]:
    """Return the rows that match all *filters*, with their keys and the filtered columns.

    One statement reads only rows that match, however many siblings they have.
    """
    values_of = {name: each.values for name, each in filters.items() if each.values is not None}
    if not values_of or not all(values_of.values()):
        return []
    names = tuple(dict.fromkeys((*root.key, *filters)))
    columns = tuple((name, filters[name].is_caseless) for name in values_of)
    lists = {f"in_{name}": tx.dialect.list_parameter(sorted(values)) for name, values in values_of.items()}
    statement = _finding(tables, root, names, columns, tx.dialect.name)
    return [dict(zip(names, row, strict=True)) for row in tx.rows(statement, **lists)]


def highest(
    tx: Transaction, tables: Tables, root: Entity, column: str, group: str, values: Collection[str]
) -> dict[str, Any]:
    """Return the highest *column* among the rows of each *group* in *values*. Empty groups are left out."""
    if not values:
        return {}
    table = tables.by_root[root.name]
    where = tx.dialect.among(table.c[group], "keys", table.c[group].type)
    statement = sa.select(table.c[group], sa.func.max(table.c[column])).where(where).group_by(table.c[group])
    return dict(tx.rows(Prepared(statement), keys=tx.dialect.list_parameter(sorted(values))))


def highest_of_all(tx: Transaction, tables: Tables, root: Entity, column: str) -> int:
    """Return the highest whole number in *column*, 0 when there is none."""
    found = tx.row(Prepared(sa.select(sa.func.max(tables.by_root[root.name].c[column]))))
    return int(found[0] or 0) if found else 0


def insert(tx: Transaction, tables: Tables, root: Entity, rows: Sequence[StoredRow]) -> None:
    """Add *rows*, each with any of the columns of *root*'s table."""
    names = tuple(tables.model.family_columns(root))
    tx.run_many(_inserting(tables, root), ({name: row.get(name) for name in names} for row in rows))


def update(
    tx: Transaction, tables: Tables, root: Entity, columns: tuple[str, ...], rows: Iterable[StoredRow]
) -> None:
    """Set *columns* of rows; each of *rows* contains them and the key."""
    needed = (*columns, *root.key)
    tx.run_many(
        _updating(tables, root, columns), ({f"v_{name}": row[name] for name in needed} for row in rows)
    )


def delete(tx: Transaction, tables: Tables, root: Entity, keys: Iterable[tuple[Any, ...]]) -> None:
    """Delete the rows with *keys*."""
    tx.run_many(
        _deleting(tables, root),
        ({f"v_{name}": part for name, part in zip(root.key, key, strict=True)} for key in keys),
    )


@lru_cache(maxsize=1024)
def _loading(tables: Tables, root: Entity, column: str, dialect: str, lock: bool, caseless: bool) -> Prepared:
    table = tables.by_root[root.name]
    chosen = POSTGRES if dialect == POSTGRES.name else SQLITE
    subject = fold(table.c[column]) if caseless else table.c[column]
    columns = [table.c[name] for name in tables.model.family_columns(root)]
    statement = sa.select(*columns).where(chosen.among(subject, "keys", table.c[column].type))
    statement = statement.order_by(*(table.c[name] for name in root.key))
    return Prepared(statement.with_for_update() if lock and dialect == POSTGRES.name else statement)


@lru_cache(maxsize=64)
def _pairing(tables: Tables, root: str, columns: tuple[str, str], dialect: str) -> Prepared:
    chosen = POSTGRES if dialect == POSTGRES.name else SQLITE
    first, second = (tables.by_root[root].c[name] for name in columns)
    return Prepared(sa.select(first, second).where(chosen.among(first, "keys", first.type)))


@lru_cache(maxsize=256)
def _loading_keys(tables: Tables, root: Entity, dialect: str, lock: bool) -> Prepared:
    table = tables.by_root[root.name]
    chosen = POSTGRES if dialect == POSTGRES.name else SQLITE
    columns = [table.c[name] for name in tables.model.family_columns(root)]
    having = [chosen.among(table.c[name], f"in_{name}", table.c[name].type) for name in root.key]
    statement = sa.select(*columns).where(*having).order_by(*(table.c[name] for name in root.key))
    return Prepared(statement.with_for_update() if lock and dialect == POSTGRES.name else statement)


@lru_cache(maxsize=256)
def _finding(
    tables: Tables, root: Entity, names: tuple[str, ...], columns: tuple[tuple[str, bool], ...], dialect: str
) -> Prepared:
    table = tables.by_root[root.name]
    chosen = POSTGRES if dialect == POSTGRES.name else SQLITE
    having = [
        chosen.among(fold(table.c[name]) if caseless else table.c[name], f"in_{name}", table.c[name].type)
        for name, caseless in columns
    ]
    return Prepared(sa.select(*(table.c[name] for name in names)).where(*having))


@lru_cache(maxsize=1024)
def _boolean_columns(tables: Tables, root: Entity) -> tuple[str, ...]:
    return tuple(
        name
        for name, attribute in tables.model.family_columns(root).items()
        if isinstance(attribute, Boolean)
    )


@lru_cache(maxsize=256)
def _inserting(tables: Tables, root: Entity) -> Prepared:
    names = tables.model.family_columns(root)
    return Prepared(sa.insert(tables.by_root[root.name]).values({name: sa.bindparam(name) for name in names}))


@lru_cache(maxsize=1024)
def _updating(tables: Tables, root: Entity, columns: tuple[str, ...]) -> Prepared:
    table = tables.by_root[root.name]
    statement = sa.update(table).values(
        {name: sa.bindparam(f"v_{name}", type_=table.c[name].type) for name in columns}
    )
    return Prepared(statement.where(*_key(table, root)))


@lru_cache(maxsize=256)
def _deleting(tables: Tables, root: Entity) -> Prepared:
    table = tables.by_root[root.name]
    return Prepared(sa.delete(table).where(*_key(table, root)))


def _key(table: sa.Table, root: Entity) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(f"v_{name}", type_=table.c[name].type) for name in root.key]
