"""What a step would do, without doing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from callboard_server.storage.dialect import Dialect
from callboard_server.storage.migrations.schema import Schema
from callboard_server.storage.migrations.step import Step
from callboard_server.storage.transaction import Row, Transaction


def statements(step: Step, dialect: Dialect) -> list[str]:
    """Return the statements of *step*. Those that depend on rows of the database are not among them."""
    script = Script(dialect)
    step.apply(Schema(script, step.declared))
    return script.texts


class Script(Transaction):
    """A transaction that collects statements instead of running them. Queries return nothing."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self.dialect = dialect
        self.texts: list[str] = []

    def fetch(self, text: str, parameters: dict[str, Any]) -> list[Row]:
        del text, parameters
        return []

    def change(self, text: str, parameters: dict[str, Any]) -> int:
        if not text.startswith("SET CONSTRAINTS"):
            self.texts.append(f"{text}  -- {parameters}" if parameters else text)
        return 0

    def change_many(self, text: str, parameters: Sequence[dict[str, Any]]) -> None:
        self.texts.append(f"{text}  -- for {len(parameters)} rows")

    def lock_outbox(self) -> None:
        """Do nothing: no event is written."""
