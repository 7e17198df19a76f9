"""The steps of this version: numbered, complete, and written from the model by a tool."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from callboard_server.storage.dialect import POSTGRES, SQLITE, Dialect
from callboard_server.storage.migrations.description import statements
from callboard_server.storage.migrations.schema import Schema
from callboard_server.storage.migrations.shape import fingerprint
from callboard_server.storage.migrations.step import Step, read_steps
from callboard_server.storage.migrations.steps import STEPS
from callboard_server.storage.tables import TEXT
from tests.support.later_steps import later, later_steps, nothing, present_tables, with_additions
from tools.write_step import FIRST_RELEASE, add_module, freeze

HELP = """
The definitions of tables have changed since step {step} was written, so they need another step.

Run:   python -m tools.write_step "Describe the change"
It adds a module to callboard_server/storage/migrations/steps. If the change is more than an addition, edit
the module (rename, fill, drop) and run `python -m tools.write_step` again. CONTRIBUTING.md describes it
under "Change the database".
"""


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES], ids=["sqlite", "postgresql"])
def test_every_change_of_definitions_has_a_step(dialect: Dialect) -> None:
    recorded = STEPS[-1].fingerprints[dialect.name]
    assert fingerprint(present_tables(), dialect) == recorded, HELP.format(step=STEPS[-1].title)


def test_steps_are_numbered_from_one_without_gaps() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert all(step.description for step in STEPS)


def test_only_the_first_step_has_a_shape() -> None:
    assert [step.shape is not None for step in STEPS] == [True] + [False] * (len(STEPS) - 1)


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES], ids=["sqlite", "postgresql"])
def test_fingerprints_depend_on_definitions_and_not_on_their_order(dialect: Dialect) -> None:
    tables = present_tables()
    assert fingerprint(tables[::-1], dialect) == fingerprint(tables, dialect)
    assert fingerprint(with_additions(), dialect) != fingerprint(tables, dialect)


def add(schema: Schema) -> None:
    schema.add_declared()


def written(
    *tables: sa.Table, apply: Callable[[Schema], None] = add
) -> tuple[dict[str, list[str]], list[str]]:
    """Return the statements of a step to *tables*, and the differences that it leaves."""
    found = freeze((*STEPS, later(1, "step", apply)), tables, FIRST_RELEASE.read_text("utf-8"))
    return found.declared, found.differences


def test_the_tool_writes_the_additions_of_the_model() -> None:
    declared, left = written(*with_additions())
    assert left == []
    sqlite, postgresql = declared["sqlite"], declared["postgresql"]
    assert "ALTER TABLE note ADD COLUMN colour TEXT" in sqlite
    assert 'ALTER TABLE note ADD COLUMN colour TEXT COLLATE "C"' in postgresql
    reference = "REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED"
    assert (
        f"ALTER TABLE note ADD COLUMN approved_by_id TEXT CONSTRAINT fk_note_approved_by_id {reference}"
        in sqlite
    )
    assert any(
        text.startswith("ALTER TABLE note ADD CONSTRAINT fk_note_approved_by_id") for text in postgresql
    )
    for texts in (sqlite, postgresql):
        assert "CREATE INDEX ix_note_colour ON note (colour)" in texts
        assert any(text.startswith("CREATE TABLE burn_in") for text in texts)


def test_the_tool_adds_nothing_when_nothing_changed() -> None:
    assert written(*present_tables()) == ({"sqlite": [], "postgresql": []}, [])


def test_the_tool_reports_remaining_differences() -> None:
    tables = present_tables()
    note = next(table for table in tables if table.name == "note")
    note.append_column(sa.Column("colour", TEXT))
    _, left = written(*tables, apply=nothing)
    assert left == ["+ note.colour: TEXT"]


def test_a_new_step_can_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "some_steps"
    folder.mkdir()
    (folder / "__init__.py").touch()
    add_module(folder, 2, "Add burn-ins to versions.")
    monkeypatch.syspath_prepend(tmp_path)
    (step,) = read_steps("some_steps")
    assert (step.number, step.name) == (2, "add_burn_ins_to_versions")
    assert step.description == "Add burn-ins to versions."
    assert statements(step, SQLITE) == []


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES], ids=["sqlite", "postgresql"])
def test_steps_are_described_without_a_database(dialect: Dialect) -> None:
    def texts(step: Step) -> list[str]:
        return statements(step, dialect)

    _, rename, fill, drop, rebuild = later_steps()[len(STEPS) :]
    assert texts(rename)[0] == "ALTER TABLE note RENAME COLUMN colour TO tint"
    assert texts(fill)[0].endswith("-- {'id': 'n'}")
    assert texts(drop)[-1] == "DROP TABLE webhook_attempt"
    assert "note" in texts(rebuild)[0]
