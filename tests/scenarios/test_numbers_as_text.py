"""Numbers that clients send as text, for whole numbers, for other numbers and for custom attributes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.operations import create, update
from tests.support.world import ADMIN, World

WHOLE = [("7", 7), ("0", 0), ("-3", -3), ("+12", 12), (" 8 ", 8), ("007", 7), ("2.0", 2), ("1e3", 1000)]
NUMBERS = [("7", 7), ("0", 0), ("2.50", 2.5), (".5", 0.5), ("-1e-3", -0.001), (" 3600 ", 3600)]
NO_NUMBERS = ["", "first", "v7", "7 8", "0x10", "1_000", "nan", "inf", "1e999", "\u0667", "9" * 500, "7,5"]


@pytest.mark.parametrize(("given", "stored"), WHOLE)
def test_text_of_a_whole_number_is_that_number(film: World, given: str, stored: int) -> None:
    version = film.do(ADMIN, create("AssetVersion", asset_id="plate", version=given))[0]["data"]
    assert (version["version"], type(version["version"])) == (stored, int)
    label = film.do(ADMIN, create("NoteLabel", name="x", sort=given))[0]["data"]
    assert label["sort"] == stored
    expression = f'AssetVersion where asset_id is "plate" and version is "{stored}"'
    assert film.values(ADMIN, f"select version from {expression}", "version") == [stored]


@pytest.mark.parametrize(("given", "stored"), NUMBERS)
def test_text_of_a_number_is_that_number(film: World, given: str, stored: float) -> None:
    answer = film.do(ADMIN, update("Task", "comp", bid=given))[0]["data"]
    assert answer["bid"] == stored
    assert film.values(ADMIN, "select bid from Task where id is comp", "bid") == [stored]


@pytest.mark.parametrize("given", NO_NUMBERS)
def test_other_text_is_refused_by_the_name_of_the_attribute(film: World, given: str) -> None:
    error = film.refusal(ADMIN, create("AssetVersion", asset_id="plate", version=given))
    assert "AssetVersion.version must be a whole number" in error.message
    error = film.refusal(ADMIN, update("Task", "comp", bid=given))
    assert "Task.bid must be a" in error.message


def test_a_fraction_is_not_a_whole_number(film: World) -> None:
    error = film.refusal(ADMIN, create("AssetVersion", asset_id="plate", version="7.5"))
    assert error.message == "AssetVersion.version must be a whole number; got '7.5'."


def test_true_is_not_a_number(film: World) -> None:
    given: tuple[Any, ...] = (True, "true", [7], {"value": 7})
    for value in given:
        error = film.refusal(ADMIN, create("AssetVersion", asset_id="plate", version=value))
        assert "AssetVersion.version must be a whole number" in error.message


def test_the_next_number_follows_one_that_was_sent_as_text(film: World) -> None:
    film.do(ADMIN, create("AssetVersion", asset_id="plate", version="41"))
    following = film.do(ADMIN, create("AssetVersion", asset_id="plate"))[0]["data"]
    assert following["version"] == 42
