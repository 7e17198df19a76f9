"""Add review folders, annotations, views and status rules."""

from __future__ import annotations

from callboard_server.storage.migrations.schema import Schema


def apply(schema: Schema) -> None:
    """Add what the model declares. All files of notes that exist are no annotations."""
    schema.add_declared()
    schema.run("UPDATE note_component SET _kind = 'component'")
