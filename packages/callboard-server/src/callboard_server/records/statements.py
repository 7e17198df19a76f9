"""What the statements of this room are made of: parameters and numbers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

ZERO: sa.ColumnElement[int] = sa.literal_column("0", type_=sa.BigInteger())
ONE: sa.ColumnElement[int] = sa.literal_column("1", type_=sa.BigInteger())


def given(name: str) -> sa.BindParameter[Any]:
    """Return the parameter *name* of a statement."""
    return sa.bindparam(name)


def given_number(name: str) -> sa.BindParameter[int]:
    """Return the parameter *name* of a statement, a whole number.

    Arithmetic needs the type.
    """
    return sa.bindparam(name, type_=sa.BigInteger())
