"""From the tree as written to the bound tree: names resolved, casts checked, literals converted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from callboard.errors import BadValue, CallboardError, ParseError, UnknownAttribute
from callboard_server.model.attributes import (
    AnyAttribute,
    Boolean,
    Collection,
    Computed,
    ForeignKey,
    Instant,
    Integer,
    Json,
    ManyToMany,
    MappedCollection,
    Number,
    Reference,
    Relation,
    Scalar,
    Stored,
    Text,
    Variable,
)
from callboard_server.model.entity import Entity, Model
from callboard_server.query.bound import (
    AllOf,
    AnyOf,
    BoundAggregate,
    BoundCriteria,
    BoundOrder,
    BoundPath,
    BoundQuery,
    BoundSubquery,
    Compare,
    Constant,
    Grouping,
    GroupKey,
    Hop,
    Hops,
    Negated,
    Node,
    OneOf,
    OneOfQuery,
    Related,
    Test,
    Value,
)
from callboard_server.query.syntax import (
    Aggregate,
    And,
    Comparison,
    Criteria,
    Function,
    Literal,
    Membership,
    Name,
    Not,
    Operator,
    Or,
    Path,
    Projection,
    Quantified,
    Query,
    Span,
    Step,
    Subquery,
)
from callboard_server.query.values import convert, is_day, storable

TESTS = {
    Operator.IS: Test.EQUAL,
    Operator.IS_NOT: Test.UNEQUAL,
    Operator.LIKE: Test.LIKE,
    Operator.NOT_LIKE: Test.NOT_LIKE,
    Operator.GREATER: Test.GREATER,
    Operator.LESS: Test.LESS,
    Operator.AT_LEAST: Test.AT_LEAST,
    Operator.AT_MOST: Test.AT_MOST,
}
LONGEST_PATTERN = 10_000
MAXIMUM_HOPS = 12
MAXIMUM_NESTED_HOPS = 24
"""How many relations may be followed from inside each other, in all.

