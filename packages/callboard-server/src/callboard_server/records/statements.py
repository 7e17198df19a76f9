"""Parameters and numbers for the statements of this package."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

ZERO: sa.ColumnElement[int] = sa.literal_column("0", type_=sa.BigInteger())
ONE: sa.ColumnElement[int] = sa.literal_column("1", type_=sa.BigInteger())


def given(name: str) -> sa.BindParameter[Any]:
    """Return the parameter *name* of a statement."""
    return sa.bindparam(name)


def given_number(name: str) -> sa.BindParameter[int]:
    """Return the integer parameter *name* of a statement. Arithmetic needs the type."""
    return sa.bindparam(name, type_=sa.BigInteger())
