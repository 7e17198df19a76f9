"""The action `query`, and the queries that other actions run."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen

from callboard.errors import MalformedOperation
from callboard_server.access.visibility import restrict
from callboard_server.actions.call import Call
from callboard_server.actions.options import add_permissions, without_permissions
from callboard_server.query.bind.binder import bind
from callboard_server.query.compose import is_
from callboard_server.query.parser import parse
from callboard_server.query.plan.planner import make_plan
from callboard_server.query.syntax import Query


@frozen
class QueryResult:
    """Entities, or rows of groups, in order. `next_offset` begins the next page; None at the end."""

    data: list[dict[str, Any]]
    next_offset: int | None


def run_query(call: Call, text: str, *, internal: bool = False) -> QueryResult:
    """Run the query *text* as the actor of *call*.

    With *internal*, it may use types and attributes that are hidden from clients.

    Raises: ParseError or a subclass, with the span in *text* of what is wrong.
    """
    return run_tree(call, parse(text), internal=internal)


def find_entity(call: Call, text: str, identifier: str) -> dict[str, Any] | None:
    """Return the entity with *identifier*, projected like *text*; None when there is no visible one."""
    rows = run_tree(call, evolve(parse(text), criteria=is_("id", identifier))).data
    return rows[0] if rows else None


def run_tree(call: Call, tree: Query, *, internal: bool = False) -> QueryResult:
    """Run a parsed or composed query. Raises: as `run_query`."""
    tree, asked = without_permissions(call, tree)
    bound = bind(tree, call.model, internal=internal)
    visible = restrict(bound, call.actor, call.model)
    planned = make_plan(visible, call.model)
    page = call.reader.fetch(call.tx, planned, call.links, normalised=call.normalised)
    add_permissions(call, page.rows, asked)
    return QueryResult(page.rows, page.next_offset)


def query(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `query`."""
    expression = operation.get("expression")
    if not isinstance(expression, str):
        raise MalformedOperation('The operation query requires "expression", the text of a query.')
    result = run_query(call, expression)
    return {"action": "query", "data": result.data, "metadata": {"next": {"offset": result.next_offset}}}