Databases limit how deep subqueries may nest.
"""

KINDS: dict[type[Scalar], str] = {
    Text: "text",
    Json: "text",
    ForeignKey: "text",
    Integer: "number",
    Number: "number",
    Boolean: "truth value",
    Instant: "time",
    Variable: "text",
}
"""What values of each kind of attribute can be compared with: those of the same name."""


def bind(query: Query, model: Model, *, internal: bool = False) -> BoundQuery:
    """Return *query* with every name resolved in *model*; with *internal*, attributes that clients do not
    know may be named.

    Raises: UnknownEntityType, UnknownAttribute, BadValue or ParseError, each with the position that is at
    fault.
    """
    return Binder(model, internal=internal).query(query)


def bind_criteria(
    criteria: Criteria, entity: Entity, model: Model, *, internal: bool = False
) -> BoundCriteria:
    """Return *criteria* about *entity*; with *internal*, attributes that clients do not know may be named."""
    return Binder(model, internal=internal).criteria(criteria, entity)


class Binder:
    """The model that names are looked up in, and whether internal names are."""

    def __init__(self, model: Model, *, internal: bool = False) -> None:
        self.model = model
        self.internal = internal
        self.followed = 0

    def query(self, query: Query) -> BoundQuery:
        entity = self._entity(query.entity)
        criteria = self.criteria(query.criteria, entity) if query.criteria else None
        grouping = self._grouping(query, entity)
        node = None if grouping else self._node(query.projections, entity)
        if grouping:
            self._check_order_of_groups(query)
        order_by = tuple(
            BoundOrder(self._single_valued(order.path, entity, "order by"), order.descending)
            for order in query.order_by
        )
        return BoundQuery(entity, criteria, order_by, query.offset, query.limit, node, grouping)

    # -- Names
    # --------------------------------------------------------------------------------------------------------

    def _entity(self, name: Name) -> Entity:
        with self._at(name.span):
            entity = self.model.entity(name.text)
            return entity if self.internal else self.model.public(entity)

    def _attribute(self, entity: Entity, step: Step) -> AnyAttribute:
        if step.name not in entity.by_name and entity.lends and (lenders := self._lenders(entity, step.name)):
            return lenders[0].by_name[step.name]
        with self._at(step.span):
            attribute = self.model.attribute(entity, step.name)
        if attribute.internal and not self.internal:
            raise UnknownAttribute(
                f"No attribute '{step.name}' exists for schema '{entity.name}'.", span=step.span
            )
        return attribute

    def _lenders(self, entity: Entity, name: str) -> list[Entity]:
        """Return the types below *entity* that have a public attribute *name*, where it lends theirs."""
        return [
            kind
            for kind in self.model.concrete(entity)
            if name in kind.by_name and not kind.by_name[name].internal
        ]

    @contextmanager
    def _at(self, span: Span) -> Iterator[None]:
        """Give *span* to an error that is raised inside."""
        try:
            yield
        except CallboardError as error:
            error.span = span
            raise

    @contextmanager
    def _inside(self, path: Path) -> Iterator[None]:
        """Bind what stands at the end of *path*, or in a subquery about it.

        Raises: ParseError when that is too deep.
        """
        self.followed += len(path.steps)
        if self.followed > MAXIMUM_NESTED_HOPS:
            raise ParseError(
                f"More than {MAXIMUM_NESTED_HOPS} relations are followed inside each other.", span=path.span
            )
        try:
            yield
        finally:
            self.followed -= len(path.steps)

    def _hop(self, relation: Relation, step: Step) -> Hop:
        if relation.target not in self.model:
            return Hop(relation, None)
        target = self.model.entity(relation.target)
        if step.cast is None:
            return Hop(relation, target)
        cast = self._entity(step.cast)
        if self.model.root(cast) is not self.model.root(target):
            raise ParseError(
                f"{step.name} leads to {target.name}, which is never a {cast.name}.", span=step.cast.span
            )
        return Hop(relation, cast, is_cast=True)

    def _follow(self, path: Path, entity: Entity) -> tuple[Hops, Entity | None, Step, AnyAttribute | None]:
        """Follow all steps of *path* but the last.

        Return the hops, the entity reached, and the last step with its attribute.
        """
        self._check_length(path)
        hops: list[Hop] = []
        current: Entity | None = entity
        steps = list(path.steps)
        while len(steps) > 1 and current is not None:
            step = steps.pop(0)
            attribute = self._attribute(current, step)
            if not isinstance(attribute, Relation):
                raise ParseError(
                    f'"{step.name}" of {current.name} is no relation, so nothing follows it.', span=step.span
                )
            hop = self._hop(attribute, step)
            if hop.entity is not None and (keyed := self._keyed(hop, steps)):
                return (*hops, keyed), keyed.entity, steps[0], self._value_of(keyed)
            hops.append(hop)
            current = hop.entity
        last = path.steps[-1]
        return tuple(hops), current, last, self._attribute(current, last) if current else None

    def _keyed(self, hop: Hop, steps: list[Step]) -> Hop | None:
        """Return the hop to one member of a mapped collection, when what follows is no attribute but its key.

        `custom_attributes.fps`.
        """
        relation = hop.relation
        if (
            not isinstance(relation, MappedCollection)
            or relation.key is None
            or len(steps) != 1
            or hop.entity is None
        ):
            return None
        return None if steps[0].name in hop.entity.by_name else Hop(relation, hop.entity, key=steps[0].name)

    def _value_of(self, hop: Hop) -> AnyAttribute:
        assert hop.entity is not None
        assert isinstance(hop.relation, MappedCollection)
        assert hop.relation.value is not None
        return hop.entity.by_name[hop.relation.value]

    def _check_length(self, path: Path) -> None:
        if len(path.steps) > MAXIMUM_HOPS:
            raise ParseError(
                f"A path may have at most {MAXIMUM_HOPS} steps; this has {len(path.steps)}.", span=path.span
            )

    def _stored_path(self, path: Path, entity: Entity) -> BoundPath | None:
        """Return *path* to a stored attribute.

        A reference at its end stands for its identifier. None: it leads nowhere.
        """
        hops, reached, last, attribute = self._follow(path, entity)
        if reached is None or attribute is None:
            return None
        if last.cast is not None:
            raise ParseError(f'"{last.name}" is cast, but nothing follows the cast.', span=last.span)
        match attribute:
            case Reference(via=via):
                return BoundPath(hops, self._holder(reached, attribute, via))
            case Stored():
                return BoundPath(hops, attribute)
            case Computed():
                raise ParseError(
                    (
                        f'"{attribute.name}" of {reached.name} is computed; it can be projected, not '
                        "compared "
                        "or sorted."
                    ),
                    span=last.span,
                )
            case Collection() | MappedCollection() | ManyToMany():
                raise ParseError(
                    f'"{attribute.name}" of {reached.name} is a collection; ask for it with any (...).',
                    span=last.span,
                    hint=f"{path} any (...)",
                )
        raise AssertionError(attribute)

    def _holder(self, entity: Entity, attribute: Reference, via: str) -> Scalar:
        """Return the attribute that holds the identifier of *attribute*, which a type below *entity* may have
        lent.
        """
        owners = [entity, *self._lenders(entity, attribute.name)]
        return next(
            owner.readable_by_name[via] for owner in owners if owner.by_name.get(attribute.name) is attribute
        )

    def _single_valued(self, path: Path, entity: Entity, clause: str) -> BoundPath:
        bound = self._stored_path(path, entity)
        if bound is None:
            raise ParseError(
                f"{clause} cannot follow {path}: nothing of its type is stored on this server.",
                span=path.span,
            )
        if any(hop.to_many for hop in bound.hops):
            raise ParseError(
                f"{clause} cannot follow the collection in {path}: it has many values.", span=path.span
            )
        return bound

    # -- Criteria
    # --------------------------------------------------------------------------------------------------------

    def criteria(self, criteria: Criteria, entity: Entity) -> BoundCriteria:
        match criteria:
            case And(items=items):
                return AllOf(tuple(self.criteria(item, entity) for item in items))
            case Or(items=items):
                return AnyOf(tuple(self.criteria(item, entity) for item in items))
            case Not(item=item):
                return Negated(self.criteria(item, entity))
            case Comparison():
                return self._comparison(criteria, entity)
            case Membership():
                return self._membership(criteria, entity)
            case Quantified():
                return self._quantified(criteria, entity)
        raise AssertionError(criteria)

    def _comparison(self, comparison: Comparison, entity: Entity) -> BoundCriteria:
        with self._inside(comparison.path):
            path = self._stored_path(comparison.path, entity)
        if path is None:
            return Constant(value=False)
        test, value = self._test(comparison.operator, comparison.value, path.attribute)
        return Compare(path.hops, path.attribute, test, value)

    def _test(self, operator: Operator, literal: Literal, attribute: Scalar) -> tuple[Test, Value | None]:
        test = TESTS[operator]
        if literal.is_null:
            if test not in {Test.EQUAL, Test.UNEQUAL}:
                raise BadValue(f"Nothing is {operator.value} none; use is or is_not.", span=literal.span)
            return (Test.NULL if test is Test.EQUAL else Test.NOT_NULL), None
        if test in {Test.LIKE, Test.NOT_LIKE}:
            if isinstance(attribute, Integer | Number | Boolean):
                raise BadValue(
                    f'"{attribute.name}" holds no text, so it cannot be like a pattern.', span=literal.span
                )
            if len(literal.text) > LONGEST_PATTERN:
                raise BadValue(
                    f"A pattern may have at most {LONGEST_PATTERN} characters; this has {len(literal.text)}.",
                    span=literal.span,
                )
            return test, storable(literal)
        if isinstance(attribute, Boolean) and test not in {Test.EQUAL, Test.UNEQUAL}:
            raise BadValue(
                f'"{attribute.name}" is true or false; compare it with is or is_not.', span=literal.span
            )
        if isinstance(attribute, Instant) and is_day(literal) and test in {Test.EQUAL, Test.UNEQUAL}:
            convert(literal, attribute)
            return (Test.ON_DAY if test is Test.EQUAL else Test.NOT_ON_DAY), literal.text
        return test, convert(literal, attribute)

    def _membership(self, membership: Membership, entity: Entity) -> BoundCriteria:
        path = self._stored_path(membership.path, entity)
        if path is None:
            return Constant(value=False)
        if isinstance(membership.values, Subquery):
            with self._inside(membership.path):
                subquery = self._subquery(membership.values)
            if subquery is None:
                return Constant(value=membership.negated)
            own, other = KINDS[type(path.attribute)], KINDS[type(subquery.path.attribute)]
            if own != other:
                raise ParseError(
                    (
                        f'"{membership.path}" holds a {own}, and the subquery finds a {other}: they are '
                        "never "
                        "equal."
                    ),
                    span=membership.values.path.span,
                )
            return OneOfQuery(path.hops, path.attribute, membership.negated, subquery)
        values = tuple(convert(value, path.attribute) for value in membership.values if not value.is_null)
        with_null = any(value.is_null for value in membership.values)
        return OneOf(path.hops, path.attribute, membership.negated, values, with_null)

    def _subquery(self, subquery: Subquery) -> BoundSubquery | None:
        entity = self._entity(subquery.entity)
        path = self._stored_path(subquery.path, entity)
        if path and any(hop.to_many for hop in path.hops):
            raise ParseError(
                f"A subquery cannot follow the collection in {subquery.path}: it has many values.",
                span=subquery.path.span,
            )
        criteria = self.criteria(subquery.criteria, entity) if subquery.criteria else None
        return BoundSubquery(entity, path, criteria) if path else None

    def _quantified(self, quantified: Quantified, entity: Entity) -> BoundCriteria:
        hops, reached, last, attribute = self._follow(quantified.path, entity)
        if reached is None:
            return Constant(value=False)
        if not isinstance(attribute, Relation):
            raise ParseError(
                f'"{last.name}" of {reached.name} is no relation; {quantified.quantifier} needs one.',
                span=last.span,
            )
        hop = self._hop(attribute, last)
        if hop.entity is None:
            return Constant(value=False)
        with self._inside(quantified.path):
            inner = self.criteria(quantified.criteria, hop.entity) if quantified.criteria else None
        return Related((*hops, hop), inner)

    # -- Projections
    # --------------------------------------------------------------------------------------------------------

    def _node(self, projections: tuple[Projection, ...] | None, entity: Entity) -> Node:
        node = self._new_node(entity)
        if projections is None:
            for name in entity.default:
                node.add(entity.by_name[name], None)
        for projection in projections or ():
            if isinstance(projection, Aggregate):
                raise ParseError(
                    "Aggregates need a group by clause.", span=projection.span, hint="group by project_id"
                )
            self._project(node, projection)
        return node

    def _new_node(self, entity: Entity) -> Node:
        """Return a node with what every returned entity carries.

        Its key and the system projections of its type.
        """
        node = Node(entity)
        for name in entity.always:
            node.add(entity.by_name[name], None)
        return node

    def _project(self, node: Node, path: Path) -> None:
        self._check_length(path)
        if str(path) == "id" and len(node.entity.key) > 1:
            return  # clients ask so of types that have a key of several parts, which comes with every answer
        entity, types = node.entity, None
        for index, step in enumerate(path.steps):
            attribute = self._attribute(entity, step)
            if step.name not in entity.by_name:
                types = frozenset(kind.name for kind in self._lenders(entity, step.name))
            is_last = index == len(path.steps) - 1
            if isinstance(attribute, MappedCollection) and attribute.filter_only:
                raise ParseError(f'"{attribute.name}" can be used in criteria only.', span=step.span)
            projected = node.add(attribute, types)
            if not isinstance(attribute, Relation):
                if not is_last:
                    raise ParseError(
                        f'"{step.name}" of {entity.name} is no relation, so nothing follows it.',
                        span=step.span,
                    )
                return
            hop = self._hop(attribute, step)
            if hop.entity is None:
                return
            is_whole = self._keyed(hop, list(path.steps[index + 1 :])) is not None
            if projected.node is None:
                projected.node = self._new_node(self.model.entity(attribute.target))
                if isinstance(attribute, MappedCollection) and attribute.key and attribute.value:
                    for name in (attribute.key, attribute.value):
                        projected.node.add(projected.node.entity.by_name[name], None)
            if is_whole:
                return  # a client keeps a mapped collection as a whole, so one key brings all
            node, entity = projected.node, hop.entity
            types = frozenset(kind.name for kind in self.model.concrete(hop.entity)) if hop.is_cast else None

    # -- Aggregates
    # --------------------------------------------------------------------------------------------------------

    def _grouping(self, query: Query, entity: Entity) -> Grouping | None:
        if not query.group_by:
            return None
        keys = tuple(
            GroupKey(self._single_valued(path, entity, "group by"), str(path).replace(".", "_"))
            for path in query.group_by
        )
        names = {str(path) for path in query.group_by}
        aggregates: list[BoundAggregate] = []
        for projection in query.projections or ():
            if isinstance(projection, Path):
                if str(projection) not in names:
                    raise ParseError(
                        f"{projection} is neither grouped by nor aggregated.", span=projection.span
                    )
                continue
            aggregates.append(self._aggregate(projection, entity))
        if not aggregates:
            raise ParseError(
                "group by needs at least one aggregate.",
                span=query.entity.span,
                hint="select count(id) from ...",
            )
        return Grouping(keys, tuple(aggregates))

    def _check_order_of_groups(self, query: Query) -> None:
        """Raise ParseError unless groups are ordered by what they are grouped by."""
        names = {str(path) for path in query.group_by}
        for order in query.order_by:
            if str(order.path) not in names:
                raise ParseError(
                    f"{order.path} is not grouped by, so groups have no order by it.", span=order.path.span
                )

    def _aggregate(self, aggregate: Aggregate, entity: Entity) -> BoundAggregate:
        path = self._single_valued(aggregate.path, entity, aggregate.function.value)
        numeric = isinstance(path.attribute, Integer | Number)
        if isinstance(path.attribute, Variable):
            path, numeric = BoundPath(path.hops, Number(path.attribute.as_number, internal=True)), True
        if aggregate.function in {Function.SUM, Function.AVERAGE} and not numeric:
            raise ParseError(
                f'{aggregate.function.value} needs numbers; "{aggregate.path}" holds none.',
                span=aggregate.span,
            )
        if aggregate.function in {Function.MINIMUM, Function.MAXIMUM} and isinstance(path.attribute, Boolean):
            raise ParseError(
                f'{aggregate.function.value} needs an order; "{aggregate.path}" is true or false.',
                span=aggregate.span,
            )
        return BoundAggregate(
            aggregate.function, path, f"{aggregate.function.value}_{aggregate.path}".replace(".", "_")
        )
