"""Error responses: one JSON object, with an HTTP status where the client expects statuses.

The names of errors are those that existing clients handle. Unexpected errors are logged under a reference,
which the response contains.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping

import orjson
import structlog
from attrs import frozen
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from callboard.errors import (
    Busy,
    CallboardError,
    ChecksumMismatch,
    CursorTooOld,
    DuplicateEntry,
    InvalidCredentials,
    MalformedOperation,
    NotFound,
    ParseError,
    PermissionDenied,
    Throttled,
    TooLarge,
    UnknownAction,
    UnknownReference,
    ValidationError,
)
from callboard.wire.envelope import error_object

log = structlog.get_logger()

STRICT_HEADER = "ftrack-strict-api"


@frozen
class Kind:
    """The name of an error for clients, and its HTTP status."""

    name: str
    status: int


INTERNAL = Kind("InternalError", 500)
KINDS: Mapping[type[CallboardError], Kind] = {
    UnknownReference: Kind("IntegrityError", 400),
    ValidationError: Kind("ValidationError", 400),
    ParseError: Kind("ParseError", 400),
    DuplicateEntry: Kind("DuplicateEntryError", 409),
    NotFound: Kind("NotFoundError", 404),
    PermissionDenied: Kind("PermissionError", 403),
    InvalidCredentials: Kind("InvalidCredentialsError", 401),
    Throttled: Kind("ThrottledError", 429),
    MalformedOperation: Kind("ValidationError", 422),
    UnknownAction: Kind("ValidationError", 400),
    TooLarge: Kind("RequestTooLargeError", 413),
    CursorTooOld: Kind("CursorTooOldError", 410),
    ChecksumMismatch: Kind("ChecksumMismatchError", 400),
    Busy: Kind("BusyError", 503),
    CallboardError: INTERNAL,
}


def kind_of(error: CallboardError) -> Kind:
    """Return the kind of *error*: that of its nearest base class."""
    return next(KINDS[cls] for cls in type(error).__mro__ if cls in KINDS)


def is_strict(connection: HTTPConnection) -> bool:
    """Return whether the client expects HTTP statuses; others find errors in responses with status 200."""
    return connection.headers.get(STRICT_HEADER, "").strip().lower() in ("true", "1")


def error_response(error: CallboardError, *, strict: bool = True) -> Response:
    """Return the response to a request that failed with *error*."""
    kind = kind_of(error)
    body = error_object(
        kind.name,
        error.message or kind.name,
        code=error.code,
        span=error.span,
        hint=error.hint,
        path=getattr(error, "path", None),
    )
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, Throttled):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_seconds)))
    if isinstance(error, Busy):
        headers["Retry-After"] = "1"
    return Response(
        orjson.dumps(body),
        status_code=kind.status if strict else 200,
        headers=headers,
        media_type="application/json",
    )


def unexpected(error: Exception, path: str) -> CallboardError:
    """Log an unexpected *error* at *path*. Return the error for the client, with a reference to the log."""
    reference = secrets.token_hex(4)
    log.error("request.failed", reference=reference, path=path, exc_info=error)
    return CallboardError(
        f"The server failed to process the request (reference {reference}).", code="server.internal"
    )


def answers_by_status(request: Request) -> bool:
    """Return whether errors have an HTTP status. Clients of `/api` must ask for statuses."""
    return request.url.path != "/api" or request.method != "POST" or is_strict(request)


async def expected_error(request: Request, error: Exception) -> Response:
    """Answer a request that failed with a `CallboardError`."""
    assert isinstance(error, CallboardError)
    if kind_of(error) is INTERNAL:
        error = unexpected(error, request.url.path)
    return error_response(error, strict=answers_by_status(request))


class LastResort:
    """Answers requests that fail with an unexpected error.

    A response that has already started is aborted, so that the client notices.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:  # the outermost layer: every request gets a response
            if scope["type"] != "http" or has_started:
                raise
            request = Request(scope)
            await error_response(unexpected(error, request.url.path), strict=answers_by_status(request))(
                scope, receive, send
            )
