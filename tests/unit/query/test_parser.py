"""Parsing queries, verified by the text that the formatter writes for the tree."""

from __future__ import annotations

import pytest

from callboard_server.query.format import format_query
from callboard_server.query.parser import parse, parse_criteria
from callboard_server.query.syntax import (
    And,
    Comparison,
    Literal,
    Membership,
    Not,
    Operator,
    Or,
    Quantified,
    Subquery,
)
from tests.unit.query.corpus import EVERYTHING


def canonical(text: str) -> str:
    return format_query(parse(text))


@pytest.mark.parametrize("text", EVERYTHING)
def test_expressions_of_real_clients_are_parsed_and_formatted(text: str) -> None:
    tree = parse(text)
    assert parse(format_query(tree)) == tree


CLAUSES = {
    "Job": "Job",
    "  Job  ": "Job",
    "\n\tJob\r\n": "Job",
    "select id from Job": "select id from Job",
    "SELECT id FROM Job": "select id from Job",
    (
        "Select id From Job Where a Is b Order By c Desc Offset 1 Limit 2"
    ): "select id from Job where a is b order by c desc offset 1 limit 2",
    "select id,status ,  data from Job": "select id, status, data from Job",
    "select a.b.c, d from Job": "select a.b.c, d from Job",
    "select a . b from Job": "select a.b from Job",
    "select a[Task].b from Job": "select a[Task].b from Job",
    "select a [ Task ] . b from Job": "select a[Task].b from Job",
    "select a[Task] from Job": "select a[Task] from Job",
    "select _a.b_2 from Job": "select _a.b_2 from Job",
    "select from from Job": "select from from Job",
    "select from, to from Job": "select from, to from Job",
    "select select from Job": "select select from Job",
    "select count from Job": "select count from Job",
    "select count(id) from Job group by status": "select count(id) from Job group by status",
    "select COUNT( id ), Sum(a.b) from Job group by a": "select count(id), sum(a.b) from Job group by a",
    (
        "select avg(a), min(a), max(a) from Job group by b, c.d"
    ): "select avg(a), min(a), max(a) from Job group by b, c.d",
    "Job where": "Job",
    "Job where limit 5": "Job limit 5",
    "Job where order by id": "Job order by id",
    "Job where group by id": "Job group by id",
    "Job where offset 5 limit 1": "Job offset 5 limit 1",
    "Job limit 5": "Job limit 5",
    "Job limit 0": "Job limit 0",
    "Job offset 5": "Job offset 5",
    "Job limit 5 offset 10": "Job offset 10 limit 5",
    "Job offset 10 limit 5": "Job offset 10 limit 5",
    "Job limit 9007199254740992": "Job limit 9007199254740992",
    "Job order by a": "Job order by a",
    "Job order by a asc": "Job order by a",
    "Job order by a ascending": "Job order by a",
    "Job order by a desc": "Job order by a desc",
    "Job order by a descending, b ASC, c.d DESC": "Job order by a desc, b, c.d desc",
    "Job order by desc": "Job order by desc",
    "Job order by desc desc": "Job order by desc desc",
    "Job order by a[Task].b": "Job order by a[Task].b",
    "Job group by a order by a limit 1": "Job group by a order by a limit 1",
    "order where order is 5": "order where order is 5",
    (
        "select limit from Job where limit is 5 order by limit limit 5"
    ): "select limit from Job where limit is 5 order by limit limit 5",
}


@pytest.mark.parametrize(("text", "expected"), CLAUSES.items())
def test_clauses(text: str, expected: str) -> None:
    assert canonical(text) == expected


