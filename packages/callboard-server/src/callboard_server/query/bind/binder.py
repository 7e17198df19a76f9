"""Bind a whole query."""

from __future__ import annotations

from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.query.bind.criteria import CriteriaBinder
from callboard_server.query.bind.groups import bind_grouping
from callboard_server.query.bind.names import Names
from callboard_server.query.bind.projections import bind_projections
from callboard_server.query.bound import BoundCriteria, BoundOrder, BoundQuery
from callboard_server.query.syntax import Criteria, Query


def bind(query: Query, model: Model, *, internal: bool = False) -> BoundQuery:
    """Return *query* with every name resolved in *model*.

    With *internal*, it may use types and attributes that are hidden from clients.

    Raises: UnknownEntityType, UnknownAttribute, BadValue or ParseError, each with the span of what is wrong.
    """
    names = Names(model, internal=internal)
    entity = names.entity(query.entity)
    criteria = CriteriaBinder(names).bind(query.criteria, entity) if query.criteria else None
    grouping = bind_grouping(names, query, entity)
    node = None if grouping else bind_projections(names, query.projections, entity)
    order_by = tuple(
        BoundOrder(path, order.descending)
        for order in query.order_by
        for path in names.single_valued(order.path, entity, "order by")
    )
    return BoundQuery(entity, criteria, order_by, query.offset, query.limit, node, grouping)


def bind_criteria(
    criteria: Criteria, entity: Entity, model: Model, *, internal: bool = False
) -> BoundCriteria:
    """Return *criteria* about *entity*, bound like those of a query."""
    return CriteriaBinder(Names(model, internal=internal)).bind(criteria, entity)
