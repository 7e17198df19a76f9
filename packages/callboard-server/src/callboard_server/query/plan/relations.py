"""How a statement gets from one table to another: joins, and the ends of subqueries.

Every table that is entered is narrowed twice: to the types that the relation leads to, and by a `Narrowing`
to the rows that are visible.
"""

from __future__ import annotations

from typing import Protocol, assert_never

from callboard.errors import ParseError
from callboard_server.model.attributes import Collection, ManyToMany, MappedCollection, Reference
from callboard_server.model.entity import Entity
from callboard_server.query.bound import BoundPath, Hop, Test
from callboard_server.query.plan.nodes import Check, Column, Join, OfTypes, Predicate, Present, Source, every
from callboard_server.query.plan.sources import JoinKey, Scope, Sources

MAXIMUM_JOINS = 60
"""SQLite joins at most 64 tables in one statement."""


class Narrowing(Protocol):
    """Which rows of a table may be used at all."""

    def visible(self, source: Source) -> Predicate | None:
        """Return the predicate on rows of *source*; None when all of them are visible."""


class Unrestricted:
    """All rows are visible."""

    def visible(self, source: Source) -> Predicate | None:  # the protocol's signature
        return None


class Relations:
    """Relations between the sources of a plan, as far as *narrowing* lets their rows be seen."""

    def __init__(self, sources: Sources, narrowing: Narrowing) -> None:
        self.sources = sources
        self.narrowing = narrowing

    def narrowed(self, source: Source, entity: Entity) -> Predicate | None:
        """Return what rows of *source* must meet to be visible and of *entity*'s types."""
        return every(self._of_types(source, entity), self.narrowing.visible(source))

    def _of_types(self, source: Source, entity: Entity) -> Predicate | None:
        return None if entity is source.root else self.one_of(source, self.sources.model.concrete(entity))

    def one_of(self, source: Source, types: tuple[Entity, ...]) -> Predicate | None:
        """Return the predicate that rows of *source* are of *types*; None for a table of one type."""
        name = self.sources.model.discriminator(source.root)
        if name is None:
            return None
        values = tuple(kind.discriminator.value for kind in types if kind.discriminator)
        return OfTypes(Column(source.number, name), values)

    def owned(self, source: Source, hop: Hop) -> Predicate | None:
        """Return what rows of *source* must meet to have the relation of *hop*."""
        return None if hop.owners is None else self.one_of(source, hop.owners)

    # -- Joins
    # --------------------------------------------------------------------------------------------------------

    def column(self, scope: Scope, source: Source, path: BoundPath) -> Column:
        """Return the column at the end of *path*, joining the tables on the way."""
        for hop in path.hops:
            source = self.join(scope, source, hop)
        return Column(source.number, path.attribute.column)

    def join(self, scope: Scope, source: Source, hop: Hop) -> Source:
        """Return the far end of the to-one relation *hop*, joined once per statement."""
        assert hop.entity is not None
        cast = hop.entity.name if hop.is_cast else None
        owners = tuple(owner.name for owner in hop.owners) if hop.owners else None
        key = (source.number, hop.relation.name, hop.relation.target, hop.key, cast, owners)
        if key in scope.joins:
            return scope.joins[key][0]
        own, outer = self._link(source, hop)
        target = self._new_join_target(scope, hop.entity)
        on = every(self.owned(source, hop), self.narrowed(target, hop.entity), self._selected(target, hop))
        return self._add_join(scope, key, Join(target, own, outer, on))

    def across(self, scope: Scope, relation: ManyToMany, entity: Entity) -> Source:
        """Return the far end of *relation*, joined to the linking table that *scope* reads."""
        target = self._new_join_target(scope, entity)
        key = (scope.source.number, relation.name, relation.target, None, entity.name, None)
        outer = Column(scope.source.number, relation.far)
        return self._add_join(scope, key, Join(target, entity.key[0], outer, self.narrowed(target, entity)))

    def _new_join_target(self, scope: Scope, entity: Entity) -> Source:
        if len(scope.joins) >= MAXIMUM_JOINS:
            raise ParseError(
                f"The query follows more than {MAXIMUM_JOINS} relations from one entity.",
                hint="Split it into several queries.",
            )
        return self.sources.add(entity)

    def _add_join(self, scope: Scope, key: JoinKey, join: Join) -> Source:
        scope.joins[key] = (join.source, join)
        return join.source

    # -- Subqueries and loads
    # --------------------------------------------------------------------------------------------------------

    def members(self, source: Source, hop: Hop) -> tuple[Scope, Source, Predicate | None, tuple[str, Column]]:
        """Begin a subquery for what *hop* leads to from *source*.

        Returns: the subquery, the source of the members, what they must meet, and the columns that tie the
        subquery to *source*.
        """
        assert hop.entity is not None
        if isinstance(hop.relation, ManyToMany):
            scope, reached, narrowed = self.linked_members(hop.relation, hop.entity)
            return scope, reached, narrowed, (hop.relation.near, Column(source.number, "id"))
        scope, narrowed = self.direct_members(hop)
        return scope, scope.source, narrowed, self._link(source, hop)

    def linked_members(self, relation: ManyToMany, entity: Entity) -> tuple[Scope, Source, Predicate | None]:
        """Begin a statement for the members of *relation*: it reads the linking table and joins them."""
        scope = self.sources.scope(self.sources.model.entity(relation.through))
        reached = self.across(scope, relation, entity)
        found = Present(Column(reached.number, reached.root.key[0]))
        return scope, reached, every(self.narrowing.visible(scope.source), found)

    def direct_members(self, hop: Hop) -> tuple[Scope, Predicate | None]:
        """Begin a statement for what *hop* leads to, which is a row of one table."""
        assert hop.entity is not None
        scope = self.sources.scope(hop.entity)
        narrowed = self.narrowed(scope.source, hop.entity)
        return scope, every(narrowed, self._selected(scope.source, hop))

    def _selected(self, source: Source, hop: Hop) -> Predicate | None:
        """Return what members must meet in addition to belonging to their owner."""
        relation = hop.relation
        if isinstance(relation, Collection) and relation.only:
            name, value = relation.only
            return OfTypes(Column(source.number, name), (value,))
        if isinstance(relation, MappedCollection) and relation.key and hop.key is not None:
            column, key = Column(source.number, relation.key), self.sources.parameter(hop.key)
            return Check(column, Test.EQUAL, key, caseless=False, joined=False)
        return None

    def _link(self, source: Source, hop: Hop) -> tuple[str, Column]:
        """Return the column of the table reached and the column of *source* that are equal along *hop*."""
        match hop.relation:
            case Reference(via=via, to=to):
                assert hop.entity is not None
                return to or hop.entity.key[0], Column(source.number, via)
            case Collection(via=via, own=own) | MappedCollection(via=via, own=own):
                return via, Column(source.number, own)
            case ManyToMany():
                raise ValueError("A many-to-many relation has no column of its own.")
        assert_never(hop.relation)
