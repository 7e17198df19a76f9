"""What a client hears when something is wrong."""

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
    told: dict[str, object] = json.loads(bytes(response.body))
    return told


def test_an_error_tells_all_that_is_known_of_it() -> None:
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


def test_clients_that_do_not_want_statuses_get_200() -> None:
    assert error_response(NotFound("No."), strict=False).status_code == 200


def test_braces_never_reach_clients() -> None:
    assert body(error_response(ParseError("Got {x}.")))["content"] == "Got (x)."


def test_who_is_throttled_hears_how_long() -> None:
    assert error_response(Throttled("Wait.", retry_after_seconds=1.2)).headers["retry-after"] == "2"


def test_what_nobody_expected_is_told_as_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "callboard_server.server.errors.log", structlog.get_logger()
    )  # one that no server of another test has set up
    with capture_logs() as logged:
        told = unexpected(ZeroDivisionError("secret detail"), "/api")
    assert "secret" not in told.message
    assert error_response(told).status_code == 500
    reference = told.message.rpartition(" ")[2].rstrip(").")
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
