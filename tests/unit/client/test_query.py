"""Query results: pages, indexes, slices, limits, and the text of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callboard.core.expression import entity_type_of, key_condition, literal, split_limits
from callboard.exception import MultipleResultsFoundError, NoResultFoundError
from callboard.session import Session
from tests.unit.client.stub import StubTransport, pages_of, session_with


def rows(count: int) -> list[dict[str, Any]]:
    return [{"__entity_type__": "Task", "id": f"t{number}", "name": f"n{number}"} for number in range(count)]


def opened(count: int) -> tuple[StubTransport, Session]:
    transport = StubTransport(pages_of(rows(count)))
    return transport, session_with(transport)


def names(entities: Any) -> list[str]:
    return [each["name"] for each in entities]


def test_no_request_is_sent_before_reading() -> None:
    transport, session = opened(3)
    result = session.query("Task")
    assert transport.queries == []
    assert result[0]["name"] == "n0"
    assert transport.queries == ["select id, name from Task offset 0 limit 500"]


def test_pages_are_fetched_when_read() -> None:
    transport, session = opened(25)
    result = session.query("Task", page_size=10)
    assert names(result[2:4]) == ["n2", "n3"]
    assert len(transport.queries) == 1
    for each in result:
        if each["name"] == "n12":
            break
    assert len(transport.queries) == 2
    assert len(result) == 25
    assert len(transport.queries) == 3
    assert names(result.all()) == [f"n{number}" for number in range(25)]
    assert names(reversed(result))[0] == "n24"
    assert len(transport.queries) == 3


def test_indexes_from_the_end_read_everything() -> None:
    _transport, session = opened(25)
    assert session.query("Task", page_size=10)[-1]["name"] == "n24"
    assert names(session.query("Task", page_size=10)[-2:]) == ["n23", "n24"]
    assert names(session.query("Task", page_size=10)[::-12]) == ["n24", "n12", "n0"]
    with pytest.raises(IndexError):
        session.query("Task")[25]


def test_truth_reads_one_page() -> None:
    transport, session = opened(25)
    assert session.query("Task", page_size=10)
    assert len(transport.queries) == 1
    transport, session = opened(0)
    assert not session.query("Task")
    assert session.query("Task").all() == []


def test_limits_and_offsets() -> None:
    transport, session = opened(25)
    assert names(session.query("Task limit 3 offset 5").all()) == ["n5", "n6", "n7"]
    assert transport.queries == ["select id, name from Task offset 5 limit 3"]
    assert len(session.query("Task limit 12", page_size=10).all()) == 12
    assert transport.queries[-1].endswith("offset 10 limit 2")
    assert session.query("Task limit 0").all() == []


def test_a_repeated_offset_ends_the_result() -> None:
    transport = StubTransport(
        lambda _operation: {"action": "query", "data": rows(1), "metadata": {"next": {"offset": 0}}}
    )
    assert len(session_with(transport).query("Task").all()) == 1


def test_first_fetches_again_and_honours_offset() -> None:
    transport, session = opened(5)
    result = session.query("Task offset 2")
    first = result.first()
    assert first is not None
    assert first["name"] == "n2"
    result.first()
    assert transport.queries == ["select id, name from Task offset 2 limit 1"] * 2
    with pytest.raises(ValueError, match="limit"):
        session.query("Task limit 1").first()
    assert opened(0)[1].query("Task").first() is None


def test_one_requires_exactly_one_row() -> None:
    transport, session = opened(1)
    assert session.query("Task").one()["name"] == "n0"
    assert transport.queries == ["select id, name from Task limit 2"]
    with pytest.raises(NoResultFoundError):
        opened(0)[1].query("Task").one()
    with pytest.raises(MultipleResultsFoundError):
        opened(2)[1].query("Task").one()
    for text in ("Task limit 1", "Task offset 1"):
        with pytest.raises(ValueError, match="without `limit` and `offset`"):
            session.query(text).one()


@pytest.mark.parametrize(
    "text", ["  Task where name is a", "Task\nwhere name is a", "\n select name from Task"]
)
def test_blanks_around_the_type_are_ignored(text: str) -> None:
    transport, session = opened(1)
    session.query(text).first()
    assert "from Task" in transport.queries[0]


def test_limits_in_quotes_and_parentheses_are_text() -> None:
    text = 'Task where name is "limit 5 \\" foo" and id in (select id from Task limit 3)'
    assert split_limits(text) == (text, None, None)
    assert split_limits("Task limit 5 order by name offset 2") == ("Task order by name", 5, 2)
    assert split_limits("Task LIMIT 5").limit == 5


def test_text_of_values() -> None:
    assert literal('a"b\\') == '"a\\"b\\\\"'
    assert [literal(value) for value in (True, None, 4.5)] == ["true", "none", "4.5"]
    assert literal(date(2026, 11, 24)) == '"2026-11-24T00:00:00"'
    assert key_condition([{"id": "a"}]) == 'id is "a"'
    assert key_condition([{"id": "a"}, {"id": "b"}]) == 'id in ("a", "b")'
    assert key_condition([{"p": "1", "k": "2"}]) == '(p is "1" and k is "2")'
    assert entity_type_of("SELECT a from B") is None
    assert entity_type_of("selection where a is b") == "selection"
