"""Parsing and changing the definitions of SQLite tables."""

from __future__ import annotations

import pytest

from callboard_server.storage.migrations.definition import Definition

NOTE = """CREATE TABLE "note" (
\tid TEXT NOT NULL, \n\tcontent TEXT DEFAULT 'a, (b', "text" DECIMAL(8, 2), colour TEXT REFERENCES hue (id),
\tPRIMARY KEY (id),
\tCONSTRAINT fk_note_author FOREIGN KEY(author_id, "text") REFERENCES resource (id) DEFERRABLE,
\tUNIQUE (content, id)
)"""


@pytest.fixture
def note() -> Definition:
    return Definition.read(NOTE)


def test_commas_in_quotes_and_parentheses_do_not_end_a_column(note: Definition) -> None:
    assert note.names == ("id", "content", "text", "colour")
    assert note.columns[1:3] == ("content TEXT DEFAULT 'a, (b'", '"text" DECIMAL(8, 2)')
    assert len(note.constraints) == 3


def test_text_can_be_parsed_again_under_another_name(note: Definition) -> None:
    assert note.text("other").startswith('CREATE TABLE "other" (')
    assert Definition.read(note.text("other")) == note


def test_a_column_is_redefined(note: Definition) -> None:
    changed = note.with_column("content", "TEXT NOT NULL")
    assert changed.columns[1] == '"content" TEXT NOT NULL'
    assert changed.names == note.names


def test_a_column_is_dropped_with_its_constraints(note: Definition) -> None:
    changed = note.without_column("text")
    assert changed.names == ("id", "content", "colour")
    assert [one.split()[0] for one in changed.constraints] == ["PRIMARY", "UNIQUE"]


def test_constraints_are_added_and_dropped_by_name(note: Definition) -> None:
    changed = note.without_constraint("fk_note_author").with_constraint("CHECK (content <> '')")
    assert [one.split()[0] for one in changed.constraints] == ["PRIMARY", "UNIQUE", "CHECK"]


@pytest.mark.parametrize(
    ("column", "is_constrained"), [("id", True), ("content", True), ("text", True), ("colour", True)]
)
def test_constrained_columns_are_found(note: Definition, column: str, is_constrained: bool) -> None:
    assert note.constrains(column) is is_constrained
    assert not note.with_column("colour", "TEXT").constrains("colour")


def test_unknown_names_are_errors(note: Definition) -> None:
    with pytest.raises(KeyError):
        note.with_column("nothing", "TEXT")
    with pytest.raises(KeyError):
        note.without_column("nothing")
    with pytest.raises(KeyError):
        note.without_constraint("nothing")
