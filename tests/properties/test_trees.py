"""Every tree of the query language is parsed as it was formatted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.errors import CallboardError
from callboard_server.model.types import standard_model
from callboard_server.query.bind.binder import bind
from callboard_server.query.format import format_query
from callboard_server.query.parser import parse
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
    Order,
    Path,
    Quantified,
    Query,
    Step,
    Subquery,
)

SPECIAL = (
    "select",
    "from",
    "where",
    "is",
    "in",
    "has",
    "any",
    "and",
    "or",
    "group",
    "by",
    "order",
    "limit",
    "offset",
    "asc",
    "desc",
    "none",
)
MODEL = standard_model()

plain_names = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name.lower() != "not"
)
names = plain_names | st.sampled_from(SPECIAL)
steps = st.builds(Step, names, st.none() | st.builds(Name, names))
paths = st.lists(steps, min_size=1, max_size=3).map(lambda found: Path(tuple(found)))
words = st.from_regex(r"[^\s(),\"']{1,12}", fullmatch=True)
literals = st.builds(Literal, st.text(max_size=20), st.just(True)) | st.builds(Literal, words, st.just(False))


def combined(inner: st.SearchStrategy[Criteria]) -> st.SearchStrategy[Criteria]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    subqueries = st.builds(Subquery, paths, st.builds(Name, plain_names), st.none() | inner)
    return (
        st.builds(And, several)
        | st.builds(Or, several)
        | st.builds(Not, inner)
        | st.builds(Quantified, paths, st.sampled_from(("has", "any")), st.none() | inner)
        | st.builds(Membership, paths, st.booleans(), subqueries)
    )


comparisons = st.builds(Comparison, paths, st.sampled_from(Operator), literals)
lists = st.builds(Membership, paths, st.booleans(), st.lists(literals, max_size=3).map(tuple))
criteria = st.recursive(comparisons | lists, combined, max_leaves=8)
projections = paths | st.builds(Aggregate, st.sampled_from(Function), paths)
queries = st.builds(
    Query,
    st.builds(Name, plain_names),
    st.none() | st.lists(projections, min_size=1, max_size=3).map(tuple),
    st.none() | criteria,
    st.lists(paths, max_size=2).map(tuple),
    st.lists(st.builds(Order, paths, st.booleans()), max_size=2).map(tuple),
    st.none() | st.integers(0, 2**53),
    st.none() | st.integers(0, 2**53),
)


@settings(max_examples=500, deadline=None)
@given(tree=queries)
def test_every_formatted_tree_parses_to_the_same_tree(tree: Query) -> None:
    assert parse(format_query(tree)) == tree


fragments = st.sampled_from(
    ("select ", "id", " from ", "Job", " where ", "status", " is ", '"', "'", "(", ")", ",", ".", "[", "]",
     " and ", " or ", " not ",
     " in ", " any ", " has ", " order by ", " limit ", " offset ", "5", "-", "none", "\\",
     "=", "user", "{", "\n", "\x00", "é")
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(text=st.lists(fragments, max_size=20).map("".join) | st.text(max_size=40))
def test_malformed_text_is_refused_with_a_position(text: str) -> None:
    error = refusal(text)
    if error is not None:
        assert error.message
        start, end = error.span or (0, 0)
        assert 0 <= start <= end <= len(text) + 1


def refusal(text: str) -> CallboardError | None:
    try:
        bind(parse(text), MODEL)
    except CallboardError as error:
        return error
    return None
