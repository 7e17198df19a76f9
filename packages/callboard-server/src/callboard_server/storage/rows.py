"""Run plans: execute their statements in order, and build the answer from the rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from attrs import frozen

from callboard_server.query.plan.outputs import EntityPlan, GroupedPlan, Plan, Planned
from callboard_server.storage.assembler import Assembly, Members, RowSet, make_assembly
from callboard_server.storage.computed import GATHERED, FileLinks
from callboard_server.storage.conversion import as_number, converter
from callboard_server.storage.occurrences import EntityDict
from callboard_server.storage.sql import Statement, build
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Row, Transaction

KEPT_PLANS = 512
NO_LIMIT = 2**53


@frozen
class Page:
    """The result of a query: rows in order, and the offset of the next page when this one is full."""

    rows: list[EntityDict]
    next_offset: int | None


@frozen(eq=False)
class _Prepared:
    """A plan compiled for one database: a statement for each row set, the plan's own first."""

    statements: tuple[Statement, ...]
    assembly: Assembly | None


class Reader:
    """Runs plans, and caches the compiled statements of each."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._kept: OrderedDict[tuple[str, bool, Plan], _Prepared] = OrderedDict()
        self._lock = Lock()

    def fetch(self, tx: Transaction, planned: Planned, links: FileLinks, *, normalised: bool = True) -> Page:
        """Return the answer to *planned*. Unless *normalised*, every occurrence has what its path selects."""
        ready = self._prepared(tx, planned.plan, normalised)
        page = {"limit": NO_LIMIT if planned.limit is None else planned.limit, "offset": planned.offset or 0}
        rows = tx.fetch(
            ready.statements[0].text, ready.statements[0].parameters(planned.values, tx.dialect) | page
        )
        is_full = planned.limit is not None and len(rows) == planned.limit > 0
        next_offset = (planned.offset or 0) + len(rows) if is_full else None
        if isinstance(planned.plan, GroupedPlan):
            return Page(_groups(planned.plan, rows), next_offset)
        return Page(self._entities(tx, planned, ready, rows, links), next_offset)

    def _entities(
        self, tx: Transaction, planned: Planned, ready: _Prepared, rows: list[Row], links: FileLinks
    ) -> list[EntityDict]:
        assert ready.assembly is not None
        row_sets, members = [rows], [dict[Any, list[Row]]()]
        for statement, row_set in zip(ready.statements[1:], ready.assembly.row_sets[1:], strict=True):
            found = _load(tx, planned, statement, row_set, row_sets[row_set.parent])
            row_sets.append(found)
            members.append(_grouped(_distinct(row_set, found), row_set.owner))
        gathered = [
            self._gathered(tx, row_sets[g.row_set], g.index, g.computed) for g in ready.assembly.gatherings
        ]
        given: list[Members] = list(members)
        return ready.assembly.assemble(rows, links, given, gathered)

    def _gathered(self, tx: Transaction, rows: list[Row], index: int, computed: Any) -> Mapping[Any, Any]:
        inputs = list(dict.fromkeys(row[index] for row in rows if row[index] is not None))
        gather = GATHERED[computed.attribute.function]
        return gather(tx, self.tables, inputs) if inputs else {}

    def _prepared(self, tx: Transaction, plan: Plan, normalised: bool) -> _Prepared:
        key = (tx.dialect.name, normalised, plan)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = self._prepare(tx, plan, normalised)
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > KEPT_PLANS:
                self._kept.popitem(last=False)
        return made

    def _prepare(self, tx: Transaction, plan: Plan, normalised: bool) -> _Prepared:
        own = build(plan.select, self.tables, tx.dialect)
        if not isinstance(plan, EntityPlan):
            return _Prepared((own,), None)
        assembly = make_assembly(plan.output, self.tables.model, normalised=normalised)
        loads = [
            build(row_set.load.select, self.tables, tx.dialect)
            for row_set in assembly.row_sets
            if row_set.load
        ]
        return _Prepared((own, *loads), assembly)


def _groups(plan: GroupedPlan, rows: list[Row]) -> list[EntityDict]:
    converters = [
        as_number if attribute is None else converter(attribute) or same for attribute in plan.attributes
    ]
    return [
        {name: convert(value) for name, convert, value in zip(plan.names, converters, row, strict=True)}
        for row in rows
    ]


def same(value: Any) -> Any:
    return value


def _load(
    tx: Transaction, planned: Planned, statement: Statement, row_set: RowSet, owners: list[Row]
) -> list[Row]:
    """Return the rows of a load for all *owners*, with one statement, or none if there are no owners."""
    keys = list(dict.fromkeys(row[row_set.key] for row in owners))
    keys = [key for key in keys if key is not None]
    if not keys:
        return []
    return tx.fetch(
        statement.text,
        statement.parameters(planned.values, tx.dialect) | {"keys": tx.dialect.list_parameter(keys)},
    )


def _distinct(row_set: RowSet, rows: list[Row]) -> list[Row]:
    """Return *rows* without repetitions: two links may connect the same owner and member.

    The official client refuses an answer that lists an entity twice in a collection.
    """
    return list(dict.fromkeys(rows)) if row_set.load and row_set.load.several else rows


def _grouped(rows: list[Row], owner: int) -> dict[Any, list[Row]]:
    grouped: dict[Any, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[owner], []).append(row)
    return grouped
