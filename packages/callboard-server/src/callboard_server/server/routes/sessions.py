"""Web sessions: sign in, sign out, and the session of the browser."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard.errors import DuplicateEntry, PermissionDenied
from callboard_server import __version__
from callboard_server.access.rights import is_manager
from callboard_server.access.sessions import COOKIE, LIFETIME, end_session, extend_session
from callboard_server.actions.sign_in import check_password, count_attempt, find_account
from callboard_server.actions.sign_in import sign_in as open_web_session
from callboard_server.records.outbox import news_ends
from callboard_server.records.people import Person
from callboard_server.server.authentication import address_of, is_cross_origin, web_session
from callboard_server.server.request_body import read_form, text_field
from callboard_server.server.services import Services, services_of

NO_STORE = {"Cache-Control": "no-store"}


async def get_session(request: Request) -> Response:
    """`GET /web/session`: the session of the browser. Using a session extends it."""
    services = services_of(request)
    found = await web_session(request)
    response = await session_response(request, found.person, found.csrf)
    if found.is_half_over:
        cookie = request.cookies[COOKIE]
        await services.write(lambda tx: extend_session(tx, cookie, services.secret, services.clock()))
        set_cookie(response, cookie, services)
    return response


async def sign_in(request: Request) -> Response:
    """`POST /web/sign-in`: open a session for a username and a password."""
    services = services_of(request)
    if is_cross_origin(request, services):
        raise PermissionDenied("Only pages of this server can sign in.", code="session.origin")
    form = await read_form(request)
    username, password = text_field(form, "username").strip(), text_field(form, "password")
    address = address_of(request)
    await begin_attempt(services, username, address)
    account = await services.read(lambda tx: find_account(tx, username))
    person = await asyncio.to_thread(check_password, account, password)
    opened = await services.write(
        lambda tx: open_web_session(
            tx, person, username=username, address=address, secret=services.secret, now=services.clock()
        )
    )
    response = await session_response(request, person, opened.csrf)
    set_cookie(response, opened.cookie, services)
    return response


async def begin_attempt(services: Services, username: str, address: str) -> None:
    """Count an attempt; once more when another first attempt was counted at the same moment.

    Raises: Throttled.
    """
    now = services.clock()
    try:
        await services.write(lambda tx: count_attempt(tx, username, address, now))
    except DuplicateEntry:
        await services.write(lambda tx: count_attempt(tx, username, address, now))


async def sign_out(request: Request) -> Response:
    """`POST /web/sign-out`: end the session."""
    services = services_of(request)
    await web_session(request)
    cookie = request.cookies[COOKIE]
    await services.write(lambda tx: end_session(tx, cookie, services.secret))
    response = Response(status_code=204, headers=NO_STORE)
    response.delete_cookie(
        COOKIE, path="/", secure=services.settings.is_secure, httponly=True, samesite="lax"
    )
    return response


def set_cookie(response: Response, cookie: str, services: Services) -> None:
    """Add the cookie of a session to *response*."""
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        secure=services.settings.is_secure,
        httponly=True,
        samesite="lax",
    )


async def session_response(request: Request, person: Person, csrf: str) -> Response:
    """Return a session as pages need it.

    Its cursor is older than everything that the page loads afterwards.
    """
    services = services_of(request)
    _, cursor = await services.read(news_ends)
    return JSONResponse(
        {
            "user": {
                "id": person.id,
                "username": person.username,
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": person.email,
                "is_administrator": person.is_administrator,
                "is_manager": await services.read(lambda tx: is_manager(tx, person)),
            },
            "csrf": csrf,
            "cursor": cursor,
            "server": {"version": __version__, "url": services.base_url(request)},
            "demo": services.is_demo,
        },
        headers=NO_STORE,
    )
