"""From text to tree, one method for each rule of the grammar.

The grammar is that of the ftrack query language: `[select ... from] Type [where ...] [group by ...] [order by
...] [offset N] [limit N]`. Keywords are recognized by their position, in any case; names are case-sensitive.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from callboard.errors import ParseError
from callboard_server.query.lexer import Lexer
from callboard_server.query.syntax import (
    Aggregate,
    And,
    Comparison,
    Criteria,
    Function,
    Literal,
    Membership,
    Name,
    Not,
    Or,
    Order,
    Path,
    Projection,
    Quantified,
    Query,
    Step,
    Subquery,
)

T = TypeVar("T")

MAXIMUM_DEPTH = 60
MAXIMUM_CONDITIONS = 5_000
MAXIMUM_LENGTH = 4_000_000
MAXIMUM_PAGE = 2**53
CLAUSES = frozenset({"where", "group", "order", "offset", "limit"})
FUNCTIONS = {function.value: function for function in Function}


def parse(text: str) -> Query:
    """Return the tree of the query *text*. Raises: ParseError, with the span of what cannot be parsed."""
    if len(text) > MAXIMUM_LENGTH:
        raise ParseError(
            f"A query must have at most {MAXIMUM_LENGTH} characters; this one has {len(text)}.",
            hint="Split it into several queries.",
        )
    return _parse_short(text) if len(text) < 4096 else _Parser(text).query()


def parse_criteria(text: str) -> Criteria:
    """Return the tree of *text*, which is what follows `where` in a query."""
    return _Parser(text).only_criteria()


@lru_cache(maxsize=1024)
def _parse_short(text: str) -> Query:
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self.lexer = Lexer(text)
        self.depth = 0
        self.conditions = 0

    # -- Clauses
    # --------------------------------------------------------------------------------------------------------

    def query(self) -> Query:
        projections = self._projections() if self._starts_with_select() else None
        entity = self._entity()
        criteria = self._where()
        group_by = self._paths() if self._two_words("group", "by") else ()
        order_by = self._order_by() if self._two_words("order", "by") else ()
        page = self._page()
        if not self.lexer.at_end:
            raise self._unexpected("the end of the query, or one of where, group by, order by, offset, limit")
        return Query(entity, projections, criteria, group_by, order_by, page.get("offset"), page.get("limit"))

    def only_criteria(self) -> Criteria:
        criteria = self._criteria()
        if not self.lexer.at_end:
            raise self._unexpected("the end of the criteria")
        return criteria

    def _starts_with_select(self) -> bool:
        return bool(self.lexer.keyword("select"))

    def _projections(self) -> tuple[Projection, ...]:
        projections = [self._projection()]
        while self.lexer.mark(","):
            projections.append(self._projection())
        if not self.lexer.keyword("from"):
            raise self._unexpected('"from" after the projections')
        return tuple(projections)

    def _projection(self) -> Projection:
        start = self.lexer.position
        path = self._path()
        if len(path.steps) == 1 and path.steps[0].name.lower() in FUNCTIONS and self.lexer.mark("("):
            inner = self._path()
            self._close()
            return Aggregate(FUNCTIONS[path.steps[0].name.lower()], inner, (start, self.lexer.end_of_mark))
        return path

    def _entity(self) -> Name:
        found = self.lexer.name()
        if not found:
            raise self._unexpected("the name of an entity type")
        return Name(*found)

    def _where(self) -> Criteria | None:
        if not self.lexer.keyword("where"):
            return None
        if self.lexer.at_end or (self.lexer.peek_keyword() in CLAUSES and self._is_clause()):
            return None
        return self._criteria()

    def _is_clause(self) -> bool:
        """Return whether the next word begins a clause, rather than being an attribute of the same name."""
        before = self.lexer.position
        try:
            if self._two_words("group", "by") or self._two_words("order", "by"):
                return True
            return bool(self.lexer.keyword("offset", "limit")) and self.lexer.number() is not None
        finally:
            self.lexer.position = before

    def _two_words(self, first: str, second: str) -> bool:
        before = self.lexer.position
        if self.lexer.keyword(first) and self.lexer.keyword(second):
            return True
        self.lexer.position = before
        return False

    def _order_by(self) -> tuple[Order, ...]:
        orders = [self._order()]
        while self.lexer.mark(","):
            orders.append(self._order())
        return tuple(orders)

    def _order(self) -> Order:
        path = self._path()
        direction = self.lexer.keyword("asc", "ascending", "desc", "descending")
        return Order(path, direction in {"desc", "descending"})

    def _paths(self) -> tuple[Path, ...]:
        paths = [self._path()]
        while self.lexer.mark(","):
            paths.append(self._path())
        return tuple(paths)

    def _page(self) -> dict[str, int]:
        page: dict[str, int] = {}
        while word := self.lexer.keyword("offset", "limit"):
            if word in page:
                raise self._unexpected(f"the end of the query: it has two {word} clauses")
            number = self.lexer.number()
            if not number or int(number[0]) > MAXIMUM_PAGE:
                raise self._unexpected(f"a whole number after {word}")
            page[word] = int(number[0])
        return page

    # -- Criteria
    # --------------------------------------------------------------------------------------------------------

    def _criteria(self) -> Criteria:
        items = [self._conjunction()]
        while self.lexer.keyword("or"):
            items.append(self._conjunction())
        return items[0] if len(items) == 1 else Or(tuple(items))

    def _conjunction(self) -> Criteria:
        items = [self._negation()]
        while self.lexer.keyword("and"):
            items.append(self._negation())
        return items[0] if len(items) == 1 else And(tuple(items))

    def _negation(self) -> Criteria:
        before = self.lexer.position
        if self.lexer.keyword("not") and (
            self.lexer.text.startswith("(", self.lexer.position) or self.lexer.name()
        ):
            self.lexer.position = before
            self.lexer.keyword("not")
            return Not(self._nested(self._negation))
        self.lexer.position = before
        return self._term()

    def _term(self) -> Criteria:
        if self.lexer.mark("("):
            criteria = self._nested(self._criteria)
            self._close()
            return criteria
        self._count_condition()
        path = self._path()
        quantifier = self._quantifier()
        if quantifier:
            return self._quantified(path, quantifier)
        membership = self.lexer.keyword("in", "not_in")
        if membership:
            return self._membership(path, membership == "not_in")
        operator = self.lexer.operator()
        if not operator:
            raise self._unexpected("an operator such as is, is_not, in, like, >, has or any")
        value = self.lexer.value()
        if not value:
            raise self._unexpected(f'a value for "{path}"')
        return Comparison(path, operator, value)

    def _quantifier(self) -> str | None:
        return self.lexer.keyword("has", "any")

    def _quantified(self, path: Path, quantifier: str) -> Quantified:
        if not self.lexer.mark("("):
            raise self._unexpected(f'"(" after {quantifier}')
        if self.lexer.mark(")"):
            return Quantified(path, quantifier, None)
        criteria = self._nested(self._criteria)
        self._close()
        return Quantified(path, quantifier, criteria)

    def _membership(self, path: Path, negated: bool) -> Membership:
        if not self.lexer.mark("("):
            raise self._unexpected('"(" and a list of values')
        before = self.lexer.position
        if self.lexer.keyword("select"):
            if self.lexer.peek_keyword():
                subquery = self._nested(self._subquery)
                self._close()
                return Membership(path, negated, subquery)
            self.lexer.position = before
        values = self._values()
        self._close()
        return Membership(path, negated, values)

    def _values(self) -> tuple[Literal, ...]:
        values: list[Literal] = []
        while value := self.lexer.value():
            values.append(value)
            if not self.lexer.mark(","):
                return tuple(values)
        if values:
            raise self._unexpected('a value after ","')
        return ()

    def _subquery(self) -> Subquery:
        path = self._path()
        if not self.lexer.keyword("from"):
            raise self._unexpected('"from" in the subquery')
        entity = self._entity()
        criteria = None
        if self.lexer.keyword("where") and not self.lexer.text.startswith(")", self.lexer.position):
            criteria = self._criteria()
        return Subquery(path, entity, criteria)

    # -- Pieces
    # --------------------------------------------------------------------------------------------------------

    def _path(self) -> Path:
        steps = [self._step()]
        while self.lexer.mark("."):
            steps.append(self._step())
        return Path(tuple(steps), (steps[0].span[0], steps[-1].span[1]))

    def _step(self) -> Step:
        found = self.lexer.name()
        if not found:
            raise self._unexpected("the name of an attribute")
        name, span = found
        if not self.lexer.mark("["):
            return Step(name, None, span)
        cast = self._entity()
        if not self.lexer.mark("]"):
            raise self._unexpected('"]" after the entity type')
        return Step(name, cast, (span[0], self.lexer.end_of_mark))

    def _close(self) -> None:
        if not self.lexer.mark(")"):
            raise self._unexpected('")"')

    def _nested(self, rule: Callable[[], T]) -> T:
        """Read *rule* one level deeper. Raises: ParseError, when the query is nested too deep."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise ParseError(
                f"The query is nested more than {MAXIMUM_DEPTH} levels deep.", span=(self.lexer.position,) * 2
            )
        try:
            return rule()
        finally:
            self.depth -= 1

    def _count_condition(self) -> None:
        self.conditions += 1
        if self.conditions > MAXIMUM_CONDITIONS:
            raise ParseError(
                f"The query has more than {MAXIMUM_CONDITIONS} conditions.",
                span=(self.lexer.position,) * 2,
                hint="Compare one attribute with many values by in (...).",
            )

    def _unexpected(self, expected: str) -> ParseError:
        position = self.lexer.position
        found = self.lexer.text[position : position + 20]
        actual = f'found "{found}"' if found else "the query ends"
        return ParseError(
            f"Failed to parse the query at character {position + 1}: expected {expected}, but {actual}.",
            span=(
                position,
                min(position + max(len(found.split(" ")[0]), 1), max(len(self.lexer.text), position + 1)),
            ),
        )
