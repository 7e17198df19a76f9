"""From tree to text: `parse` returns an equal tree for the text."""

from __future__ import annotations

from typing import assert_never

from callboard_server.query.syntax import (
    Aggregate,
    And,
    Comparison,
    Criteria,
    Literal,
    Membership,
    Not,
    Or,
    Path,
    Projection,
    Quantified,
    Query,
    Subquery,
)


def format_query(query: Query) -> str:
    """Return the text of *query*."""
    parts: list[str] = []
    if query.projections is not None:
        parts.append(f"select {', '.join(map(_projection, query.projections))} from")
    parts.append(query.entity.text)
    if query.criteria is not None:
        parts.append(f"where {format_criteria(query.criteria)}")
    if query.group_by:
        parts.append(f"group by {', '.join(map(str, query.group_by))}")
    if query.order_by:
        keys = (f"{order.path} desc" if order.descending else str(order.path) for order in query.order_by)
        parts.append(f"order by {', '.join(keys)}")
    if query.offset is not None:
        parts.append(f"offset {query.offset}")
    if query.limit is not None:
        parts.append(f"limit {query.limit}")
    return " ".join(parts)


def format_criteria(criteria: Criteria) -> str:
    """Return the text of *criteria*."""
    match criteria:
        case Comparison(path=path, operator=operator, value=value):
            return f"{path} {operator.value} {quote(value)}"
        case Membership():
            return _membership(criteria)
        case Quantified(path=path, quantifier=quantifier, criteria=inner):
            return f"{path} {quantifier} ({format_criteria(inner) if inner else ''})"
        case And(items=items):
            return " and ".join(_inside(item, (And, Or)) for item in items)
        case Or(items=items):
            return " or ".join(_inside(item, (Or,)) for item in items)
        case Not(item=item):
            return f"not {_inside(item, (And, Or))}"
    assert_never(criteria)


def quote(value: Literal) -> str:
    """Return *value* as it is written in a query."""
    if not value.quoted:
        return value.text
    escaped = value.text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _inside(criteria: Criteria, in_parentheses: tuple[type, ...]) -> str:
    text = format_criteria(criteria)
    return f"({text})" if isinstance(criteria, in_parentheses) else text


def _membership(membership: Membership) -> str:
    word = "not_in" if membership.negated else "in"
    if isinstance(membership.values, Subquery):
        return f"{membership.path} {word} ({_subquery(membership.values)})"
    return f"{membership.path} {word} ({', '.join(map(quote, membership.values))})"


def _subquery(subquery: Subquery) -> str:
    where = f" where {format_criteria(subquery.criteria)}" if subquery.criteria else ""
    return f"select {subquery.path} from {subquery.entity.text}{where}"


def _projection(projection: Projection) -> str:
    match projection:
        case Aggregate(function=function, path=path):
            return f"{function.value}({path})"
        case Path():
            return str(projection)
    assert_never(projection)
