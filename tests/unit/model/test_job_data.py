"""What the interface displays of a job's data, as searches see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from callboard_server.model.job_data import named_identifiers, search_text

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
