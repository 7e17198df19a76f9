"""Write a migration step: what the model declares beyond the earlier steps, frozen in a file.

Run `python -m tools.write_step "Add burn-ins to versions"` after a change of the model or of a table. It adds
a module that applies the frozen statements. Edit the module when something must be renamed, filled or
dropped, then run `python -m tools.write_step` without a description to freeze the statements of the newest
step again. A step that has been released is never changed.

The state after the earlier steps comes from the database of the first release, `tests/databases/0.1.0`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from attrs import frozen

from callboard_server.model.types import standard_model
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.storage.database import open_sqlite
from callboard_server.storage.dialect import POSTGRES, SQLITE
from callboard_server.storage.migrations import steps as released
from callboard_server.storage.migrations.schema import Schema
from callboard_server.storage.migrations.shape import (
    Shape,
    additions,
    create_tables,
    declared_tables,
    fingerprint,
    shape_of_database,
)
from callboard_server.storage.migrations.step import Step, read_steps
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import SqliteTransaction

ROOT = Path(__file__).parent.parent
FIRST_RELEASE = ROOT / "tests" / "databases" / "0.1.0" / "sqlite.sql"
DIALECTS = (SQLITE, POSTGRES)
TEMPLATE = '''"""{description}."""

from __future__ import annotations

from callboard_server.storage.migrations.schema import Schema


def apply(schema: Schema) -> None:
    """Add what the model declares."""
    schema.add_declared()
'''


@frozen
class Frozen:
    """The frozen part of a step, and how the database after it `differs` from the model."""

    declared: dict[str, list[str]]
    fingerprints: dict[str, str]
    differences: list[str]

    @property
    def text(self) -> str:
        """Return the content of the file beside the step."""
        content = {"declared": self.declared, "fingerprints": self.fingerprints}
        return json.dumps(content, indent=2) + "\n"


class Declaring(Schema):
    """A schema on SQLite that works out what `add_declared` has to add, for both databases."""

    def __init__(self, tx: SqliteTransaction, tables: Sequence[sa.Table]) -> None:
        super().__init__(tx, {})
        self.tables = tables
        self.declared: dict[str, list[str]] = {dialect.name: [] for dialect in DIALECTS}

    def add_declared(self) -> None:
        shape = shape_of_database(self._tx)
        self.declared = {dialect.name: additions(shape, self.tables, dialect) for dialect in DIALECTS}
        self._declared = self.declared
        super().add_declared()


def freeze(steps: Sequence[Step], tables: Sequence[sa.Table], first_release: str) -> Frozen:
    """Return the frozen part of the last of *steps*, which leads to *tables*.

    *first_release* is the SQL of a database after the first of *steps*.
    """
    with tempfile.TemporaryDirectory() as folder, closing(open_sqlite(Path(folder, "old"))) as connection:
        connection.execute("PRAGMA foreign_keys=OFF").fetchall()
        connection.execute(first_release).fetchall()
        tx = SqliteTransaction(connection)
        for step in steps[1:-1]:
            step.apply(Schema(tx, step.declared))
        schema = Declaring(tx, tables)
        steps[-1].apply(schema)
        reached = shape_of_database(tx)
    return Frozen(
        schema.declared,
        {dialect.name: fingerprint(tables, dialect) for dialect in DIALECTS},
        differences(reached, shape_of_new(tables)),
    )


def shape_of_new(tables: Sequence[sa.Table]) -> Shape:
    """Return the shape of a new SQLite database."""
    with tempfile.TemporaryDirectory() as folder, closing(open_sqlite(Path(folder, "new"))) as connection:
        tx = SqliteTransaction(connection)
        create_tables(tx, tables)
        return shape_of_database(tx)


def differences(reached: Shape, declared: Shape) -> list[str]:
    """Return the differences between *reached* and *declared*: `-` marks surplus lines, `+` missing ones."""
    too_many, too_few = reached.lines() - declared.lines(), declared.lines() - reached.lines()
    return [*(f"- {line}" for line in sorted(too_many)), *(f"+ {line}" for line in sorted(too_few))]


def add_module(folder: Path, number: int, description: str) -> None:
    """Write the module of a new step."""
    name = re.sub(r"\W+", "_", description.lower()).strip("_")
    stem = f"s{number:04}_{name}"
    text = TEMPLATE.format(description=description.rstrip("."))
    (folder / f"{stem}.py").write_text(text, encoding="utf-8")
    empty = Frozen({dialect.name: [] for dialect in DIALECTS}, {}, [])
    (folder / f"{stem}.json").write_text(empty.text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Add a step, or freeze the newest one again. Return 1 when it doesn't lead to the model."""
    parser = argparse.ArgumentParser(description="Write a migration step.")
    parser.add_argument("description", nargs="?", help='what changes, such as "Add burn-ins to versions"')
    description = parser.parse_args(arguments).description
    folder = Path(str(released.__file__)).parent
    if description:
        add_module(folder, len(released.STEPS) + 1, description)
    steps = read_steps(released.__name__)
    if len(steps) == 1:
        parser.error("the first step has been released; describe the change to add another one")
    tables = declared_tables(Tables(standard_model()), OWN_TABLES)
    frozen_part = freeze(steps, tables, FIRST_RELEASE.read_text(encoding="utf-8"))
    path = folder / f"s{steps[-1].number:04}_{steps[-1].name}.json"
    path.write_text(frozen_part.text, encoding="utf-8")
    print(f"wrote {path.relative_to(ROOT)}")
    if frozen_part.differences:
        print("The database still differs from the model after this step (- too many, + missing):")
        print("\n".join(frozen_part.differences))
        print("Add what is missing to the step's module, then run this again without a description.")
    return 1 if frozen_part.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
