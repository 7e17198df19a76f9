"""A receiver of webhooks on the loopback interface, by http or https.

It keeps the requests, and answers as a test requires.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

WAIT_SECONDS = 20.0


@frozen
class Received:
    """One request, with the moment at which it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def is_signed_by(self, secret: str) -> bool:
        """Return whether the signature is valid.

        The check follows the published convention, and shares no code with the server.
        """
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return f"v1,{expected}" in self.headers["webhook-signature"].split(" ")


@frozen
class Reply:
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b"thanks"


Answers = Callable[[Received], Reply]


@define(eq=False)
class Receiver:
    """`received` has the requests so far; `answer` decides on the response to the next one."""

    url: str
    answer: Answers = lambda _: Reply()
    received: list[Received] = field(factory=list)

    def wait_for(self, count: int, seconds: float = WAIT_SECONDS) -> list[Received]:
        """Return the requests received, as soon as there are *count*."""
        wait_until(lambda: len(self.received) >= count, seconds)
        return self.received


def wait_until(is_so: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
    """Wait until *is_so* returns true; fail after a timeout."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


@contextmanager
def receiver(answer: Answers = lambda _: Reply(), *, certificate: Path | None = None) -> Iterator[Receiver]:
    """Run a receiver; by https with the key and certificate in the file *certificate*."""
    made: Receiver

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got = Received(
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                body,
                time.monotonic(),
            )
            made.received.append(got)
            reply = made.answer(got)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Log nothing; the tests' assertions are enough."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Ignore senders that hang up after their timeout."""

    server = Quiet(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    made = Receiver(f"{scheme}://127.0.0.1:{server.server_port}", answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_certificate(folder: Path, *names: str) -> Path:
    """Return a file with a key and a certificate for *names*, which only configured clients trust."""
    path = folder / "certificate.pem"
    key, certificate = folder / "key.pem", folder / "only-certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    command += [
        "-subj",
        "/CN=callboard tests",
        "-addext",
        f"subjectAltName={','.join(names)}",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run(command, check=True, capture_output=True)
    path.write_bytes(key.read_bytes() + certificate.read_bytes())
    return path
