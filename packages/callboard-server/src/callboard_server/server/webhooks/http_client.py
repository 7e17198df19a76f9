"""HTTP requests to webhooks. Names are resolved once, and connections are made only to permitted addresses.

There are no proxies from the environment, no redirects, no cookies and no persistent connections. The whole
request has ten seconds, however slow the receiver is.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import httptools
from attrs import define, field, frozen

from callboard_server import __version__
from callboard_server.access.targets import Address, Target, Targets

TIMEOUT_SECONDS = 10.0
CONNECT_SECONDS = 4.0
MOST_READ = 64 << 10
BLOCK = 16 << 10
RESOLVERS = 8

Header = tuple[str, str]
Resolve = Callable[[str, int], list[Address]]
"""Returns the addresses of a host; called in a thread. Raises: OSError."""


@frozen
class Answer:
    """The response of a receiver, with the start of its body."""

    status: int
    retry_after: str | None
    body: bytes


class NotSent(Exception):
    """There is no response. A failure that `is_permanent` happens again until the configuration is fixed."""

    def __init__(self, reason: str, *, is_permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_permanent = is_permanent


def addresses_of(host: str, port: int) -> list[Address]:
    """Return the addresses of *host* from the system's resolver. Raises: OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


@define(eq=False)
class WebhookClient:
    """Sends requests to permitted *targets*.

    Names are resolved by `resolve` in separate threads, so a slow resolver does not block other requests.
    """

    targets: Targets
    resolve: Resolve = addresses_of
    _threads: ThreadPoolExecutor = field(
        factory=lambda: ThreadPoolExecutor(RESOLVERS, thread_name_prefix="callboard-resolve")
    )
    _tls: ssl.SSLContext | None = None

    def close(self) -> None:
        """Stop resolving names."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def post(self, target: Target, headers: Iterable[Header], body: bytes) -> Answer:
        """Post *body* to *target* and return the response, whatever its status. Raises: NotSent."""
        response = ResponseReader()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await self._exchange(target, request(target, headers, body), response)
        except TimeoutError:
            if not response.has_status:
                raise NotSent(f"There was no answer within {TIMEOUT_SECONDS:.0f} seconds.") from None
        except httptools.HttpParserError:
            raise NotSent("The answer is not HTTP.") from None
        except (OSError, EOFError) as error:
            if not response.has_status:
                raise NotSent(describe(error)) from error
        if not response.has_status:
            raise NotSent("The connection was closed without an answer.")
        return Answer(response.status, response.retry_after, bytes(response.body))

    async def _exchange(self, target: Target, message: bytes, response: ResponseReader) -> None:
        reader, writer = await self._connect(target, await self._addresses(target))
        try:
            writer.write(message)
            await writer.drain()
            await read(reader, response)
        finally:
            writer.transport.abort()

    async def _addresses(self, target: Target) -> list[Address]:
        """Return the permitted addresses of *target*. Raises: NotSent, when there is none."""
        loop = asyncio.get_running_loop()
        found = (
            [target.address]
            if target.address
            else await loop.run_in_executor(self._threads, self.resolve, target.host, target.port)
        )
        allowed = [address for address in found if self.targets.admits(target, address)]
        if not allowed:
            addresses = ", ".join(map(str, found)) or "no address"
            raise NotSent(
                f"{target.host} resolves to {addresses}, where webhooks must not be sent.", is_permanent=True
            )
        return allowed

    async def _connect(
        self, target: Target, addresses: list[Address]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the first of *addresses* that answers. Raises: OSError."""
        for address in addresses[:-1]:
            with contextlib.suppress(OSError):  # also when this address takes too long
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await self._open(target, address)
        return await self._open(target, addresses[-1])

    async def _open(
        self, target: Target, address: Address
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to *address*, without another name look-up. The certificate is checked against the name."""
        if target.scheme == "http":
            return await asyncio.open_connection(str(address), target.port)
        return await asyncio.open_connection(
            str(address), target.port, ssl=self._context(), server_hostname=target.host
        )

    def _context(self) -> ssl.SSLContext:
        """Return the TLS context, with the certificate authorities of the system, or of SSL_CERT_FILE."""
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


def request(target: Target, headers: Iterable[Header], body: bytes) -> bytes:
    """Return the bytes of the request. Raises: NotSent, for a header with a line break."""
    own = (
        ("Host", target.authority),
        ("User-Agent", f"Callboard/{__version__}"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
    )
    lines = [f"POST {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in (*own, *headers))]
    if any("\r" in line or "\n" in line for line in lines):
        raise NotSent("A header contains a line break.", is_permanent=True)
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def read(reader: asyncio.StreamReader, response: ResponseReader) -> None:
    """Read the response to its end, or up to `MOST_READ` bytes."""
    parser = httptools.HttpResponseParser(response)
    response.parser = parser
    count = 0
    while not response.is_complete and count < MOST_READ and (block := await reader.read(BLOCK)):
        count += len(block)
        try:
            parser.feed_data(block)
        except httptools.HttpParserUpgrade:
            response.is_complete = True


@define(eq=False)
class ResponseReader:
    """Collects a response from the callbacks of the parser. Informational responses (1xx) are ignored."""

    parser: httptools.HttpResponseParser | None = None
    status: int = 0
    retry_after: str | None = None
    body: bytearray = field(factory=bytearray)
    is_complete: bool = False

    @property
    def has_status(self) -> bool:
        """Whether the status and all headers are known."""
        return self.status > 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"retry-after":
            self.retry_after = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        assert self.parser is not None
        status = self.parser.get_status_code()
        self.status = status if status >= 200 else 0

    def on_body(self, block: bytes) -> None:
        self.body += block

    def on_message_complete(self) -> None:
        self.is_complete = self.has_status


def describe(error: Exception) -> str:
    """Return a sentence about an error of a connection."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"The certificate was not accepted: {error.verify_message or error.reason}."
        case ssl.SSLError():
            return f"There was no secure connection: {error.reason or error}."
        case socket.gaierror():
            return f"The name was not found: {error.strerror or error}."
        case OSError():
            return f"There was no connection: {error.strerror or str(error) or type(error).__name__}."
        case _:
            return "The connection was closed without an answer."
