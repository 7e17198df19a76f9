"""`fold`: the smallest batch with the same effect as the log."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.core.fold import Payload, fold
from callboard.core.operations import (
    CreateEntityOperation,
    DeleteEntityOperation,
    Operation,
    Operations,
    UpdateEntityOperation,
)
from callboard.symbol import CREATED, DELETED, MODIFIED, NOT_SET

Store = dict[str, dict[str, Any]]


def create(name: str, /, **values: Any) -> Operation:
    return CreateEntityOperation("Task", {"id": name}, {"id": name, **values})


def update(name: str, attribute: str, value: Any) -> Operation:
    return UpdateEntityOperation("Task", {"id": name}, attribute, NOT_SET, value)


def delete(name: str) -> Operation:
    return DeleteEntityOperation("Task", {"id": name})


def short(payloads: Iterable[Payload]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (
            each["action"],
            each["entity_key"]["id"],
            {
                name: value
                for name, value in each.get("entity_data", {}).items()
                if name not in ("__entity_type__", "id")
            },
        )
        for each in payloads
    ]


def test_worked_example() -> None:
    log = [
        create("n", name="x"),
        update("n", "name", "n"),
        update("n", "bid", 5),
        update("t", "name", "a"),
        update("t", "name", "b"),
        update("t2", "name", "c"),
        update("n", "bid", 6),
    ]
    assert short(fold(log)) == [
        ("create", "n", {"name": "n"}),
        ("update", "t", {"name": "b"}),
        ("update", "t2", {"name": "c"}),
        ("update", "n", {"bid": 6}),
    ]


def test_created_and_deleted_entities_are_omitted() -> None:
    note = "n"
    log = [create(note), update("t", "notes", ["m", note]), delete(note), update(note, "name", "late")]
    identify = {"n": ("Task", "n"), "m": ("Task", "m")}.get
    assert short(fold(log, identify)) == [("update", "t", {"notes": ["m"]})]


def test_deleted_and_created_again_is_both() -> None:
    assert short(fold([delete("a"), create("a", name="new")])) == [
        ("delete", "a", {}),
        ("create", "a", {"name": "new"}),
    ]


def test_reverted_and_empty_updates_are_omitted() -> None:
    assert fold([update("a", "name", "x"), update("a", "name", NOT_SET)]) == []
    assert short(fold([create("a", name=NOT_SET)])) == [("create", "a", {})]


def test_unknown_operations_are_rejected() -> None:
    with pytest.raises(ValueError, match="Operation"):
        fold([Operation("Task", {"id": "a"})])


def test_keys_in_any_order_are_the_same_entity() -> None:
    one = UpdateEntityOperation("Metadata", {"key": "k", "parent_id": "p"}, "value", NOT_SET, "1")
    two = UpdateEntityOperation("Metadata", {"parent_id": "p", "key": "k"}, "value", NOT_SET, "2")
    assert [each["entity_data"]["value"] for each in fold([one, two])] == ["2"]


def test_the_log_keeps_copies_and_states() -> None:
    log = Operations()
    members = ["a"]
    log.push(update("t", "members", members))
    members.append("b")
    assert [each.new_value for each in log if isinstance(each, UpdateEntityOperation)] == [["a"]]
    log.push(create("n"))
    log.push(update("n", "name", 1))
    log.push(delete("d"))
    assert [log.state(("Task", name)) for name in "tndx"] == [MODIFIED, CREATED, DELETED, NOT_SET]
    assert isinstance(log.pop(), DeleteEntityOperation)
    assert log.state(("Task", "d")) is NOT_SET
    assert len(log) == 3
    log.clear()
    assert not log


# ---------------------------------------------------------------------- the law

NAMES = st.sampled_from("abcd")
ATTRIBUTES = st.sampled_from(["x", "y"])
VALUES = st.integers(0, 3) | st.just(NOT_SET)


@st.composite
def logs(draw: st.DrawFn) -> tuple[Store, list[Operation]]:
    """Return a store, and a log that is valid for it."""
    store: Store = {name: {"x": 0} for name in draw(st.sets(NAMES))}
    alive = set(store)
    log: list[Operation] = []
    for _ in range(draw(st.integers(0, 20))):
        name = draw(NAMES)
        if name not in alive:
            log.append(create(name, **{draw(ATTRIBUTES): draw(VALUES)}))
            alive.add(name)
        elif draw(st.integers(0, 4)) == 0:
            log.append(delete(name))
            alive.remove(name)
        else:
            log.append(update(name, draw(ATTRIBUTES), draw(VALUES)))
    return store, log


def applied(store: Store, payloads: Iterable[Payload]) -> Store:
    """Return *store* after *payloads*, as the simplest server would have it."""
    result = {name: dict(values) for name, values in store.items()}
    for payload in payloads:
        name = payload["entity_key"]["id"]
        data = {key: value for key, value in payload.get("entity_data", {}).items() if value is not NOT_SET}
        data.pop("__entity_type__", None)
        if payload["action"] == "delete":
            del result[name]
        elif payload["action"] == "create":
            assert name not in result
            result[name] = data
        else:
            result[name].update(data)
    return result


def _alone(operation: Operation) -> list[Payload]:
    return fold([operation])


@given(logs())
def test_folding_changes_no_effect(case: tuple[Store, list[Operation]]) -> None:
    store, log = case
    assert applied(store, fold(log)) == applied(store, _meaning(log))


def _meaning(log: list[Operation]) -> list[Payload]:
    """Return the effect of *log*, operation by operation: the last value of each life of an entity counts."""
    last: dict[tuple[Any, int, str], int] = {}
    lives: dict[Any, int] = {}
    keys: list[tuple[Any, int]] = []
    for at, each in enumerate(log):
        if isinstance(each, CreateEntityOperation):
            lives[each.identity] = lives.get(each.identity, 0) + 1
        life = lives.get(each.identity, 0)
        keys.append((each.identity, life))
        if isinstance(each, UpdateEntityOperation):
            last[(each.identity, life, each.attribute_name)] = at
    return [
        payload
        for at, each in enumerate(log)
        if not isinstance(each, UpdateEntityOperation) or last[(*keys[at], each.attribute_name)] == at
        for payload in _alone(each)
    ]


@given(logs())
def test_folding_is_small(case: tuple[Store, list[Operation]]) -> None:
    _store, log = case
    payloads = fold(log)
    assert len(payloads) <= len(log)
    written = [
        (payload["entity_key"]["id"], name)
        for payload in payloads
        if payload["action"] == "update"
        for name in payload["entity_data"]
        if name != "__entity_type__"
    ]
    again = {each.identity[1] for each in log if not isinstance(each, UpdateEntityOperation)}
    assert all(written.count(each) == 1 for each in written if each[0] not in again)
    assert not any(
        before["entity_key"] == after["entity_key"]
        and before["action"] != "delete"
        and after["action"] == "update"
        for before, after in pairwise(payloads)
    )
