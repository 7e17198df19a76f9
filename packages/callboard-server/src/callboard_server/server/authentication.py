"""Authentication of requests: by an API key, in headers or in the query, or by the cookie of a web session.

A cookie is accepted only from pages of this server. Their changes also carry a second secret (CSRF), and a
request from a page of another origin is refused, whatever cookie the browser adds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from urllib.parse import urlsplit

from attrs import frozen
from starlette.requests import HTTPConnection

from callboard.errors import InvalidCredentials
from callboard_server.access.actor import Actor
from callboard_server.access.keys import REFUSAL, verify_key
from callboard_server.access.sessions import (
    COOKIE,
    CSRF_HEADER,
    WebSession,
    check_csrf,
    find_session,
    not_signed_in,
    note_session_use,
)
from callboard_server.actions.api_keys import note_key_use
from callboard_server.server.services import Services, services_of
from callboard_server.storage.transaction import Transaction

USER_HEADER = "ftrack-user"
KEY_HEADER = "ftrack-api-key"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_recording: set[asyncio.Future[None]] = set()


class Accepting(Enum):
    """The credentials that a route accepts."""

    HEADERS = "headers"
    HEADERS_AND_COOKIE = "headers and cookie"
    HEADERS_AND_QUERY = "headers and query"
    ALL = "all"


@frozen
class Credentials:
    """A username and an API key, not verified yet."""

    username: str
    key: str


async def authenticate(
    connection: HTTPConnection, accepting: Accepting = Accepting.HEADERS_AND_COOKIE
) -> Actor:
    """Return the user who sent the request.

    Raises: InvalidCredentials, when credentials are missing or wrong; PermissionDenied, for a change that is
    authenticated by a cookie and lacks the second secret.
    """
    credentials = key_credentials(connection, accepting)
    if credentials:
        return await actor_by_key(services_of(connection), credentials)
    if accepting in (Accepting.HEADERS_AND_COOKIE, Accepting.ALL) and COOKIE in connection.cookies:
        return (await web_session(connection)).actor
    raise InvalidCredentials(REFUSAL)


def key_credentials(connection: HTTPConnection, accepting: Accepting) -> Credentials | None:
    """Return the username and the key in *connection*; None when it contains neither."""
    headers, query = connection.headers, connection.query_params
    if USER_HEADER in headers or KEY_HEADER in headers:
        return Credentials(headers.get(USER_HEADER, ""), headers.get(KEY_HEADER, ""))
    if accepting in (Accepting.HEADERS_AND_QUERY, Accepting.ALL) and (
        "apiKey" in query or "username" in query
    ):
        return Credentials(query.get("username", ""), query.get("apiKey", ""))
    return None


async def actor_by_key(services: Services, credentials: Credentials) -> Actor:
    """Return the user of *credentials*.

    The use of a key is recorded at most once a minute, in the background.
    """
    now = services.clock()
    verified = await services.read(lambda tx: verify_key(tx, credentials.username, credentials.key, now))
    if verified.is_worth_noting:
        record(services, lambda tx: note_key_use(tx, verified, now))
    return verified.actor


def record(services: Services, work: Callable[[Transaction], None]) -> None:
    """Record the use of credentials in the background."""
    recording = asyncio.ensure_future(services.write(work))
    _recording.add(recording)
    recording.add_done_callback(forget_recording)


def forget_recording(recording: asyncio.Future[None]) -> None:
    """Forget a background task. A failure is ignored, because the next use is recorded again."""
    _recording.discard(recording)
    if not recording.cancelled():
        recording.exception()


async def web_session(connection: HTTPConnection) -> WebSession:
    """Return the web session of the browser. Raises: InvalidCredentials, PermissionDenied."""
    services = services_of(connection)
    cookie = connection.cookies.get(COOKIE)
    if not cookie or is_cross_origin(connection, services):
        raise not_signed_in()
    now = services.clock()
    found = await services.read(lambda tx: find_session(tx, cookie, services.secret, now))
    if found.is_worth_noting:
        record(services, lambda tx: note_session_use(tx, cookie, services.secret, now))
    if connection.scope.get("method") not in SAFE_METHODS:
        check_csrf(found, connection.headers.get(CSRF_HEADER))
    return found


def is_cross_origin(connection: HTTPConnection, services: Services) -> bool:
    """Return whether a page of another origin sent this request."""
    origin = connection.headers.get("origin")
    if origin is None:
        return False
    own = {
        urlsplit(services.base_url(connection)).netloc.lower(),
        connection.headers.get("host", "").lower(),
    }
    return urlsplit(origin).netloc.lower() not in own


def address_of(connection: HTTPConnection) -> str:
    """Return the network address of the client."""
    return connection.client.host if connection.client else "unknown"
