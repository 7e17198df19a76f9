"""The responses that report errors."""

from __future__ import annotations

import json

import pytest
import structlog
from starlette.responses import Response
from structlog.testing import capture_logs

from callboard import errors
from callboard.errors import CallboardError, NotFound, ParseError, Throttled, UnknownAttribute
from callboard_server.server.errors import error_response, kind_of, unexpected


def body(response: Response) -> dict[str, object]:
    content: dict[str, object] = json.loads(bytes(response.body))
    return content


def test_a_response_contains_every_detail_of_the_error() -> None:
    response = error_response(
        UnknownAttribute("No attribute 'stats'.", hint='Did you mean "status"?', span=(7, 12))
    )
    assert response.status_code == 400
    assert body(response) == {
        "exception": "ParseError",
        "content": "No attribute 'stats'.",
        "error_code": "query.unknown_attribute",
        "error": {"position": 7, "length": 5, "hint": 'Did you mean "status"?'},
    }


def test_clients_that_expect_no_status_codes_receive_200() -> None:
    assert error_response(NotFound("No."), strict=False).status_code == 200


def test_braces_are_replaced_by_parentheses() -> None:
    assert body(error_response(ParseError("Got {x}.")))["content"] == "Got (x)."


def test_a_throttled_response_contains_retry_after() -> None:
    assert error_response(Throttled("Wait.", retry_after_seconds=1.2)).headers["retry-after"] == "2"


def test_an_unexpected_error_is_reported_as_a_reference_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    # Use a logger that no server of another test has configured.
    monkeypatch.setattr("callboard_server.server.errors.log", structlog.get_logger())
    with capture_logs() as logged:
        error = unexpected(ZeroDivisionError("secret detail"), "/api")
    assert "secret" not in error.message
    assert error_response(error).status_code == 500
    reference = error.message.rpartition(" ")[2].rstrip(").")
    assert reference in [entry.get("reference") for entry in logged]


def every_error(cls: type[CallboardError] = CallboardError) -> list[type[CallboardError]]:
    return [
        cls,
        *(
            found
            for below in cls.__subclasses__()
            for found in every_error(below)
            if found.__module__ == errors.__name__
        ),
    ]


@pytest.mark.parametrize("cls", every_error(), ids=lambda cls: cls.__name__)
def test_every_error_has_a_kind(cls: type[CallboardError]) -> None:
    is_ours_to_explain = kind_of(cls("x")).status != 500
    assert is_ours_to_explain or cls is CallboardError
