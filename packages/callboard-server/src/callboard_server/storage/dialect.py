"""The differences between the two databases, each in one method."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.engine import Dialect as Compiler
from sqlalchemy.sql.compiler import SQLCompiler

Clause = sa.ColumnElement[Any]
TEXT_OF_ITEM = postgresql.TEXT(collation="C")


class Dialect(ABC):
    """The SQL of one database for features that both have."""

    name: str
    compiler: Compiler

    def compile(self, statement: sa.ClauseElement) -> str:
        """Return the text of *statement*, with named parameters."""
        return str(statement.compile(dialect=self.compiler))

    def constants(self, statement: sa.ClauseElement) -> dict[str, Any]:
        """Return the parameters of *statement* whose values are part of it."""
        compiled = statement.compile(dialect=self.compiler)
        assert isinstance(compiled, SQLCompiler)
        return {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}

    @abstractmethod
    def among(self, column: Clause, parameter: str, type_: sa.types.TypeEngine[Any]) -> Clause:
        """Return the condition that *column* is in the list *parameter*, a single parameter of any length."""

    @abstractmethod
    def list_parameter(self, values: Any) -> Any:
        """Return *values* in the form that `among` takes as its parameter."""

    @abstractmethod
    def like(self, column: Clause, pattern: Clause) -> Clause:
        """Return the condition that *column* matches *pattern*, a canonical one of `query.patterns`."""

    @abstractmethod
    def items(self, column: Clause) -> tuple[sa.FromClause, Clause]:
        """Return the rows of the items of the JSON list *column*, and the text of an item."""

    @abstractmethod
    def holds(self, column: Clause, part: Clause) -> Clause:
        """Return the condition that *column* contains *part*."""

    @abstractmethod
    def sum(self, column: Clause) -> Clause:
        """Return the sum of *column*, which may exceed 64 bits."""

    @abstractmethod
    def now(self) -> Clause:
        """Return the current time in the form in which instants are stored."""

    @abstractmethod
    def seconds_between(self, start: Clause, end: Clause) -> Clause:
        """Return the whole seconds from *start* to *end*, both instants as they are stored."""

    @abstractmethod
    def ordered(self, column: Clause, *, descending: bool, nullable: bool) -> Clause:
        """Return the sort key of *column*. Rows without a value come first, or last when *descending*."""


class SqliteDialect(Dialect):
    name = "sqlite"

    def __init__(self) -> None:
        self.compiler = sqlite.dialect(paramstyle="named")

    def among(self, column: Clause, parameter: str, type_: sa.types.TypeEngine[Any]) -> Clause:
        rows = sa.func.json_each(sa.bindparam(parameter, type_=sa.Text())).table_valued("value")
        return column.in_(sa.select(rows.c.value))

    def list_parameter(self, values: Any) -> Any:
        return json.dumps(list(values))

    def like(self, column: Clause, pattern: Clause) -> Clause:
        return column.like(pattern, escape="\\")

    def items(self, column: Clause) -> tuple[sa.FromClause, Clause]:
        rows = sa.func.json_each(column).table_valued("value", name="item")
        return rows, rows.c.value

    def holds(self, column: Clause, part: Clause) -> Clause:
        return sa.func.instr(column, part) > sa.literal_column("0")

    def sum(self, column: Clause) -> Clause:
        """Sum the upper and lower half of whole numbers separately.

        SQLite fails when a sum of integers overflows. The total of both halves becomes a float instead.
        """
        if not isinstance(column.type, sa.Integer):
            return sa.func.sum(column)
        half: Clause = sa.literal_column("4294967296")
        upper, lower = (
            column.op(">>")(sa.literal_column("32")),
            column.op("&")(sa.literal_column("4294967295")),
        )
        return sa.func.sum(upper) * half + sa.func.sum(lower)

    def now(self) -> Clause:
        return sa.func.strftime(sa.literal_column("'%Y-%m-%dT%H:%M:%S'"), sa.literal_column("'now'"))

    def seconds_between(self, start: Clause, end: Clause) -> Clause:
        return sa.func.unixepoch(end) - sa.func.unixepoch(start)

    def ordered(self, column: Clause, *, descending: bool, nullable: bool) -> Clause:
        return column.desc() if descending else column.asc()


class PostgresDialect(Dialect):
    name = "postgresql"

    def __init__(self) -> None:
        self.compiler = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped

    def among(self, column: Clause, parameter: str, type_: sa.types.TypeEngine[Any]) -> Clause:
        element = sa.Text() if isinstance(type_, sa.Text) else type_
        return column == sa.any_(sa.bindparam(parameter, type_=postgresql.ARRAY(element)))

    def list_parameter(self, values: Any) -> Any:
        return list(values)

    def like(self, column: Clause, pattern: Clause) -> Clause:
        return column.like(pattern, escape="\\")

    def items(self, column: Clause) -> tuple[sa.FromClause, Clause]:
        texts = sa.func.json_array_elements_text(sa.cast(column, postgresql.JSON))
        rows = texts.table_valued(sa.column("value", TEXT_OF_ITEM), name="item")
        return rows, rows.c.value

    def holds(self, column: Clause, part: Clause) -> Clause:
        return sa.func.strpos(column, part) > sa.literal_column("0")

    def sum(self, column: Clause) -> Clause:
        return sa.func.sum(column)

    def now(self) -> Clause:
        return sa.literal_column(
            "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') COLLATE \"C\""
        )

    def seconds_between(self, start: Clause, end: Clause) -> Clause:
        length = sa.cast(end, sa.DateTime()) - sa.cast(start, sa.DateTime())
        return sa.cast(sa.extract("epoch", length), sa.BigInteger())

    def ordered(self, column: Clause, *, descending: bool, nullable: bool) -> Clause:
        if not nullable:
            return column.desc() if descending else column.asc()
        return column.desc().nulls_last() if descending else column.asc().nulls_first()


SQLITE = SqliteDialect()
POSTGRES = PostgresDialect()
