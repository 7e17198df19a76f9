"""One request to a webhook, against real receivers: addresses, answers, and slow or broken receivers."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from callboard_server.access.targets import Address, Targets, read_target
from callboard_server.server.webhooks import http_client
from callboard_server.server.webhooks.http_client import Answer, NotSent, WebhookClient, addresses_of
from tests.support.receiver import Received, Receiver, Reply, make_certificate, receiver

LOOPBACK = Targets.of(["127.0.0.1"])
BODY = b'{"id":"1"}'


def posted(
    url: str, client: WebhookClient | None = None, headers: tuple[tuple[str, str], ...] = ()
) -> Answer:
    chosen = client or WebhookClient(LOOPBACK)
    try:
        return asyncio.run(chosen.post(read_target(url), headers, BODY))
    finally:
        chosen.close()


def reason(url: str, client: WebhookClient | None = None) -> NotSent:
    with pytest.raises(NotSent) as failed:
        posted(url, client)
    return failed.value


@pytest.fixture
def target() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def test_a_request_has_its_headers_and_body(target: Receiver) -> None:
    answer = posted(f"{target.url}/a%20b?x=1&y=ä", headers=(("X-Studio", "ours"), ("webhook-id", "1")))
    assert answer == Answer(200, None, b"thanks")
    (got,) = target.received
    assert (got.path, got.body) == ("/a%20b?x=1&y=%C3%A4", BODY)
    assert got.headers["host"] == target.url.removeprefix("http://")
    assert got.headers["content-type"] == "application/json"
    assert got.headers["content-length"] == str(len(BODY))
    assert got.headers["user-agent"].startswith("Callboard/")
    assert got.headers["x-studio"] == "ours"
    assert "cookie" not in got.headers


@pytest.mark.parametrize("status", [200, 201, 204, 400, 404, 429, 500, 503])
def test_every_status_is_an_answer(target: Receiver, status: int) -> None:
    target.answer = lambda _: Reply(status, (("Retry-After", "7"),), b"" if status == 204 else b"because")
    assert posted(target.url) == Answer(status, "7", b"" if status == 204 else b"because")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(target: Receiver, status: int) -> None:
    with receiver() as elsewhere:
        target.answer = lambda _: Reply(status, (("Location", elsewhere.url),))
        assert posted(target.url).status == status
        assert len(target.received) == 1
        assert elsewhere.received == []


def test_proxies_of_the_environment_are_not_used(target: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        posted(target.url)
        assert (len(target.received), len(proxy.received)) == (1, 0)


# -- Addresses
# ------------------------------------------------------------------------------------------------------------


def resolver(*answers: str) -> tuple[Callable[[str, int], list[Address]], list[str]]:
    """Return a resolver that gives one of *answers* after the other, and the hosts that it resolved."""
    resolved: list[str] = []

    def resolve(host: str, port: int) -> list[Address]:
        del port
        resolved.append(host)
        return [ipaddress.ip_address(one) for one in answers[min(len(resolved), len(answers)) - 1].split()]

    return resolve, resolved


def test_a_name_is_resolved_once_per_connection(target: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve, resolved = resolver("127.0.0.1", "169.254.169.254")
    looked_up: list[object] = []
    system = socket.getaddrinfo

    def look_up(host: str, *rest: Any, **more: Any) -> Any:
        looked_up.append(host)
        return system(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = target.url.replace("127.0.0.1", "rebinding.example")
    client = WebhookClient(LOOPBACK, resolve)
    assert posted(url, client).status == 200
    assert resolved == ["rebinding.example"]
    assert "rebinding.example" not in looked_up
    assert target.received[0].headers["host"].startswith("rebinding.example:")
    failed = reason(url, WebhookClient(LOOPBACK, resolve))
    assert "resolves to 169.254.169.254" in failed.reason
    assert failed.is_permanent
    assert len(target.received) == 1


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fd00::1"]
)
def test_a_name_with_a_private_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve, _ = resolver(address)

    async def connect(*_: object, **__: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(asyncio, "open_connection", connect)
    assert reason("https://harmless.example/", WebhookClient(Targets(), resolve)).is_permanent


def test_only_allowed_addresses_are_tried(target: Receiver) -> None:
    resolve, _ = resolver("10.0.0.1 ::1 127.0.0.1")
    assert (
        posted(target.url.replace("127.0.0.1", "several.example"), WebhookClient(LOOPBACK, resolve)).status
        == 200
    )


def test_the_next_address_is_tried_after_a_failed_connection(target: Receiver) -> None:
    resolve, _ = resolver("127.0.0.2 127.0.0.1")
    assert (
        posted(
            target.url.replace("127.0.0.1", "several.example"),
            WebhookClient(Targets.of(["127.0.0.0/8"]), resolve),
        ).status
        == 200
    )


def test_names_are_resolved_by_the_system() -> None:
    assert ipaddress.ip_address("127.0.0.1") in addresses_of("localhost", 80)


def test_unknown_names_and_closed_ports_are_reported() -> None:
    def unknown(host: str, port: int) -> list[Address]:
        raise socket.gaierror(-2, "Name or service not known")

    assert (
        reason("https://nothing.example/", WebhookClient(Targets(), unknown)).reason
        == "The name was not found: Name or service not known."
    )
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "There was no connection" in reason(f"http://127.0.0.1:{port}/").reason


# -- TLS
# ------------------------------------------------------------------------------------------------------------


def test_certificates_are_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path, "DNS:hooks.example", "IP:127.0.0.1")
    resolve, _ = resolver("127.0.0.1")
    with receiver(certificate=certificate) as secure:
        named = secure.url.replace("127.0.0.1", "hooks.example")
        assert "certificate was not accepted" in reason(named, WebhookClient(LOOPBACK, resolve)).reason
        assert secure.received == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "only-certificate.pem"))
        assert posted(named, WebhookClient(LOOPBACK, resolve)).status == 200
        assert posted(secure.url).status == 200
        other = secure.url.replace("127.0.0.1", "other.example")
        assert "certificate was not accepted" in reason(other, WebhookClient(LOOPBACK, resolve)).reason
        assert len(secure.received) == 2
    with receiver() as plain:
        assert "no secure connection" in reason(plain.url.replace("http:", "https:")).reason


# -- Receivers that misbehave
# ----------------------------------------------------------------------------------------------------------


@contextmanager
def responding(respond: Callable[[socket.socket], None]) -> Iterator[str]:
    """Run a receiver that reads one request, then calls *respond* with the connection."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        is_over = threading.Event()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(5)
                connection.recv(65536)
                with suppress(OSError):  # the client closed the connection
                    respond(connection)
                is_over.wait(5)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            is_over.set()
            thread.join()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "TIMEOUT_SECONDS", 0.4)


