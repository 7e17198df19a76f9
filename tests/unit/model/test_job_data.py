"""What the interface displays of a job's data, as searches see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from callboard_server.model.job_data import LONGEST_IN_LIST, data_in_list, named_identifiers, search_text

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "web/src/entities/job/search-corpus.json").read_text("utf-8")
)
"""The same cases hold for the interface, which adds live jobs to a list that was searched."""
UUID = "5D3B0F0E-8BDE-4A8C-8B52-9CFE2F3F0D11"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["data"])[:40])
def test_searchable_text(case: dict[str, Any]) -> None:
    assert search_text(case["data"]) == case["text"]


def test_the_text_is_limited() -> None:
    assert len(search_text("x" * 1_000_000)) == 20_000


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({"note": UUID}, {UUID.lower()}),
        ({"id": "a", "task_id": "b", "versionId": "c", "valid": "d", "ids": ["e"]}, {"a", "b", "c", "e"}),
        ({"id": {"id": 5}, "x_id": None, "y_id": "", "z_id": "z" * 300}, set()),
        ({"id": "a\x00b"}, set()),
        ([{"id": "deep"}], {"deep"}),
        ("id", set()),
    ],
)
def test_named_identifiers(data: Any, names: set[str]) -> None:
    assert named_identifiers(json.dumps(data)) == names


def test_identifiers_are_limited_in_number_and_depth() -> None:
    assert len(named_identifiers(json.dumps({"ids": [f"x{number}" for number in range(500)]}))) == 100
    assert named_identifiers("[" * 100_000) == frozenset()
    nested: Any = {"id": "deep"}
    for _ in range(50):
        nested = [nested]
    assert named_identifiers(json.dumps(nested)) == frozenset()


@pytest.mark.parametrize(
    "data",
    [None, "", "no JSON", '{"description": "Copy", "progress": 0.5}', "x" * LONGEST_IN_LIST, "[1, 2]"],
)
def test_data_of_usual_length_is_listed_unchanged(data: str | None) -> None:
    assert data_in_list(data) == data


def test_very_long_data_is_cut_in_lists() -> None:
    long = {
        "rows": list(range(10_000)),
        "description": "Copy (3 of 4) " + "d" * 50_000,
        "traceback": "t" * 50_000 + "\nOSError: full",
        "progress": 0.75,
        "log": "l" * 50_000,
    }
    text = data_in_list(json.dumps(long)) or ""
    assert len(text) <= LONGEST_IN_LIST + 200
    found = json.loads(text)
    assert found["description"].startswith("Copy (3 of 4) ddd")
    assert found["description"].endswith("d…")
    assert found["traceback"].endswith("\nOSError: full")
    assert found["progress"] == 0.75
    assert "rows" not in found


@pytest.mark.parametrize("data", ["x" * 50_000, json.dumps("x" * 50_000), json.dumps(["x" * 50_000])])
def test_very_long_text_is_cut_in_lists(data: str) -> None:
    text = data_in_list(data)
    assert text is not None
    assert 1_900 < len(text) < 2_100


def test_many_long_texts_have_one_limit() -> None:
    data = json.dumps({f"text {number}": "x" * 1_900 for number in range(100)})
    assert len(data_in_list(data) or "") <= LONGEST_IN_LIST + 200
