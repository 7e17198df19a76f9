"""Headers of all responses: security policies for browsers, and which other origins may read them (CORS)."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE_RULES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    # Actions have pictures from anywhere in the studio. Pictures execute nothing, and are requested without a
    # referrer.
    "img-src 'self' data: blob: https: http:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    # Actions may also show their own pages: in a sandbox, without access to our page or the address of the
    # tab.
    "frame-src 'self' https: http:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
PAGE_POLICY = "; ".join(_PAGE_RULES)
"""The policy of responses without their own: pages run scripts of this server only."""

SECURITY = (
    ("Content-Security-Policy", PAGE_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
OPEN_TO_ORIGINS = ("/api", "/component/", "/upload/", "/archive/", "/socket.io/")
"""Routes that pages of other origins may use, with an API key.

Cookies are not accepted from other origins.
"""

ALLOWED_METHODS = "GET, HEAD, POST, PUT, OPTIONS"
_ALLOWED_HEADERS = (
    *(
        "accept",
        "authorization",
        "content-disposition",
        "content-md5",
        "content-type",
        "if-none-match",
        "range",
    ),
    *(
        "ftrack-api-key",
        "ftrack-api-options",
        "ftrack-clienttoken",
        "ftrack-pushtoken",
        "ftrack-strict-api",
        "ftrack-user",
    ),
)
ALLOWED_HEADERS = ", ".join(_ALLOWED_HEADERS)
EXPOSED_HEADERS = (
    "ETag, Content-Disposition, Content-Length, Content-MD5, Content-Range, Retry-After, Server-Timing"
)
PREFLIGHT_SECONDS = "7200"


class SecurityHeaders:
    """Adds the headers in `SECURITY` to all responses, unless they are set already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in SECURITY:
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class CrossOrigin:
    """Permits pages of *allowed* origins ("*" for all) to use the open routes; answers preflight requests."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self.allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = self._allowed_origin(scope)
        if origin is None:
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await preflight(origin)(scope, receive, send)
        else:
            await self._respond(origin, scope, receive, send)

    def _allowed_origin(self, scope: Scope) -> str | None:
        """Return the origin of the request, when it is permitted."""
        if scope["type"] != "http" or not scope["path"].startswith(OPEN_TO_ORIGINS):
            return None
        origin = Headers(scope=scope).get("origin")
        return origin if origin and ("*" in self.allowed or origin in self.allowed) else None

    async def _respond(self, origin: str, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Allow-Credentials"] = "true"
                headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
                headers.add_vary_header("Origin")
            await send(message)

        await self.app(scope, receive, send_with_headers)


def preflight(origin: str) -> Response:
    """Return the response to a preflight request of *origin*."""
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Methods": ALLOWED_METHODS,
            "Access-Control-Allow-Headers": ALLOWED_HEADERS,
            "Access-Control-Max-Age": PREFLIGHT_SECONDS,
            "Vary": "Origin",
        },
    )
