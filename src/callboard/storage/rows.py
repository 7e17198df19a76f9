"""From rows to entities, written as answers are: each entity once in full, and as a bare reference wherever else it occurs.

A plan is made executable once: statements as text, and for each output a function that turns a row into an entity.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any, TypeAlias

from attrs import define, field, frozen

from callboard.model.attributes import Boolean, Instant, Number, Scalar
from callboard.model.entity import Model
from callboard.query.plan import ComputedOutput, EntityPlan, FigurePlan, Load, Output, Plan, Planned
from callboard.storage.computed import GATHERED, PLAIN, Surroundings
from callboard.storage.sql import Statement, build
from callboard.storage.tables import Tables
from callboard.storage.transaction import Row, Transaction
from callboard.wire.values import ENTITY_TYPE_KEY

Entity_: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Any, ...]
KEPT_PLANS = 512
NO_LIMIT = 2**53


def as_instant(text: str | None) -> Any:
    return None if text is None else {"__type__": "datetime", "value": text}


def as_boolean(value: Any) -> Any:
    return None if value is None else bool(value)


def as_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def converter(attribute: Scalar) -> Callable[[Any], Any] | None:
    """Return how a column's value becomes one on the wire; None where it is the same."""
    match attribute:
        case Instant():
            return as_instant
        case Boolean():
            return as_boolean
        case Number():
            return as_number
        case _:
            return None


@frozen
class Page:
    """What a query answers: rows in order, and the offset of the next page when this one is full."""

    rows: list[Entity_]
    next_offset: int | None


class Reader:
    """Runs plans. Plans met before cost neither building nor compiling."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._kept: OrderedDict[tuple[str, Plan], _Executable] = OrderedDict()
        self._lock = Lock()

    def fetch(self, tx: Transaction, planned: Planned, around: Surroundings, *, normalised: bool = True) -> Page:
        """Return the answer to *planned*. With *normalised* off, every occurrence of an entity is complete."""
        executable = self._executable(tx, planned.plan)
        rows = executable.run(tx, planned)
        if isinstance(planned.plan, FigurePlan):
            data = [dict(zip(planned.plan.names, map(as_number, row), strict=True)) for row in rows]
        else:
            data = _Assembly(tx, planned, around, self.tables, normalised).entities(executable, rows)
        is_full = planned.limit is not None and len(rows) == planned.limit and planned.limit > 0
        return Page(data, (planned.offset or 0) + len(rows) if is_full else None)

    def _executable(self, tx: Transaction, plan: Plan) -> _Executable:
        key = (tx.dialect.name, plan)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = _executable(plan, self.tables, tx)
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > KEPT_PLANS:
                self._kept.popitem(last=False)
        return made


@frozen(eq=False)
class _Executable:
    statement: Statement
    shape: _Shape | None

    def run(self, tx: Transaction, planned: Planned, keys: Iterable[Any] | None = None) -> list[Row]:
        given = self.statement.parameters(planned.values, tx.dialect)
        if keys is not None:
            given["keys"] = tx.dialect.list_parameter(keys)
        else:
            given |= {"limit": NO_LIMIT if planned.limit is None else planned.limit, "offset": planned.offset or 0}
        return tx.fetch(self.statement.text, given)


def _executable(plan: Plan, tables: Tables, tx: Transaction) -> _Executable:
    shape = _Shape.of(plan.output, tables, tx) if isinstance(plan, EntityPlan) else None
    return _Executable(build(plan.select, tables, tx.dialect), shape)


@frozen(eq=False)
class _Branch:
    """A collection to be loaded: the statement, the shape of its members, and where in its rows the owner's key stands."""

    executable: _Executable
    owner: int


@define(eq=False)
class _Shape:
    """How entities of one output are made from rows.

    `names` and `indices` are the attributes that every type of the output has; `some` those that only some types have.
    """

    output: Output
    type_name: str
    type_names: Mapping[str, str]
    key_names: tuple[str, ...]
    names: tuple[str, ...]
    indices: tuple[int, ...]
    conversions: tuple[tuple[str, Callable[[Any], Any]], ...]
    some: tuple[tuple[str, int, Callable[[Any], Any] | None, frozenset[str]], ...]
    references: tuple[tuple[str, _Shape | None, frozenset[str] | None], ...]
    branches: tuple[tuple[str, _Branch | None, int, frozenset[str] | None], ...]
    has_more: bool = field(default=False)

    @classmethod
    def of(cls, output: Output, tables: Tables, tx: Transaction) -> _Shape:
        entity = output.entity
        plain = [scalar for scalar in output.scalars if scalar.types is None]
        conversions = [(scalar.attribute.name, convert) for scalar in plain if (convert := converter(scalar.attribute))]
        return cls(
            output=output,
            type_name=entity.name,
            type_names=_type_names(tables.model, output),
            key_names=entity.key,
            names=tuple(scalar.attribute.name for scalar in plain),
            indices=tuple(scalar.index for scalar in plain),
            conversions=tuple(conversions),
            some=tuple(
                (scalar.attribute.name, scalar.index, converter(scalar.attribute), scalar.types)
                for scalar in output.scalars
                if scalar.types is not None
            ),
            references=tuple(
                (reference.name, cls.of(reference.node, tables, tx) if reference.node else None, reference.types)
                for reference in output.references
            ),
            branches=tuple(
                (many.name, _branch(many.load, tables, tx) if many.load else None, many.owner, many.types) for many in output.many
            ),
            has_more=bool(output.references or output.many or output.computed),
        )

    def type_of(self, row: Row) -> str:
        index = self.output.type_index
        return self.type_name if index is None else self.type_names[row[index]]

    def shapes_in_row(self) -> Iterable[_Shape]:
        """Return this shape and those of all single relations below it, which share its row."""
        yield self
        for _, shape, _ in self.references:
            if shape:
                yield from shape.shapes_in_row()


