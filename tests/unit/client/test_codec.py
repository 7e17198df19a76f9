"""Encoding values as JSON, and decoding them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from callboard.core.codec import encode_batch
from callboard.core.entity import Entity
from callboard.instant import Instant
from callboard.session import Session
from tests.unit.client.stub import StubTransport, answer_to, session_with

ROW = {
    "__entity_type__": "Task",
    "id": "t1",
    "name": "a",
    "start_date": {"__type__": "datetime", "value": "2026-11-24T10:11:12"},
    "status": {"__entity_type__": "Status", "id": "s", "name": "Done"},
    "children": [{"__entity_type__": "Task", "id": "t2", "name": "b"}],
}


def opened() -> tuple[Session, Entity]:
    session = session_with(
        StubTransport(lambda operation: answer_to(operation, [json.loads(json.dumps(ROW))]))
    )
    return session, session.query("Task")[0]


def test_batches_contain_references() -> None:
    _session, task = opened()
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    sent = json.loads(encode_batch([{"a": task, "b": task["children"], "c": moment, "d": date(2026, 1, 2)}]))[
        0
    ]
    assert sent["a"] == {"__entity_type__": "Task", "id": "t1"}
    assert sent["b"] == [{"__entity_type__": "Task", "id": "t2"}]
    assert sent["c"] == {"__type__": "datetime", "value": "2026-11-24T00:00:00"}
    assert sent["d"]["value"] == "2026-01-02T00:00:00"
    with pytest.raises(TypeError, match="no representation in JSON"):
        encode_batch([{"a": object()}])


def test_arrow_like_values_are_encoded() -> None:
    class Arrow:
        datetime = datetime(2026, 11, 24, tzinfo=UTC)

    assert json.loads(encode_batch([Arrow()]))[0]["value"] == "2026-11-24T00:00:00"


def test_strategies() -> None:
    session, task = opened()
    task["name"] = "mine"
    known = json.loads(session.encode(task))
    assert known["name"] == "mine"
    assert known["status"] == {"__entity_type__": "Status", "id": "s"}
    assert known["children"] == [{"__entity_type__": "Task", "id": "t2"}]
    assert json.loads(session.encode(task, "modified_only")) == {
        "__entity_type__": "Task",
        "id": "t1",
        "name": "mine",
    }
    assert json.loads(session.encode(task, "persisted_only"))["name"] == "a"
    assert set(json.loads(session.encode(task, "all"))) > {"name", "start_date"}
    with pytest.raises(ValueError, match="modified_only"):
        session.encode(task, "some")


def test_decoding_gives_detached_entities_and_instants() -> None:
    session, task = opened()
    decoded: Any = session.decode(session.encode({"task": task, "rows": [{"count": 1}]}))
    assert decoded["task"] == task
    assert decoded["task"] is not task
    assert isinstance(decoded["task"]["start_date"], Instant)
    assert decoded["rows"] == [{"count": 1}]
    assert session.merge(decoded["task"]) is task


def test_references() -> None:
    session, task = opened()
    assert session.entity_reference(task) == {"__entity_type__": "Task", "id": "t1"}
