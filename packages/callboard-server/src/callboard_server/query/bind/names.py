"""Resolve the names in a query: entity types, attributes, and paths along relations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never, assert_never

from attrs import frozen

from callboard.errors import CallboardError, ParseError
from callboard_server.model.attributes import (
    AnyAttribute,
    Collection,
    Computed,
    JsonObject,
    ManyToMany,
    MappedCollection,
    Reference,
    Relation,
    Scalar,
    Stored,
)
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.query.bind.lending import Meaning, Owners, has_other_values, meanings
from callboard_server.query.bound import BoundPath, Hop, Hops
from callboard_server.query.syntax import Name, Path, Span, Step

MAXIMUM_HOPS = 12


@frozen(eq=False)
class Reached:
    """What a path leads to: the `hops`, the `entity` at their end, and the last `step` with its `attribute`.

    Only entities of the types `owners` have the attribute; None means all. The entity and the attribute are
    None where the path leads to a type that the model does not declare.
    """

    hops: Hops
    entity: Entity | None
    step: Step
    attribute: AnyAttribute | None
    owners: Owners | None = None


@frozen(eq=False)
class StoredPath:
    """A path to a stored attribute that only entities of the types `owners` have; None means all.

    If it is `shared`, the column can have a value on other entities too.
    """

    path: BoundPath
    owners: Owners | None
    is_shared: bool


class Names:
    """The names of a model. Only an `internal` query may use internal types and attributes."""

    def __init__(self, model: Model, *, internal: bool = False) -> None:
        self.model = model
        self.internal = internal

    # -- Types and attributes
    # --------------------------------------------------------------------------------------------------------

    def entity(self, name: Name) -> Entity:
        """Return the entity type *name*. Raises: UnknownEntityType, with its span."""
        with located(name.span):
            entity = self.model.entity(name.text)
            return entity if self.internal else self.model.public(entity)

    def meanings(self, entity: Entity, step: Step) -> list[Meaning]:
        """Return what *step* stands for on *entity*. Raises: UnknownAttribute, with its span."""
        with located(step.span):
            return meanings(self.model, entity, step.name, internal=self.internal)

    # -- Relations
    # --------------------------------------------------------------------------------------------------------

    def hop(self, relation: Relation, step: Step, owners: Owners | None = None) -> Hop:
        """Return *relation* as *step* follows it from entities of the types *owners*, cast if the step is."""
        if relation.target not in self.model:
            return Hop(relation, None)
        target = self.model.entity(relation.target)
        if step.cast is None:
            return Hop(relation, target, owners=owners)
        cast = self.entity(step.cast)
        if self.model.root(cast) is not self.model.root(target):
            raise ParseError(
                f'"{step.name}" leads to {target.name}, so it cannot be cast to {cast.name}.',
                span=step.cast.span,
            )
        return Hop(relation, cast, is_cast=True, owners=owners)

    def keyed(self, hop: Hop, rest: list[Step]) -> Hop | None:
        """Return the hop to one member of a mapped collection, when *rest* is a key rather than an attribute.

        An example is `custom_attributes.fps`.
        """
        relation = hop.relation
        if not isinstance(relation, MappedCollection) or relation.key is None:
            return None
        if len(rest) != 1 or hop.entity is None or rest[0].name in hop.entity.by_name:
            return None
        return Hop(relation, hop.entity, key=rest[0].name, owners=hop.owners)

    # -- Paths
    # --------------------------------------------------------------------------------------------------------

    def follow(self, path: Path, entity: Entity) -> list[Reached]:
        """Follow all steps of *path* except the last.

        Returns: what is reached; more than one when a step of the path has several meanings.
        """
        check_length(path)
        return self._ways((), entity, list(path.steps))

    def _ways(self, hops: Hops, entity: Entity, steps: list[Step]) -> list[Reached]:
        """Follow *steps* from *entity*, in every meaning that allows it.

        Raises: the error of the meaning that led furthest, when there is none.
        """
        step, rest = steps[0], steps[1:]
        found: list[Reached] = []
        errors: list[CallboardError] = []
        for meaning in self.meanings(entity, step):
            if not rest:
                found.append(Reached(hops, entity, step, meaning.attribute, meaning.owners))
                continue
            try:
                found += self._ways_along(hops, entity, step, meaning, rest)
            except ParseError as error:
                errors.append(error)
        if not found:
            raise max(errors, key=lambda error: error.span or (0, 0))
        return found

    def _ways_along(
        self, hops: Hops, entity: Entity, step: Step, meaning: Meaning, rest: list[Step]
    ) -> list[Reached]:
        if not isinstance(meaning.attribute, Relation):
            raise not_a_relation(step, entity)
        hop = self.hop(meaning.attribute, step, self._narrowing_owners(entity, meaning))
        if hop.entity is None:
            return [Reached((*hops, hop), None, rest[-1], None)]
        if keyed := self.keyed(hop, rest):
            return [Reached((*hops, keyed), hop.entity, rest[0], value_of(keyed))]
        return self._ways((*hops, hop), hop.entity, rest)

    def hop_at(self, reached: Reached, relation: Relation) -> Hop:
        """Return the hop along *relation*, the last step of what is *reached*."""
        assert reached.entity is not None
        meaning = Meaning(relation, reached.owners)
        return self.hop(relation, reached.step, self._narrowing_owners(reached.entity, meaning))

    def _narrowing_owners(self, entity: Entity, meaning: Meaning) -> Owners | None:
        """Return the owners of *meaning* if the relation must be narrowed to them."""
        if meaning.owners is None or not has_other_values(self.model, entity, meaning):
            return None
        return meaning.owners

    def stored_paths(self, path: Path, entity: Entity) -> list[StoredPath]:
        """Return *path* to a stored attribute; a reference at its end means its identifier.

        Returns: a path for each meaning. None when it leads to a type that the model does not declare.
        """
        found: list[StoredPath] = []
        errors: list[ParseError] = []
        for reached in self.follow(path, entity):
            try:
                found += self._stored_at(path, reached)
            except ParseError as error:
                errors.append(error)
        if errors and not found:
            raise errors[0]
        return found

    def _stored_at(self, path: Path, reached: Reached) -> list[StoredPath]:
        last, entity, attribute = reached.step, reached.entity, reached.attribute
        if entity is None or attribute is None:
            return []
        if last.cast is not None:
            raise ParseError(f'An attribute must follow the cast of "{last.name}".', span=last.span)
        match attribute:
            case Reference(via=via):
                key = (reached.owners or (entity,))[0].readable_by_name.get(via)
                key = key or self.model.concrete(entity)[0].readable_by_name[via]
                return [self._stored(reached, entity, key)]
            case JsonObject():
                raise ParseError(
                    f'"{attribute.name}" of {entity.name} is an object: it can only be projected.',
                    span=last.span,
                )
            case Stored():
                return [self._stored(reached, entity, attribute)]
            case Computed() | Collection() | MappedCollection() | ManyToMany():
                refuse_comparison(path, last, entity, attribute)
        assert_never(attribute)

    def _stored(self, reached: Reached, entity: Entity, attribute: Scalar) -> StoredPath:
        """Return the path to *attribute* at what is *reached*."""
        is_shared = reached.owners is not None and has_other_values(
            self.model, entity, Meaning(attribute, reached.owners)
        )
        return StoredPath(BoundPath(reached.hops, attribute), reached.owners, is_shared)

    def single_valued(self, path: Path, entity: Entity, clause: str) -> list[BoundPath]:
        """Return *path* for use in *clause*, once for each meaning, the one of most types first.

        Raises: ParseError, when it does not have exactly one value.
        """
        found = [stored.path for stored in self.stored_paths(path, entity)]
        if not found:
            raise ParseError(
                f'{clause} cannot use "{path}": this server has no entities of that type.', span=path.span
            )
        if any(hop.to_many for bound in found for hop in bound.hops):
            raise many_values(clause, path)
        return found


@contextmanager
def located(span: Span) -> Iterator[None]:
    """Add *span* to an error that is raised inside."""
    try:
        yield
    except CallboardError as error:
        error.span = span
        raise


def value_of(hop: Hop) -> AnyAttribute:
    """Return the attribute that contains the value of the member that *hop* leads to by its key."""
    assert hop.entity is not None
    assert isinstance(hop.relation, MappedCollection)
    assert hop.relation.value is not None
    return hop.entity.by_name[hop.relation.value]


def check_length(path: Path) -> None:
    """Raise ParseError for a path with too many steps."""
    if len(path.steps) > MAXIMUM_HOPS:
        raise ParseError(
            f"A path must have at most {MAXIMUM_HOPS} steps; this one has {len(path.steps)}.", span=path.span
        )


def refuse_comparison(
    path: Path, step: Step, entity: Entity, attribute: Computed | Collection | MappedCollection | ManyToMany
) -> Never:
    """Raise ParseError for an *attribute* that has no stored value."""
    if isinstance(attribute, Computed):
        raise ParseError(
            f'"{attribute.name}" of {entity.name} is computed: it can only be projected.',
            span=step.span,
        )
    raise ParseError(
        f'"{attribute.name}" of {entity.name} is a collection; compare its members with any (...).',
        span=step.span,
        hint=f"{path} any (...)",
    )


def not_a_relation(step: Step, entity: Entity) -> ParseError:
    """Return the error for a path that continues after something other than a relation."""
    return ParseError(
        f'"{step.name}" of {entity.name} is not a relation, so no attribute can follow it.', span=step.span
    )


def many_values(clause: str, path: Path) -> ParseError:
    """Return the error for a *path* through a collection where *clause* needs a single value."""
    return ParseError(
        f'{clause} cannot use "{path}": it leads through a collection, so it has many values.', span=path.span
    )
