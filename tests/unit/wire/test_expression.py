"""Expressions of subscriptions and targets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.errors import MalformedOperation
from callboard.wire.expression import (
    AllOf,
    AnyOf,
    Condition,
    Expression,
    Not,
    parse_expression,
    required_by,
    text_at,
    topics_of,
)

EVENT: dict[str, Any] = {
    "topic": "ftrack.action.launch",
    "data": {
        "actionIdentifier": "my.job.killer.2",
        "count": 5,
        "flag": True,
        "nothing": None,
        "nested": {"deep": "a b"},
    },
    "source": {"user": {"username": "jane.doe", "email": "jane+x@example.com"}},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("topic=ftrack.action.launch", True),
        ("topic = ftrack.action.launch", True),
        ('topic="ftrack.action.launch"', True),
        ("topic='ftrack.action.launch'", True),
        ("topic=ftrack.action", False),
        ("topic=ftrack.*", True),
        ("topic=*", True),
        ("topic=f*launch", False),
        ("topic=action.*", True),
        ("not topic=action.*", True),
        ("not topic=ftrack.*", False),
        ("topic!=ftrack.update", True),
        ("topic!=ftrack.action.launch", False),
        ("data.missing=x", False),
        ("data.missing!=x", False),
        ("not data.missing=x", True),
        ("NOT data.missing=x AND topic=ftrack.*", True),
        ("topic=no or topic=ftrack.* and data.missing=x", False),
        ("topic=ftrack.* or topic=no and data.missing=x", True),
        ("(topic=ftrack.* or topic=no) and data.missing=x", False),
        ("not (topic=ftrack.* and data.missing=x)", True),
        ("not topic=no and not topic=never", True),
        ("data.actionIdentifier=my.job.killer.*", True),
        ("data.count=5", True),
        ("not data.count=5", True),
        ("data.count!=5", True),
        ("data.flag=true", True),
        ("data.nothing=null", True),
        ("data.nested.deep='a b'", True),
        ("data.nested.deep.more=x", False),
        ('data.nested="x"', False),
        ("topic>=ftrack", True),
        ("topic<ftrack", False),
        ("source.user.email=jane+x@example.com", True),
        ("android=1", False),
        ("not_a_word=1", False),
    ],
)
def test_expressions_match(text: str, expected: bool) -> None:
    assert parse_expression(text).matches(EVENT) is expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "character 1"),
        ("   ", "character 4"),
        ("topic", "character 6"),
        ("topic=", "character 7"),
        ("topic=a b", "character 9"),
        ("topic=a and", "character 12"),
        ("(topic=a", "character 9"),
        ("topic=a)", "character 8"),
        ("=a", "character 1"),
        ("topic='a", "character 7"),
        ("a-b=c", "character 1"),
        ("not not a=b", "character 9"),
        ("topic=a; drop", "character 8"),
        ("(" * 60 + "a=b" + ")" * 60, "50 levels"),
        ("a=" + "b" * 20_000, "at most 10000 characters"),
    ],
)
def test_invalid_expressions_are_rejected_with_a_position(text: str, place: str) -> None:
    with pytest.raises(MalformedOperation, match=place):
        parse_expression(text)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("topic=a", {"a"}),
        ("topic=a and data.x=1", {"a"}),
        ("data.x=1 and (topic=a or topic=b)", {"a", "b"}),
        ("topic=a or data.x=1", None),
        ("topic=a*", None),
        ("not topic=a", None),
        ("topic=a and topic=b", set()),
    ],
)
def test_topics_of_an_expression(text: str, topics: set[str] | None) -> None:
    assert topics_of(parse_expression(text)) == topics


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("topic=a", ["topic=a"]),
        ("topic=a and data.x=1 and data.y=2*", ["topic=a", "data.x=1"]),
        ("data.x=1 and (topic=a or topic=b)", ["data.x=1"]),
        ("topic=a and (data.x=1 and data.y=2)", ["topic=a", "data.x=1", "data.y=2"]),
        ("topic=a or data.x=1", []),
        ("not data.x=1", []),
        ("data.x!=1", []),
    ],
)
def test_required_conditions_of_an_expression(text: str, required: list[str]) -> None:
    assert [
        f"{one.field}{one.operator}{one.value}" for one in required_by(parse_expression(text))
    ] == required


TOPICS = ["a", "a.b", "b", "ab"]
CONDITIONS = st.builds(
    Condition,
    st.sampled_from(["topic", "data.x", "data.none"]),
    st.sampled_from(["=", "!=", ">", "<"]),
    st.sampled_from([*TOPICS, "a*", "*", "5"]),
)
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    CONDITIONS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


def text_of(expression: Expression) -> str:
    match expression:
        case Condition(field, sign, value):
            return f"{field} {sign} '{value}'"
        case Not(inner):
            return f"not ({text_of(inner)})"
        case AllOf(parts):
            return " and ".join(f"({text_of(part)})" for part in parts)
        case AnyOf(parts):
            return " or ".join(f"({text_of(part)})" for part in parts)


def strict(expression: Expression, event: dict[str, Any]) -> bool:
    """Evaluate like the official Python client.

    `=` with a wildcard matches anywhere in a text. A value that is no text equals no text.
    """
    match expression:
        case Condition(field, sign, value):
            holder = event if field == "topic" else event["data"]
            name = field.rpartition(".")[2]
            if name not in holder:
                return False
            found = holder[name]
            if sign == "=" and value.endswith("*"):
                return isinstance(found, str) and value[:-1] in found
            if sign in "=!=":
                return (found == value) is (sign == "=")
            return str(found) > value if sign == ">" else str(found) < value
        case Not(inner):
            return not strict(inner, event)
        case AllOf(parts):
            return all(strict(part, event) for part in parts)
        case AnyOf(parts):
            return any(strict(part, event) for part in parts)


EVENTS = st.fixed_dictionaries(
    {
        "topic": st.sampled_from(TOPICS),
        "data": st.fixed_dictionaries({"x": st.sampled_from(["a", "ab", "5", 5])}),
    }
)


@given(EXPRESSIONS, EVENTS)
def test_every_event_that_the_client_accepts_is_delivered(
    expression: Expression, event: dict[str, Any]
) -> None:
    assert parse_expression(text_of(expression)) == expression
    matches = expression.matches(event)
    assert matches or not strict(expression, event)
    topics = topics_of(expression)
    assert not matches or topics is None or event["topic"] in topics
    assert not matches or all(text_at(event, one.field) == one.value for one in required_by(expression))
