"""From a bound query to its plan."""

from __future__ import annotations

from callboard_server.model.attributes import Scalar, Text, Variable
from callboard_server.model.model import Model
from callboard_server.query.bound import BoundAggregate, BoundOrder, BoundQuery, Grouping, Node
from callboard_server.query.plan.criteria import CriteriaPlanner, Visibility
from callboard_server.query.plan.nodes import Aggregated, Column, Ordering, Predicate, Select
from callboard_server.query.plan.outputs import EntityPlan, GroupedPlan, Planned
from callboard_server.query.plan.projections import ProjectionPlanner
from callboard_server.query.plan.relations import Relations
from callboard_server.query.plan.sources import Scope, Sources
from callboard_server.query.syntax import Function


def make_plan(query: BoundQuery, model: Model) -> Planned:
    """Return the plan of *query* and its values."""
    return _Planner(query, model).plan()


class _Planner:
    def __init__(self, query: BoundQuery, model: Model) -> None:
        self.query = query
        self.sources = Sources(model)
        self.relations = Relations(self.sources, Visibility(self.sources, query.visible))
        self.criteria = CriteriaPlanner(self.relations)

    def plan(self) -> Planned:
        query = self.query
        scope = self.sources.scope(query.entity)
        where = self.criteria.where(scope, query.entity, query.criteria)
        order = tuple(one for key in query.order_by for one in self._orderings(scope, key))
        plan: EntityPlan | GroupedPlan
        if query.grouping is not None:
            plan = self._grouped(query.grouping, scope, where, order)
        else:
            assert query.node is not None
            plan = self._entities(query.node, scope, where, order)
        return Planned(plan, self.sources.values, query.limit, query.offset)

    @property
    def _is_paged(self) -> bool:
        return self.query.limit is not None or bool(self.query.offset)

    def _orderings(self, scope: Scope, key: BoundOrder) -> tuple[Ordering, ...]:
        column = self.relations.column(scope, scope.source, key.path)
        match key.path.attribute:
            case Variable(as_number=as_number, as_text=as_text):
                numbers, texts = Column(column.source, as_number), Column(column.source, as_text)
                return (
                    Ordering(numbers, key.descending, caseless=False),
                    Ordering(texts, key.descending, caseless=True),
                )
            case Text(caseless=caseless):
                return (Ordering(column, key.descending, caseless),)
            case _:
                return (Ordering(column, key.descending, caseless=False),)

    def _entities(
        self, node: Node, scope: Scope, where: Predicate | None, order: tuple[Ordering, ...]
    ) -> EntityPlan:
        entity = self.query.entity
        projections = ProjectionPlanner(self.relations, frozenset(self.query.visible))
        output = projections.output(scope, scope.source, node, entity)
        keys = tuple(
            Ordering(Column(scope.source.number, key), descending=False, caseless=False) for key in entity.key
        )
        select = Select(
            scope.source,
            scope.joined(),
            where,
            tuple(scope.columns),
            order=(*order, *keys),
            paged=self._is_paged,
        )
        return EntityPlan(select, output)

    def _grouped(
        self, grouping: Grouping, scope: Scope, where: Predicate | None, order: tuple[Ordering, ...]
    ) -> GroupedPlan:
        keys = tuple(self.relations.column(scope, scope.source, key.path) for key in grouping.keys)
        aggregates = tuple(
            Aggregated(aggregate.function, self.relations.column(scope, scope.source, aggregate.path))
            for aggregate in grouping.aggregates
        )
        ordered = dict.fromkeys(ordering.column for ordering in order)
        rest = tuple(Ordering(key, descending=False, caseless=False) for key in keys if key not in ordered)
        select = Select(
            scope.source,
            scope.joined(),
            where,
            (*keys, *aggregates),
            # A value of any type is sorted by the columns beside it, which must be grouped by as well.
            grouped=tuple(dict.fromkeys((*keys, *ordered))),
            order=(*order, *rest),
            paged=self._is_paged,
        )
        names = (*(key.name for key in grouping.keys), *(one.name for one in grouping.aggregates))
        attributes = (
            *(key.path.attribute for key in grouping.keys),
            *map(aggregated_attribute, grouping.aggregates),
        )
        return GroupedPlan(select, names, attributes)


def aggregated_attribute(aggregate: BoundAggregate) -> Scalar | None:
    """Return the attribute that *aggregate* is a value of.

    A minimum or maximum is one of the stored values; a count is not.
    """
    return aggregate.path.attribute if aggregate.function in {Function.MINIMUM, Function.MAXIMUM} else None
