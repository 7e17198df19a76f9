"""Patterns of like: their canonical form, and the pattern of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard_server.query.patterns import canonical, literal
from tests.support.naive import like

CANONICAL = {
    "": "",
    "sh%_": "sh%_",
    r"\%": r"\%",
    r"\_": r"\_",
    r"\\": r"\\",
    r"\\%": r"\\%",
    r"a\b": r"a\\b",
    "\\": r"\\",
    "%\\\\\\": r"%\\\\",
}

texts = st.text("ab%_\\", max_size=6)


@pytest.mark.parametrize("pattern", CANONICAL)
def test_every_backslash_escapes_or_is_escaped(pattern: str) -> None:
    assert canonical(pattern) == CANONICAL[pattern]


@given(pattern=texts)
def test_a_canonical_pattern_stays_as_it_is(pattern: str) -> None:
    assert canonical(canonical(pattern)) == canonical(pattern)


@given(text=texts, other=texts)
def test_the_pattern_of_a_text_matches_that_text_alone(text: str, other: str) -> None:
    assert canonical(literal(text)) == literal(text)
    assert like(other, literal(text)) == (other == text)
