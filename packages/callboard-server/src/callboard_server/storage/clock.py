"""The clock of the database, as SQL expressions. All processes share it, even if their own clocks differ."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Milliseconds(FunctionElement[int]):
    """The current time in milliseconds since 1970, not the time at which the transaction began."""

    name = "milliseconds"
    type = sa.BigInteger()
    inherit_cache = True


class StatementMilliseconds(FunctionElement[int]):
    """The time in milliseconds since 1970 at which the statement began.

    It is constant within the statement, so an index can look it up.
    """

    name = "statement_milliseconds"
    type = sa.BigInteger()
    inherit_cache = True


@compiles(Milliseconds, "sqlite")
@compiles(StatementMilliseconds, "sqlite")
def _in_sqlite(element: FunctionElement[int], compiler: Any, **options: Any) -> str:
    del element, compiler, options
    return "CAST(unixepoch('subsec') * 1000 AS INTEGER)"


@compiles(Milliseconds, "postgresql")
def _in_postgres(element: Milliseconds, compiler: Any, **options: Any) -> str:
    del element, compiler, options
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"


@compiles(StatementMilliseconds, "postgresql")
def _statement_time_in_postgres(element: StatementMilliseconds, compiler: Any, **options: Any) -> str:
    del element, compiler, options
    return "CAST(extract(epoch FROM statement_timestamp()) * 1000 AS bigint)"
