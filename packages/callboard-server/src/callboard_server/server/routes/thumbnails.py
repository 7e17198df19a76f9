"""`GET /component/thumbnail`: a picture of a component that fits a square."""

from __future__ import annotations

import anyio.to_thread
import structlog
from starlette.requests import Request
from starlette.responses import Response

from callboard.errors import MalformedOperation, NotFound
from callboard_server.actions.component_files import ComponentFile, Content
from callboard_server.files.links import Purpose
from callboard_server.files.placeholder import placeholder
from callboard_server.files.store import Key
from callboard_server.files.thumbnails import DEFAULT_SIZE, Thumbnail
from callboard_server.media.failures import ServerTrouble
from callboard_server.media.ffmpeg_commands import NoEncoder
from callboard_server.server.ranges import FileVersion, is_unchanged
from callboard_server.server.routes.downloads import (
    FILE_POLICY,
    REVALIDATE,
    requested_file,
    version_headers,
    version_of,
)
from callboard_server.server.services import Services, services_of

log = structlog.get_logger()


async def get_placeholder(request: Request) -> Response:
    """`GET /img/thumbnail2.png`: the picture of what has no thumbnail, for everybody."""
    del request
    return await placeholder_response("public, max-age=86400")


async def placeholder_response(caching: str) -> Response:
    content = await anyio.to_thread.run_sync(placeholder)
    headers = {"Cache-Control": caching, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(content, media_type="image/png", headers=headers)


async def get_thumbnail(request: Request) -> Response:
    """Return a thumbnail; of a component that was encoded, one of the picture that encoding made.

    Without one, signed links lead to the placeholder, because tools that read them expect a picture.

    Raises: NotFound, when no thumbnail can be made.
    """
    try:
        return await existing_thumbnail(request)
    except NotFound:
        if "token" not in request.query_params:
            raise
        return await placeholder_response(REVALIDATE)


async def existing_thumbnail(request: Request) -> Response:
    """Return a thumbnail. Raises: NotFound."""
    found = await requested_file(request, Purpose.THUMBNAIL, Content.PICTURE)
    thumbnail = await thumbnail_of(services_of(request), found, read_size(request))
    if thumbnail is None:
        raise NotFound(
            f"The component {found.component.id} has no content that a thumbnail can be made from.",
            code="thumbnail.none",
        )
    version = FileVersion(f"{found.file.md5}-{thumbnail.path.stem}", version_of(found).stored_at, 0)
    headers = version_headers(version)
    if is_unchanged(request.headers, version):
        return Response(status_code=304, headers=headers)
    content = await anyio.to_thread.run_sync(thumbnail.path.read_bytes)
    return Response(content, headers={**headers, **content_headers(thumbnail)})


async def thumbnail_of(services: Services, found: ComponentFile, size: int) -> Thumbnail | None:
    """Return the thumbnail of a file; None when none can be made.

    Requests wait here for files that take long to read, so that they occupy no thread in the meantime.
    """
    key, thumbnails = Key(found.file.key), services.thumbnails
    quick = await anyio.to_thread.run_sync(thumbnails.thumbnail, key, size)
    if quick is not None:
        return quick
    try:
        return await anyio.to_thread.run_sync(
            thumbnails.read_thumbnail, key, size, found.name, limiter=services.reading
        )
    except (NoEncoder, ServerTrouble) as error:
        log.warning("thumbnail.failed", reason=error.message)
        return None


def content_headers(thumbnail: Thumbnail) -> dict[str, str]:
    """Return the headers about the content of *thumbnail*."""
    return {
        "Content-Type": thumbnail.type,
        "Content-Security-Policy": FILE_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
    }


def read_size(request: Request) -> int:
    """Return the size that *request* names, in pixels. Raises: MalformedOperation."""
    given = request.query_params.get("size") or str(DEFAULT_SIZE)
    if not (given.isascii() and given.isdigit()) or not 0 < len(given) <= 6 or int(given) == 0:
        raise MalformedOperation('"size" must be a number of pixels.', code="thumbnail.size")
    return int(given)
