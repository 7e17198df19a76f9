"""The tables of version 0.1.0."""

from __future__ import annotations

from callboard_server.storage.migrations.schema import Schema


def apply(schema: Schema) -> None:
    """Do nothing: a new database is created from the model, and every other one has these tables."""
