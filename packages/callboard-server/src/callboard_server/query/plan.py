"""From the bound tree to a plan: tables to read, how they join, what is asked of rows, and what becomes of
them.

A plan knows no database. Equal plans are the same question with other values: the values are lifted out into
a list, so that storage may keep one compiled statement for each plan. One statement reads the rows asked for;
each collection that is projected costs one more, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias, assert_never

from attrs import define, field, frozen

from callboard.errors import ParseError
from callboard.wire.values import instant_text, parse_instant
from callboard_server.model.attributes import (
    Collection,
    Computed,
    ManyToMany,
    MappedCollection,
    Number,
    Reference,
    Scalar,
    Stored,
    Text,
    Variable,
)
from callboard_server.model.entity import Entity, Model
from callboard_server.query.bound import (
    AllOf,
    AnyOf,
    BoundAggregate,
    BoundCriteria,
    BoundPath,
    BoundQuery,
    Compare,
    Constant,
    Hop,
    Hops,
    Negated,
    Node,
    OneOf,
    OneOfQuery,
    Projected,
    Related,
    Test,
    Value,
)
from callboard_server.query.syntax import Function
from callboard_server.query.values import DAY, number

Values: TypeAlias = list["Value | tuple[Value, ...]"]


# -- Sources and what is asked of their rows
# ------------------------------------------------------------------------------------------


@frozen
class Column:
    """The column *name* of the source numbered *source*."""

    source: int
    name: str


@frozen
class Parameter:
    """The place of a value in the list beside the plan."""

    index: int


@frozen
class Check:
    """One column against one value.

    `joined` columns may come from a relation that is empty: then the answer is no.
    """

    column: Column
    test: Test
    parameter: Parameter | None
    caseless: bool
    joined: bool
    fractional: bool = False


@frozen
class Among:
    column: Column
    negated: bool
    parameter: Parameter
    with_null: bool
    caseless: bool
    joined: bool
    fractional: bool = False


@frozen
class AmongRows:
    column: Column
    negated: bool
    select: Select
    joined: bool


@frozen
class OfTypes:
    """The row is of one of the types whose rows carry one of `values`."""

    column: Column
    values: tuple[str, ...]


@frozen
class Holds:
    """The column is lines of text, and one of them is the parameter, without regard to case."""

    column: Column
    parameter: Parameter


@frozen
class Present:
    """The relation that leads to this column is not empty."""

    column: Column


@frozen
class Exists:
    select: Select


@frozen
class Every:
    items: tuple[Predicate, ...]


@frozen
class Some:
    items: tuple[Predicate, ...]


@frozen
class Without:
    item: Predicate


@frozen
class Always:
    value: bool


Predicate: TypeAlias = (
    Check | Among | AmongRows | OfTypes | Holds | Present | Exists | Every | Some | Without | Always
)


@frozen
class Source:
    """One table in a statement."""

    number: int
    root: Entity = field(repr=lambda entity: entity.name)


@frozen
class Join:
    """A row of `source` whose `own` column equals `outer`, if there is one that meets `on`."""

    source: Source
    own: str
    outer: Column
    on: Predicate | None


@frozen
class Aggregated:
    function: Function
    column: Column


@frozen
class Ordering:
    column: Column
    descending: bool
    caseless: bool


@frozen
class Select:
    """One statement or subquery.

    `linked` ties it to a row outside; `keyed` limits it to the keys that a load is given.
    """

    source: Source
    joins: tuple[Join, ...]
    where: Predicate | None
    columns: tuple[Column | Aggregated, ...] = ()
    linked: tuple[str, Column] | None = None
    keyed: str | None = None
    grouped: tuple[Column, ...] = ()
    order: tuple[Ordering, ...] = ()
    paged: bool = False


# -- What becomes of rows
# ------------------------------------------------------------------------------------------------------------


@frozen
class ScalarOutput:
    attribute: Scalar
    index: int
    types: frozenset[str] | None


@frozen
class ComputedOutput:
    """A derived value, made from the columns at `indices` in the order that `inputs` of its attribute names
    them.
    """

    entity: Entity
    attribute: Computed
    indices: tuple[int, ...]
    types: frozenset[str] | None


@frozen
class ReferenceOutput:
    """A related entity in the same row; `node` None: always empty."""

    name: str
    node: Output | None
    types: frozenset[str] | None


@frozen
class ManyOutput:
    """Related entities from a load; `owner` is the index of this entity's identifier in its row."""

    name: str
    load: Load | None
    owner: int
    types: frozenset[str] | None


