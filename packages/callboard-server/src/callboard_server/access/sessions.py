"""Web sessions: a random token in a signed cookie, and a second secret against forged requests.

The database contains only a digest of the token.
"""

from __future__ import annotations

import hmac
import secrets
import uuid
from datetime import datetime, timedelta

from attrs import frozen
from itsdangerous import BadSignature, Signer

from callboard.errors import InvalidCredentials, PermissionDenied
from callboard.wire.values import instant_text, parse_instant
from callboard_server.access.actor import Actor
from callboard_server.access.keys import digest, is_worth_noting
from callboard_server.access.rights import actor_in
from callboard_server.records import web_sessions
from callboard_server.records.people import Person
from callboard_server.storage.transaction import Transaction

COOKIE = "callboard_session"
CSRF_HEADER = "x-callboard-csrf"
LIFETIME = timedelta(days=14)
"""A session that is not used for this long ends."""

_SALT = "callboard.session"


@frozen
class WebSession:
    """The user who is signed in, as an actor.

    A session that `is_half_over` should be extended. `is_worth_noting` means that the recorded time of its
    last use is out of date.
    """

    person: Person
    actor: Actor
    csrf: str
    is_half_over: bool
    is_worth_noting: bool


@frozen
class Opened:
    """A session that was just opened. `cookie` is the signed token, which is only available now."""

    cookie: str
    csrf: str


def open_session(tx: Transaction, user_id: str, secret: str, now: datetime) -> Opened:
    """Sign a user in."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    web_sessions.sweep_sessions(tx, instant_text(now))
    web_sessions.add_session(
        tx,
        str(uuid.uuid4()),
        digest(token),
        user_id,
        csrf,
        now=instant_text(now),
        until=instant_text(now + LIFETIME),
    )
    return Opened(Signer(secret, salt=_SALT).sign(token).decode(), csrf)


def find_session(tx: Transaction, cookie: str, secret: str, now: datetime) -> WebSession:
    """Return the session of *cookie*.

    Raises: InvalidCredentials, when it was forged, has expired or was ended, or its user was deactivated.
    """
    return session_of_digest(tx, session_digest(cookie, secret), now)


def session_of_digest(tx: Transaction, digested: str, now: datetime) -> WebSession:
    """Return the session whose token has that digest, for a client that sent the cookie before.

    Raises: as `find_session`.
    """
    row = web_sessions.session(tx, digested, instant_text(now))
    if row is None or not row.person.is_active:
        raise not_signed_in()
    return WebSession(
        row.person,
        actor_in(tx, row.person),
        row.csrf,
        is_half_over=parse_instant(row.expires_at) - now < LIFETIME / 2,
        is_worth_noting=is_worth_noting(row.accessed_at, now),
    )


def note_session_use(tx: Transaction, cookie: str, secret: str, now: datetime) -> None:
    """Record that the session of *cookie* was used at *now*."""
    web_sessions.note_session_used(tx, session_digest(cookie, secret), instant_text(now))


def extend_session(tx: Transaction, cookie: str, secret: str, now: datetime) -> None:
    """Extend the session of *cookie* to a full lifetime from *now*."""
    web_sessions.extend_session(tx, session_digest(cookie, secret), instant_text(now + LIFETIME))


def end_session(tx: Transaction, cookie: str, secret: str) -> None:
    """Sign out. A forged cookie is ignored."""
    try:
        web_sessions.delete_session(tx, session_digest(cookie, secret))
    except InvalidCredentials:
        return


def check_csrf(session: WebSession, given: str | None) -> None:
    """Raise PermissionDenied unless *given* is the session's second secret."""
    if given is None or not hmac.compare_digest(session.csrf.encode(), given.encode()):
        raise PermissionDenied(
            "The request was not sent by a page of this server.",
            code="session.csrf",
            hint="Send the value of csrf from /web/session in the header X-Callboard-CSRF.",
        )


def session_digest(cookie: str, secret: str) -> str:
    """Return the digest of the token in *cookie*.

    Raises: InvalidCredentials, when its signature is wrong.
    """
    return digest(token_in(cookie, secret))


def token_in(cookie: str, secret: str) -> str:
    """Return the token in *cookie*. Raises: InvalidCredentials, when its signature is wrong."""
    try:
        return Signer(secret, salt=_SALT).unsign(cookie).decode()
    except (BadSignature, UnicodeError):
        raise not_signed_in() from None


def not_signed_in() -> InvalidCredentials:
    """Return the error for a browser without a session."""
    return InvalidCredentials("You are not signed in.", code="session.none")
