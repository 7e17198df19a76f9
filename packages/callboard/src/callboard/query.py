"""The result of a query: a read-only sequence that fetches pages when they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol, cast, overload

from callboard.core.entity import Entity
from callboard.core.expression import split_limits
from callboard.exception import MultipleResultsFoundError, NoResultFoundError

__all__ = ["PAGE_SIZE", "QueryResult", "Source"]

PAGE_SIZE: Final = 500


class Source(Protocol):
    """What a result requires of the session."""

    def fetch(self, expression: str, regroup: bool = True) -> tuple[list[Any], int | None]:
        """Return the rows of one query, and the offset of the next page if there is one."""


class QueryResult(Sequence[Entity]):
    """The rows of *expression*, fetched in pages of *page_size* when they are first read.

    Fetched rows are kept. The server returns the offset of the next page, so a page can have
    fewer rows than requested.
    """

    def __init__(self, session: Source, expression: str, page_size: int = PAGE_SIZE) -> None:
        self._session = session
        self._expression, self._limit, offset = split_limits(expression)
        self._page_size = page_size if self._limit is None else min(page_size, self._limit)
        self._offset = offset
        self._next: int | None = offset or 0
        self._rows: list[Entity] = []
        if self._limit == 0:
            self._next = None

    @overload
    def __getitem__(self, index: int) -> Entity: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entity]: ...
    def __getitem__(self, index: int | slice) -> Entity | list[Entity]:
        while self._next is not None and len(self._rows) < _rows_needed(index):
            self._load_page()
        return self._rows[index]

    def __iter__(self) -> Iterator[Entity]:
        at = 0
        while True:
            while at >= len(self._rows):
                if self._next is None:
                    return
                self._load_page()
            yield self._rows[at]
            at += 1

    def __len__(self) -> int:
        return len(self.all())

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None

    def __repr__(self) -> str:
        more = "" if self._next is None else ", not complete"
        return f"<QueryResult {self._expression!r}: {len(self._rows)} rows fetched{more}>"

    def all(self) -> list[Entity]:
        """Return all rows."""
        while self._next is not None:
            self._load_page()
        return list(self._rows)

    def one(self) -> Entity:
        """Fetch the only row and return it.

        Raises: NoResultFoundError, MultipleResultsFoundError; ValueError, when the query has a
        limit or an offset.
        """
        if self._limit is not None or self._offset is not None:
            raise ValueError("one() requires a query without `limit` and `offset`.")
        rows, _next = self._session.fetch(f"{self._expression} limit 2")
        if not rows:
            raise NoResultFoundError
        if len(rows) > 1:
            raise MultipleResultsFoundError
        return cast("Entity", rows[0])

    def first(self) -> Entity | None:
        """Fetch the first row and return it, or None.

        Raises: ValueError, when the query has a limit.
        """
        if self._limit is not None:
            raise ValueError("first() requires a query without `limit`.")
        offset = "" if self._offset is None else f" offset {self._offset}"
        rows, _next = self._session.fetch(f"{self._expression}{offset} limit 1")
        return rows[0] if rows else None

    def _load_page(self) -> None:
        at = self._next or 0
        size = self._page_size
        if self._limit is not None:
            size = min(size, self._limit - len(self._rows))
        rows: list[Any]
        rows, following = self._session.fetch(f"{self._expression} offset {at} limit {size}")
        self._rows.extend(rows)
        self._next = following if rows and following is not None and following > at else None
        if self._limit is not None and len(self._rows) >= self._limit:
            del self._rows[self._limit :]
            self._next = None


def _rows_needed(index: int | slice) -> float:
    """Return the number of rows that must be fetched to evaluate *index*."""
    if isinstance(index, slice):
        bounds = (index.start, index.stop)
        counts_from_end = (
            index.stop is None or (index.step or 1) < 0 or any((bound or 0) < 0 for bound in bounds)
        )
        return float("inf") if counts_from_end else float(index.stop)
    return float("inf") if index < 0 else float(index + 1)
