"""Filters of triggers: what they match, and how errors in them are reported."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.errors import ValidationError
from callboard_server.events.filters.parser import parse_filter
from callboard_server.events.filters.tree import conditions, names_operation

UPDATE = {
    "id": "delivery",
    "fez_id": "ftrack_entity_event_v1",
    "metadata": {"resource_id": "ann-id", "server_url": None},
    "entity": {
        "id": ["task-1"],
        "entity_type": "Task",
        "operation": "update",
        "new": {
            "status_id": "done",
            "bid": 3600.0,
            "sort": 0,
            "is_active": True,
            "name": 'He said "no"',
            "end_date": None,
        },
        "old": {
            "status_id": "begun",
            "bid": 3600,
            "sort": 1,
            "is_active": False,
            "name": "5",
            "end_date": "2026-01-01T00:00:00",
        },
    },
}
CREATE = {**UPDATE, "entity": {**UPDATE["entity"], "operation": "create", "old": None}}  # type: ignore[dict-item]  # a dictionary, as above


def matches(text: str, payload: dict[str, Any] = UPDATE) -> bool:
    return parse_filter(text).matches(payload)


@pytest.mark.parametrize(
    "text",
    [
        'entity.entity_type = "Task" and entity.operation = "update"',
        "entity.entity_type = Task",
        "entity.entity_type='Task'",
        'entity.entity_type = "Shot" or entity.operation = "update"',
        'NOT entity.entity_type = "Shot" AND entity.operation != "create"',
        'entity.entity_type = "Shot" and entity.id = "x" or metadata.resource_id = "ann-id"',
        'not (entity.entity_type = "Shot" or entity.entity_type = "Note")',
        "not not entity.operation = update",
        'entity.new.status_id = "done" and entity.new.status_id != entity.old.status_id',
        "entity.new.bid = entity.old.bid",
        "entity.new.bid = 3600",
        'entity.new.bid = "3600.0"',
        "entity.new.sort = 0",
        'entity.old.name = "5"',
        "entity.old.name = 5",
        "entity.new.is_active = true",
        "entity.old.is_active = false",
        "entity.new.end_date = null",
        "entity.new.end_date = none",
        'entity.old.end_date = "2026-01-01T00:00:00"',
        'entity.id = "task-1"',
        'entity.id != "task-2"',
        r'entity.new.name = "He said \"no\""',
        "entity.new.name = 'He said \"no\"'",
        "entity.new.nothing = null",
        "entity.new.custom_attributes.fps = null",
        "fez_id = ftrack_entity_event_v1",
        "entity.old != null",
        "metadata.server_url = null",
    ],
)
def test_what_matches(text: str) -> None:
    assert matches(text)


@pytest.mark.parametrize(
    "text",
    [
        'entity.entity_type = "task"',
        'entity.entity_type = "Task" and entity.operation = "create"',
        'entity.new.status_id = "begun"',
        "entity.new.sort = false",
        "entity.new.is_active = 1",
        'entity.new.end_date = "null"',
        "entity.old.end_date = null",
        'entity.id = "task"',
        'entity.id != "task-1"',
        "entity.new.sort = entity.old.is_active",
    ],
)
def test_what_does_not_match(text: str) -> None:
    assert not matches(text)


def test_values_of_a_new_entity_differ_from_null() -> None:
    assert matches("entity.new.status_id != entity.old.status_id", CREATE)
    assert matches("entity.old = null and entity.old.status_id = null", CREATE)
    assert not matches("entity.new.end_date != entity.old.end_date", CREATE)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "the filter ends"),
        ("entity", 0, "expected a path"),
        ("entity.type = 'x'", 0, 'expected a path, but found "entity.type"'),
        ("name = 'x'", 0, "expected a path"),
        ("entity.new.custom_attributes = 1", 0, "expected a path"),
        ("entity.operation > 3", 17, 'expected "=" or "!="'),
        ("entity.operation is create", 17, 'expected "=" or "!="'),
        ("entity.operation =", 18, "expected a value or a path"),
        ("entity.operation = and", 19, "expected a value or a path"),
        ("entity.operation = entity.nothing", 19, "expected a path"),
        ("entity.operation = create entity.id = 3", 26, 'expected "and", "or" or the end of the filter'),
        ("(entity.id = 3", 14, 'expected ")"'),
        ("entity.id = 3)", 13, 'expected "and", "or" or the end of the filter'),
        ('entity.id = "open', 12, "expected a value"),
        ("entity.id = 3 and not", 21, "expected a path"),
        ("(" * 60, 60, "levels"),
        ("not " * 60 + "entity.id = 3", 0, "levels"),
        ("entity.id = " + "x" * 10_000, 0, "at most 10000 characters"),
    ],
)
def test_an_error_contains_its_position(text: str, position: int, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_filter(text)
    assert message in refused.value.message
    assert refused.value.code == "automation.filter"
    if refused.value.span:
        assert refused.value.span[0] == position
        assert f"character {position + 1}" in refused.value.message


def test_the_conditions_of_a_filter_can_be_listed() -> None:
    tree = parse_filter('entity.entity_type = Task and not (entity.operation = "delete" or entity.id = "x")')
    assert [condition.path.names[-1] for condition in conditions(tree)] == ["entity_type", "operation", "id"]
    assert names_operation(tree, "delete")
    assert not names_operation(tree, "create")