CRITERIA = {
    # operators and their synonyms
    "a is b": "a is b",
    "a = b": "a is b",
    "a=b": "a is b",
    "a IS b": "a is b",
    "a is_not b": "a is_not b",
    "a != b": "a is_not b",
    "a!=b": "a is_not b",
    "a like b": "a like b",
    "a LIKE b": "a like b",
    "a not_like b": "a not_like b",
    "a > 1": "a > 1",
    "a>1": "a > 1",
    "a after 1": "a > 1",
    "a greater_than 1": "a > 1",
    "a < 1": "a < 1",
    "a before 1": "a < 1",
    "a less_than 1": "a < 1",
    "a >= 1": "a >= 1",
    "a>=1": "a >= 1",
    "a <= 1": "a <= 1",
    "a<=1": "a <= 1",
    "a is -1": "a is -1",
    "a >-1": "a > -1",
    # names like keywords, distinguished by their position
    "is is is": "is is is",
    "like like like": "like like like",
    "in in (in)": "in in (in)",
    "has has (any any ())": "has has (any any ())",
    "and is or": "and is or",
    "or is and and and is or": "or is and and and is or",
    "where is where": "where is where",
    "group is a": "group is a",
    "order is by": "order is by",
    "limit is 5": "limit is 5",
    "offset = 5": "offset is 5",
    "from.id is a and to.id is b": "from.id is a and to.id is b",
    "type is not": "type is not",
    "end is none or date is null": "end is none or date is null",
    "not_a is b": "not_a is b",
    "nothing is b": "nothing is b",
    # values
    'a is "b"': 'a is "b"',
    "a is 'b'": 'a is "b"',
    'a is ""': 'a is ""',
    "a is ''": 'a is ""',
    'a is "b c"': 'a is "b c"',
    "a is 'it\"s'": r'a is "it\"s"',
    'a is "it\'s"': 'a is "it\'s"',
    r'a is "say \"hi\""': r'a is "say \"hi\""',
    r"a is 'it\'s'": 'a is "it\'s"',
    r'a is "it\'s"': 'a is "it\'s"',
    r'a is "C:\new\x"': r'a is "C:\\new\\x"',
    r'a is "C:\\new"': r'a is "C:\\new"',
    r'a is "\\"': r'a is "\\"',
    r'a is "\\\""': r'a is "\\\""',
    'a is "line\nbreak"': 'a is "line\nbreak"',
    'a is "where x limit 5"': 'a is "where x limit 5"',
    'a is "none"': 'a is "none"',
    "a is none": "a is none",
    "a is None": "a is None",
    "a is NULL": "a is NULL",
    "a is nonesuch": "a is nonesuch",
    "a is 11e1-44": "a is 11e1-44",
    "a is 95f5c536-4e65-11e1-afaa-f23c91df25eb": "a is 95f5c536-4e65-11e1-afaa-f23c91df25eb",
    "a is john@example.com": "a is john@example.com",
    "a is 4.5": "a is 4.5",
    "a is 2024-01-31T10:00:00+00:00": "a is 2024-01-31T10:00:00+00:00",
    "a is %x%_y*": "a is %x%_y*",
    "a is a/b:c+d": "a is a/b:c+d",
    "a is ünïcödé": "a is ünïcödé",
    "a is {x}": "a is {x}",
    "a is =": "a is =",
    # no blank is needed after a closing quote
    'a is "b"and c is "d"': 'a is "b" and c is "d"',
    "a is 'b'or(c is 'd')": 'a is "b" or c is "d"',
    'a is"b"': 'a is "b"',
    # lists
    "a in (b)": "a in (b)",
    "a in(b)": "a in (b)",
    "a IN (b)": "a in (b)",
    "a in (b,c)": "a in (b, c)",
    "a in ( 'b' , \"c\",d )": 'a in ("b", "c", d)',
    "a in ()": "a in ()",
    "a not_in ()": "a not_in ()",
    "a not_in (b, none)": "a not_in (b, none)",
    "a in (select)": "a in (select)",
    "a in (select, from)": "a in (select, from)",
    'a in ("b)", c)': 'a in ("b)", c)',
    "a.b in (c)": "a.b in (c)",
    # subqueries
    "a in (select b from C)": "a in (select b from C)",
    "a not_in (select b.c from D where e is f)": "a not_in (select b.c from D where e is f)",
    "a in (select b from C where)": "a in (select b from C)",
    "a in (SELECT b FROM C)": "a in (select b from C)",
    (
        "a in (select b from C where d in (select e from F))"
    ): "a in (select b from C where d in (select e from F))",
    # relations
    "a has ()": "a has ()",
    "a any ()": "a any ()",
    "a any()": "a any ()",
    "a ANY (b is c)": "a any (b is c)",
    "a.b has (c is d)": "a.b has (c is d)",
    "a[B] has (c is d)": "a[B] has (c is d)",
    "a[B].c is d": "a[B].c is d",
    "a any (b any (c has (d is e)))": "a any (b any (c has (d is e)))",
    "a any (b is c and d is e)": "a any (b is c and d is e)",
    # precedence: not, and, or
    "a is b and c is d": "a is b and c is d",
    "a is b AND c is d OR e is f": "a is b and c is d or e is f",
    "a is b or c is d and e is f": "a is b or c is d and e is f",
    "(a is b or c is d) and e is f": "(a is b or c is d) and e is f",
    "a is b and (c is d and e is f)": "a is b and (c is d and e is f)",
    "a is b or (c is d or e is f)": "a is b or (c is d or e is f)",
    "((a is b))": "a is b",
    "( a is b )": "a is b",
    "not a is b": "not a is b",
    "NOT a is b": "not a is b",
    "not(a is b)": "not a is b",
    "not not a is b": "not not a is b",
    "not a is b and c is d": "not a is b and c is d",
    "not (a is b and c is d)": "not (a is b and c is d)",
    "not (a is b or c is d)": "not (a is b or c is d)",
    "not a any ()": "not a any ()",
    "a is b and not c has () or d is e": "a is b and not c has () or d is e",
    "not a in (b)": "not a in (b)",
}


