"""The built web interface.

Files with a hash in their name are cached for ever, its page never. Files are compressed by the build.
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
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
NOT_BUILT = "The API is running. The web interface is not built in this checkout: run `make web`.\n"


@frozen
class Asset:
    """A file of the interface."""

    content: bytes
    type: str
    encoding: str | None


async def asset(request: Request) -> Response:
    """`GET /assets/...`: a file of the interface."""
    return await file_response(request, f"assets/{request.path_params['path']}", IMMUTABLE)


async def page(request: Request) -> Response:
    """Answer all paths without another route, with top-level files or the page of the interface."""
    path = request.path_params.get("path", "")
    if "." in path.rsplit("/", 1)[-1] and "/" not in path and path != "index.html":
        return await file_response(request, path, REVALIDATE)
    if path and "text/html" not in request.headers.get("accept", ""):
        raise missing(path)
    try:
        return await file_response(request, "index.html", REVALIDATE)
    except InterfaceNotBuilt:
        return PlainTextResponse(NOT_BUILT)


async def file_response(request: Request, path: str, caching: str) -> Response:
    """Return the file at *path* of the interface. Raises: NotFound, InterfaceNotBuilt."""
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
    """Return the file at *path*, compressed if there is a variant in an *accepted* encoding, or None."""
    folder = built_interface()
    file = (folder / path).resolve()
    type_ = TYPES.get(file.suffix)
    if type_ is None or not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    accepted_encodings = {coding.partition(";")[0].strip() for coding in accepted.split(",")}
    for encoding, suffix in ENCODINGS:
        compressed = Path(f"{file}{suffix}")
        if encoding in accepted_encodings and compressed.is_file():
            return Asset(compressed.read_bytes(), type_, encoding)
    return Asset(file.read_bytes(), type_, None)


def missing(path: str) -> NotFound:
    """Return the error for an unknown path."""
    return NotFound(f"There is nothing at /{path[:200]}.", code="http.not_found")
