"""The files of components: download them, or a range of them, and remove them.

Uploaded content never runs in the origin of this server. `files.content_types` decides what a browser may
display, and `FILE_POLICY` restricts what that may do.
"""

from __future__ import annotations

import base64
from typing import BinaryIO

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from callboard.errors import MalformedOperation, NotFound, PermissionDenied
from callboard.wire.values import parse_instant
from callboard_server.actions.component_files import (
    ComponentFile,
    Content,
    component_file,
    linked_component_file,
    remove_component_file,
)
from callboard_server.files.content_types import HEAD_BYTES, Presentation, as_download, as_inline, is_playable
from callboard_server.files.links import Purpose
from callboard_server.files.names import content_disposition
from callboard_server.files.store import Key, Store
from callboard_server.query.values import identifier
from callboard_server.server.authentication import Accepting, authenticate
from callboard_server.server.ranges import FileVersion, Result, Selection, select
from callboard_server.server.services import services_of
from callboard_server.server.streamed_response import StreamedResponse, file_blocks

FILE_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; "
    "frame-ancestors 'self'"
)
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The PDF viewers of browsers don't start in a sandbox."""

REVALIDATE = "private, no-cache"


async def get_component(request: Request) -> Response:
    """`GET /component/get`: the file of a component, or a range of it."""
    found = await requested_file(request, Purpose.DOWNLOAD, Content.ORIGINAL)
    return await send_file(request, found, is_inline=request.query_params.get("inline") == "1")


async def get_playable(request: Request) -> Response:
    """`GET /component/playable`: a movie that browsers play, made by encoding, or else the component's own.

    Raises: NotFound, when neither is playable; encoding makes one.
    """
    found = await requested_file(request, Purpose.DOWNLOAD, Content.MOVIE)
    if not is_playable(found.name):
        raise NotFound(
            f"The component {found.component.id} has no movie that browsers play.",
            code="playable.none",
            hint="Encode it.",
        )
    return await send_file(request, found, is_inline=True)


async def send_file(request: Request, found: ComponentFile, *, is_inline: bool) -> Response:
    """Return a file, or the range of it that *request* names."""
    services = services_of(request)
    version = version_of(found)
    selection = select(request.headers, version)
    headers = version_headers(version)
    if selection.result is Result.UNCHANGED:
        return Response(status_code=304, headers=headers)
    if selection.result is Result.UNSATISFIABLE:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{found.file.size}"})
    file, head = await anyio.to_thread.run_sync(open_file, services.store, Key(found.file.key))
    presentation = as_inline(found.name, head) if is_inline else as_download(found.name)
    status, more = body_headers(found, selection, presentation)
    return StreamedResponse(
        file_blocks(file, selection.start, selection.length),
        file.close,
        status=status,
        headers={**headers, **more},
    )


async def remove_component(request: Request) -> Response:
    """`GET /component/remove`: delete the file of a component, and keep the component. Needs an API key."""
    component_id = read_component_id(request)
    actor = await authenticate(request, Accepting.HEADERS_AND_QUERY)
    await services_of(request).write_as(actor, lambda call: remove_component_file(call, component_id))
    return Response(status_code=200, headers={"Cache-Control": "no-store"})


async def requested_file(request: Request, purpose: Purpose, content: Content) -> ComponentFile:
    """Return the file that *request* names, by a signed link or with the permissions of its actor.

    Raises: NotFound, PermissionDenied.
    """
    services = services_of(request)
    component_id = read_component_id(request)
    token = request.query_params.get("token")
    if token is None:
        actor = await authenticate(request, Accepting.ALL)
        return await services.read_as(actor, lambda call: component_file(call, component_id, content))
    if services.signer.subject(purpose, token) != component_id:
        raise PermissionDenied("This address is for another component.", code="link.invalid")
    return await services.read(lambda tx: linked_component_file(tx, component_id, content))


def read_component_id(request: Request) -> str:
    """Return the component that *request* names. Raises: MalformedOperation."""
    given = request.query_params.get("id")
    if not given or len(given) > 255 or "\0" in given:
        raise MalformedOperation('"id" must be the identifier of a component.', code="component.id")
    return identifier(given)


def open_file(store: Store, key: Key) -> tuple[BinaryIO, bytes]:
    """Return the file *key*, and its first bytes. Blocks."""
    file = store.open(key)
    return file, file.read(HEAD_BYTES)


def version_of(found: ComponentFile) -> FileVersion:
    """Return the version of a file, for conditional requests."""
    return FileVersion(found.file.md5, parse_instant(found.file.created_at), found.file.size)


def version_headers(version: FileVersion) -> dict[str, str]:
    """Return the headers of every response about a file."""
    return {
        "ETag": version.etag,
        "Last-Modified": version.last_modified,
        "Accept-Ranges": "bytes",
        "Cache-Control": REVALIDATE,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def body_headers(
    found: ComponentFile, selection: Selection, presentation: Presentation
) -> tuple[int, dict[str, str]]:
    """Return the status and the headers of a response with content."""
    is_pdf = presentation.is_inline and presentation.type == "application/pdf"
    manner = "inline" if presentation.is_inline else "attachment"
    headers = {
        "Content-Type": presentation.type,
        "Content-Length": str(selection.length),
        "Content-Disposition": content_disposition(found.name, manner),
        "Content-Security-Policy": PDF_POLICY if is_pdf else FILE_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
    }
    if selection.result is Result.WHOLE:
        return 200, {**headers, "Content-MD5": base64.b64encode(bytes.fromhex(found.file.md5)).decode()}
    end = selection.start + selection.length - 1
    return 206, {**headers, "Content-Range": f"bytes {selection.start}-{end}/{found.file.size}"}
