"""The error object of a failed batch."""

from __future__ import annotations

from callboard.wire.envelope import error_object, error_span, is_error


def test_the_error_object_has_the_keys_that_clients_read() -> None:
    body = error_object(
        "ParseError", "No {x} here", code="query.syntax", span=(3, 6), hint="Try y.", path="a.b"
    )
    assert body == {
        "exception": "ParseError",
        "content": "No (x) here",
        "error_code": "query.syntax",
        "error": {"position": 3, "length": 3, "hint": "Try y.", "path": "a.b"},
    }
    assert is_error(body)
    assert not is_error([body])
    assert error_span(body["error"]) == (3, 6)


def test_details_are_optional() -> None:
    body = error_object("ServerError", "Went wrong")
    assert body["error"] == {}
    assert body["error_code"] is None
    assert error_span({}) is None
    assert error_span({"position": 4}) == (4, 4)
