"""The definition of a table on SQLite, taken apart, to change what `ALTER TABLE` can't."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve, frozen

_HEAD = re.compile(r'\s*CREATE\s+TABLE\s+(?P<name>"[^"]+"|\w+)\s*\(', re.IGNORECASE)
_CONSTRAINT = re.compile(r"(CONSTRAINT|PRIMARY\s+KEY|UNIQUE|CHECK|FOREIGN\s+KEY)\b", re.IGNORECASE)
_NAMED = re.compile(r'CONSTRAINT\s+(?P<name>"[^"]+"|\w+)\s', re.IGNORECASE)
_ON_COLUMNS = re.compile(r"(?:FOREIGN\s+KEY|UNIQUE|PRIMARY\s+KEY)\s*\((?P<columns>[^)]*)\)", re.IGNORECASE)
_NESTING = {"(": 1, ")": -1}


@frozen
class Definition:
    """The columns and constraints of a table, each as the text that declares it."""

    columns: tuple[str, ...]
    constraints: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Definition:
        """Return the definition in a CREATE TABLE statement, as SQLite keeps it."""
        head = _HEAD.match(text)
        assert head is not None, text
        parts = list(_parts(text[head.end() : text.rindex(")")]))
        return cls(
            tuple(part for part in parts if not _CONSTRAINT.match(part)),
            tuple(part for part in parts if _CONSTRAINT.match(part)),
        )

    def text(self, table: str) -> str:
        """Return the statement that creates the table under the name *table*."""
        return f'CREATE TABLE "{table}" (\n\t' + ",\n\t".join((*self.columns, *self.constraints)) + "\n)"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(_column_name(column) for column in self.columns)

    def with_column(self, name: str, declaration: str) -> Definition:
        """Return the definition in which the column *name* has another *declaration*.

        For example `TEXT NOT NULL`.
        Raises: KeyError, when there is no such column.
        """
        if name not in self.names:
            raise KeyError(name)
        changed = f'"{name}" {declaration}'
        columns = (changed if _column_name(column) == name else column for column in self.columns)
        return evolve(self, columns=tuple(columns))

    def without_column(self, name: str) -> Definition:
        """Return the definition without the column *name* and the constraints on it.

        Raises: KeyError, when there is no such column.
        """
        if name not in self.names:
            raise KeyError(name)
        return Definition(
            tuple(column for column in self.columns if _column_name(column) != name),
            tuple(constraint for constraint in self.constraints if name not in _columns_of(constraint)),
        )

    def with_constraint(self, text: str) -> Definition:
        """Return the definition with one more constraint."""
        return evolve(self, constraints=(*self.constraints, text))

    def without_constraint(self, name: str) -> Definition:
        """Return the definition without the constraint called *name*.

        Raises: KeyError, when there is no such constraint.
        """
        kept = tuple(one for one in self.constraints if _constraint_name(one) != name)
        if len(kept) == len(self.constraints):
            raise KeyError(name)
        return evolve(self, constraints=kept)

    def constrains(self, column: str) -> bool:
        """Return whether a constraint is on *column*, which SQLite can't drop then."""
        return any(column in _columns_of(constraint) for constraint in self.constraints) or any(
            re.search(r"\b(REFERENCES|UNIQUE|PRIMARY\s+KEY)\b", one, re.IGNORECASE)
            for one in self.columns
            if _column_name(one) == column
        )


def _parts(body: str) -> Iterator[str]:
    """Split *body* at the commas that are outside of parentheses and quotes."""
    depth, quote, start = 0, "", 0
    for place, character in enumerate(body):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "," and depth == 0:
            yield body[start:place].strip()
            start = place + 1
        else:
            depth += _NESTING.get(character, 0)
    yield body[start:].strip()


def _column_name(column: str) -> str:
    return column[1:].partition('"')[0] if column.startswith('"') else column.split(maxsplit=1)[0]


def _constraint_name(constraint: str) -> str | None:
    match = _NAMED.match(constraint)
    return match["name"].strip('"') if match else None


def _columns_of(constraint: str) -> set[str]:
    match = _ON_COLUMNS.search(constraint)
    return {name.strip().strip('"') for name in match["columns"].split(",")} if match else set()
