"""Batches over HTTP, and the errors that failures raise."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from callboard.api import Api
from callboard.exception import (
    AuthenticationError,
    NotUniqueError,
    PermissionDeniedError,
    ServerCompatibilityError,
    ServerError,
    ServerUnreachableError,
)
from callboard.settings import Credentials
from callboard.transport import DROPPED, TIMEOUT, HttpTransport
from tests.unit.client.stub import StubAnswer, StubTransport

READ = [{"action": "query", "expression": "Task"}]


def api(url: str = "http://test", transport: Any = None, timeout: float = 5) -> Api:
    credentials = Credentials(url, "key", "jane")
    return Api(transport or HttpTransport(), credentials, {}, strict=False, timeout=timeout)


def answering(data: bytes, status: int = 200) -> Api:
    transport = StubTransport()
    transport.intercept = lambda _method, _url, _body: StubAnswer(data, status)
    return api(transport=transport)


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("InvalidCredentialsError", None, AuthenticationError),
        ("Whatever", "api_credentials_invalid", AuthenticationError),
        ("PermissionError", None, PermissionDeniedError),
        ("DuplicateEntryError", None, NotUniqueError),
        ("ValidationError", "batch.unknown_action", ServerCompatibilityError),
        ("IntegrityError", None, ServerError),
    ],
)
def test_kinds_of_errors(name: str, code: str | None, kind: type[Exception]) -> None:
    body = json.dumps({"exception": name, "content": "why", "error_code": code}).encode()
    with pytest.raises(kind) as caught:
        answering(body).post(READ)
    assert isinstance(caught.value, ServerError)
    assert caught.value.message == f"Server reported error: {name}(why)"


@pytest.mark.parametrize("error", [None, [], "text", {"position": "x"}])
def test_invalid_details_are_ignored(error: Any) -> None:
    body = json.dumps({"exception": "ParseError", "content": "why", "error": error}).encode()
    with pytest.raises(ServerError) as caught:
        answering(body).post(READ)
    assert caught.value.span is None


def test_pages_of_proxies_are_server_errors() -> None:
    with pytest.raises(ServerError, match=r"http://test/api returned status 502") as caught:
        answering(b"<html>{Bad gateway}</html>", 502).post(READ)
    assert "proxy" in str(caught.value)
    with pytest.raises(ServerError, match="unexpected format"):
        answering(b'{"detail": []}', 422).post(READ)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str]
    drop: bool
    hang: threading.Event

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        type(self).seen.append(body)
        if "hang" in body:
            type(self).hang.wait(10)
            self.close_connection = True
            return
        if type(self).drop:
            type(self).drop = False
            self.close_connection = True
            return
        answer = json.dumps([{"user": self.headers["ftrack-user"]}]).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the parameter above
        """Stay silent."""


@contextmanager
def served() -> Iterator[tuple[str, Any]]:
    handler: Any = type("Handler", (_Handler,), {"seen": [], "drop": False, "hang": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        handler.hang.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_over_the_wire() -> None:
    with served() as (url, handler):
        client = api(url)
        assert client.post(READ) == [{"user": "jane"}]
        assert json.loads(handler.seen[0]) == READ
        client.close()


def test_reads_are_retried_when_the_connection_was_closed() -> None:
    with served() as (url, handler):
        client = api(url)
        handler.drop = True
        assert client.post(READ) == [{"user": "jane"}]
        handler.drop = True
        with pytest.raises(ServerUnreachableError) as caught:
            client.post([{"action": "create"}])
        assert caught.value.code == DROPPED
        client.close()


def test_timeout() -> None:
    with served() as (url, _handler):
        client = api(url, timeout=0.2)
        with pytest.raises(ServerUnreachableError, match=r"did not respond within 0.2 seconds") as caught:
            client.post([{"action": "hang"}])
        assert caught.value.code == TIMEOUT
        client.close()


def test_connection_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ServerUnreachableError) as caught:
            api(url).post(READ)
    assert str(caught.value).startswith(f"Cannot connect to {url}: connection refused.")
    assert "callboard serve" in str(caught.value)
