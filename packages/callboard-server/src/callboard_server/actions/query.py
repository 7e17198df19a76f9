"""Answering questions: `query`, and the look-ups that other actions build on it."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from callboard.errors import MalformedOperation
from callboard_server.access.visibility import restrict
from callboard_server.actions.call import Call
from callboard_server.query.bind.binder import bind
from callboard_server.query.parser import parse
from callboard_server.query.plan.planner import make_plan


@frozen
class Answer:
    """Entities (or rows of figures) in order, and the offset of the next page, None when there is none."""

    data: list[dict[str, Any]]
    next_offset: int | None


def ask(call: Call, text: str, *, internal: bool = False) -> Answer:
    """Answer the query *text* as the actor of *call*; with *internal*, one of the server's own, which may
    name what clients do not know.

    Raises: ParseError and its kin, with the position in *text* that is at fault.
    """
    tree = parse(text)
    bound = bind(tree, call.model, internal=internal)
    visible = restrict(bound, call.actor, call.model)
    planned = make_plan(visible, call.model)
    page = call.reader.fetch(call.tx, planned, call.links, normalised=call.normalised)
    return Answer(page.rows, page.next_offset)


def query(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `query`."""
    expression = operation.get("expression")
    if not isinstance(expression, str):
        raise MalformedOperation('The operation query needs "expression", the text of a query.')
    answer = ask(call, expression)
    return {"action": "query", "data": answer.data, "metadata": {"next": {"offset": answer.next_offset}}}