@frozen
class Output:
    """How one entity is made from a row.

    `type_index` tells its type by the discriminator where a table holds several.
    """

    entity: Entity
    keys: tuple[int, ...]
    type_index: int | None
    scalars: tuple[ScalarOutput, ...]
    computed: tuple[ComputedOutput, ...]
    references: tuple[ReferenceOutput, ...]
    many: tuple[ManyOutput, ...]


@frozen
class Load:
    """One more statement: the members of a collection for all its owners. `owner` is the index of the owner's
    key in its rows.

    A member of `several` owners comes once for each of them.
    """

    select: Select
    owner: int
    output: Output
    several: bool = False


@frozen
class EntityPlan:
    select: Select
    output: Output


@frozen
class FigurePlan:
    """Rows of figures, under `names`.

    `attributes` tells for each what it is a value of; None for a number made of many.
    """

    select: Select
    names: tuple[str, ...]
    attributes: tuple[Scalar | None, ...]


Plan: TypeAlias = EntityPlan | FigurePlan


@frozen
class Planned:
    """A plan with the values of this very question. `limit` and `offset` stand beside the others."""

    plan: Plan
    values: Values
    limit: int | None
    offset: int | None


MAXIMUM_JOINS = 60
"""SQLite joins at most 64 tables in one statement."""

MAXIMUM_LOADS = 100


def make_plan(query: BoundQuery, model: Model) -> Planned:
    """Return the plan of *query* and the values in it."""
    return _Planner(model, query.visible).plan(query)


def _told_as(aggregate: BoundAggregate) -> Scalar | None:
    """Return the attribute that *aggregate* is a value of.

    The least and the greatest are one of those there are.
    """
    return aggregate.path.attribute if aggregate.function in {Function.MINIMUM, Function.MAXIMUM} else None


@define(eq=False)
class _Scope:
    """One statement under construction."""

    source: Source
    joins: dict[tuple[int, str, str | None], tuple[Source, Join]] = field(factory=dict)
    columns: dict[Column, int] = field(factory=dict)

    def column(self, source: Source, name: str) -> int:
        """Return the index of a column in the rows of this statement, adding it when it is new."""
        return self.columns.setdefault(Column(source.number, name), len(self.columns))

    def joined(self) -> tuple[Join, ...]:
        return tuple(join for _, join in self.joins.values())


