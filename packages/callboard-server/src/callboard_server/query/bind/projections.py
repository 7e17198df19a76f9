"""Bind projections: what is returned of each entity."""

from __future__ import annotations

from callboard.errors import ParseError
from callboard_server.model.attributes import AnyAttribute, MappedCollection, Relation
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.query.bind.lending import identity
from callboard_server.query.bind.names import Names, check_length, not_a_relation
from callboard_server.query.bound import Node, Projected
from callboard_server.query.syntax import Aggregate, Path, Projection, Step


def bind_projections(names: Names, projections: tuple[Projection, ...] | None, entity: Entity) -> Node:
    """Return the node of *projections*; None means the defaults of *entity*."""
    node = new_node(entity)
    if projections is None:
        for name in entity.default:
            node.add(entity.by_name[name], None)
    for projection in projections or ():
        if isinstance(projection, Aggregate):
            raise ParseError(
                "An aggregate needs a group by clause.", span=projection.span, hint="group by project_id"
            )
        project(names, node, projection)
    return node


def new_node(entity: Entity) -> Node:
    """Return a node with what every returned entity contains: its key and its type's system projections."""
    node = Node(entity)
    for name in entity.always:
        node.add(entity.by_name[name], None)
    return node


def project(names: Names, node: Node, path: Path) -> None:
    """Add *path* to *node* and to the nodes of the relations that it follows."""
    check_length(path)
    if str(path) == "id" and len(node.entity.key) > 1:
        return  # clients project "id" of types with a composite key as well; the key is always returned
    steps = list(path.steps)
    check_steps(names, node.entity, steps)
    add_steps(names, node, node.entity, steps, None)


def check_steps(names: Names, entity: Entity, steps: list[Step]) -> None:
    """Raise ParseError unless one meaning of *steps* from *entity* can be projected."""
    errors: list[ParseError] = []
    for meaning in names.meanings(entity, steps[0]):
        try:
            check_along(names, entity, steps, meaning.attribute)
        except ParseError as error:
            errors.append(error)
        else:
            return
    raise max(errors, key=lambda error: error.span or (0, 0))


def check_along(names: Names, entity: Entity, steps: list[Step], attribute: AnyAttribute) -> None:
    """Raise ParseError unless *attribute* of *entity* can be projected with all of *steps* but the first."""
    step, rest = steps[0], steps[1:]
    check_projectable(attribute, step, entity, rest)
    if not isinstance(attribute, Relation):
        return
    hop = names.hop(attribute, step)
    if rest and hop.entity is not None and names.keyed(hop, rest) is None:
        check_steps(names, hop.entity, rest)


def add_steps(
    names: Names, node: Node, entity: Entity, steps: list[Step], types: frozenset[str] | None
) -> None:
    """Add *steps* from *entity*, which is what the node's entities are cast to.

    Only entities of *types* have the attributes; None means all.
    """
    step, rest = steps[0], steps[1:]
    for meaning in names.meanings(entity, step):
        attribute = meaning.attribute
        try:
            check_along(names, entity, steps, attribute)
        except ParseError:
            continue  # another meaning can be projected
        owners = types if meaning.owners is None else frozenset(kind.name for kind in meaning.owners)
        projected = node.add(attribute, owners, place_of(node, attribute))
        if not isinstance(attribute, Relation):
            continue
        hop = names.hop(attribute, step)
        if hop.entity is None:
            continue
        related = related_node(projected, attribute, names.model)
        # A client caches a mapped collection as a whole, so one key returns all.
        if rest and names.keyed(hop, rest) is None:
            cast = frozenset(kind.name for kind in names.model.concrete(hop.entity)) if hop.is_cast else None
            add_steps(names, related, hop.entity, rest, cast)


def place_of(node: Node, attribute: AnyAttribute) -> str:
    """Return the key of *attribute* in *node*: its name, unless that has another meaning there."""
    key, sought = attribute.name, identity(attribute)
    while key in node.projected and identity(node.projected[key].attribute) != sought:
        key += "'"
    return key


def check_projectable(attribute: AnyAttribute, step: Step, entity: Entity, rest: list[Step]) -> None:
    """Raise ParseError unless *attribute* can be projected, and be followed by *rest*."""
    if isinstance(attribute, MappedCollection) and attribute.filter_only:
        raise ParseError(f'"{attribute.name}" can be used in criteria, but not projected.', span=step.span)
    if rest and not isinstance(attribute, Relation):
        raise not_a_relation(step, entity)


def related_node(projected: Projected, relation: Relation, model: Model) -> Node:
    """Return the node of what *relation* leads to, creating it when it is new."""
    if projected.node is None:
        projected.node = new_node(model.entity(relation.target))
        if isinstance(relation, MappedCollection) and relation.key and relation.value:
            for name in (relation.key, relation.value):
                projected.node.add(projected.node.entity.by_name[name], None)
    return projected.node
