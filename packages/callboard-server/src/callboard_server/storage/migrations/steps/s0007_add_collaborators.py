"""Add collaborators."""

from __future__ import annotations

from callboard_server.storage.migrations.schema import Schema


def apply(schema: Schema) -> None:
    """Add what the model declares."""
    schema.add_declared()
