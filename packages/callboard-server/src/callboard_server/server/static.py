"""The built web interface.

Hashed files for ever, its one page never from a cache, each compressed when the build was.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from callboard.errors import NotFound
from callboard_server.web import InterfaceNotBuilt, built_interface

TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
NOT_BUILT = "The API works; the web interface is not built in this checkout: run `make web`.\n"


@frozen
class Asset:
    """A file of the interface as it is sent."""

    content: bytes
    type: str
    encoding: str | None


async def asset(request: Request) -> Response:
    """Answer `/assets/...`."""
    return await answer(request, f"assets/{request.path_params['path']}", FOR_EVER)


async def page(request: Request) -> Response:
    """Answer whatever no other route does.

    Files at the top of the interface, and its page for all that a person may visit.
    """
    path = request.path_params.get("path", "")
    if "." in path.rsplit("/", 1)[-1] and "/" not in path and path != "index.html":
        return await answer(request, path, ASK_AGAIN)
    if path and "text/html" not in request.headers.get("accept", ""):
        raise missing(path)
    try:
        return await answer(request, "index.html", ASK_AGAIN)
    except InterfaceNotBuilt:
        return PlainTextResponse(NOT_BUILT)


async def answer(request: Request, path: str, caching: str) -> Response:
    """Answer with the file at *path* of the interface. Raises: NotFound, InterfaceNotBuilt."""
    found = await asyncio.to_thread(load, path, request.headers.get("accept-encoding", ""))
    if found is None:
        raise missing(path)
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
    if found.encoding:
        headers["Content-Encoding"] = found.encoding
    headers["ETag"] = f'"{hashlib.md5(found.content, usedforsecurity=False).hexdigest()}"'
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.type, headers=headers)


def load(path: str, accepted: str) -> Asset | None:
    """Return the file at *path*, compressed in a way that is *accepted* when the build has it so.

    None when there is none.
    """
    folder = built_interface()
    file = (folder / path).resolve()
    type_ = TYPES.get(file.suffix)
    if type_ is None or not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    offered = {coding.partition(";")[0].strip() for coding in accepted.split(",")}
    for encoding, suffix in ENCODINGS:
        twin = Path(f"{file}{suffix}")
        if encoding in offered and twin.is_file():
            return Asset(twin.read_bytes(), type_, encoding)
    return Asset(file.read_bytes(), type_, None)


def missing(path: str) -> NotFound:
    """Return the error for a path that leads nowhere."""
    return NotFound(f"There is nothing at /{path[:200]}.", code="http.not_found")
