"""Errors: one JSON object, a status code for strict clients, and no changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from callboard_server.testing import RunningServer, running_server
from tests.support.clients import Client
from tests.support.node import run_node
from tests.support.operations import create, update
from tests.support.people import Person

KEYS = {"exception", "content", "error_code", "error"}


def query(expression: str) -> list[dict[str, Any]]:
    return [{"action": "query", "expression": expression}]


REFUSED = {
    "unknown attribute": (query("select stat from Job"), "ParseError", "query.unknown_attribute", 400),
    "unknown attribute in a criterion": (
        query('Job where usr.username is "ann"'),
        "ParseError",
        "query.unknown_attribute",
        400,
    ),
    "unknown type": (query("Jobb"), "ParseError", "query.unknown_entity_type", 400),
    "bad syntax": (query("Job where status is"), "ParseError", "query.syntax", 400),
    "bad value": (query('FileComponent where size > "large"'), "ParseError", "query.bad_value", 400),
    "bad date": (query('Job where created_at > "soon"'), "ParseError", "query.bad_value", 400),
    "unknown action": ([{"action": "explode"}], "ValidationError", "batch.unknown_action", 400),
    "operation that is no object": ([17], "ValidationError", "batch.malformed", 422),
    "operation without an action": ([{"expression": "Job"}], "ValidationError", "batch.malformed", 422),
    "batch that is no array": (
        {"action": "query", "expression": "Job"},
        "ValidationError",
        "batch.malformed",
        422,
    ),
    "query without text": ([{"action": "query"}], "ValidationError", "batch.malformed", 422),
    "creation of an unknown type": ([create("Jobb")], None, None, 400),
    "creation with an unknown attribute": ([create("Job", stattus="done")], "ValidationError", None, 400),
    "wrong status": ([create("Job", status="sleeping")], "ValidationError", "validation.invalid", 400),
    "wrong kind of value": ([create("FileComponent", name="x", size="large")], "ValidationError", None, 400),
    "unknown reference": (
        [create("Job", user_id="nobody")],
        "IntegrityError",
        "validation.unknown_reference",
        400,
    ),
    "unknown key": ([update("Job", "no-such-job", status="done")], "NotFoundError", "entity.not_found", 404),
    "empty name": (
        [create("FileComponent", name=" ")],
        "ValidationError",
        "validation.invalid",
        400,
    ),
    "line break in a file type": (
        [create("FileComponent", name="a", file_type=".b\n")],
        "ValidationError",
        "validation.invalid",
        400,
    ),
    "name that is too long": (
        [create("FileComponent", name="n" * 1025)],
        "ValidationError",
        "validation.invalid",
        400,
    ),
    "braces": (query('Job where {} is "{0}"'), "ParseError", "query.syntax", 400),
    "braces in a value": ([create("Job", status="{status!r}")], "ValidationError", "validation.invalid", 400),
}


def check(answer: httpx.Response, exception: str | None, code: str | None) -> dict[str, Any]:
    """Check the shape of an error; return it."""
    assert answer.headers["content-type"].startswith("application/json")
    body: dict[str, Any] = answer.json()
    assert set(body) <= KEYS
    assert body["content"]
    assert not set("{}") & set(body["content"]), "the official client formats this text once more"
    assert exception in (None, body["exception"])
    assert code in (None, body["error_code"])
    return body


@pytest.mark.parametrize("name", REFUSED)
def test_refused_batches(name: str, http: httpx.Client, server: RunningServer) -> None:
    batch, exception, code, status = REFUSED[name]
    loose = http.post("/api", json=batch, headers=server.headers)
    assert loose.status_code == 200
    strict = http.post("/api", json=batch, headers={**server.headers, "ftrack-strict-api": "true"})
    assert strict.status_code == status
    assert check(loose, exception, code) == check(strict, exception, code)


@pytest.mark.parametrize(
    ("text", "position", "length", "hint"),
    [
        ("select stat from Job", 7, 4, "status"),
        ('select id from Job where statuss is "done"', 25, 7, "status"),
        ("select id from Jobb", 15, 4, "Job"),
    ],
)
def test_query_errors_have_a_position(
    text: str, position: int, length: int, hint: str, http: httpx.Client, server: RunningServer
) -> None:
    error = http.post("/api", json=query(text), headers=server.headers).json()["error"]
    assert (error["position"], error["length"]) == (position, length)
    assert hint in error["hint"]


def test_unknown_actions_have_the_message_that_clients_expect(
    http: httpx.Client, server: RunningServer
) -> None:
    body = http.post("/api", json=[{"action": "make_coffee"}], headers=server.headers).json()
    assert "Invalid action u'make_coffee'" in body["content"]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"ftrack-user": "admin"},
        {"ftrack-user": "admin", "ftrack-api-key": "wrong"},
        {"ftrack-user": "nobody", "ftrack-api-key": "wrong"},
    ],
    ids=["none", "user only", "wrong key", "unknown user"],
)
def test_credentials(http: httpx.Client, headers: dict[str, str], strict: bool) -> None:
    answer = http.post(
        "/api", json=query("User"), headers={**headers, **({"ftrack-strict-api": "true"} if strict else {})}
    )
    assert answer.status_code == (401 if strict else 200)
    check(answer, "InvalidCredentialsError", "api_credentials_invalid")


def test_a_key_is_valid_only_for_its_owner(
    http: httpx.Client, server: RunningServer, ann: Person, bob: Person
) -> None:
    mixed = {"ftrack-user": ann.username, "ftrack-api-key": bob.api_key}
    check(
        http.post("/api", json=query("User"), headers=mixed),
        "InvalidCredentialsError",
        "api_credentials_invalid",
    )


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1,", b"\xff\xfe", b'[{"action": "query"', b"NaN", b"[" * 100_000]
)
def test_malformed_json(body: bytes, http: httpx.Client, server: RunningServer) -> None:
    strict = {**server.headers, "ftrack-strict-api": "true", "content-type": "application/json"}
    answer = http.post("/api", content=body, headers=strict)
    assert answer.status_code == 422
    check(answer, "ValidationError", "batch.malformed")


def test_a_failed_batch_changes_nothing(http: httpx.Client, server: RunningServer) -> None:
    job = str(uuid.uuid4())
    batch = [create("Job", id=job, data="{}"), create("Job", id=job)]
    body = http.post("/api", json=batch, headers=server.headers).json()
    assert body["exception"] == "DuplicateEntryError"
    lookup = query(f'Job where id is "{job}"')
    assert http.post("/api", json=lookup, headers=server.headers).json()[0]["data"] == []


def test_an_empty_batch(http: httpx.Client, server: RunningServer) -> None:
    assert http.post("/api", json=[], headers=server.headers).json() == []


@pytest.fixture(scope="module")
def small_server() -> Iterator[RunningServer]:
    with running_server(largest_body=1000, largest_file=1000) as running:
        yield running


def test_a_body_that_is_too_long(small_server: RunningServer) -> None:
    batch = [create("Job", data="x" * 2000)]
    for strict, status in (("true", 413), ("false", 200)):
        answer = httpx.post(
            f"{small_server.url}/api",
            json=batch,
            headers={**small_server.headers, "ftrack-strict-api": strict},
            trust_env=False,
        )
        assert answer.status_code == status
        check(answer, "RequestTooLargeError", "request.too_large")


def test_a_body_that_is_too_long_without_a_length(small_server: RunningServer) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 100

    headers = {**small_server.headers, "ftrack-strict-api": "true"}
    answer = httpx.post(f"{small_server.url}/api", content=pieces(), headers=headers, trust_env=False)
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/component/get", "/component/thumbnail", "/component/remove"])
def test_missing_components(address: str, http: httpx.Client, server: RunningServer) -> None:
    assert http.get(address, params={"id": "no-such-component"}, headers=server.headers).status_code == 404
    assert http.get(address, params={"id": "no-such-component"}).status_code == 401
    wrong = {"id": "no-such-component", "username": server.username, "apiKey": "wrong"}
    assert http.get(address, params=wrong).status_code == 401


def test_python_clients_raise_errors(client: Client) -> None:
    errors = client.module("exception")
    session = client.session()
    with pytest.raises(errors.ServerError) as caught:
        session.query("select stat from Job").all()
    assert "ParseError" in str(caught.value)
    assert "stat" in str(caught.value)
    session.create("Job", {"status": "{0} {name}", "data": "{}"})
    with pytest.raises(errors.ServerError) as caught:
        session.commit()
    assert "ValidationError" in str(caught.value), "braces in an error can be printed"
    session.rollback()


def test_our_client_raises_errors_with_code_and_hint(client: Client) -> None:
    if not client.is_ours:
        return
    errors = client.module("exception")
    with pytest.raises(errors.ServerError) as caught:
        client.session().query("select stat from Job").all()
    assert caught.value.code == "query.unknown_attribute"
    assert "status" in str(caught.value.hint)
    assert caught.value.span is not None


def test_unknown_types_in_python(client: Client) -> None:
    """The official client raises a KeyError. Ours raises a subclass of it for unknown types."""
    with pytest.raises(KeyError) as caught:
        client.session().query("Jobb where id is 1")
    assert isinstance(caught.value, client.module("exception").UnrecognisedEntityTypeError) is client.is_ours


@pytest.mark.parametrize("strict", ["loose", "strict"])
def test_the_javascript_client_raises_errors(server: RunningServer, strict: str) -> None:
    errors = run_node("errors.mjs", server, strict)
    assert (errors["parse"]["name"], errors["parse"]["errorCode"]) == (
        "ServerError",
        "query.unknown_attribute",
    )
    assert errors["validation"]["name"] == "ServerValidationError"
    assert (errors["missing"]["name"], errors["missing"]["errorCode"]) == ("ServerError", "entity.not_found")
    assert errors["credentials"]["errorCode"] == "api_credentials_invalid"
