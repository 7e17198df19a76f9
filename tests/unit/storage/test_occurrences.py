"""Where entities stand in an answer: complete, without relations, or as references."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from callboard_server.storage import occurrences
from callboard_server.storage.occurrences import MAXIMUM_DEPTH, place_occurrences

KEYS = {"Shot": ("id",), "User": ("id",)}
RELATIONS = {"Shot": ("next", "others", "owner")}


def shot(name: str, **data: Any) -> dict[str, Any]:
    return {"__entity_type__": "Shot", "id": name, "name": name.upper(), **data}


def user(name: str) -> dict[str, Any]:
    return {"__entity_type__": "User", "id": name, "name": name.upper()}


def reference(entity: dict[str, Any]) -> dict[str, Any]:
    return {name: entity[name] for name in ("__entity_type__", "id")}


def placed(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return place_occurrences(list(rows), KEYS, RELATIONS)


def test_an_entity_of_an_earlier_row_is_a_reference() -> None:
    ann = user("ann")
    first, second = placed(shot("a", owner=ann), shot("b", owner=ann))
    assert first == shot("a", owner=ann)
    assert second == shot("b", owner=reference(ann))


def test_an_entity_is_complete_everywhere_in_its_first_row() -> None:
    ann = user("ann")
    b, c = shot("b", owner=ann), shot("c", owner=ann)
    assert placed(shot("a", others=[b], next=c, owner=ann)) == [shot("a", others=[b], next=c, owner=ann)]


def test_a_row_is_complete_where_it_occurs_first_and_as_a_row() -> None:
    b = shot("b", owner=user("ann"))
    first, second = placed(shot("a", next=b), b)
    assert first == shot("a", next=b)
    assert second == shot("b", owner=reference(user("ann")))


def test_an_entity_inside_itself_is_a_reference() -> None:
    a, b = shot("a"), shot("b")
    a["next"], b["next"] = b, a
    assert placed(a) == [shot("a", next=shot("b", next=reference(a)))]


def test_an_earlier_member_of_the_same_collection_is_a_reference() -> None:
    b = shot("b", owner=None)
    c = shot("c", next=b)
    assert placed(shot("a", others=[b, c])) == [shot("a", others=[b, shot("c", next=reference(b))])]
    assert placed(shot("a", others=[c, b])) == [shot("a", others=[c, b])]


def test_the_dicts_of_the_entities_are_not_changed() -> None:
    a, b = shot("a"), shot("b")
    a["next"], b["next"] = b, a
    placed(a, b)
    assert a["next"] is b
    assert b["next"] is a


def test_repeated_entities_lose_relations_beyond_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "MAXIMUM_REPEATS", 0)
    c = shot("c", others=[], next=shot("d"), owner=None)
    b = shot("b", next=c)
    [row] = placed(shot("a", next=b, others=[c]))
    assert row["next"] == b
    assert row["others"] == [shot("c", others=[], owner=None)]


def test_nesting_is_limited() -> None:
    rows = [shot(f"{number}") for number in range(MAXIMUM_DEPTH * 3)]
    for row, following in pairwise(rows):
        row["next"] = following
    answer = placed(*rows)
    deepest, entity = 0, answer[0]
    while "next" in entity:
        deepest, entity = deepest + 1, entity["next"]
    assert deepest == MAXIMUM_DEPTH + 1
    assert entity == shot(f"{deepest}")
    assert all(row["next"]["id"] == rows[number + 1]["id"] for number, row in enumerate(answer[:-1]))
