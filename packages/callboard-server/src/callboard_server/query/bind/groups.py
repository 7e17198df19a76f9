"""Bind the grouping of a query: its keys and its aggregates."""

from __future__ import annotations

from callboard.errors import ParseError
from callboard_server.model.attributes import Boolean, Integer, Number, Variable
from callboard_server.model.entity import Entity
from callboard_server.query.bind.names import Names
from callboard_server.query.bound import BoundAggregate, BoundPath, Grouping, GroupKey
from callboard_server.query.syntax import Aggregate, Function, Path, Query


def bind_grouping(names: Names, query: Query, entity: Entity) -> Grouping | None:
    """Return the grouping of *query*; None when it has none."""
    if not query.group_by:
        return None
    keys = tuple(
        GroupKey(names.single_valued(path, entity, "group by")[0], str(path).replace(".", "_"))
        for path in query.group_by
    )
    grouped = {str(path) for path in query.group_by}
    aggregates: list[BoundAggregate] = []
    for projection in query.projections or ():
        if isinstance(projection, Aggregate):
            aggregates.append(bind_aggregate(names, projection, entity))
        elif str(projection) not in grouped:
            raise ParseError(f'"{projection}" is neither grouped by nor aggregated.', span=projection.span)
    if not aggregates:
        raise ParseError(
            "group by needs at least one aggregate.", span=query.entity.span, hint="select count(id) from ..."
        )
    check_order(query, grouped)
    return Grouping(keys, tuple(aggregates))


def check_order(query: Query, grouped: set[str]) -> None:
    """Raise ParseError unless groups are sorted by what they are *grouped* by."""
    for order in query.order_by:
        if str(order.path) not in grouped:
            raise ParseError(
                f'Groups cannot be sorted by "{order.path}", which is not in group by.', span=order.path.span
            )


def bind_aggregate(names: Names, aggregate: Aggregate, entity: Entity) -> BoundAggregate:
    """Return *aggregate* of attributes of *entity*. Raises: ParseError, for unsuitable values."""
    function = aggregate.function
    path = names.single_valued(aggregate.path, entity, function.value)[0]
    is_numeric = isinstance(path.attribute, Integer | Number)
    if isinstance(path.attribute, Variable):
        path, is_numeric = BoundPath(path.hops, Number(path.attribute.as_number, internal=True)), True
    if function in {Function.SUM, Function.AVERAGE} and not is_numeric:
        raise refused(aggregate, "is not a number")
    if function in {Function.MINIMUM, Function.MAXIMUM} and isinstance(path.attribute, Boolean):
        raise refused(aggregate, "is a boolean")
    return BoundAggregate(function, path, column_name(function, aggregate.path))


def refused(aggregate: Aggregate, reason: str) -> ParseError:
    """Return the error for an attribute that *aggregate* cannot be used with."""
    return ParseError(
        f'{aggregate.function.value} cannot be used with "{aggregate.path}", which {reason}.',
        span=aggregate.span,
    )


def column_name(function: Function, path: Path) -> str:
    """Return the name under which an aggregate is returned."""
    return f"{function.value}_{path}".replace(".", "_")
