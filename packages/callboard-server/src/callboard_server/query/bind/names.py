"""Resolve the names in a query: entity types, attributes, and paths along relations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never, assert_never

from callboard.errors import CallboardError, ParseError, UnknownAttribute
from callboard_server.model.attributes import (
    AnyAttribute,
    Collection,
    Computed,
    ManyToMany,
    MappedCollection,
    Reference,
    Relation,
    Scalar,
    Stored,
)
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.query.bound import BoundPath, Hop, Hops
from callboard_server.query.syntax import Name, Path, Span, Step

MAXIMUM_HOPS = 12


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

    def attribute(self, entity: Entity, step: Step) -> AnyAttribute:
        """Return the attribute of *entity* that *step* names. Raises: UnknownAttribute, with its span."""
        if step.name not in entity.by_name and entity.lends and (lenders := self.lenders(entity, step.name)):
            return lenders[0].by_name[step.name]
        with located(step.span):
            attribute = self.model.attribute(entity, step.name)
        if attribute.internal and not self.internal:
            raise UnknownAttribute(
                f"No attribute '{step.name}' exists for schema '{entity.name}'.", span=step.span
            )
        return attribute

    def lenders(self, entity: Entity, name: str) -> list[Entity]:
        """Return the types below *entity* that have a public attribute *name*."""
        return [
            kind
            for kind in self.model.concrete(entity)
            if name in kind.by_name and not kind.by_name[name].internal
        ]

    # -- Relations
    # --------------------------------------------------------------------------------------------------------

    def hop(self, relation: Relation, step: Step) -> Hop:
        """Return *relation* as *step* follows it, cast if the step is."""
        if relation.target not in self.model:
            return Hop(relation, None)
        target = self.model.entity(relation.target)
        if step.cast is None:
            return Hop(relation, target)
        cast = self.entity(step.cast)
        if self.model.root(cast) is not self.model.root(target):
            raise ParseError(
                f'"{step.name}" leads to {target.name}, so it cannot be cast to {cast.name}.',
                span=step.cast.span,
            )
        return Hop(relation, cast, is_cast=True)

    def keyed(self, hop: Hop, rest: list[Step]) -> Hop | None:
        """Return the hop to one member of a mapped collection, when *rest* is a key rather than an attribute.

        An example is `custom_attributes.fps`.
        """
        relation = hop.relation
        if not isinstance(relation, MappedCollection) or relation.key is None:
            return None
        if len(rest) != 1 or hop.entity is None or rest[0].name in hop.entity.by_name:
            return None
        return Hop(relation, hop.entity, key=rest[0].name)

    # -- Paths
    # --------------------------------------------------------------------------------------------------------

    def follow(self, path: Path, entity: Entity) -> tuple[Hops, Entity | None, Step, AnyAttribute | None]:
        """Follow all steps of *path* except the last.

        Returns: the hops, the entity reached, and the last step with its attribute. The entity and the
        attribute are None where the path leads to a type that the model does not declare.
        """
        check_length(path)
        hops: list[Hop] = []
        current: Entity | None = entity
        steps = list(path.steps)
        while len(steps) > 1 and current is not None:
            step = steps.pop(0)
            attribute = self.attribute(current, step)
            if not isinstance(attribute, Relation):
                raise not_a_relation(step, current)
            hop = self.hop(attribute, step)
            if hop.entity is not None and (keyed := self.keyed(hop, steps)):
                return (*hops, keyed), keyed.entity, steps[0], value_of(keyed)
            hops.append(hop)
            current = hop.entity
        last = path.steps[-1]
        return tuple(hops), current, last, self.attribute(current, last) if current else None

    def stored_path(self, path: Path, entity: Entity) -> BoundPath | None:
        """Return *path* to a stored attribute; a reference at its end means its identifier.

        None when it leads to a type that the model does not declare.
        """
        hops, reached, last, attribute = self.follow(path, entity)
        if reached is None or attribute is None:
            return None
        if last.cast is not None:
            raise ParseError(f'An attribute must follow the cast of "{last.name}".', span=last.span)
        match attribute:
            case Reference(via=via):
                return BoundPath(hops, self._foreign_key(reached, attribute, via))
            case Stored():
                return BoundPath(hops, attribute)
            case Computed() | Collection() | MappedCollection() | ManyToMany():
                refuse_comparison(path, last, reached, attribute)
        assert_never(attribute)

    def _foreign_key(self, entity: Entity, attribute: Reference, via: str) -> Scalar:
        """Return the attribute that contains the identifier of *attribute*, which a subtype may lend."""
        owners = [entity, *self.lenders(entity, attribute.name)]
        return next(
            owner.readable_by_name[via] for owner in owners if owner.by_name.get(attribute.name) is attribute
        )

    def single_valued(self, path: Path, entity: Entity, clause: str) -> BoundPath:
        """Return *path* for use in *clause*. Raises: ParseError, when it does not have exactly one value."""
        bound = self.stored_path(path, entity)
        if bound is None:
            raise ParseError(
                f'{clause} cannot use "{path}": this server has no entities of that type.', span=path.span
            )
        if any(hop.to_many for hop in bound.hops):
            raise many_values(clause, path)
        return bound


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