class _Planner:
    def __init__(self, model: Model, visible: Mapping[str, BoundCriteria]) -> None:
        self.model = model
        self.visible = visible
        self.values: Values = []
        self.sources = 0
        self.loads = 0
        self.narrowing = True
        self._roots: dict[int, Entity] = {}

    def plan(self, query: BoundQuery) -> Planned:
        scope = self._scope(query.entity)
        where = self._where(scope, query.entity, query.criteria)
        order = tuple(
            one for key in query.order_by for one in self._orderings(scope, key.path, key.descending)
        )
        plan = (
            self._figures(query, scope, where, order)
            if query.grouping
            else self._entities(query, scope, where, order)
        )
        return Planned(plan, self.values, query.limit, query.offset)

    # -- Statements
    # --------------------------------------------------------------------------------------------------------

    def _entities(
        self, query: BoundQuery, scope: _Scope, where: Predicate | None, order: tuple[Ordering, ...]
    ) -> EntityPlan:
        assert query.node is not None
        output = self._output(scope, scope.source, query.node, query.entity)
        keys = tuple(
            Ordering(Column(scope.source.number, key), descending=False, caseless=False)
            for key in query.entity.key
        )
        select = Select(
            scope.source,
            scope.joined(),
            where,
            tuple(scope.columns),
            order=(*order, *keys),
            paged=query.limit is not None or bool(query.offset),
        )
        return EntityPlan(select, output)

    def _figures(
        self, query: BoundQuery, scope: _Scope, where: Predicate | None, order: tuple[Ordering, ...]
    ) -> FigurePlan:
        assert query.grouping is not None
        keys = tuple(self._column(scope, scope.source, key.path) for key in query.grouping.keys)
        figures = tuple(
            Aggregated(aggregate.function, self._column(scope, scope.source, aggregate.path))
            for aggregate in query.grouping.aggregates
        )
        ordered = dict.fromkeys(ordering.column for ordering in order)
        rest = tuple(Ordering(key, descending=False, caseless=False) for key in keys if key not in ordered)
        select = Select(
            scope.source,
            scope.joined(),
            where,
            (*keys, *figures),
            grouped=tuple(
                dict.fromkeys((*keys, *ordered))
            ),  # a value of any type is ordered by what is kept beside it
            order=(*order, *rest),
            paged=query.limit is not None or bool(query.offset),
        )
        names = (
            *(key.name for key in query.grouping.keys),
            *(aggregate.name for aggregate in query.grouping.aggregates),
        )
        attributes = (
            *(key.path.attribute for key in query.grouping.keys),
            *map(_told_as, query.grouping.aggregates),
        )
        return FigurePlan(select, names, attributes)

    def _scope(self, entity: Entity) -> _Scope:
        return _Scope(self._source(entity))

    def _source(self, entity: Entity) -> Source:
        self.sources += 1
        source = Source(self.sources, self.model.root(entity))
        self._roots[source.number] = source.root
        return source

    def _where(self, scope: _Scope, entity: Entity, criteria: BoundCriteria | None) -> Predicate | None:
        narrowed = self._narrowed(scope, entity)
        return (
            narrowed
            if criteria is None
            else self._every(narrowed, self._predicate(scope, scope.source, criteria))
        )

    def _narrowed(self, scope: _Scope, entity: Entity, source: Source | None = None) -> Predicate | None:
        """Return what rows of *source* must meet to be of *entity*'s types and visible to who asks."""
        source = source or scope.source
        return self._every(self._of_types(source, entity), self._visible(source))

    def _of_types(self, source: Source, entity: Entity) -> Predicate | None:
        name = self.model.discriminator(source.root)
        if name is None or entity is source.root:
            return None
        values = tuple(kind.discriminator.value for kind in self.model.concrete(entity) if kind.discriminator)
        return OfTypes(Column(source.number, name), values)

    def _visible(self, source: Source) -> Predicate | None:
        criteria = self.visible.get(source.root.name)
        if criteria is None or not self.narrowing:
            return None
        self.narrowing = False
        try:
            inner = _Scope(source)
            predicate = self._predicate(inner, source, criteria)
        finally:
            self.narrowing = True
        if inner.joins:
            raise ValueError("visibility must be told without joins: write relations as has or any")
        return predicate

    # -- Criteria
    # --------------------------------------------------------------------------------------------------------

    def _predicate(self, scope: _Scope, source: Source, criteria: BoundCriteria) -> Predicate:
        match criteria:
            case Constant(value=value):
                return Always(value)
            case AllOf(items=items):
                return Every(tuple(self._predicate(scope, source, item) for item in items))
            case AnyOf(items=items):
                return Some(tuple(self._predicate(scope, source, item) for item in items))
            case Negated(item=item):
                return Without(self._predicate(scope, source, item))
            case Related(hops=hops, criteria=inner):
                return self._related(scope, source, hops, inner)
            case Compare() | OneOf() | OneOfQuery():
                return self._at(scope, source, criteria.hops, criteria)
        raise AssertionError(criteria)

    def _at(
        self, scope: _Scope, source: Source, hops: Hops, criteria: Compare | OneOf | OneOfQuery
    ) -> Predicate:
        """Return *criteria* at the end of *hops*.

        Along single relations in joins, from a collection on in a subquery.
        """
        reached = source
        for index, hop in enumerate(hops):
            if hop.to_many or not self.narrowing:
                return self._exists(
                    reached, hop, partial(self._at, hops=hops[index + 1 :], criteria=criteria)
                )
            reached = self._join(scope, reached, hop)
        return self._test(
            Column(reached.number, criteria.attribute.column), criteria, joined=reached is not source
        )

    def _related(
        self, scope: _Scope, source: Source, hops: Hops, criteria: BoundCriteria | None
    ) -> Predicate:
        reached = source
        for index, hop in enumerate(hops):
            if hop.to_many or not self.narrowing:
                return self._exists(
                    reached, hop, partial(self._related, hops=hops[index + 1 :], criteria=criteria)
                )
            reached = self._join(scope, reached, hop)
        here = None if criteria is None else self._predicate(scope, reached, criteria)
        if reached is source:
            return here or Always(value=True)
        return self._every(Present(Column(reached.number, reached.root.key[0])), here) or Always(value=True)

    def _exists(self, source: Source, hop: Hop, inside: Callable[[_Scope, Source], Predicate]) -> Exists:
        assert hop.entity is not None
        match hop.relation:
            case ManyToMany(through=through, near=near):
                scope = self._scope(self.model.entity(through))
                reached = self._across(scope, hop.relation, hop.entity)
                linked = (near, Column(source.number, "id"))
                narrowed = self._every(self._visible(scope.source), self._found(reached))
            case _:
                scope = self._scope(hop.entity)
                reached = scope.source
                linked = self._link(source, hop)
                narrowed = self._every(self._narrowed(scope, hop.entity), self._chosen(reached, hop))
        where = self._every(narrowed, inside(scope, reached))
        return Exists(Select(scope.source, scope.joined(), where, linked=linked))

    def _across(self, scope: _Scope, relation: ManyToMany, entity: Entity) -> Source:
        """Return the far end of *relation*, joined to the entity between in *scope*."""
        own = self._key_of(entity)
        return self._add_join(
            scope,
            (scope.source.number, relation.name, entity.name),
            entity,
            own,
            Column(scope.source.number, relation.far),
        )

    def _found(self, source: Source) -> Present:
        return Present(Column(source.number, source.root.key[0]))

    def _chosen(self, source: Source, hop: Hop) -> Predicate | None:
        """Return what members must meet beyond belonging to their owner."""
        relation = hop.relation
        if isinstance(relation, Collection) and relation.only:
            name, value = relation.only
            return OfTypes(Column(source.number, name), (value,))
        if isinstance(relation, MappedCollection) and relation.key and hop.key is not None:
            return Check(
                Column(source.number, relation.key),
                Test.EQUAL,
                self._parameter(hop.key),
                caseless=False,
                joined=False,
            )
        return None

    def _link(self, source: Source, hop: Hop) -> tuple[str, Column]:
        """Return (column of what is reached, column of *source*) that tie the two ends of *hop*."""
        match hop.relation:
            case Reference(via=via, to=to):
                return to or self._key_of(hop.entity), Column(source.number, via)
            case Collection(via=via, own=own) | MappedCollection(via=via, own=own):
                return via, Column(source.number, own)
            case ManyToMany():
                raise ValueError("tied by the entities between, not by a column")
        assert_never(hop.relation)

    def _key_of(self, entity: Entity | None) -> str:
        assert entity is not None
        return entity.key[0]

    def _join(self, scope: _Scope, source: Source, hop: Hop) -> Source:
        assert hop.entity is not None
        place = (
            source.number,
            f"{hop.relation.name}.{hop.key or ''}",
            hop.entity.name if hop.is_cast else None,
        )
        if place in scope.joins:
            return scope.joins[place][0]
        own, outer = self._link(source, hop)
        return self._add_join(scope, place, hop.entity, own, outer, hop)

    def _add_join(
        self,
        scope: _Scope,
        place: tuple[int, str, str | None],
        entity: Entity,
        own: str,
        outer: Column,
        hop: Hop | None = None,
    ) -> Source:
        if len(scope.joins) >= MAXIMUM_JOINS:
            raise ParseError(
                f"The query follows more than {MAXIMUM_JOINS} relations from one entity.",
                hint="Ask in several queries.",
            )
        target = self._source(entity)
        on = self._every(self._narrowed(scope, entity, target), self._chosen(target, hop) if hop else None)
        scope.joins[place] = (target, Join(target, own, outer, on))
        return target

    def _test(self, column: Column, criteria: Compare | OneOf | OneOfQuery, *, joined: bool) -> Predicate:
        attribute = criteria.attribute
        caseless = isinstance(attribute, Text) and attribute.caseless
        if isinstance(attribute, Variable):
            return self._variable(column, attribute, criteria, joined=joined)
        match criteria:
            case Compare(test=test, value=value):
                parameter = None if value is None else self._parameter(value)
                return Check(column, test, parameter, caseless, joined, fractional=isinstance(value, float))
            case OneOf(negated=negated, values=values, with_null=with_null):
                fractional = isinstance(attribute, Number) or any(
                    isinstance(value, float) for value in values
                )
                given = tuple(map(float, values)) if fractional else values
                return Among(column, negated, self._parameter(given), with_null, caseless, joined, fractional)
            case OneOfQuery(negated=negated, query=query):
                scope = self._scope(query.entity)
                where = self._where(scope, query.entity, query.criteria)
                return AmongRows(column, negated, self._column_of_rows(scope, where, query.path), joined)
        raise AssertionError(criteria)

    def _variable(
        self, column: Column, attribute: Variable, criteria: Compare | OneOf | OneOfQuery, *, joined: bool
    ) -> Predicate:
        """Return *criteria* about a value of any type.

        Compared as text, as a number where both are one, and by item where it is a list.
        """
        text, number = Column(column.source, attribute.as_text), Column(column.source, attribute.as_number)
        match criteria:
            case Compare(test=test, value=None):
                return Check(text, test, None, caseless=True, joined=joined)
            case Compare(test=test, value=value):
                plain, negated = POSITIVE.get(test, (test, False))
                return self._perhaps_not(
                    column, self._value_meets(text, number, plain, str(value)), negated=negated, joined=joined
                )
            case OneOf(negated=negated, values=values, with_null=with_null):
                any_of: list[Predicate] = [
                    self._value_meets(text, number, Test.EQUAL, str(value)) for value in values
                ]
                any_of += [Check(text, Test.NULL, None, caseless=True, joined=False)] if with_null else []
                return self._perhaps_not(
                    column,
                    Some(tuple(any_of)) if any_of else Always(value=False),
                    negated=negated,
                    joined=joined,
                )
            case OneOfQuery(negated=negated, query=query):
                scope = self._scope(query.entity)
                where = self._where(scope, query.entity, query.criteria)
                return AmongRows(text, negated, self._column_of_rows(scope, where, query.path), joined)
        raise AssertionError(criteria)

    def _value_meets(self, text: Column, number: Column, test: Test, value: str) -> Predicate:
        if test is Test.EQUAL:
            return self._value_is(text, number, value)
        as_number = numeric(value)
        if test is Test.LIKE:
            return Check(text, test, self._parameter(value), caseless=True, joined=False)
        if as_number is not None:
            return Check(
                number, test, self._parameter(as_number), caseless=False, joined=False, fractional=True
            )
        return Check(text, test, self._parameter(moment(value) or value), caseless=True, joined=False)

    def _value_is(self, text: Column, number: Column, value: str) -> Predicate:
        """Return that a value of any type is *value*.

        A number is asked about as a number alone, which is quick; all else as text.
        """
        met: list[Predicate] = [
            Check(text, Test.EQUAL, self._parameter(value), caseless=True, joined=False),
            Holds(text, self._parameter(f"\n{value}\n")),
        ]
        if DAY.fullmatch(value):
            met.append(Check(text, Test.ON_DAY, self._parameter(value), caseless=False, joined=False))
        elif (instant := moment(value)) and instant != value:
            met.append(Check(text, Test.EQUAL, self._parameter(instant), caseless=False, joined=False))
        as_number = numeric(value)
        if as_number is None:
            return Some(tuple(met))
        is_number = Check(
            number, Test.EQUAL, self._parameter(as_number), caseless=False, joined=False, fractional=True
        )
        is_none = Check(number, Test.NULL, None, caseless=False, joined=False)
        return Some((is_number, Every((is_none, Some(tuple(met))))))

    def _perhaps_not(self, column: Column, positive: Predicate, *, negated: bool, joined: bool) -> Predicate:
        """Return *positive*, or its opposite for a relation that is there."""
        if not negated:
            return positive
        there = Present(Column(column.source, self._roots[column.source].key[0])) if joined else None
        return self._every(there, Without(positive)) or Without(positive)

    def _column_of_rows(self, scope: _Scope, where: Predicate | None, path: BoundPath) -> Select:
        if any(hop.to_many for hop in path.hops):
            raise ValueError("checked before: a subquery projects a single value")
        column = self._column(scope, scope.source, path)
        return Select(scope.source, scope.joined(), where, (column,))

    def _parameter(self, value: Value | tuple[Value, ...]) -> Parameter:
        self.values.append(value)
        return Parameter(len(self.values) - 1)

    def _every(self, *predicates: Predicate | None) -> Predicate | None:
        there = tuple(predicate for predicate in predicates if predicate is not None)
        return Every(there) if len(there) > 1 else there[0] if there else None

    # -- Order and output
    # ------------------------------------------------------------------------------------------------------

    def _column(self, scope: _Scope, source: Source, path: BoundPath) -> Column:
        for hop in path.hops:
            source = self._join(scope, source, hop)
        return Column(source.number, path.attribute.column)

    def _orderings(self, scope: _Scope, path: BoundPath, descending: bool) -> tuple[Ordering, ...]:
        column = self._column(scope, scope.source, path)
        match path.attribute:
            case Variable(as_number=as_number, as_text=as_text):
                numbers, texts = Column(column.source, as_number), Column(column.source, as_text)
                return Ordering(numbers, descending, caseless=False), Ordering(
                    texts, descending, caseless=True
                )
            case Text(caseless=caseless):
                return (Ordering(column, descending, caseless),)
            case _:
                return (Ordering(column, descending, caseless=False),)

    def _output(self, scope: _Scope, source: Source, node: Node, entity: Entity) -> Output:
        """Return how entities of *node* are made from rows of *scope*, adding the joins, columns and loads
        that they need.
        """
        keys = tuple(scope.column(source, name) for name in entity.key)
        discriminator = self.model.discriminator(source.root)
        type_index = scope.column(source, discriminator) if discriminator else None
        parts: tuple[list[ScalarOutput], list[ComputedOutput], list[ReferenceOutput], list[ManyOutput]] = (
            [],
            [],
            [],
            [],
        )
        for projected in node.projected.values():
            match projected.attribute:
                case Stored() as stored:
                    parts[0].append(
                        ScalarOutput(stored, scope.column(source, stored.column), projected.types)
                    )
                case Computed() as computed:
                    parts[1].append(self._computed(scope, source, entity, computed, projected.types))
                case Reference():
                    parts[2].append(self._reference(scope, source, projected))
                case Collection() | MappedCollection() | ManyToMany():
                    parts[3].append(self._many(scope, source, projected))
        return Output(entity, keys, type_index, *map(tuple, parts))  # type: ignore[arg-type]  # tuples of the four lists, in order

    def _computed(
        self, scope: _Scope, source: Source, entity: Entity, attribute: Computed, types: frozenset[str] | None
    ) -> ComputedOutput:
        return ComputedOutput(
            self._owner(entity, attribute),
            attribute,
            tuple(scope.column(source, name) for name in attribute.inputs),
            types,
        )

    def _owner(self, entity: Entity, attribute: Computed) -> Entity:
        """Return the type that declares *attribute*: *entity* itself, or a relative that a cast led to."""
        if attribute.name in entity.by_name:
            return entity
        family = self.model.family(self.model.root(entity))
        return next(member for member in family if member.by_name.get(attribute.name) is attribute)

    def _reference(self, scope: _Scope, source: Source, projected: Projected) -> ReferenceOutput:
        attribute = projected.attribute
        assert isinstance(attribute, Reference)
        if projected.node is None:
            return ReferenceOutput(attribute.name, None, projected.types)
        target = projected.node.entity
        if self._is_bare(projected.node) and attribute.to is None:
            index = scope.column(source, attribute.via)
            return ReferenceOutput(
                attribute.name, self._bare(scope, projected.node, index, attribute), projected.types
            )
        reached = self._join(scope, source, Hop(attribute, target))
        return ReferenceOutput(
            attribute.name, self._output(scope, reached, projected.node, target), projected.types
        )

    def _is_bare(self, node: Node) -> bool:
        """Tell whether entities of *node* need nothing but their identifier, which the foreign key holds
        already.
        """
        root = self.model.root(node.entity)
        alone = self.model.discriminator(root) is None and root.name not in self.visible
        return alone and set(node.projected) == set(node.entity.key) == {"id"}

    def _bare(self, scope: _Scope, node: Node, index: int, attribute: Reference) -> Output:
        identifier = node.entity.by_name["id"]
        assert isinstance(identifier, Stored)
        return Output(node.entity, (index,), None, (ScalarOutput(identifier, index, None),), (), (), ())

    def _many(self, scope: _Scope, source: Source, projected: Projected) -> ManyOutput:
        attribute = projected.attribute
        assert isinstance(attribute, Collection | MappedCollection | ManyToMany)
        owner = scope.column(source, "id" if isinstance(attribute, ManyToMany) else attribute.own)
        if projected.node is None:
            return ManyOutput(attribute.name, None, owner, projected.types)
        return ManyOutput(attribute.name, self._load(attribute, projected.node), owner, projected.types)

    def _load(self, attribute: Collection | MappedCollection | ManyToMany, node: Node) -> Load:
        self.loads += 1
        if self.loads > MAXIMUM_LOADS:
            raise ParseError(
                f"The query projects more than {MAXIMUM_LOADS} collections.", hint="Ask in several queries."
            )
        if isinstance(attribute, ManyToMany):
            keyed = attribute.near
            scope = self._scope(self.model.entity(attribute.through))
            reached = self._across(scope, attribute, node.entity)
            where = self._every(self._visible(scope.source), self._found(reached))
        else:
            keyed = attribute.via
            scope = self._scope(node.entity)
            reached = scope.source
            where = self._every(
                self._narrowed(scope, node.entity), self._chosen(reached, Hop(attribute, node.entity))
            )
        owner = scope.column(scope.source, keyed)
        output = self._output(scope, reached, node, node.entity)
        order = tuple(
            Ordering(Column(reached.number, name), descending=down, caseless=False)
            for name, down in self._order_of_members(node.entity)
        )
        select = Select(scope.source, scope.joined(), where, tuple(scope.columns), keyed=keyed, order=order)
        return Load(select, owner, output, several=isinstance(attribute, ManyToMany))

    def _order_of_members(self, entity: Entity) -> tuple[tuple[str, bool], ...]:
        """Return by what the members of a collection are in order, each with whether it goes down.

        By key, after what its type names.
        """
        return (
            *((name.lstrip("-"), name.startswith("-")) for name in entity.in_order_of),
            *((name, False) for name in entity.key),
        )


def numeric(value: str) -> float | None:
    """Return *value* as a number, None when it is none."""
    try:
        return float(number(value))
    except (ValueError, OverflowError):
        return None


def moment(value: str) -> str | None:
    """Return *value* as instants are stored, None when it is none. A bare date is its midnight."""
    try:
        return instant_text(parse_instant(value))
    except (ValueError, OverflowError):
        return None


POSITIVE: Mapping[Test, tuple[Test, bool]] = {
    Test.UNEQUAL: (Test.EQUAL, True),
    Test.NOT_LIKE: (Test.LIKE, True),
    Test.NOT_ON_DAY: (Test.ON_DAY, True),
}
"""Tests that ask for the opposite of another one."""
