"""One request to a webhook: its name resolved once, each address checked, and the connection made to an
address that was checked.

Nothing else of the process takes part: no proxies from the environment, no redirects, no cookies, no
connections kept for later. All of it has ten seconds together, however slowly a receiver speaks.
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
"""What looks up the addresses of a host, in a thread. Raises: OSError."""


@frozen
class Answer:
    """What a receiver said: of the body, what was read of it."""

    status: int
    retry_after: str | None
    body: bytes


class NotSent(Exception):
    """There is no answer. What `is_lasting` fails again unless somebody does something about it."""

    def __init__(self, reason: str, *, is_lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_lasting = is_lasting


def addresses_of(host: str, port: int) -> list[Address]:
    """Return the addresses of *host*, as the system finds them. Raises: OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


@define(eq=False)
class WebhookClient:
    """Posts to *targets* that are allowed.

    Names are looked up by `resolve` in threads of its own, so a slow one holds up nobody else.
    """

    targets: Targets
    resolve: Resolve = addresses_of
    _threads: ThreadPoolExecutor = field(
        factory=lambda: ThreadPoolExecutor(RESOLVERS, thread_name_prefix="callboard-resolve")
    )
    _tls: ssl.SSLContext | None = None

    def close(self) -> None:
        """Wait for no name any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def post(self, target: Target, headers: Iterable[Header], body: bytes) -> Answer:
        """Post *body* to *target* and return the answer, whatever it says. Raises: NotSent."""
        answering = Answering()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await self._exchange(target, request(target, headers, body), answering)
        except TimeoutError:
            if not answering.is_begun:
                raise NotSent(f"There was no answer within {TIMEOUT_SECONDS:.0f} seconds.") from None
        except httptools.HttpParserError:
            raise NotSent("The answer is not HTTP.") from None
        except (OSError, EOFError) as error:
            if not answering.is_begun:
                raise NotSent(told(error)) from error
        if not answering.is_begun:
            raise NotSent("The connection was closed without an answer.")
        return Answer(answering.status, answering.retry_after, bytes(answering.body))

    async def _exchange(self, target: Target, message: bytes, answering: Answering) -> None:
        reader, writer = await self._connect(target, await self._addresses(target))
        try:
            writer.write(message)
            await writer.drain()
            await read(reader, answering)
        finally:
            writer.transport.abort()

    async def _addresses(self, target: Target) -> list[Address]:
        """Return the addresses of *target* that it may be sent to. Raises: NotSent, when there is none."""
        loop = asyncio.get_running_loop()
        found = (
            [target.address]
            if target.address
            else await loop.run_in_executor(self._threads, self.resolve, target.host, target.port)
        )
        allowed = [address for address in found if self.targets.admits(target, address)]
        if not allowed:
            shown = ", ".join(map(str, found)) or "no address"
            raise NotSent(
                f"{target.host} leads to {shown}, where webhooks must not be sent.", is_lasting=True
            )
        return allowed

    async def _connect(
        self, target: Target, addresses: list[Address]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the first of *addresses* that answers. Raises: OSError."""
        for address in addresses[:-1]:
            with contextlib.suppress(OSError):  # among them, that this address takes too long
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await self._open(target, address)
        return await self._open(target, addresses[-1])

    async def _open(
        self, target: Target, address: Address
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to *address*.

        It is no name, so nobody looks it up again; the certificate is checked against the name.
        """
        if target.scheme == "http":
            return await asyncio.open_connection(str(address), target.port)
        return await asyncio.open_connection(
            str(address), target.port, ssl=self._context(), server_hostname=target.host
        )

    def _context(self) -> ssl.SSLContext:
        """Return what certificates are checked by.

        The authorities that the system trusts, or SSL_CERT_FILE names.
        """
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


def request(target: Target, headers: Iterable[Header], body: bytes) -> bytes:
    """Return the whole request. *headers* were checked to be lines of their own."""
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
        raise NotSent("A header holds a line break.", is_lasting=True)
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def read(reader: asyncio.StreamReader, answering: Answering) -> None:
    """Read the answer as far as it goes, or as it is wanted."""
    parser = httptools.HttpResponseParser(answering)
    answering.parser = parser
    count = 0
    while not answering.is_complete and count < MOST_READ and (block := await reader.read(BLOCK)):
        count += len(block)
        try:
            parser.feed_data(block)
        except httptools.HttpParserUpgrade:
            answering.is_complete = True


@define(eq=False)
class Answering:
    """An answer on its way.

    What the parser calls. What says to go on, with a status below 200, is no answer yet.
    """

    parser: httptools.HttpResponseParser | None = None
    status: int = 0
    retry_after: str | None = None
    body: bytearray = field(factory=bytearray)
    is_complete: bool = False

    @property
    def is_begun(self) -> bool:
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
        self.is_complete = self.is_begun


def told(error: Exception) -> str:
    """Return what went wrong with a connection, in a sentence."""
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
