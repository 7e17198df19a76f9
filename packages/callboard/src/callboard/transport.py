"""Send requests over HTTP.

The first request imports urllib3, so importing the client stays fast. Proxy variables,
`REQUESTS_CA_BUNDLE` and `SSL_CERT_FILE` are honoured.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from callboard.exception import ServerUnreachableError

if TYPE_CHECKING:
    import urllib3

__all__ = ["DROPPED", "TIMEOUT", "Answer", "Body", "HttpTransport", "Transport"]

DROPPED: Final = "server.connection_dropped"
TIMEOUT: Final = "server.timeout"

Body = bytes | Iterable[bytes]


class Answer(Protocol):
    """The response to a request."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are case-insensitive."""

    @property
    def data(self) -> bytes:
        """The whole body."""

    def stream(self, amt: int) -> Iterator[bytes]:
        """Yield the body in pieces of about *amt* bytes, for a request sent with `stream`."""

    def release_conn(self) -> None:
        """Return the connection to the pool, whether or not the body was read."""


class Transport(Protocol):
    """Sends requests. Tests and studios can pass their own to `Session`."""

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        timeout: float | None,
        body: Body | None = None,
        stream: bool = False,
    ) -> Answer:
        """Send a request and return its response, regardless of its status.

        Raises: ServerUnreachableError, when there is no response.
        """

    def close(self) -> None:
        """Close all connections."""


class HttpTransport:
    """Sends requests over kept-alive connections; safe to use from several threads."""

    def __init__(self) -> None:
        self._pools: dict[str, urllib3.PoolManager] = {}

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        timeout: float | None,
        body: Body | None = None,
        stream: bool = False,
    ) -> Answer:
        """Send a request and return its response; GET requests follow redirects."""
        import urllib3

        options: dict[str, Any] = {"retries": False, "redirect": False}
        if method == "GET":
            options = {"retries": urllib3.Retry(5, connect=0, read=0, other=0, redirect=5), "redirect": True}
        try:
            return self._pool(url).request(
                method,
                url,
                body=body,
                headers=dict(headers),
                timeout=timeout,
                preload_content=not stream,
                **options,
            )
        except urllib3.exceptions.HTTPError as error:
            reason = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) else error
            raise _unreachable(url, reason or error, timeout) from error

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()
        self._pools.clear()

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = _proxy(url) or ""
        pool = self._pools.get(proxy)
        if pool is None:
            pool = self._pools[proxy] = _new_pool(proxy)
        return pool


def _unreachable(url: str, reason: BaseException, timeout: float | None) -> ServerUnreachableError:
    """Return the error that explains why there was no response from *url*."""
    from urllib.parse import urlsplit

    from urllib3 import exceptions

    where = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    correct = "correct the server URL (server_url, CALLBOARD_SERVER or FTRACK_SERVER)"
    if isinstance(reason, exceptions.NameResolutionError):
        return ServerUnreachableError(
            f"Cannot resolve the host of {where}.", hint=f"Check the network, or {correct}."
        )
    if isinstance(reason, exceptions.NewConnectionError):
        return ServerUnreachableError(
            f"Cannot connect to {where}: {_cause(reason)}.",
            hint=f"Start the server with `callboard serve`, or {correct}.",
        )
    if isinstance(reason, (exceptions.ConnectTimeoutError, exceptions.ReadTimeoutError)):
        return ServerUnreachableError(
            f"{where} did not respond within {timeout:g} seconds.",
            code=TIMEOUT,
            hint="Pass a longer `timeout` to Session, or request less data at once.",
        )
    if isinstance(reason, exceptions.ProtocolError):
        return ServerUnreachableError(f"{where} closed the connection without a response.", code=DROPPED)
    return ServerUnreachableError(
        f"Cannot reach {where}: {reason}.", hint=f"If this is the wrong server, {correct}."
    )


def _cause(reason: BaseException) -> str:
    cause = reason.__cause__ or reason.__context__
    return (getattr(cause, "strerror", None) or str(cause or reason)).lower()


def _proxy(url: str) -> str | None:
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    proxies = getproxies()
    if not proxies or proxy_bypass(parts.netloc):
        return None
    return proxies.get(parts.scheme) or proxies.get("all")


def _new_pool(proxy: str) -> urllib3.PoolManager:
    import urllib3

    options: dict[str, Any] = {"maxsize": 10, "blocksize": 1024 * 1024}
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if bundle:
        options["ca_cert_dir" if os.path.isdir(bundle) else "ca_certs"] = bundle  # noqa: PTH112 - the variable contains text
    return urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)
