"""Expressions over events: parsed from text, or composed of parts."""

from __future__ import annotations

import operator

import pytest

from callboard.event.expression import All, Any, Condition, Expression, Not, Parser
from callboard.event.subscription import Subscription
from callboard.exception import ParseError

EVENT = {"topic": "ftrack.update", "source": {"user": {"username": "jane"}}, "data": {"count": 3}}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("topic=ftrack.update", True),
        ("topic=ftrack.*", True),
        ("topic=ftrack.update and source.user.username=bob", False),
        ("topic=other or source.user.username=jane", True),
        ('not source.user.username="jane"', False),
        ("data.missing!=1", False),
    ],
)
def test_text_is_parsed(text: str, matches: bool) -> None:
    assert Parser().parse(text).match(EVENT) is matches
    assert Subscription(text).includes(EVENT) is matches
    assert str(Subscription(text)) == text


@pytest.mark.parametrize("text", ["", "topic", "topic=", "topic=a and", "(topic=a"])
def test_an_error_has_a_position(text: str) -> None:
    with pytest.raises(ParseError, match="at character"):
        Parser().parse(text)


def test_parts_are_composed() -> None:
    jane = Condition("source.user.username", operator.eq, "jane")
    update = Condition("topic", operator.eq, "ftrack.*")
    assert All([jane, update]).match(EVENT)
    assert Any([Not(jane), update]).match(EVENT)
    assert not All([jane, Not(update)]).match(EVENT)
    assert Expression().match(EVENT)
    assert All().match(EVENT)
    assert not Any().match(EVENT)


def test_an_unknown_operator_is_rejected() -> None:
    with pytest.raises(ValueError, match="eq, ne, ge, le, gt or lt"):
        Condition("topic", operator.add, "x")
