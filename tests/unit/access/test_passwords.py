"""Passwords."""

from __future__ import annotations

import pytest

from callboard.errors import ValidationError
from callboard_server.access.passwords import LONGEST, SHORTEST, hash_password, is_password, new_password


def test_a_password_is_recognised_and_another_is_not() -> None:
    hashed = hash_password("correct horse")
    assert "correct horse" not in hashed
    assert is_password("correct horse", hashed)
    assert not is_password("correct horsf", hashed)
    assert not is_password("", hashed)


def test_the_same_password_is_hashed_differently_each_time() -> None:
    assert hash_password("correct horse") != hash_password("correct horse")


def test_without_a_password_none_matches() -> None:
    assert not is_password("anything", None)


def test_an_invalid_hash_matches_no_password() -> None:
    assert not is_password("anything", "not a hash")


@pytest.mark.parametrize("password", ["", "x" * (SHORTEST - 1), "x" * (LONGEST + 1)])
def test_the_length_of_a_password_is_checked(password: str) -> None:
    with pytest.raises(ValidationError):
        hash_password(password)


def test_generated_passwords_differ() -> None:
    assert len({new_password() for _ in range(50)}) == 50
