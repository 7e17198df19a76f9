"""`search`.

A query whose answers match words as well. Every word occurs in a name, or in the name of something above.
"""

from __future__ import annotations

from typing import Any

from attrs import evolve

from callboard.errors import MalformedOperation, ValidationError
from callboard_server.access.visibility import restrict
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import text_of
from callboard_server.model.attributes import Text
from callboard_server.model.entity import Entity
from callboard_server.query.bind import bind, bind_criteria
from callboard_server.query.bound import AllOf
from callboard_server.query.format import quote
from callboard_server.query.parser import parse, parse_criteria
from callboard_server.query.plan.planner import make_plan
from callboard_server.query.syntax import Literal

MOST_TERMS = 20
LONGEST_TERM = 200
ELSEWHERE = (
    "name",
    "label",
    "content",
    "comment",
    "key",
    "username",
    "first_name",
    "last_name",
    "email",
    "full_name",
)
"""Attributes that words are looked for in, where a type has them."""


def search(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `search`: answer its query as far as the entities match all terms.

    Raises: MalformedOperation, for an operation of the wrong form; ParseError and its kin, for its query.
    """
    bound = bind(parse(text_of(operation, "expression")), call.model)
    entity = call.model.public(call.model.entity(text_of(operation, "entity_type")))
    if call.model.root(entity) is not call.model.root(bound.entity):
        raise MalformedOperation(
            f'"entity_type" of a search is {entity.name}, and its expression asks for {bound.entity.name}.'
        )
    texts = [
        *(matching(call, bound.entity, term) for term in terms_of(operation)),
        *places(call, bound.entity, operation),
    ]
    criteria = [
        bind_criteria(parse_criteria(text), bound.entity, call.model, internal=True) for text in texts
    ]
    if criteria:
        bound = evolve(bound, criteria=AllOf((*([bound.criteria] if bound.criteria else []), *criteria)))
    planned = make_plan(restrict(bound, call.actor, call.model), call.model)
    page = call.reader.fetch(call.tx, planned, call.around, normalised=call.normalised)
    return {"action": "search", "data": page.rows, "metadata": {"next": {"offset": page.next_offset}}}


def terms_of(operation: dict[str, Any]) -> list[str]:
    """Return the words of *operation*, without empty ones."""
    given = operation.get("terms")
    if not isinstance(given, list) or not all(isinstance(term, str) for term in given):
        raise MalformedOperation('The operation search needs "terms", a list of texts.')
    terms = [term.strip() for term in given if term.strip()]
    if len(terms) > MOST_TERMS or any(len(term) > LONGEST_TERM for term in terms):
        raise ValidationError(
            f"A search takes at most {MOST_TERMS} terms of {LONGEST_TERM} characters.", code="search.terms"
        )
    return terms


def matching(call: Call, entity: Entity, term: str) -> str:
    """Return the criterion that *term* occurs in the names of an *entity*, or of what it is in."""
    like = f"like {literal(f'%{term}%')}"
    in_context = f"name {like} or _inside any (ancestor has (name {like}))"
    by_root = {
        "Context": in_context + (f" or full_name {like}" if entity.name == "Project" else ""),
        "Asset": f"name {like} or parent has ({in_context})",
        "AssetVersion": f"asset has (name {like} or parent has ({in_context}))",
        "Component": f"name {like} or version has (asset has (name {like} or parent has ({in_context})))",
    }
    if (found := by_root.get(call.model.root(entity).name)) is not None:
        return found
    named = [name for name in ELSEWHERE if isinstance(entity.by_name.get(name), Text)]
    if not named:
        raise ValidationError(
            f"{entity.name} has no name, so it cannot be searched.",
            code="search.type",
            hint="Use query instead.",
        )
    return " or ".join(f"{name} {like}" for name in named)


def places(call: Call, entity: Entity, operation: dict[str, Any]) -> list[str]:
    """Return the criteria that narrow a search to what is below a context, and to object types."""
    criteria = []
    context = operation.get("context_id")
    if isinstance(context, str) and context:
        inside = f"id is {literal(context)} or _inside any (ancestor_id is {literal(context)})"
        below = f"_inside any (ancestor_id is {literal(context)})"
        by_root = {
            "Context": below,
            "Asset": f"parent has ({inside})",
            "AssetVersion": f"asset has (parent has ({inside}))",
        }
        root = call.model.root(entity).name
        if root not in by_root:
            raise ValidationError(
                f"A search for {entity.name} cannot be limited to a context.", code="search.context"
            )
        criteria.append(by_root[root])
    kinds = operation.get("object_type_ids")
    if kinds:
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise MalformedOperation('"object_type_ids" of a search must be a list of identifiers.')
        if call.model.root(entity).name == "Context":
            criteria.append(f"_kind in ({', '.join(map(literal, kinds))})")
    return criteria


def literal(text: str) -> str:
    """Return *text* as it stands in a query."""
    return quote(Literal(text, quoted=True, span=(0, 0)))
