"""Random queries of a production, most of which are valid."""

from __future__ import annotations

from hypothesis import strategies as st

from callboard_server.model.attributes import (
    AnyAttribute,
    Attribute,
    Boolean,
    Collection,
    ForeignKey,
    Instant,
    Integer,
    ManyToMany,
    MappedCollection,
    Number,
    Reference,
    Scalar,
    Stored,
    Variable,
)
from callboard_server.model.entity import Entity
from callboard_server.query.format import quote
from callboard_server.query.syntax import Literal
from tests.properties.production import SIZES
from tests.properties.rows import MOMENTS, NAMES
from tests.support.world import model

SUBJECTS = (
    "Job",
    "User",
    "Group",
    "Resource",
    "Component",
    "FileComponent",
    "ContainerComponent",
    "SequenceComponent",
    "JobComponent",
    "ComponentLocation",
    "Metadata",
    "Location",
    "Membership",
    "UserSecurityRole",
)
WHOLE = tuple(entity.name for entity in model() if not entity.internal)
"""Every public type."""

VOLATILE = {"is_open"}
"""Attributes that depend on the clock of the database."""

IDENTIFIERS = (
    "Context-1",
    "Context-4",
    "Resource-1",
    "AssetVersion-2",
    "Status-1",
    "Component-1",
    "u1",
    "u2",
    "g1",
    "c1",
    "c2",
    "j1",
    "j2",
    "l1",
    "nobody",
)
TEXT_OPERATORS = ("is", "is_not", "like", "not_like", ">", "<", ">=", "<=")


def public(entity: Entity, *kinds: type[Attribute]) -> list[AnyAttribute]:
    """Return the attributes of *kinds* that a query of *entity* may name, including those of its subtypes."""
    lent = [attribute for kind in model().concrete(entity) for attribute in kind.attributes]
    found = {attribute.name: attribute for attribute in (*reversed(lent), *entity.attributes)}
    return [
        each
        for each in found.values()
        if isinstance(each, kinds) and not each.internal and each.name not in VOLATILE
    ]


@st.composite
def queries(draw: st.DrawFn, *, paged: bool = True, subjects: tuple[str, ...] = SUBJECTS) -> str:
    """Return the text of a query of one of *subjects*; one that is *paged* may have a limit and an offset."""
    entity = model().entity(draw(st.sampled_from(subjects)))
    where = f" where {draw(criteria(entity, 3))}" if draw(st.booleans()) else ""
    if draw(st.integers(0, 5)) == 0:
        return draw(groupings(entity, where))
    projected = ", ".join(draw(st.lists(projections(entity, 3), min_size=1, max_size=5)))
    select = f"select {projected} from " if draw(st.booleans()) else ""
    return f"{select}{entity.name}{where}{draw(orders(entity))}{draw(pages()) if paged else ''}"


@st.composite
def orders(draw: st.DrawFn, entity: Entity) -> str:
    keys = draw(st.lists(st.tuples(paths(entity, 2, many=False), st.sampled_from(("", " desc"))), max_size=2))
    return f" order by {', '.join(path + direction for (path, _), direction in keys)}" if keys else ""


@st.composite
def pages(draw: st.DrawFn) -> str:
    limit = draw(st.none() | st.integers(0, 4))
    offset = draw(st.none() | st.integers(0, 3))
    return (f" limit {limit}" if limit is not None else "") + (
        f" offset {offset}" if offset is not None else ""
    )


@st.composite
def groupings(draw: st.DrawFn, entity: Entity, where: str) -> str:
    keys = [
        path
        for path, _ in draw(
            st.lists(paths(entity, 2, many=False), min_size=1, max_size=2, unique_by=lambda key: key[0])
        )
    ]
    aggregates = draw(st.lists(aggregated(entity), min_size=1, max_size=3))
    order = (
        f" order by {draw(st.sampled_from(keys))}{draw(st.sampled_from(('', ' desc')))}"
        if len(keys) == 1 and draw(st.booleans())
        else ""
    )
    return f"select {', '.join(aggregates)} from {entity.name}{where} group by {', '.join(keys)}{order}"


@st.composite
def aggregated(draw: st.DrawFn, entity: Entity) -> str:
    path, attribute = draw(paths(entity, 2, many=False))
    functions = ["count"]
    if isinstance(attribute, Integer | Number | Variable):
        functions += ["sum", "avg"]
    if not isinstance(attribute, Boolean):
        functions += ["min", "max"]
    return f"{draw(st.sampled_from(functions))}({path})"


@st.composite
def paths(draw: st.DrawFn, entity: Entity, depth: int, *, many: bool) -> tuple[str, Scalar]:
    """Return a path and its stored attribute; with *many*, the path may lead through collections."""
    mapped = [
        each for each in public(entity, MappedCollection) if isinstance(each, MappedCollection) and each.key
    ]
    if mapped and draw(st.integers(0, 7)) == 0:
        collection = draw(st.sampled_from(mapped))
        value = model().entity(collection.target).readable_by_name[collection.value or ""]
        return f"{collection.name}.{draw(st.sampled_from(('fps', 'mood', 'a', 'some_key')))}", value
    kinds = (Reference, Collection, MappedCollection, ManyToMany) if many else (Reference,)
    relations = [each for each in public(entity, *kinds) if target(each) is not None]
    if depth and relations and draw(st.integers(0, 2)) == 0:
        relation = draw(st.sampled_from(relations))
        reached, step = draw(steps(relation))
        path, attribute = draw(paths(reached, depth - 1, many=many))
        return f"{step}.{path}", attribute
    attribute = draw(st.sampled_from([each for each in public(entity, Stored) if isinstance(each, Stored)]))
    return attribute.name, attribute