def _type_names(model: Model, output: Output) -> Mapping[str, str]:
    family = model.family(model.root(output.entity))
    return {member.discriminator.value: member.name for member in family if member.discriminator}


def _branch(load: Load, tables: Tables, tx: Transaction) -> _Branch:
    shape = _Shape.of(load.output, tables, tx)
    return _Branch(_Executable(build(load.select, tables, tx.dialect), shape), load.owner)


Members: TypeAlias = dict[Any, list[Row]]


class _Assembly:
    """One answer under construction: the rows of every branch, and which entities are written already."""

    def __init__(self, tx: Transaction, planned: Planned, around: Surroundings, tables: Tables, normalised: bool) -> None:
        self.tx = tx
        self.planned = planned
        self.around = around
        self.tables = tables
        self.normalised = normalised
        self.members: dict[int, Members] = {}
        self.gathered: dict[int, Mapping[Any, Any]] = {}
        self.written: dict[tuple[str, Key], Entity_] = {}
        self.complete: set[tuple[int, str, Key]] = set()

    def entities(self, executable: _Executable, rows: list[Row]) -> list[Entity_]:
        shape = executable.shape
        assert shape is not None
        self._load(shape, rows)
        entities = [self._begin(shape, row) for row in rows]
        if shape.has_more:
            for entity, row in zip(entities, rows, strict=True):
                self._finish(shape, row, entity)
        return entities

    def _load(self, shape: _Shape, rows: list[Row]) -> None:
        """Read the rows of every collection below *shape*, one statement each."""
        for part in shape.shapes_in_row():
            for computed in part.output.computed:
                self._gather(computed, rows)
            for _, branch, owner, _ in part.branches:
                if branch is None:
                    continue
                keys = list(dict.fromkeys(row[owner] for row in rows if row[owner] is not None))
                found = branch.executable.run(self.tx, self.planned, keys) if keys else []
                grouped: Members = {}
                for row in found:
                    grouped.setdefault(row[branch.owner], []).append(row)
                self.members[id(branch)] = grouped
                assert branch.executable.shape is not None
                self._load(branch.executable.shape, found)

    def _gather(self, computed: ComputedOutput, rows: list[Row]) -> None:
        gather = GATHERED.get((computed.entity.name, computed.attribute.name))
        if gather:
            inputs = list(dict.fromkeys(row[computed.indices[0]] for row in rows if row[computed.indices[0]] is not None))
            self.gathered[id(computed)] = gather(self.tx, self.tables, inputs) if inputs else {}

    def _begin(self, shape: _Shape, row: Row) -> Entity_:
        """Return the entity of *row* with its stored attributes."""
        type_name = shape.type_of(row)
        entity: Entity_ = {ENTITY_TYPE_KEY: type_name}
        entity.update(zip(shape.names, [row[index] for index in shape.indices], strict=True))
        for name, convert in shape.conversions:
            entity[name] = convert(entity[name])
        for name, index, convert_some, types in shape.some:
            if type_name in types:
                entity[name] = convert_some(row[index]) if convert_some else row[index]
        if self.normalised:
            key = tuple(row[index] for index in shape.output.keys)
            self.written[type_name, key] = entity
            self.complete.add((id(shape), type_name, key))
        return entity

    def _finish(self, shape: _Shape, row: Row, entity: Entity_) -> None:
        """Add derived values and relations to *entity*."""
        type_name = entity[ENTITY_TYPE_KEY]
        for computed in shape.output.computed:
            if computed.types is None or type_name in computed.types:
                entity[computed.attribute.name] = self._computed(computed, row)
        for name, related, types in shape.references:
            if types is None or type_name in types:
                entity[name] = self._related(related, row) if related else None
        for name, branch, owner, types in shape.branches:
            if types is None or type_name in types:
                entity[name] = self._collection(branch, row[owner]) if branch else []

    def _computed(self, computed: ComputedOutput, row: Row) -> Any:
        name = (computed.entity.name, computed.attribute.name)
        if name in GATHERED:
            return self.gathered[id(computed)].get(row[computed.indices[0]])
        return PLAIN[name](self.around, *[row[index] for index in computed.indices])

    def _collection(self, branch: _Branch, owner: Any) -> list[Entity_]:
        shape = branch.executable.shape
        assert shape is not None
        found = self.members[id(branch)].get(owner, ())
        return [entity for row in found if (entity := self._related(shape, row)) is not None]

    def _related(self, shape: _Shape, row: Row) -> Entity_ | None:
        """Return the related entity in *row*: in full the first time, else a reference; None when there is none."""
        key = tuple([row[index] for index in shape.output.keys])
        if key[0] is None:
            return None
        if not self.normalised:
            entity = self._begin(shape, row)
            if shape.has_more:
                self._finish(shape, row, entity)
            return entity
        type_name = shape.type_of(row)
        written = self.written.get((type_name, key))
        if written is None:
            entity = self._begin(shape, row)
            if shape.has_more:
                self._finish(shape, row, entity)
            return entity
        if (id(shape), type_name, key) not in self.complete:
            self._complete(shape, row, written, type_name, key)
        return {ENTITY_TYPE_KEY: type_name, **dict(zip(shape.key_names, key, strict=True))}

    def _complete(self, shape: _Shape, row: Row, written: Entity_, type_name: str, key: Key) -> None:
        """Add to the copy that is *written* what this occurrence asks for beyond it."""
        self.complete.add((id(shape), type_name, key))
        more = self._begin(shape, row)
        if shape.has_more:
            self._finish(shape, row, more)
        for name, value in more.items():
            written.setdefault(name, value)
        self.written[type_name, key] = written
