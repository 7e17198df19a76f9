"""From projections to outputs, with the columns, joins and loads that they need."""

from __future__ import annotations

from attrs import define, field

from callboard.errors import ParseError
from callboard_server.model.attributes import (
    Collection,
    Computed,
    ManyToMany,
    MappedCollection,
    Reference,
    Stored,
)
from callboard_server.model.entity import Entity
from callboard_server.query.bound import Hop, Node, Projected
from callboard_server.query.plan.nodes import Column, Ordering, Select, Source
from callboard_server.query.plan.outputs import (
    ComputedOutput,
    Load,
    ManyOutput,
    Output,
    ReferenceOutput,
    ScalarOutput,
)
from callboard_server.query.plan.relations import Relations
from callboard_server.query.plan.sources import Scope

MAXIMUM_LOADS = 100


@define(eq=False)
class _Parts:
    """The parts of an output, in the order in which they are projected."""

    scalars: list[ScalarOutput] = field(factory=list)
    computed: list[ComputedOutput] = field(factory=list)
    references: list[ReferenceOutput] = field(factory=list)
    many: list[ManyOutput] = field(factory=list)

    def output(self, entity: Entity, keys: tuple[int, ...], type_index: int | None) -> Output:
        scalars, computed = tuple(self.scalars), tuple(self.computed)
        return Output(entity, keys, type_index, scalars, computed, tuple(self.references), tuple(self.many))


class ProjectionPlanner:
    """Plans the projections of one query. `restricted` are the owners of tables that are narrowed."""

    def __init__(self, relations: Relations, restricted: frozenset[str]) -> None:
        self.relations = relations
        self.model = relations.sources.model
        self.restricted = restricted
        self.loads = 0

    def output(self, scope: Scope, source: Source, node: Node, entity: Entity) -> Output:
        """Return how entities of *node* are built from rows of *scope*, adding what they need to it."""
        keys = tuple(scope.column(source, name) for name in entity.key)
        discriminator = self.model.discriminator(source.root)
        type_index = scope.column(source, discriminator) if discriminator else None
        parts = _Parts()
        for projected in node.projected.values():
            types = projected.types
            match projected.attribute:
                case Stored() as stored:
                    index = scope.column(source, stored.column)
                    parts.scalars.append(ScalarOutput(stored, index, types))
                case Computed() as computed:
                    indices = tuple(scope.column(source, name) for name in computed.inputs)
                    owner = self._owner(entity, computed)
                    parts.computed.append(ComputedOutput(owner, computed, indices, types))
                case Reference() as reference:
                    parts.references.append(self._reference(scope, source, reference, projected))
                case (Collection() | MappedCollection() | ManyToMany()) as many:
                    parts.many.append(self._many(scope, source, many, projected))
        return parts.output(entity, keys, type_index)

    def _owner(self, entity: Entity, attribute: Computed) -> Entity:
        """Return the type that declares *attribute*: *entity* itself, or a relative that a cast leads to."""
        if attribute.name in entity.by_name:
            return entity
        family = self.model.family(self.model.root(entity))
        return next(member for member in family if member.by_name.get(attribute.name) is attribute)

    # -- References
    # --------------------------------------------------------------------------------------------------------

    def _reference(
        self, scope: Scope, source: Source, attribute: Reference, projected: Projected
    ) -> ReferenceOutput:
        node = projected.node
        if node is None:
            return ReferenceOutput(attribute.name, None, projected.types)
        if self._is_bare(node) and attribute.to is None:
            output = self._bare(node, scope.column(source, attribute.via))
        else:
            reached = self.relations.join(scope, source, Hop(attribute, node.entity))
            output = self.output(scope, reached, node, node.entity)
        return ReferenceOutput(attribute.name, output, projected.types)

    def _is_bare(self, node: Node) -> bool:
        """Return whether entities of *node* need only their identifier, which the foreign key contains."""
        root = self.model.root(node.entity)
        is_alone = self.model.discriminator(root) is None and root.name not in self.restricted
        return is_alone and set(node.projected) == set(node.entity.key) == {"id"}

    def _bare(self, node: Node, index: int) -> Output:
        identifier = node.entity.by_name["id"]
        assert isinstance(identifier, Stored)
        return Output(node.entity, (index,), None, (ScalarOutput(identifier, index, None),), (), (), ())

    # -- Collections
    # --------------------------------------------------------------------------------------------------------

    def _many(
        self,
        scope: Scope,
        source: Source,
        attribute: Collection | MappedCollection | ManyToMany,
        projected: Projected,
    ) -> ManyOutput:
        owner = scope.column(source, "id" if isinstance(attribute, ManyToMany) else attribute.own)
        load = None if projected.node is None else self._load(attribute, projected.node)
        return ManyOutput(attribute.name, load, owner, projected.types)

    def _load(self, attribute: Collection | MappedCollection | ManyToMany, node: Node) -> Load:
        self.loads += 1
        if self.loads > MAXIMUM_LOADS:
            raise ParseError(
                f"The query projects more than {MAXIMUM_LOADS} collections.",
                hint="Split it into several queries.",
            )
        if isinstance(attribute, ManyToMany):
            keyed = attribute.near
            scope, reached, where = self.relations.linked_members(attribute, node.entity)
        else:
            keyed = attribute.via
            scope, where = self.relations.direct_members(Hop(attribute, node.entity))
            reached = scope.source
        owner = scope.column(scope.source, keyed)
        output = self.output(scope, reached, node, node.entity)
        order = tuple(
            Ordering(Column(reached.number, name), descending, caseless=False)
            for name, descending in member_order(node.entity)
        )
        select = Select(scope.source, scope.joined(), where, tuple(scope.columns), keyed=keyed, order=order)
        return Load(select, owner, output, several=isinstance(attribute, ManyToMany))


def member_order(entity: Entity) -> tuple[tuple[str, bool], ...]:
    """Return the sort keys of a collection's members, each with whether it is descending.

    The keys that the type names come first, then its primary key.
    """
    return (
        *((name.lstrip("-"), name.startswith("-")) for name in entity.in_order_of),
        *((name, False) for name in entity.key),
    )
