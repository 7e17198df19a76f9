"""What the web interface asks beside operations: signing in and out, API keys, and sharing a job by link."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard.errors import DuplicateEntry, InvalidCredentials, NotFound, PermissionDenied
from callboard.wire.values import instant_text
from callboard_server import __version__
from callboard_server.access import keys, passwords, sessions, throttle
from callboard_server.access.sessions import COOKIE, LIFETIME
from callboard_server.actions.query import ask
from callboard_server.records import api_keys, credentials, jobs, share_links
from callboard_server.records.api_keys import KeyRow
from callboard_server.records.outbox import news_ends
from callboard_server.records.people import Person, person_by_username
from callboard_server.server.identity import address_of, identify, is_foreign, web_session
from callboard_server.server.request_body import read_form, text_field
from callboard_server.server.services import Services, services_of
from callboard_server.storage.transaction import Transaction

NO_STORE = {"Cache-Control": "no-store"}
SIGNS = "select _changed_at, created_at from Job where status is running and created_at is_not none"
WRONG = "The username or the password is wrong."


async def get_session(request: Request) -> Response:
    """`GET /web/session`: who is signed in. A session that is used lives on."""
    services = services_of(request)
    found = await web_session(request)
    response = await described(request, found.person, found.csrf)
    if found.is_half_over:
        cookie = request.cookies[COOKIE]
        await services.write(
            lambda tx: sessions.extend_session(tx, cookie, services.secret, services.clock())
        )
        set_cookie(response, cookie, services)
    return response


async def sign_in(request: Request) -> Response:
    """`POST /web/sign-in`: open a session for a username and password."""
    services = services_of(request)
    if is_foreign(request, services):
        raise PermissionDenied("Signing in is for pages of this server.", code="session.origin")
    form = await read_form(request)
    username, password = text_field(form, "username").strip(), text_field(form, "password")
    person = await checked_person(services, username, password, address_of(request))
    now = services.clock()
    opened = await services.write(lambda tx: sessions.open_session(tx, person.id, services.secret, now))
    response = await described(request, person, opened.csrf)
    set_cookie(response, opened.cookie, services)
    return response


async def checked_person(services: Services, username: str, password: str, address: str) -> Person:
    """Return the user called *username*.

    Raises: InvalidCredentials, Throttled. An unknown name takes as long as a known one.
    """
    await begin_attempt(services, username, address)
    person, hashed = await services.read(lambda tx: known(tx, username))
    is_right = await asyncio.to_thread(passwords.is_password, password, hashed)
    if person is None or not is_right or not person.is_active:
        raise InvalidCredentials(WRONG, code="credentials.invalid")
    await services.write(lambda tx: throttle.succeeded(tx, username, address))
    return person


async def begin_attempt(services: Services, username: str, address: str) -> None:
    """Count an attempt, or refuse it.

    Again when another one of the same moment was the first to be counted. Raises: Throttled.
    """
    now = services.clock()
    try:
        await services.write(lambda tx: throttle.begin_attempt(tx, username, address, now))
    except DuplicateEntry:
        await services.write(lambda tx: throttle.begin_attempt(tx, username, address, now))


def known(tx: Transaction, username: str) -> tuple[Person | None, str | None]:
    """Return the user called *username*, and the hash of the password; None for what there is not."""
    person = person_by_username(tx, username)
    return person, None if person is None else credentials.password_hash(tx, person.id)


async def sign_out(request: Request) -> Response:
    """`POST /web/sign-out`: end the session."""
    services = services_of(request)
    await web_session(request)
    cookie = request.cookies[COOKIE]
    await services.write(lambda tx: sessions.end_session(tx, cookie, services.secret))
    response = Response(status_code=204, headers=NO_STORE)
    response.delete_cookie(
        COOKIE, path="/", secure=services.settings.is_secure, httponly=True, samesite="lax"
    )
    return response


def set_cookie(response: Response, cookie: str, services: Services) -> None:
    """Give the browser the cookie of a session."""
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        secure=services.settings.is_secure,
        httponly=True,
        samesite="lax",
    )


async def described(request: Request, person: Person, csrf: str) -> Response:
    """Return what the pages know of a session. The cursor is older than anything that they load after it."""
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
            },
            "csrf": csrf,
            "cursor": cursor,
            "server": {"version": __version__, "url": services.base_url(request)},
            "demo": services.is_demo,
        },
        headers=NO_STORE,
    )


async def get_keys(request: Request) -> Response:
    """`GET /web/keys`: the actor's API keys, without their text."""
    actor = await identify(request)
    actor.check_owns_credentials()
    found = await services_of(request).read(lambda tx: api_keys.keys_of(tx, actor.user_id))
    return JSONResponse([key_fields(row) for row in found], headers=NO_STORE)


