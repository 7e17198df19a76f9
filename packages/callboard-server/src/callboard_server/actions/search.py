"""The action `search`: a query whose results also match words.

Every word must occur in the name of the entity, or in the name of something above it.
"""

from __future__ import annotations

from typing import Any

from attrs import evolve

from callboard.errors import MalformedOperation, ValidationError
from callboard_server.access.visibility import restrict
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import text_of
from callboard_server.actions.options import add_permissions, without_permissions
from callboard_server.model.attributes import Text
from callboard_server.model.entity import Entity
from callboard_server.query.bind.binder import bind, bind_criteria
from callboard_server.query.bound import AllOf
from callboard_server.query.compose import any_, any_of, contains, has, in_, is_
from callboard_server.query.parser import parse
from callboard_server.query.plan.planner import make_plan
from callboard_server.query.syntax import Criteria

MOST_TERMS = 20
LONGEST_TERM = 200
OTHER_NAMES = (
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
"""Attributes that are searched, where a type has them."""


def search(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `search`: return the results of its query that match all terms.

    Raises: MalformedOperation, for an operation of the wrong form; ParseError or a subclass, for its query.
    """
    tree, asked = without_permissions(call, parse(text_of(operation, "expression")))
    bound = bind(tree, call.model)
    entity = call.model.public(call.model.entity(text_of(operation, "entity_type")))
    if call.model.root(entity) is not call.model.root(bound.entity):
        raise MalformedOperation(
            f'"entity_type" of a search is {entity.name}, but its expression queries {bound.entity.name}.'
        )
    narrowing = [
        *(matching(call, bound.entity, term) for term in terms_of(operation)),
        *limits(call, bound.entity, operation),
    ]
    criteria = [bind_criteria(one, bound.entity, call.model, internal=True) for one in narrowing]
    if criteria:
        bound = evolve(bound, criteria=AllOf((*([bound.criteria] if bound.criteria else []), *criteria)))
    planned = make_plan(restrict(bound, call.actor, call.model), call.model)
    page = call.reader.fetch(call.tx, planned, call.links, normalised=call.normalised)
    add_permissions(call, page.rows, asked)
    return {"action": "search", "data": page.rows, "metadata": {"next": {"offset": page.next_offset}}}


def terms_of(operation: dict[str, Any]) -> list[str]:
    """Return the terms of *operation*, except empty ones."""
    given = operation.get("terms")
    if not isinstance(given, list) or not all(isinstance(term, str) for term in given):
        raise MalformedOperation('"terms" of a search must be a list of strings.')
    terms = [term.strip() for term in given if term.strip()]
    if len(terms) > MOST_TERMS or any(len(term) > LONGEST_TERM for term in terms):
        raise ValidationError(
            f"A search can have at most {MOST_TERMS} terms of {LONGEST_TERM} characters.", code="search.terms"
        )
    return terms


def matching(call: Call, entity: Entity, term: str) -> Criteria:
    """Return the criteria that *term* occurs in the name of an *entity*, or of something above it."""
    root = call.model.root(entity).name
    in_context = (contains("name", term), any_("_inside", has("ancestor", contains("name", term))))
    in_asset = (contains("name", term), has("parent", any_of(*in_context)))
    match root:
        case "Context" if entity.name == "Project":
            return any_of(*in_context, contains("full_name", term))
        case "Context":
            return any_of(*in_context)
        case "Asset":
            return any_of(*in_asset)
        case "AssetVersion":
            return has("asset", any_of(*in_asset))
        case "Component":
            return any_of(contains("name", term), has("version", has("asset", any_of(*in_asset))))
        case _:
            return in_names(entity, term)


def in_names(entity: Entity, term: str) -> Criteria:
    """Return the criteria that one of the texts by which an *entity* is known contains *term*."""
    names = [name for name in OTHER_NAMES if isinstance(entity.by_name.get(name), Text)]
    if not names:
        raise ValidationError(
            f"{entity.name} has no name, so it is not searchable.",
            code="search.type",
            hint="Use query instead.",
        )
    return any_of(*(contains(name, term) for name in names))


def limits(call: Call, entity: Entity, operation: dict[str, Any]) -> list[Criteria]:
    """Return the criteria that limit a search to what is below a context, and to object types."""
    criteria: list[Criteria] = []
    context = operation.get("context_id")
    if isinstance(context, str) and context:
        criteria.append(below(call, entity, context))
    kinds = operation.get("object_type_ids")
    if kinds:
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise MalformedOperation('"object_type_ids" of a search must be a list of identifiers.')
        if call.model.root(entity).name == "Context":
            criteria.append(in_("_kind", kinds))
    return criteria


def below(call: Call, entity: Entity, context: str) -> Criteria:
    """Return the criteria that an *entity* is below the context with the identifier *context*."""
    inside = any_("_inside", is_("ancestor_id", context))
    in_context = any_of(is_("id", context), inside)
    match call.model.root(entity).name:
        case "Context":
            return inside
        case "Asset":
            return has("parent", in_context)
        case "AssetVersion":
            return has("asset", has("parent", in_context))
        case _:
            raise ValidationError(
                f"A search for {entity.name} cannot be limited to a context.", code="search.context"
            )
