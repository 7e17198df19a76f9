"""Rows of random productions in stored form, and values for them."""

from __future__ import annotations

from typing import Any

from callboard_server.storage.transaction import Transaction
from tests.support.world import all_tables, tables

Rows = dict[str, list[dict[str, Any]]]

NAMES = (
    "main",
    "Main",
    "MAIN",
    "plate",
    "sh010",
    "a%b",
    "a_b",
    "a\\b",
    'say "x"',
    "it's",
    "Ünï",
    "ünï",
    "éa",
    "日本",
    "",
    " ",
    "none",
    "1",
)
MOMENTS = (
    "2024-01-30T23:59:59",
    "2024-01-31T00:00:00",
    "2024-01-31T12:30:00",
    "2024-01-31T12:30:00.000001",
    "2024-01-31T12:30:00.999999",
    "2024-02-01T00:00:00",
    "1999-12-31T00:00:00",
)


def complete(rows: Rows) -> Rows:
    """Return *rows* with every column of their table."""
    model = tables().model
    columns = {name: model.family_columns(model.entity(name)) for name in rows}
    return {
        name: [{column: row.get(column) for column in columns[name]} for row in found]
        for name, found in rows.items()
    }


def empty(tx: Transaction) -> None:
    """Delete everything that is stored."""
    for table in reversed(all_tables()):
        tx.change(f"DELETE FROM {table.name}", {})