async def create_key(request: Request) -> Response:
    """`POST /web/keys`: make a key. The answer is the only time its text is told."""
    services = services_of(request)
    actor = await identify(request)
    actor.check_owns_credentials()
    name = text_field(await read_form(request), "name")
    key_id, now = services.new_id(), services.clock()
    made = await services.write(lambda tx: keys.create_key(tx, actor.user_id, name, key_id=key_id, now=now))
    return JSONResponse(
        {"id": made.row.id, "name": made.row.name, "key": made.text}, status_code=201, headers=NO_STORE
    )


async def delete_key(request: Request) -> Response:
    """`DELETE /web/keys/{id}`: end a key of the actor."""
    actor = await identify(request)
    actor.check_owns_credentials()
    key_id = request.path_params["id"]
    await services_of(request).write(lambda tx: keys.revoke_key(tx, actor.user_id, key_id))
    return Response(status_code=204, headers=NO_STORE)


def key_fields(row: KeyRow) -> dict[str, Any]:
    """Return a key as the pages see it."""
    return {
        "id": row.id,
        "name": row.name,
        "created_at": instant_field(row.created_at),
        "last_used_at": None if row.last_used_at is None else instant_field(row.last_used_at),
    }


def instant_field(text: str) -> dict[str, str]:
    """Return a stored instant as it travels."""
    return {"__type__": "datetime", "value": text}


async def get_signs(request: Request) -> Response:
    """`GET /web/jobs/signs`.

    When each running job that the actor may see was last heard of, by its identifier.
    """
    services = services_of(request)
    actor = await identify(request)
    links = services.links(services.base_url(request))
    answer = await services.read(lambda tx: ask(services.call(tx, actor, links), SIGNS, internal=True))
    return JSONResponse(
        {job["id"]: (job["_changed_at"] or job["created_at"])["value"] for job in answer.data},
        headers=NO_STORE,
    )


async def share_job(request: Request) -> Response:
    """`POST /web/jobs/{id}/share`: make a link by which whoever is signed in may see the job."""
    services = services_of(request)
    actor = await identify(request)
    job_id, token = request.path_params["id"], secrets.token_urlsafe(24)

    def share(tx: Transaction) -> None:
        check_may_share(tx, job_id, actor.user_id, is_administrator=actor.is_administrator)
        share_links.add_link(tx, keys.digest(token), job_id, actor.user_id, instant_text(services.clock()))

    await services.write(share)
    path = f"/share/{token}"
    return JSONResponse(
        {"path": path, "url": services.base_url(request) + path}, status_code=201, headers=NO_STORE
    )


async def unshare_job(request: Request) -> Response:
    """`DELETE /web/jobs/{id}/share`: end all links of the job, and what they allowed."""
    actor = await identify(request)
    job_id = request.path_params["id"]

    def unshare(tx: Transaction) -> None:
        check_may_share(tx, job_id, actor.user_id, is_administrator=actor.is_administrator)
        share_links.revoke_links(tx, job_id)

    await services_of(request).write(unshare)
    return Response(status_code=204, headers=NO_STORE)


async def redeem_share(request: Request) -> Response:
    """`POST /web/share/{token}`: let the actor see the job that the link leads to."""
    actor = await identify(request)
    digest = keys.digest(request.path_params["token"])

    def redeem(tx: Transaction) -> str:
        job_id = share_links.linked_job(tx, digest)
        if job_id is None:
            raise NotFound("This link leads nowhere. It may have been revoked.", code="share.not_found")
        share_links.grant(tx, job_id, actor.user_id)
        return job_id

    job_id = await services_of(request).write(redeem)
    return JSONResponse({"job_id": job_id}, headers=NO_STORE)


def check_may_share(tx: Transaction, job_id: str, user_id: str, *, is_administrator: bool) -> None:
    """Raise NotFound unless the user owns the job or is an administrator.

    Others need not know that it exists.
    """
    owner = jobs.job_owner(tx, job_id)
    if owner is None or (owner[0] != user_id and not is_administrator):
        raise NotFound(f"There is no Job with the key {job_id[:80]}.")
