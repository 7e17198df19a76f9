"""From bound criteria to predicates on the rows of a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from callboard_server.model.attributes import Number, Text, Variable
from callboard_server.model.entity import Entity
from callboard_server.query.bound import (
    AllOf,
    AnyOf,
    BoundCriteria,
    Compare,
    Constant,
    Hop,
    Hops,
    Negated,
    OfType,
    OneOf,
    OneOfQuery,
    Related,
)
from callboard_server.query.plan.nodes import (
    Always,
    Among,
    AmongRows,
    Check,
    Column,
    Every,
    Exists,
    Predicate,
    Present,
    Select,
    Some,
    Source,
    Without,
    every,
)
from callboard_server.query.plan.relations import Relations, Unrestricted
from callboard_server.query.plan.sources import Scope, Sources
from callboard_server.query.plan.variables import VariableColumn


class CriteriaPlanner:
    """Plans criteria with to-one relations as joins of the statement, and collections as subqueries."""

    def __init__(self, relations: Relations) -> None:
        self.relations = relations
        self.sources = relations.sources

    def is_joined(self, hop: Hop) -> bool:
        """Return whether *hop* is followed in a join rather than a subquery."""
        return not hop.to_many

    def where(self, scope: Scope, entity: Entity, criteria: BoundCriteria | None) -> Predicate | None:
        """Return what rows of *scope* must meet: *criteria*, and what every query of *entity* requires."""
        narrowed = self.relations.narrowed(scope.source, entity)
        if criteria is None:
            return narrowed
        return every(narrowed, self.predicate(scope, scope.source, criteria))

    def predicate(self, scope: Scope, source: Source, criteria: BoundCriteria) -> Predicate:
        """Return *criteria* on rows of *source*, adding joins to *scope*."""
        match criteria:
            case Constant(value=value):
                return Always(value)
            case AllOf(items=items):
                return Every(tuple(self.predicate(scope, source, item) for item in items))
            case AnyOf(items=items):
                return Some(tuple(self.predicate(scope, source, item) for item in items))
            case Negated(item=item):
                return Without(self.predicate(scope, source, item))
            case OfType(types=types):
                return self.relations.one_of(source, types) or Always(value=True)
            case Related(hops=hops, criteria=inner):
                return self._related(scope, source, hops, inner)
            case Compare() | OneOf() | OneOfQuery():
                return self._at(scope, source, criteria.hops, criteria)
        raise AssertionError(criteria)

    # -- Relations
    # --------------------------------------------------------------------------------------------------------

    def _at(
        self, scope: Scope, source: Source, hops: Hops, criteria: Compare | OneOf | OneOfQuery
    ) -> Predicate:
        """Return *criteria* at the end of *hops*."""
        reached = source
        for index, hop in enumerate(hops):
            if not self.is_joined(hop):
                inside = partial(self._at, hops=hops[index + 1 :], criteria=criteria)
                return self._exists(reached, hop, inside)
            reached = self.relations.join(scope, reached, hop)
        column = Column(reached.number, criteria.attribute.column)
        return self._test(column, criteria, joined=reached is not source)

    def _related(self, scope: Scope, source: Source, hops: Hops, criteria: BoundCriteria | None) -> Predicate:
        """Build the criterion that *hops* lead to something that meets *criteria*."""
        reached = source
        for index, hop in enumerate(hops):
            if not self.is_joined(hop):
                inside = partial(self._related, hops=hops[index + 1 :], criteria=criteria)
                return self._exists(reached, hop, inside)
            reached = self.relations.join(scope, reached, hop)
        here = None if criteria is None else self.predicate(scope, reached, criteria)
        if reached is source:
            return here or Always(value=True)
        return every(Present(Column(reached.number, reached.root.key[0])), here) or Always(value=True)

    def _exists(self, source: Source, hop: Hop, inside: Callable[[Scope, Source], Predicate]) -> Predicate:
        scope, reached, narrowed, linked = self.relations.members(source, hop)
        where = every(narrowed, inside(scope, reached))
        exists = Exists(Select(scope.source, scope.joined(), where, linked=linked))
        return every(self.relations.owned(source, hop), exists) or exists

    # -- Comparisons
    # --------------------------------------------------------------------------------------------------------

    def _test(self, column: Column, criteria: Compare | OneOf | OneOfQuery, *, joined: bool) -> Predicate:
        attribute = criteria.attribute
        match criteria:
            case OneOfQuery():
                if isinstance(attribute, Variable):
                    column = Column(column.source, attribute.as_text)
                return AmongRows(column, criteria.negated, self._values_of(criteria), joined)
            case Compare() if isinstance(attribute, Variable):
                return VariableColumn(self.sources, column, attribute).compare(criteria, joined=joined)
            case OneOf() if isinstance(attribute, Variable):
                return VariableColumn(self.sources, column, attribute).one_of(criteria, joined=joined)
            case Compare():
                return self._compare(column, criteria, joined=joined)
            case OneOf():
                return self._one_of(column, criteria, joined=joined)
        raise AssertionError(criteria)

    def _compare(self, column: Column, criteria: Compare, *, joined: bool) -> Check:
        value = criteria.value
        parameter = None if value is None else self.sources.parameter(value)
        caseless, fractional = is_caseless(criteria), isinstance(value, float)
        return Check(column, criteria.test, parameter, caseless, joined, fractional)

    def _one_of(self, column: Column, criteria: OneOf, *, joined: bool) -> Among:
        fractional = isinstance(criteria.attribute, Number) or any(
            isinstance(value, float) for value in criteria.values
        )
        values = tuple(map(float, criteria.values)) if fractional else criteria.values
        parameter, caseless = self.sources.parameter(values), is_caseless(criteria)
        return Among(column, criteria.negated, parameter, criteria.with_null, caseless, joined, fractional)

    def _values_of(self, criteria: OneOfQuery) -> Select:
        query = criteria.query
        if any(hop.to_many for hop in query.path.hops):
            raise ValueError("A subquery must project a single value.")
        scope = self.sources.scope(query.entity)
        where = self.where(scope, query.entity, query.criteria)
        column = self.relations.column(scope, scope.source, query.path)
        return Select(scope.source, scope.joined(), where, (column,))


class NestedCriteriaPlanner(CriteriaPlanner):
    """Plans criteria with every relation as a subquery, so the predicate fits into any statement."""

    def is_joined(self, hop: Hop) -> bool:  # the signature of the base class
        return False


class Visibility:
    """The narrowing of a plan to rows that an actor may see: criteria by the type that owns the table.

    The criteria themselves are not narrowed: they decide on rows that the actor need not see.
    """

    def __init__(self, sources: Sources, criteria: Mapping[str, BoundCriteria]) -> None:
        self.criteria = criteria
        self._planner = NestedCriteriaPlanner(Relations(sources, Unrestricted()))

    def visible(self, source: Source) -> Predicate | None:
        criteria = self.criteria.get(source.root.name)
        return None if criteria is None else self._planner.predicate(Scope(source), source, criteria)


def is_caseless(criteria: Compare | OneOf) -> bool:
    """Return whether the attribute of *criteria* ignores case."""
    return isinstance(criteria.attribute, Text) and criteria.attribute.caseless
