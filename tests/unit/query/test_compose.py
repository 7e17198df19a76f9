"""Composed criteria are the trees that the parser returns for the same text."""

from __future__ import annotations

import pytest

from callboard_server.query.compose import (
    NEVER,
    all_of,
    any_,
    any_of,
    has,
    in_,
    in_rows,
    is_,
    is_none,
    is_true,
    like,
    none,
    not_,
    rows,
)
from callboard_server.query.parser import parse_criteria
from callboard_server.query.syntax import Criteria

CRITERIA: dict[str, Criteria] = {
    'status is "done"': is_("status", "done"),
    'user.username is "ann"': is_("user.username", "ann"),
    'name is "none"': is_("name", "none"),
    'name is "a \\"quoted\\" \\\\ name"': is_("name", 'a "quoted" \\ name'),
    "project_id is none": is_none("project_id"),
    'not is_private is "true"': not_(is_true("is_private")),
    'name like "%x%"': like("name", "%x%"),
    'id in ("a", "b")': in_("id", ["a", "b"]),
    'id in (select parent_id from Note where user_id is "ann")': in_rows(
        "id", rows("parent_id", "Note", is_("user_id", "ann"))
    ),
    'user has (username is "ann")': has("user", is_("username", "ann")),
    "notes any ()": any_("notes"),
    'not notes any (user_id is "ann")': none("notes", is_("user_id", "ann")),
    'a is "1" and (b is "2" or c is "3")': all_of(is_("a", "1"), any_of(is_("b", "2"), is_("c", "3"))),
    'a is "1" or b is "2" or c is "3"': any_of(is_("a", "1"), is_("b", "2"), is_("c", "3")),
}


@pytest.mark.parametrize("text", CRITERIA)
def test_criteria_equal_the_parsed_text(text: str) -> None:
    assert CRITERIA[text] == parse_criteria(text)


def test_one_criterion_needs_no_conjunction() -> None:
    assert any_of(is_("a", "1")) == all_of(is_("a", "1")) == is_("a", "1")


def test_no_alternatives_never_match() -> None:
    assert any_of() == NEVER


def test_an_empty_conjunction_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        all_of()
