"""The record of applied steps, in the database itself: `schema_step`."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from attrs import frozen

from callboard_server.storage.migrations.errors import DatabaseNewer, HistoryMismatch, UnknownDatabase
from callboard_server.storage.migrations.schema import table_text
from callboard_server.storage.migrations.shape import HISTORY_TABLE, existing_tables, shape_of_database
from callboard_server.storage.migrations.step import Step
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

HISTORY = sa.Table(
    HISTORY_TABLE,
    sa.MetaData(),
    sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("applied_at", TEXT, nullable=False),
    sa.Column("version", TEXT, nullable=False),
)
COLUMNS = tuple(column.name for column in HISTORY.columns)
_APPLIED = Prepared(sa.select(*HISTORY.columns).order_by(HISTORY.c.number))
_RECORD = Prepared(sa.insert(HISTORY).values({name: sa.bindparam(name) for name in COLUMNS}))


@frozen
class Applied:
    """A step that was applied to a database: when, and by which version of Callboard."""

    number: int
    name: str
    applied_at: str
    version: str

    @property
    def title(self) -> str:
        """Return the number and the name, as messages quote them."""
        return f"{self.number:04} {self.name}"


@frozen
class Standing:
    """Which steps a database has, and which are pending.

    `is_empty`: it has no tables of Callboard. `is_unrecorded`: it has the tables of the first step, and was
    made before steps were recorded.
    """

    applied: tuple[Applied, ...]
    pending: tuple[Step, ...]
    is_empty: bool = False
    is_unrecorded: bool = False


def standing(tx: Transaction, tables: Sequence[sa.Table], steps: Sequence[Step]) -> Standing:
    """Return the position of the database of *tx* among *steps*.

    Raises: DatabaseNewer, HistoryMismatch, UnknownDatabase.
    """
    existing = existing_tables(tx)
    if HISTORY_TABLE in existing:
        applied = tuple(Applied(*row) for row in tx.rows(_APPLIED))
        check(applied, steps)
        return Standing(applied, tuple(steps[len(applied) :]))
    if existing.isdisjoint(table.name for table in tables):
        return Standing((), tuple(steps), is_empty=True)
    if shape_of_database(tx).digest != steps[0].shape:
        raise UnknownDatabase(
            "The database has tables of Callboard, but not those of a released version.",
            hint=(
                "It was made by a development version, or is used by other software as well. Start with an "
                "empty database, or open this one with the version that made it."
            ),
        )
    return Standing((), tuple(steps), is_unrecorded=True)


def check(applied: Sequence[Applied], steps: Sequence[Step]) -> None:
    """Check that *applied* are the first of *steps*, without a gap.

    Raises: DatabaseNewer, HistoryMismatch.
    """
    newest = steps[-1].number
    if applied and applied[-1].number > newest:
        last = applied[-1]
        first_newer = next(one for one in applied if one.number > newest)
        raise DatabaseNewer(
            f"The database is newer than this version of Callboard: version {last.version} applied step "
            f"{last.title}, and this version's last step is {steps[-1].title}.",
            hint=(
                f"Run Callboard {last.version} or newer, or restore the backup that was made before step "
                f"{first_newer.number:04}."
            ),
        )
    for step, one in zip(steps, applied, strict=False):
        if (one.number, one.name) != (step.number, step.name):
            raise HistoryMismatch(
                f"The database's record of applied steps doesn't fit this version of Callboard: expected "
                f"{step.title}, found {one.title}, applied by version {one.version}.",
                hint="Run the version that wrote the record, or restore a backup.",
            )
    if not applied:
        raise HistoryMismatch(
            "The database's record of applied steps is empty.", hint="Restore a backup of the database."
        )


def create_history(tx: Transaction) -> None:
    """Create the table that records steps."""
    tx.change(table_text(HISTORY, tx.dialect), {})


def record(tx: Transaction, step: Step, *, applied_at: str, version: str) -> None:
    """Record that *step* has been applied."""
    tx.run(_RECORD, number=step.number, name=step.name, applied_at=applied_at, version=version)
