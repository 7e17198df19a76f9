"""Who asks: by API key in headers (or, where clients do so, in the query), else by the cookie of a signed-in
browser.

A cookie counts only for requests of our own pages. Their changes carry a second secret, and a request that a
page of another origin made is not theirs, whatever cookie the browser adds.
"""

from __future__ import annotations

import asyncio
from enum import Enum
from urllib.parse import urlsplit

from attrs import frozen
from starlette.requests import HTTPConnection

from callboard.errors import InvalidCredentials
from callboard.wire.values import instant_text
from callboard_server.access.actor import Actor
from callboard_server.access.keys import REFUSAL, verify_key
from callboard_server.access.sessions import (
    COOKIE,
    CSRF_HEADER,
    WebSession,
    check_csrf,
    find_session,
    not_signed_in,
)
from callboard_server.records.api_keys import note_key_used
from callboard_server.records.global_keys import note_global_key_used
from callboard_server.server.services import Services, services_of

USER_HEADER = "ftrack-user"
KEY_HEADER = "ftrack-api-key"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_noting: set[asyncio.Future[None]] = set()


class Accepting(Enum):
    """The credentials that a route accepts."""

    HEADERS = "headers"
    HEADERS_AND_COOKIE = "headers and cookie"
    HEADERS_AND_QUERY = "headers and query"
    ALL = "all"


@frozen
class KeyGiven:
    """A username and an API key, not checked yet."""

    username: str
    key: str


async def identify(connection: HTTPConnection, accepting: Accepting = Accepting.HEADERS_AND_COOKIE) -> Actor:
    """Return who asks.

    Raises: InvalidCredentials, when nobody does or the credentials are wrong; PermissionDenied, for a change
    that is authenticated by cookie and lacks the second secret.
    """
    given = key_given(connection, accepting)
    if given:
        return await actor_by_key(services_of(connection), given)
    if accepting in (Accepting.HEADERS_AND_COOKIE, Accepting.ALL) and COOKIE in connection.cookies:
        return (await web_session(connection)).actor
    raise InvalidCredentials(REFUSAL)


def key_given(connection: HTTPConnection, accepting: Accepting) -> KeyGiven | None:
    """Return the username and key that *connection* carries; None when it carries neither."""
    headers, query = connection.headers, connection.query_params
    if USER_HEADER in headers or KEY_HEADER in headers:
        return KeyGiven(headers.get(USER_HEADER, ""), headers.get(KEY_HEADER, ""))
    if accepting in (Accepting.HEADERS_AND_QUERY, Accepting.ALL) and (
        "apiKey" in query or "username" in query
    ):
        return KeyGiven(query.get("username", ""), query.get("apiKey", ""))
    return None


async def actor_by_key(services: Services, given: KeyGiven) -> Actor:
    """Return who *given* speaks for, and note at most once a minute that the key was used."""
    now = services.clock()
    verified = await services.read(lambda tx: verify_key(tx, given.username, given.key, now))
    note = note_global_key_used if verified.is_global else note_key_used
    if verified.is_worth_noting:
        noting = asyncio.ensure_future(
            services.write(lambda tx: note(tx, verified.key_id, instant_text(now)))
        )
        _noting.add(noting)
        noting.add_done_callback(noted)
    return verified.actor


def noted(noting: asyncio.Future[None]) -> None:
    """Let go of *noting*. That it may have failed is of no consequence: the next use is noted again."""
    _noting.discard(noting)
    if not noting.cancelled():
        noting.exception()


async def web_session(connection: HTTPConnection) -> WebSession:
    """Return the session of the browser that asks. Raises: InvalidCredentials, PermissionDenied."""
    services = services_of(connection)
    cookie = connection.cookies.get(COOKIE)
    if not cookie or is_foreign(connection, services):
        raise not_signed_in()
    found = await services.read(lambda tx: find_session(tx, cookie, services.secret, services.clock()))
    if connection.scope.get("method") not in SAFE_METHODS:
        check_csrf(found, connection.headers.get(CSRF_HEADER))
    return found


def is_foreign(connection: HTTPConnection, services: Services) -> bool:
    """Tell whether a page of another origin made this request."""
    origin = connection.headers.get("origin")
    if origin is None:
        return False
    ours = {
        urlsplit(services.base_url(connection)).netloc.lower(),
        connection.headers.get("host", "").lower(),
    }
    return urlsplit(origin).netloc.lower() not in ours


def address_of(connection: HTTPConnection) -> str:
    """Return the address that *connection* comes from."""
    return connection.client.host if connection.client else "unknown"