@pytest.mark.parametrize(("text", "expected"), CRITERIA.items())
def test_criteria(text: str, expected: str) -> None:
    assert canonical(f"Job where {text}") == f"Job where {expected}"


@pytest.mark.parametrize("text", CRITERIA)
def test_criteria_are_independent_of_other_clauses(text: str) -> None:
    tree = parse(f"select id from Job where {text} order by id limit 3")
    assert tree.criteria == parse_criteria(text)
    assert tree.limit == 3


def test_not_binds_to_one_term() -> None:
    tree = parse_criteria("not a is b and c is d or e is f")
    assert isinstance(tree, Or)
    assert isinstance(tree.items[0], And)
    assert isinstance(tree.items[0].items[0], Not)


@pytest.mark.parametrize(
    ("value", "text", "quoted", "null"),
    [
        ("none", "none", False, True),
        ("NULL", "NULL", False, True),
        ('"none"', "none", True, False),
        ("'null'", "null", True, False),
        ("no", "no", False, False),
        (r'"a\"b"', 'a"b', True, False),
        (r'"a\\b"', r"a\b", True, False),
        (r'"a\nb"', r"a\nb", True, False),
        (r"'\\\''", r"\'", True, False),
    ],
)
def test_literals(value: str, text: str, quoted: bool, null: bool) -> None:
    tree = parse_criteria(f"a is {value}")
    assert isinstance(tree, Comparison)
    assert (tree.value, tree.value.is_null) == (Literal(text, quoted), null)


def test_spans_are_positions_in_the_text() -> None:
    text = 'select id from Job where user.username is "ann" and status in (select type from Job)'
    tree = parse(text)
    assert isinstance(tree.criteria, And)
    comparison, membership = tree.criteria.items
    assert isinstance(comparison, Comparison)
    assert isinstance(membership, Membership)
    assert isinstance(membership.values, Subquery)
    spans = [
        tree.entity.span,
        comparison.path.span,
        comparison.path.steps[1].span,
        comparison.value.span,
        membership.values.entity.span,
    ]
    assert [text[start:end] for start, end in spans] == ["Job", "user.username", "username", '"ann"', "Job"]


def test_span_of_a_cast_covers_its_brackets() -> None:
    text = "a[Task].b has ()"
    tree = parse_criteria(text)
    assert isinstance(tree, Quantified)
    assert [text[slice(*step.span)] for step in tree.path.steps] == ["a[Task]", "b"]


def test_synonyms_of_operators_are_equal() -> None:
    found = {word: parse_criteria(f"a {word} 1") for word in ("after", "greater_than", ">")}
    assert all(isinstance(tree, Comparison) and tree.operator is Operator.GREATER for tree in found.values())
