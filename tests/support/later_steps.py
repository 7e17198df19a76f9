"""Migration steps that a later version might have: they add, rename, fill, drop and rebuild.

Run as a program, this module migrates a database in a separate process, which a test kills or starts
several times.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from callboard_server.model.types import standard_model
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.storage.database import Database, PostgresDatabase, SqliteDatabase
from callboard_server.storage.migrations.runner import Migration
from callboard_server.storage.migrations.schema import Schema
from callboard_server.storage.migrations.shape import declared_tables
from callboard_server.storage.migrations.step import Step
from callboard_server.storage.migrations.steps import STEPS
from callboard_server.storage.tables import TEXT, Tables
from tools.write_step import FIRST_RELEASE, freeze

NOW = "2027-01-02T03:04:05"
VERSION = "0.2.0"


def present_tables() -> tuple[sa.Table, ...]:
    """Return the tables of this version."""
    return declared_tables(Tables(standard_model()), OWN_TABLES)


def with_additions() -> tuple[sa.Table, ...]:
    """Return the tables of a later version: one table more, a column with an index, and a reference."""
    tables = present_tables()
    note = next(table for table in tables if table.name == "note")
    note.append_column(sa.Column("colour", TEXT, index=True))
    note.append_column(
        sa.Column(
            "approved_by_id",
            TEXT,
            sa.ForeignKey(
                "resource.id", name="fk_note_approved_by_id", deferrable=True, initially="DEFERRED"
            ),
        )
    )
    burn_in = sa.Table(
        "burn_in",
        note.metadata,
        sa.Column("id", TEXT, primary_key=True),
        sa.Column(
            "version_id", TEXT, sa.ForeignKey("asset_version.id", name="fk_burn_in_version_id"), index=True
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    return (*tables, burn_in)


def add(schema: Schema) -> None:
    schema.add_declared()
    schema.run("INSERT INTO burn_in (id, version_id) SELECT 'burn-' || id, id FROM asset_version")


def rename(schema: Schema) -> None:
    schema.rename_column("note", "colour", "tint")
    schema.drop_index("ix_note_colour")
    schema.create_index("note", "ix_note_tint", "tint")
    schema.rename_table("burn_in", "overlay")
    schema.rename_constraint("overlay", "fk_burn_in_version_id", "fk_overlay_version_id")


def fill(schema: Schema) -> None:
    schema.run("UPDATE note SET tint = 'none', approved_by_id = user_id WHERE id = :id", id="n")
    for identifier, content in schema.fetch("SELECT id, content FROM note WHERE tint IS NULL ORDER BY id"):
        tint = content.split()[0].lower()
        schema.run("UPDATE note SET tint = :tint WHERE id = :id", tint=tint, id=identifier)


def drop(schema: Schema) -> None:
    schema.drop_column("timelog", "name")
    schema.drop_column("timelog", "user_id")  # with an index and a foreign key
    schema.drop_table("webhook_attempt")


def rebuild(schema: Schema) -> None:
    schema.rebuild_table(
        "note",
        lambda note: (
            note.with_column("tint", "TEXT NOT NULL DEFAULT 'none'")
            .without_constraint("fk_note_category_id")
            .with_constraint("CONSTRAINT tint_is_something CHECK (tint <> '')")
        ),
        postgresql=(
            "ALTER TABLE note ALTER COLUMN tint SET DEFAULT 'none', ALTER COLUMN tint SET NOT NULL",
            "ALTER TABLE note DROP CONSTRAINT fk_note_category_id",
            "ALTER TABLE note ADD CONSTRAINT tint_is_something CHECK (tint <> '')",
        ),
    )


@cache
def later_steps() -> tuple[Step, ...]:
    """Return the steps of this version and five more."""
    first = later(1, "add burn-ins", add)
    frozen_part = freeze((*STEPS, first), with_additions(), FIRST_RELEASE.read_text(encoding="utf-8"))
    assert not frozen_part.differences
    declared = {name: tuple(texts) for name, texts in frozen_part.declared.items()}
    return (
        *STEPS,
        later(1, "add_burn_ins", add, declared),
        later(2, "rename_burn_ins", rename),
        later(3, "fill_tints", fill),
        later(4, "drop_names", drop),
        later(5, "require_tints", rebuild),
    )


def later(
    number: int,
    name: str,
    apply: Callable[[Schema], None],
    declared: dict[str, tuple[str, ...]] | None = None,
) -> Step:
    """Return a step *number* places after the last one of this version."""
    return Step(STEPS[-1].number + number, name, name, apply, declared or {}, {})


def migration(*steps: Step) -> Migration:
    """Return a migration of a later version with *steps*, or with all later steps."""
    return Migration(present_tables(), steps or later_steps(), VERSION, lambda: NOW)


def nothing(schema: Schema) -> None:
    """Change nothing."""


def report(line: str) -> None:
    """Write *line* for the process that started this one."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def slow(seconds: float) -> tuple[Step, ...]:
    """Return steps of which the last but one takes *seconds*, and reports when it begins."""

    def wait(schema: Schema) -> None:
        rebuild(schema)
        report("waiting")
        time.sleep(seconds)

    *earlier, last = later_steps()
    return (*earlier, later(5, last.name, wait), later(6, "nothing", nothing))


def opened(place: str) -> Database:
    """Return the database at *place*: a path, or a PostgreSQL connection string."""
    return PostgresDatabase(place) if "=" in place else SqliteDatabase(Path(place))


def main(place: str, seconds: str) -> None:
    """Migrate the database at *place*, slowly, and print how many steps were applied."""
    with closing(opened(place)) as database:
        done = migration(*slow(float(seconds))).run(database)
        report(f"applied {len(done.applied)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
