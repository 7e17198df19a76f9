"""Build the statements of plans, once for each plan and database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from callboard_server.model.attributes import Instant
from callboard_server.query.bound import Test, Value
from callboard_server.query.plan.nodes import (
    Aggregated,
    Always,
    Among,
    AmongRows,
    Check,
    Column,
    Every,
    Exists,
    Holds,
    Join,
    Likeness,
    OfTypes,
    Ordering,
    Parameter,
    Predicate,
    Present,
    Select,
    Some,
    Source,
    Without,
)
from callboard_server.query.syntax import Function
from callboard_server.storage.dense import rows_of
from callboard_server.storage.derived import DERIVED, Place
from callboard_server.storage.dialect import POSTGRES, Dialect
from callboard_server.storage.tables import TEXT, Tables, constant, fold, whole_seconds

Clause = sa.ColumnElement[Any]
WIDEST = 20


@frozen
class Statement:
    """SQL text, and the positions of the values that it takes.

    The values at `folded` are folded to lower case. The positions in `lists` take a list.
    """

    text: str
    places: tuple[int, ...]
    folded: frozenset[int]
    lists: frozenset[int]

    def parameters(self, values: list[Any], dialect: Dialect) -> dict[str, Any]:
        """Return *values* as the parameters of this statement."""
        given: dict[str, Any] = {}
        for place in self.places:
            value = values[place]
            if place in self.folded:
                value = tuple(map(folded, value)) if isinstance(value, tuple) else folded(value)
            given[f"p{place}"] = dialect.list_parameter(value) if place in self.lists else value
        return given


def folded(value: Value) -> Value:
    """Return *value* as `callboard_fold` in the database returns it."""
    return value.lower() if isinstance(value, str) else value


def build(select: Select, tables: Tables, dialect: Dialect) -> Statement:
    """Return the statement of *select*."""
    builder = _Builder(tables, dialect)
    text = dialect.compile(builder.select(select))
    return Statement(text, tuple(sorted(builder.places)), frozenset(builder.folded), frozenset(builder.lists))


DEEP = 3
NO_FLATTENING = sa.text("OFFSET 0")
END_OF_SECOND = constant(".999999")


class _Builder:
    """Builds one statement; collects tables by the number of their source, and parameters."""

    def __init__(self, tables: Tables, dialect: Dialect) -> None:
        self.tables = tables
        self.dialect = dialect
        self.aliases: dict[int, sa.FromClause] = {}
        self.roots: dict[int, str] = {}
        self.keys: dict[int, str] = {}
        self.joined: set[int] = set()
        self.places: set[int] = set()
        self.folded: set[int] = set()
        self.lists: set[int] = set()
        self.depth = 0

    # -- Statements
    # --------------------------------------------------------------------------------------------------------

    def select(self, select: Select) -> sa.Select[Any]:
        statement = self._rows(select)
        if select.grouped:
            statement = statement.group_by(*map(self._group_key, select.grouped))
        key = self._group_key if select.grouped else self.column
        statement = statement.order_by(
            *(
                each
                for ordering in select.order
                for each in self._ordering(ordering, select.source.number, key)
            )
        )
        if select.paged:
            limit, offset = (sa.bindparam(name, type_=sa.BigInteger()) for name in ("limit", "offset"))
            statement = statement.limit(limit).offset(offset)
        return statement

    def _rows(self, select: Select) -> sa.Select[Any]:
        table = self._alias(select.source)
        source: sa.FromClause = table
        for join in select.joins:
            source = self._join(source, join)
        columns = [self._selected(column) for column in select.columns] or [sa.literal_column("1")]
        statement = sa.select(*columns).select_from(source)
        conditions = []
        if select.linked:
            own, outer = select.linked
            conditions.append(self.value(select.source.number, own) == self.column(outer))
        if select.keyed:
            conditions.append(self.dialect.among(table.c[select.keyed], "keys", TEXT))
        if select.where is not None:
            conditions.append(self.predicate(select.where))
        return statement.where(*conditions) if conditions else statement

    def _alias(self, source: Source) -> sa.FromClause:
        alias = rows_of(self.tables, source.root).alias(f"t{source.number}")
        self.aliases[source.number] = alias
        self.roots[source.number] = source.root.name
        self.keys[source.number] = source.root.key[0]
        return alias

    def _join(self, source: sa.FromClause, join: Join) -> sa.FromClause:
        table = self._alias(join.source)
        condition: Clause = self.value(join.source.number, join.own) == self.column(join.outer)
        if join.on is not None:
            condition = sa.and_(condition, self.predicate(join.on))
        self.joined.add(join.source.number)
        return source.outerjoin(table, condition)

    def column(self, column: Column) -> Clause:
        return self.value(column.source, column.name)

    def value(self, source: int, name: str) -> Clause:
        """Return the attribute *name* of a source: a column, or the expression of a derived attribute.

        An expression can have a value even if there is no row. It is null for an empty relation.
        """
        alias = self.aliases[source]
        if name in alias.c:
            found: Clause = alias.c[name]
            return found
        derived = DERIVED[self.roots[source], name](Place(alias, self.tables, self.dialect))
        return (
            sa.case((alias.c[self.keys[source]].is_not(None), derived)) if source in self.joined else derived
        )

    def _is_instant(self, column: Column) -> bool:
        root = self.tables.model.entity(self.roots[column.source])
        return isinstance(self.tables.model.family_columns(root).get(column.name), Instant)

    def _answered(self, column: Column) -> Clause:
        """Return the value of *column* as it is answered: an instant in whole seconds."""
        value = self.column(column)
        return whole_seconds(value) if self._is_instant(column) else value

    def _selected(self, column: Column | Aggregated) -> Clause:
        if isinstance(column, Column):
            return self._answered(column).label(label(column))
        inner = self.column(column.column)
        match column.function:
            case Function.COUNT:
                return sa.func.count(inner)
            case Function.SUM:
                return self.dialect.sum(inner)
            case Function.AVERAGE:
                return sa.func.avg(inner)
            case Function.MINIMUM:
                return sa.func.min(inner)
            case Function.MAXIMUM:
                return sa.func.max(inner)
        assert_never(column.function)

    def _group_key(self, column: Column) -> Clause:
        """Return the expression to group rows by.

        For a derived value that is its label, because PostgreSQL does not treat two copies as equal.
        """
        is_stored = column.name in self.aliases[column.source].c
        return self._answered(column) if is_stored else sa.literal_column(label(column))

    def _ordering(self, ordering: Ordering, own: int, key: Callable[[Column], Clause]) -> tuple[Clause, ...]:
        """Return the sort keys of *ordering* in a statement about the source numbered *own*.

        The other sources may have no row.
        """
        column = key(ordering.column)
        nullable = ordering.column.source != own or getattr(column, "nullable", True)
        keys = (fold(column), column) if ordering.caseless else (column,)
        return tuple(
            self.dialect.ordered(key, descending=ordering.descending, nullable=nullable) for key in keys
        )

    # -- Predicates
    # --------------------------------------------------------------------------------------------------------

    def predicate(self, predicate: Predicate) -> Clause:
        match predicate:
            case Check():
                return self._check(predicate)
            case Among():
                return self._among(predicate)
            case AmongRows(column=column, negated=negated, select=select, joined=joined):
                return self._answer(
                    self._answered(column).in_(self._rows(select)), column, negated=negated, joined=joined
                )
            case OfTypes(column=column, values=values):
                return sa.or_(*(self.column(column) == constant(value) for value in values))
            case Holds(column=column, parameter=parameter):
                return self.dialect.holds(
                    fold(self.column(column)), self._value(parameter, TEXT, caseless=True)
                )
            case Likeness():
                return self._likeness(predicate)
            case Present(column=column):
                return self.column(column).is_not(None)
            case Exists(select=select):
                return self._exists(select)
            case Every(items=items):
                return chain(sa.and_, [self.predicate(item) for item in items])
            case Some(items=items):
                return chain(sa.or_, [self.predicate(item) for item in items])
            case Without(item=item):
                return untrue(self.predicate(item))
            case Always(value=value):
                return sa.literal_column("1 = 1" if value else "1 = 0", type_=sa.Boolean())
        assert_never(predicate)

    def _exists(self, select: Select) -> Clause:
        """Return the condition that *select* has rows.

        PostgreSQL plans each EXISTS in two ways, so planning takes twice as long with every level. From a
        certain depth on, OFFSET restricts it to one plan.
        """
        self.depth += 1
        rows = self._rows(select)
        is_deep = self.depth >= DEEP and self.dialect is POSTGRES
        self.depth -= 1
        return (rows.suffix_with(NO_FLATTENING) if is_deep else rows).exists()

    def _check(self, check: Check) -> Clause:
        column = self.column(check.column)
        if check.test is Test.NULL:
            return self._answer(
                column.is_(None), check.column, negated=False, joined=check.joined, absence=True
            )
        if check.test is Test.NOT_NULL or check.parameter is None:
            return column.is_not(None)
        is_pattern = check.test in {Test.LIKE, Test.NOT_LIKE}
        caseless = check.caseless or is_pattern
        type_ = sa.Double() if check.fractional else TEXT if is_pattern else column.type
        value = self._value(check.parameter, type_, caseless=caseless)
        if self._is_instant(check.column):
            subject = whole_seconds(column) if is_pattern else column
            positive, negated = self._compared_instant(check.test, subject, value)
        else:
            subject = fold(column) if caseless else column
            positive, negated = self._compared(check.test, subject, value)
        return self._answer(positive, check.column, negated=negated, joined=check.joined)

    def _compared_instant(self, test: Test, subject: Clause, value: Clause) -> tuple[Clause, bool]:
        """Return the positive form of *test*, and whether *test* negates it.

        A *value* in whole seconds stands for all of its second. The conditions allow the use of an index.
        """
        end = value + END_OF_SECOND
        match test:
            case Test.EQUAL | Test.UNEQUAL:
                return sa.and_(subject >= value, subject <= end), test is Test.UNEQUAL
            case Test.GREATER:
                return subject > end, False
            case Test.AT_MOST:
                return subject <= end, False
            case _:
                return self._compared(test, subject, value)

    def _likeness(self, likeness: Likeness) -> Clause:
        column, text = self.column(likeness.column), self.column(likeness.text)
        pattern = self._value(likeness.parameter, TEXT, caseless=True)
        items, item = self.dialect.items(column)
        one_item: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(items)
        one_item = one_item.where(self.dialect.like(fold(item), pattern))
        first = sa.func.substr(column, sa.literal_column("1"), sa.literal_column("1"))
        return sa.case(
            (first == constant("["), one_item.exists()), else_=self.dialect.like(fold(text), pattern)
        )

    def _compared(self, test: Test, subject: Clause, value: Clause) -> tuple[Clause, bool]:
        """Return the positive form of *test*, and whether *test* negates it."""
        match test:
            case Test.EQUAL | Test.UNEQUAL:
                return subject == value, test is Test.UNEQUAL
            case Test.LIKE | Test.NOT_LIKE:
                return self.dialect.like(subject, value), test is Test.NOT_LIKE
            case Test.GREATER:
                return subject > value, False
            case Test.LESS:
                return subject < value, False
            case Test.AT_LEAST:
                return subject >= value, False
            case Test.AT_MOST:
                return subject <= value, False
            case Test.ON_DAY | Test.NOT_ON_DAY:
                return sa.func.substr(
                    subject, sa.literal_column("1"), sa.literal_column("10")
                ) == value, test is Test.NOT_ON_DAY
            case Test.NULL | Test.NOT_NULL:
                raise ValueError("tests for null take no value")
        assert_never(test)

    def _among(self, among: Among) -> Clause:
        column = self.column(among.column)
        place = among.parameter.index
        self.places.add(place)
        self.lists.add(place)
        if among.caseless:
            self.folded.add(place)
        subject = fold(column) if among.caseless else self._answered(among.column)
        type_ = sa.Double() if among.fractional else column.type
        positive = self.dialect.among(subject, f"p{place}", type_)
        if among.with_null:
            positive = sa.or_(positive, column.is_(None))
        return self._answer(
            positive, among.column, negated=among.negated, joined=among.joined, absence=among.with_null
        )

    def _answer(
        self, positive: Clause, column: Column, *, negated: bool, joined: bool, absence: bool = False
    ) -> Clause:
        """Return *positive* or its negation. Neither matches if the relation of *column* is empty."""
        clause = untrue(positive) if negated else positive
        if joined and (negated or absence):
            key: Clause = self.aliases[column.source].c[self.keys[column.source]]
            return sa.and_(key.is_not(None), clause)
        return clause

    def _value(self, parameter: Parameter, type_: sa.types.TypeEngine[Any], *, caseless: bool) -> Clause:
        self.places.add(parameter.index)
        if caseless:
            self.folded.add(parameter.index)
        return sa.bindparam(f"p{parameter.index}", type_=type_)


def label(column: Column) -> str:
    """Return the name of *column* in an answer."""
    return f"c{column.source}_{column.name}"


class _Group(sa.ColumnElement[bool]):
    """A clause in parentheses. SQLAlchemy removes its own parentheses where they are redundant."""

    type = sa.Boolean()
    inherit_cache = False

    def __init__(self, inner: Clause) -> None:
        self.inner = inner


@compiles(_Group)
def _group(group: _Group, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(group.inner, **options)})"


def chain(join: Callable[..., Clause], clauses: list[Clause]) -> Clause:
    """Return *clauses* joined by `and` or `or`.

    Long lists are split into groups, because SQLite limits the depth of an expression.
    """
    while len(clauses) > WIDEST:
        clauses = [_Group(join(*clauses[start : start + WIDEST])) for start in range(0, len(clauses), WIDEST)]
    return join(*clauses)


def untrue(clause: Clause) -> Clause:
    """Return the negation of *clause*, which includes rows without a value."""
    return clause.self_group().is_not(sa.true())