def target(relation: AnyAttribute) -> Entity | None:
    assert isinstance(relation, Reference | Collection | MappedCollection | ManyToMany)
    return model().entity(relation.target) if relation.target in model() else None


@st.composite
def steps(draw: st.DrawFn, relation: AnyAttribute) -> tuple[Entity, str]:
    """Return a step along *relation*, which may have a cast, and the type of its target."""
    reached = target(relation)
    assert reached is not None
    relatives = [kind for kind in model().family(model().root(reached)) if not kind.internal]
    if len(relatives) > 1 and draw(st.booleans()):
        cast = draw(st.sampled_from(relatives))
        return cast, f"{relation.name}[{cast.name}]"
    return reached, relation.name


@st.composite
def projections(draw: st.DrawFn, entity: Entity, depth: int) -> str:
    everything = [
        each
        for each in public(entity, Attribute)
        if not (isinstance(each, MappedCollection) and each.filter_only)
    ]
    attribute = draw(st.sampled_from(everything))
    if (
        isinstance(attribute, Reference | Collection | MappedCollection | ManyToMany)
        and target(attribute)
        and depth
        and draw(st.booleans())
    ):
        reached, step = draw(steps(attribute))
        return f"{step}.{draw(projections(reached, depth - 1))}"
    return attribute.name


@st.composite
def criteria(draw: st.DrawFn, entity: Entity, depth: int) -> str:
    form = draw(
        st.sampled_from(
            ("compare", "compare", "list", "relation", "and", "or", "not", "subquery")
            if depth
            else ("compare", "list")
        )
    )
    if form in {"and", "or"}:
        parts = draw(st.lists(criteria(entity, depth - 1), min_size=2, max_size=3))
        return f"({f' {form} '.join(parts)})"
    if form == "not":
        return f"not ({draw(criteria(entity, depth - 1))})"
    if form == "relation":
        return draw(relations(entity, depth))
    path, attribute = draw(paths(entity, 2, many=True))
    if form == "list":
        values = ", ".join(draw(st.lists(values_of(attribute) | st.just("none"), max_size=3)))
        return f"{path} {draw(st.sampled_from(('in', 'not_in')))} ({values})"
    if form == "subquery":
        return draw(subqueries(path, depth))
    return draw(comparisons(path, attribute))


@st.composite
def relations(draw: st.DrawFn, entity: Entity, depth: int) -> str:
    found = public(entity, Reference, Collection, MappedCollection, ManyToMany)
    if not found:
        return draw(criteria(entity, 0))
    relation = draw(st.sampled_from(found))
    word = "has" if isinstance(relation, Reference) else "any"
    if target(relation) is None:
        return f"{relation.name} {word} ()"
    reached, step = draw(steps(relation))
    inner = draw(criteria(reached, depth - 1)) if draw(st.booleans()) else ""
    return f"{step} {word} ({inner})"


@st.composite
def subqueries(draw: st.DrawFn, path: str, depth: int) -> str:
    entity = model().entity(draw(st.sampled_from(SUBJECTS)))
    found, _ = draw(paths(entity, 1, many=False))
    where = f" where {draw(criteria(entity, depth - 1))}" if draw(st.booleans()) else ""
    return f"{path} {draw(st.sampled_from(('in', 'not_in')))} (select {found} from {entity.name}{where})"


@st.composite
def comparisons(draw: st.DrawFn, path: str, attribute: Scalar) -> str:
    if draw(st.integers(0, 5)) == 0:
        return f"{path} {draw(st.sampled_from(('is', 'is_not')))} none"
    operators: tuple[str, ...] = TEXT_OPERATORS
    if isinstance(attribute, Boolean):
        operators = ("is", "is_not")
    elif isinstance(attribute, Integer | Number):
        operators = ("is", "is_not", ">", "<", ">=", "<=")
    operator = draw(st.sampled_from(operators))
    value = draw(patterns if operator.endswith("like") else values_of(attribute))
    return f"{path} {operator} {value}"


patterns = st.lists(
    st.sampled_from(("%", "_", "a", "A", "ü", "M", "main", "\\", "2024-01", "'")), min_size=1, max_size=4
).map(lambda parts: quote(Literal("".join(parts), quoted=True)))


def values_of(attribute: Scalar) -> st.SearchStrategy[str]:
    """Return values for *attribute*, as text of the query language."""
    match attribute:
        case Boolean():
            return st.sampled_from(("true", "False", "1", '"0"'))
        case Variable():
            return st.sampled_from(
                (
                    '"calm"',
                    "CALM",
                    "25",
                    "25.0",
                    "2.5",
                    "true",
                    "a",
                    '"2024-01-31"',
                    "2024-01-31T00:00:00",
                    '""',
                )
            )
        case Integer() | Number():
            return st.sampled_from((*map(str, SIZES), "2.5", "-1", "1e3"))
        case Instant():
            return st.sampled_from(
                (*MOMENTS, '"2024-01-31"', '"1999-12-31 00:00:00+00:00"', "2024-01-31T01:00:00+01:00")
            )
        case _ if isinstance(attribute, ForeignKey) or attribute.name in {"id", "parent_id"}:
            return st.sampled_from(IDENTIFIERS)
        case _:
            return texts


texts = st.sampled_from((*NAMES, "done", "queued", "file", "user", "ann-u1")).map(
    lambda name: quote(Literal(name, quoted=True))
)
