"""Collections and mapped collections: tracked changes, uniqueness, dictionaries."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from callboard.core.entity import Entity
from callboard.exception import AttributeError as EntityAttributeError
from callboard.exception import DuplicateItemInCollectionError, ImmutableCollectionError
from callboard.session import Session
from tests.unit.client.stub import StubTransport, answer_to, session_with


def task(number: int, **values: Any) -> dict[str, Any]:
    return {"__entity_type__": "Task", "id": f"t{number}", **values}


def meta(key: str, value: str) -> dict[str, Any]:
    return {"__entity_type__": "Metadata", "parent_id": "t1", "key": key, "value": value}


def opened(**values: Any) -> tuple[StubTransport, Session, Entity]:
    transport = StubTransport(lambda operation: answer_to(operation, [task(1, **values)]))
    session = session_with(transport)
    return transport, session, session.query("Task")[0]


def test_reading() -> None:
    _transport, session, owner = opened(children=[task(2), task(3)])
    children = owner["children"]
    assert owner["children"] is children
    assert len(children) == 2
    assert children[0] is session.get("Task", "t2")
    assert isinstance(children[:1], list)
    assert children[1] in children
    assert "x" not in children
    assert children != [*children]
    assert children == copy.copy(children)


def test_mutations_are_one_update_with_all_members() -> None:
    transport, session, owner = opened(children=[task(2)])
    children = owner["children"]
    child = session.create("Task", {"name": "new"})
    children.append(child)
    assert len(session.recorded_operations) == 2
    session.commit()
    create, update = transport.batches[-1]
    assert create["action"] == "create"
    assert [each["id"] for each in update["entity_data"]["children"]] == ["t2", child["id"]]
    assert owner["children"] is children
    assert not children.is_modified


def test_rollback_restores_members() -> None:
    _transport, session, owner = opened(children=[task(2), task(3)])
    children = owner["children"]
    del children[0]
    children.remove(children[0])
    assert len(children) == 0
    session.rollback()
    assert [each["id"] for each in children] == ["t2", "t3"]
    assert owner["children"] is children


def test_members_are_unique_entities() -> None:
    _transport, _session, owner = opened(children=[task(2)])
    children = owner["children"]
    with pytest.raises(DuplicateItemInCollectionError):
        children.append(children[0])
    with pytest.raises(TypeError):
        children.append("t3")
    children.mutable = False
    with pytest.raises(ImmutableCollectionError):
        children.pop()


def test_unmodified_collections_follow_the_server() -> None:
    transport, session, owner = opened(children=[task(2)])
    children = owner["children"]
    transport.respond = lambda operation: answer_to(operation, [task(1, children=[task(2), task(3)])])
    session.query("Task").all()
    assert len(children) == 2
    children.pop()
    session.query("Task").all()
    assert len(children) == 1


def test_assigning_lists() -> None:
    transport, session, owner = opened(children=[task(2), task(3)])
    owner["children"] = [owner["children"][1]]
    session.commit()
    assert [each["id"] for each in transport.batches[-1][0]["entity_data"]["children"]] == ["t3"]
    owner["children"] = None
    assert len(owner["children"]) == 0
    with pytest.raises(NotImplementedError):
        owner["children"] = ()
    other = session.create("Task", {"name": "other"})
    with pytest.raises(EntityAttributeError):
        owner["children"] = other["children"]


def test_relations_of_a_new_entity_are_fetched_once_it_is_stored() -> None:
    transport = StubTransport()
    session = session_with(transport)
    made = session.create("Task", {"name": "a"})
    assert len(made["children"]) == 0
    assert made["children"] is made["children"]
    session.commit()
    transport.respond = lambda operation: answer_to(
        operation, [{"__entity_type__": "Task", "id": made["id"], "children": [task(5)]}]
    )
    assert len(made["children"]) == 1


def test_metadata_as_a_dictionary() -> None:
    _transport, _session, owner = opened(metadata=[meta("a", "1"), meta("b", "2")])
    metadata = owner["metadata"]
    assert metadata["a"] == "1"
    assert sorted(metadata.keys()) == ["a", "b"]
    assert dict(metadata.items()) == {"a": "1", "b": "2"}
    assert metadata.get("c") is None
    assert "a" in metadata
    with pytest.raises(KeyError):
        metadata["c"]


def test_metadata_changes() -> None:
    transport, session, owner = opened(metadata=[meta("a", "1"), meta("b", "2")])
    owner["metadata"] = {"a": "9", "c": "3"}
    session.commit()
    sent = [(each["action"], each["entity_type"], each["entity_key"]) for each in transport.batches[-1]]
    assert sent == [
        ("delete", "Metadata", ["t1", "b"]),
        ("update", "Metadata", ["t1", "a"]),
        ("create", "Metadata", ["t1", "c"]),
        ("update", "Task", ["t1"]),
    ]
    assert dict(owner["metadata"]) == {"a": "9", "c": "3"}


def test_metadata_of_a_new_entity_follows_its_create() -> None:
    transport = StubTransport()
    session = session_with(transport)
    session.create("Task", {"name": "a", "metadata": {"k": "v"}})
    session.commit()
    assert [(each["action"], each["entity_type"]) for each in transport.batches[-1]] == [
        ("create", "Task"),
        ("create", "Metadata"),
        ("update", "Task"),
    ]
    assert transport.batches[-1][1]["entity_data"]["parent_type"] == "Task"


def test_rollback_removes_new_keys() -> None:
    _transport, session, owner = opened(metadata=[meta("a", "1")])
    owner["metadata"]["b"] = "2"
    assert len(owner["metadata"]) == 2
    session.rollback()
    assert owner["metadata"].keys() == ["a"]


def test_building_large_collections_stays_linear() -> None:
    _transport, session, owner = opened(children=[])
    for _ in range(300):
        owner["children"].append(session.create("Task"))
    assert len(session.recorded_operations) == 600
    kinds = session.recorded_operations.pop()
    assert kinds.entity_key == {"id": "t1"}