@pytest.mark.usefixtures("impatient")
def test_a_receiver_that_never_answers_times_out() -> None:
    started = time.monotonic()
    with responding(lambda _: None) as url:
        assert "no answer within" in reason(url).reason
    assert time.monotonic() - started < 2


@pytest.mark.usefixtures("impatient")
def test_a_receiver_that_answers_byte_by_byte_times_out() -> None:
    def drip(connection: socket.socket) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 200:
            connection.sendall(bytes([letter]))
            time.sleep(0.02)

    started = time.monotonic()
    with responding(drip) as url:
        assert "no answer within" in reason(url).reason
        assert time.monotonic() - started < 2


@pytest.mark.usefixtures("impatient")
def test_an_answer_counts_even_if_its_body_never_ends() -> None:
    with responding(
        lambda connection: connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nsome")
    ) as url:
        assert posted(url) == Answer(202, None, b"some")


def test_a_body_is_read_up_to_a_limit() -> None:
    sent = []

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sent.append(connection.send(b"x" * 65536))

    with responding(flood) as url:
        answer = posted(url)
        assert answer.status == 200
        assert len(answer.body) <= http_client.MOST_READ + http_client.BLOCK


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", "not HTTP"),
        (b"", "closed without an answer"),
        (b"HTTP/1.1 200 OK\r\nX: ", "closed without an answer"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000, "without an answer"),
        (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "without an answer",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "without an answer"),
    ],
)
def test_a_malformed_answer_is_reported(raw: bytes, message: str) -> None:
    def respond(connection: socket.socket) -> None:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)

    with responding(respond) as url:
        assert message in reason(url).reason


def test_an_answer_may_follow_100_continue_and_be_chunked() -> None:
    pieces = (
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 201 Cre",
        b"ated\r\nTransfer-Encoding: chunked\r\nRetry-After: 1\r\n\r\n",
        b"4\r\nmany\r\n",
        b"0\r\n\r\n",
    )

    def respond(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.02)

    with responding(respond) as url:
        assert posted(url) == Answer(201, "1", b"many")


def test_a_header_with_a_line_break_is_never_sent(target: Receiver) -> None:
    with pytest.raises(NotSent):
        posted(target.url, headers=(("X", "a\r\nHost: evil"),))
    assert target.received == []


def test_a_slow_receiver_does_not_delay_others(target: Receiver) -> None:
    def slow(_: Received) -> Reply:
        time.sleep(0.5)
        return Reply()

    target.answer = slow
    with receiver() as quick:

        async def both() -> float:
            client = WebhookClient(LOOPBACK)
            waiting = [asyncio.create_task(client.post(read_target(target.url), (), BODY)) for _ in range(8)]
            await asyncio.sleep(0.05)
            started = time.monotonic()
            await client.post(read_target(quick.url), (), BODY)
            took = time.monotonic() - started
            await asyncio.gather(*waiting)
            return took

        assert asyncio.run(both()) < 0.3
