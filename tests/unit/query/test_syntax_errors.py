"""Syntax errors: their position, marked here with a bar, and what was expected there."""

from __future__ import annotations

import pytest

from callboard.errors import ParseError
from callboard_server.query.parser import (
    MAXIMUM_CONDITIONS,
    MAXIMUM_DEPTH,
    MAXIMUM_LENGTH,
    parse,
    parse_criteria,
)

REFUSED = {
    "|": "the name of an entity type",
    " |": "the name of an entity type",
    "|'Job'": "the name of an entity type",
    "|1Job": "the name of an entity type",
    "select |": "the name of an attribute",
    "select |* from Job": "the name of an attribute",
    "select id|": '"from"',
    "select id |Job": '"from"',
    "select id, from |Job": '"from"',
    "select id, |, data from Job": "the name of an attribute",
    "select id from |": "the name of an entity type",
    "Job |Job": "the end of the query",
    "Job|; drop": "the end of the query",
    "Job |-- limit 1": "the end of the query",
    "Job |has (a is b)": "the end of the query",
    "Job where a|": "an operator",
    "Job where a |b": "an operator",
    "Job where a |~ b": "an operator",
    "Job where a |between 1 and 2": "an operator",
    "Job where a is|": 'a value for "a"',
    "Job where a is |)": 'a value for "a"',
    "Job where a is |(b)": 'a value for "a"',
    "Job where a.b > |": 'a value for "a.b"',
    "Job where a.|": "the name of an attribute",
    "Job where a.|.b is c": "the name of an attribute",
    "Job where |.a is c": "the name of an attribute",
    "Job where |1 is 1": "the name of an attribute",
    'Job where |"a" is b': "the name of an attribute",
    "Job where a is b |c": "the end of the query",
    "Job where a is b and|": "the name of an attribute",
    "Job where a is b or|": "the name of an attribute",
    "Job where a is b and |) or c is d": "the name of an attribute",
    "Job where and |a is b": "an operator",
    "Job where (|": "the name of an attribute",
    "Job where (|)": "the name of an attribute",
    "Job where (a is b|": '")"',
    "Job where (a is b |limit 1": '")"',
    "Job where a is b|)": "the end of the query",
    "Job where a has|": '"(" after has',
    "Job where a any |b is c": '"(" after any',
    "Job where a any (b is c|": '")"',
    "Job where a in|": '"(" and a list',
    "Job where a in |b": '"(" and a list',
    "Job where a in (|": '")"',
    "Job where a in (b|": '")"',
    "Job where a in (b |c)": '")"',
    "Job where a in (b,|)": 'a value after ","',
    "Job where a in (b, |,c)": 'a value after ","',
    "Job where a in (|,b)": '")"',
    "Job where a in (select b |where c is d)": '"from" in the subquery',
    "Job where a in (select b from C |limit 1)": '")"',
    "Job where a in (select b from |)": "the name of an entity type",
    "Job where a[|] is b": "the name of an entity type",
    "Job where a[Task |is b": '"]"',
    "Job where not|": "an operator",
    "Job limit|": "a whole number after limit",
    "Job limit |-1": "a whole number after limit",
    "Job limit |1.5": "a whole number after limit",
    "Job limit |5x": "a whole number after limit",
    "Job limit |'5'": "a whole number after limit",
    "Job limit |٣": "a whole number after limit",
    "Job offset |x": "a whole number after offset",
    "Job limit 1 limit |2": "two limit clauses",
    "Job offset 1 limit 2 offset |3": "two offset clauses",
    "Job limit 1 |where a is b": "the end of the query",
    "Job |order": "the end of the query",
    "Job |order a": "the end of the query",
    "Job order by|": "the name of an attribute",
    "Job order by a,|": "the name of an attribute",
    "Job order by a |sideways": "the end of the query",
    "Job order by a desc |asc": "the end of the query",
    "Job order by a |group by a": "the end of the query",
    "Job group by|": "the name of an attribute",
    "select count(|) from Job": "the name of an attribute",
    "select count(id |from Job": '")"',
    "select count(count|(id)) from Job": '")"',
    "select round|(id) from Job": '"from"',
}


@pytest.mark.parametrize(("marked", "expected"), REFUSED.items())
def test_the_error_contains_the_position_and_the_expected_token(marked: str, expected: str) -> None:
    position, text = marked.index("|"), marked.replace("|", "", 1)
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.code == "query.syntax"
    assert caught.value.span is not None
    assert caught.value.span[0] == position
    assert caught.value.span[1] > position
    assert f"at character {position + 1}" in caught.value.message
    assert expected in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "Job where a == b c",
        "Job where a in (select b, c from D)",
        "Job where a[Task is b",
        "select count(id from Job",
    ],
)
def test_other_malformed_queries_are_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ('Job where a is "b', 15),
        ("Job where a is 'b", 15),
        (r'Job where a is "b\"', 15),
        ("Job where a is b'c", 16),
        ('Job where a in ("b", "c)', 21),
        ('Job where a is "b" and c is "', 28),
    ],
)
def test_an_unclosed_quote_is_located(text: str, start: int) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.span is not None
    assert caught.value.span[0] == start


def test_an_unclosed_quote_has_a_hint() -> None:
    with pytest.raises(ParseError, match="no closing quote") as caught:
        parse('Job where a is "b')
    assert caught.value.hint == 'Close it with the same quote; write a quote inside as \\".'


@pytest.mark.parametrize(
    "nested",
    [
        "(" * 5000 + "a is b" + ")" * 5000,
        "not " * 5000 + "a is b",
        "not (" * 5000 + "a is b" + ")" * 5000,
        "a any (" * 5000 + "a is b" + ")" * 5000,
        "a in (select b from C where " * 5000 + "a is b" + ")" * 5000,
    ],
    ids=["parentheses", "not", "not in parentheses", "any", "subqueries"],
)
def test_nesting_is_limited(nested: str) -> None:
    with pytest.raises(ParseError, match=f"nested more than {MAXIMUM_DEPTH} levels"):
        parse_criteria(nested)


def test_nesting_up_to_the_limit_is_parsed() -> None:
    assert parse_criteria("(" * MAXIMUM_DEPTH + "a is b" + ")" * MAXIMUM_DEPTH) == parse_criteria("a is b")


def test_the_number_of_conditions_is_limited() -> None:
    parse_criteria(" or ".join(["a is b"] * MAXIMUM_CONDITIONS))
    with pytest.raises(ParseError, match="more than 5000 conditions") as caught:
        parse_criteria(" or ".join(["a is b"] * (MAXIMUM_CONDITIONS + 1)))
    assert caught.value.hint is not None
    assert "in (...)" in caught.value.hint


def test_the_length_is_limited() -> None:
    with pytest.raises(ParseError, match="at most"):
        parse("Job where a is " + "b" * MAXIMUM_LENGTH)


def test_a_list_may_have_50000_values() -> None:
    values = ",".join(f"{number:036}" for number in range(50_000))
    assert parse(f"Job where id in ({values})").criteria is not None
