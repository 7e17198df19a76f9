"""Bind projections: what is returned of each entity."""

from __future__ import annotations

from callboard.errors import ParseError
from callboard_server.model.attributes import AnyAttribute, MappedCollection, Relation
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
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
    entity, types = node.entity, None
    for index, step in enumerate(path.steps):
        rest = list(path.steps[index + 1 :])
        attribute = names.attribute(entity, step)
        if step.name not in entity.by_name:
            types = frozenset(kind.name for kind in names.lenders(entity, step.name))
        check_projectable(attribute, step, entity, rest)
        projected = node.add(attribute, types)
        if not isinstance(attribute, Relation):
            return
        hop = names.hop(attribute, step)
        if hop.entity is None:
            return
        related = related_node(projected, attribute, names.model)
        if names.keyed(hop, rest) is not None:
            return  # a client caches a mapped collection as a whole, so one key returns all
        node, entity = related, hop.entity
        types = frozenset(kind.name for kind in names.model.concrete(hop.entity)) if hop.is_cast else None


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
