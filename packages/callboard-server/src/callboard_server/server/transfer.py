"""Bytes of components: up, down, as thumbnails, and away.

What was uploaded is never run in our origin: see `files.content_types` for what a browser may show, and
`FILE_POLICY` for what that may do.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import BinaryIO

import anyio.to_thread
from attrs import frozen
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from callboard.errors import ChecksumMismatch, DuplicateEntry, MalformedOperation, NotFound, PermissionDenied
from callboard.wire.values import parse_instant
from callboard_server.access.actor import Actor
from callboard_server.access.rights import actor_in
from callboard_server.actions.uploads import check_may_store, check_whole, checked_md5, keep
from callboard_server.files.content_types import HEAD_BYTES, Shown, downloaded, shown
from callboard_server.files.links import Purpose
from callboard_server.files.names import content_disposition, download_name
from callboard_server.files.store import Key, Store
from callboard_server.files.thumbnails import DEFAULT_SIZE, Thumbnail
from callboard_server.query.values import identifier
from callboard_server.records import components, posters, stored_files, uploads
from callboard_server.records.components import ComponentName
from callboard_server.records.people import person
from callboard_server.records.stored_files import StoredFile
from callboard_server.records.uploads import ASSEMBLED, Part, Upload
from callboard_server.server.identity import Accepting, identify
from callboard_server.server.ranges import Verdict, Version, Wanted, is_unchanged, wanted
from callboard_server.server.services import Services, services_of
from callboard_server.server.sight import can_see
from callboard_server.server.streamed_response import SentBlocks, part_of
from callboard_server.server.upload_stream import Received, assemble, interrupted, receive
from callboard_server.storage.transaction import Transaction

FILE_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; "
    "frame-ancestors 'self'"
)
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A browser's own reader for PDF does not start in a sandbox."""

REVALIDATE = "private, no-cache"


@frozen
class Found:
    """A component that the client may see, and its bytes."""

    component: ComponentName
    file: StoredFile

    @property
    def name(self) -> str:
        return download_name(self.component.name, self.component.file_type)

    @property
    def version(self) -> Version:
        return Version(self.file.md5, parse_instant(self.file.created_at), self.file.size)


# --------------------------------------------------------------------------------------------------------- up


async def put_upload(request: Request) -> Response:
    """`PUT /upload/{token}` and `/upload/{token}/{part}`.

    Take bytes that `get_upload_metadata` announced. The last ones win.
    """
    services = services_of(request)
    upload = await announced_upload(request, services)
    number = part_number(request, upload)
    received = await received_from(request, services, upload)
    try:
        freed = await services.write(lambda tx: settle(services, tx, upload, number, received))
    except BaseException:
        await services.free([received.key])
        raise
    await services.free(freed)
    if number is not None:
        await put_together(services, upload)
    return Response(status_code=200, headers={"ETag": f'"{received.md5}"'})


async def announced_upload(request: Request, services: Services) -> Upload:
    """Return the upload that the address is for. Raises: PermissionDenied, NotFound."""
    upload_id = services.signer.subject(Purpose.UPLOAD, request.path_params["token"])
    found = await services.read(lambda tx: uploads.upload(tx, upload_id))
    if found is None:
        raise NotFound(
            "This upload was completed or given up.", code="upload.not_found", hint="Ask for a new address."
        )
    return found


def part_number(request: Request, upload: Upload) -> int | None:
    """Return the part that is put; None for a file in one piece."""
    given = request.path_params.get("part")
    if (given is None) != (upload.parts == 0):
        raise MalformedOperation(
            "This address does not fit the way in which the upload was announced.", code="upload.part"
        )
    if given is not None and not 1 <= given <= upload.parts:
        raise MalformedOperation(
            f"The upload has the parts 1 to {upload.parts}; got {given}.", code="upload.part"
        )
    return given


async def received_from(request: Request, services: Services, upload: Upload) -> Received:
    """Take the body of *request* into the store, when it is what was announced."""
    limit = (
        services.settings.largest_file
        if upload.size is None
        else min(upload.size, services.settings.largest_file)
    )
    header = request.headers.get("content-md5")
    expected = checked_md5(header, "Content-MD5") if header else None

    def check(size: int, md5: str) -> None:
        if expected and base64.b64decode(expected).hex() != md5:
            raise ChecksumMismatch(
                "The bytes do not have the MD5 of their Content-MD5 header; nothing was stored."
            )
        if not upload.parts:
            check_whole(upload, size, md5)

    try:
        return await receive(request, services.store, limit=limit, check=check)
    except ClientDisconnect:
        raise interrupted() from None


def settle(
    services: Services, tx: Transaction, upload: Upload, number: int | None, received: Received
) -> list[str]:
    """Write down what arrived.

    Return the keys of what it replaces. Raises: PermissionDenied, when the uploader may not any more.
    """
    part = Part(upload.id, number or ASSEMBLED, received.key, received.size, received.md5)
    if number is not None:
        return uploads.replace_part(tx, part)
    call = services.call(tx, uploader(tx, upload), services.links(""))
    check_may_store(call, upload.component_id)
    keep(call, upload, part)
    return call.freed


def uploader(tx: Transaction, upload: Upload) -> Actor:
    """Return who announced *upload*. Raises: PermissionDenied, for a user who was deactivated since."""
    found = person(tx, upload.user_id)
    if found is None or not found.is_active:
        raise PermissionDenied("Whoever announced this upload may not upload any more.")
    return actor_in(tx, found)


async def put_together(services: Services, upload: Upload) -> None:
    """Make one file of the parts, when the last of them has come.

    Here and not on completion, which holds up other writers.
    """
    parts = await services.read(lambda tx: uploads.parts_of(tx, upload.id))
    if [part.part_number for part in parts] != list(range(1, upload.parts + 1)):
        return
    whole = await anyio.to_thread.run_sync(assemble, services.store, [Key(part.key) for part in parts])

    def write_down(tx: Transaction) -> bool:
        if uploads.parts_of(tx, upload.id) != parts:
            return False
        uploads.add_part(tx, Part(upload.id, ASSEMBLED, whole.key, whole.size, whole.md5))
        return True

    try:
        is_kept = await services.write(write_down)
    except DuplicateEntry:  # the last two parts came at the same moment, and the other one was quicker
        is_kept = False
    if not is_kept:
        await services.free([whole.key])


# ------------------------------------------------------------------------------------------------------- down


async def get_component(request: Request) -> Response:
    """`GET /component/get`: the bytes of a component, or a range of them."""
    services = services_of(request)
    found = await found_component(request, Purpose.DOWNLOAD)
    answer = wanted(request.headers, found.version)
    headers = version_headers(found.version)
    if answer.verdict is Verdict.UNCHANGED:
        return Response(status_code=304, headers=headers)
    if answer.verdict is Verdict.NOWHERE:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{found.file.size}"})
    file, head = await anyio.to_thread.run_sync(opened, services.store, Key(found.file.key))
    way = shown(found.name, head) if request.query_params.get("inline") == "1" else downloaded(found.name)
    status, more = body_headers(found, answer, way)
    return SentBlocks(
        part_of(file, answer.start, answer.length), file.close, status=status, headers={**headers, **more}
    )


def opened(store: Store, key: Key) -> tuple[BinaryIO, bytes]:
    """Return the file *key*, and how it begins; blocks."""
    file = store.open(key)
    return file, file.read(HEAD_BYTES)


def version_headers(version: Version) -> dict[str, str]:
    """Return the headers that every answer about a file has."""
    return {
        "ETag": version.etag,
        "Last-Modified": version.last_modified,
        "Accept-Ranges": "bytes",
        "Cache-Control": REVALIDATE,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def body_headers(found: Found, answer: Wanted, way: Shown) -> tuple[int, dict[str, str]]:
    """Return the status and the headers of an answer with bytes."""
    headers = {
        "Content-Type": way.type,
        "Content-Length": str(answer.length),
        "Content-Disposition": content_disposition(found.name, "inline" if way.is_inline else "attachment"),
        "Content-Security-Policy": PDF_POLICY
        if way.is_inline and way.type == "application/pdf"
        else FILE_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
    }
    if answer.verdict is Verdict.WHOLE:
        return 200, {**headers, "Content-MD5": base64.b64encode(bytes.fromhex(found.file.md5)).decode()}
    end = answer.start + answer.length - 1
    return 206, {**headers, "Content-Range": f"bytes {answer.start}-{end}/{found.file.size}"}


async def get_thumbnail(request: Request) -> Response:
    """`GET /component/thumbnail`: a picture of a component that fits a square. Raises: NotFound, when there
    can be none.

    What was encoded is shown by the picture that was made of it.
    """
    services = services_of(request)
    found = await found_component(request, Purpose.THUMBNAIL)
    size = read_size(request)
    picture = await anyio.to_thread.run_sync(services.thumbnails.thumbnail, Key(found.file.key), size)
    if picture is None:
        raise NotFound(
            f"No picture can be made of the component {found.component.id}.", code="thumbnail.none"
        )
    version = Version(f"{found.file.md5}-{picture.path.stem}", found.version.stored_at, 0)
    headers = version_headers(version)
    if is_unchanged(request.headers, version):
        return Response(status_code=304, headers=headers)
    content = await anyio.to_thread.run_sync(picture.path.read_bytes)
    return Response(content, headers={**headers, **picture_headers(picture)})


def picture_headers(picture: Thumbnail) -> dict[str, str]:
    """Return what a browser is told of a thumbnail."""
    return {
        "Content-Type": picture.type,
        "Content-Security-Policy": FILE_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
    }


def read_size(request: Request) -> int:
    """Return the size that the request asks for, in pixels."""
    given = request.query_params.get("size") or str(DEFAULT_SIZE)
    if not (given.isascii() and given.isdigit()) or not 0 < len(given) <= 6 or int(given) == 0:
        raise MalformedOperation('"size" must be a number of pixels.', code="thumbnail.size")
    return int(given)


async def found_component(request: Request, purpose: Purpose) -> Found:
    """Return the component of the request, when its link or its actor may see it.

    Raises: NotFound, as for one that is missing.
    """
    services = services_of(request)
    component_id = read_id(request)
    allowed = await permission(request, services, purpose, component_id)

    def look(tx: Transaction) -> Found:
        component = components.component_name(tx, component_id)
        file = posters.poster(tx, component_id) if purpose is Purpose.THUMBNAIL else None
        file = file or stored_files.stored_file(tx, component_id)
        if component is None or not allowed(tx):
            raise unknown(component_id)
        if file is None:
            raise NotFound(
                f"The component {component_id[:80]} has no bytes on this server.", code="file.not_found"
            )
        return Found(component, file)

    return await services.read(look)


async def permission(
    request: Request, services: Services, purpose: Purpose, component_id: str
) -> Callable[[Transaction], bool]:
    """Return what tells whether the request may see the component.

    At once by a link, else by what its actor sees.
    """
    token = request.query_params.get("token")
    if token is not None:
        if services.signer.subject(purpose, token) != component_id:
            raise PermissionDenied("This address is for another component.", code="link.invalid")
        return seen_by_all
    actor = await identify(request, Accepting.ALL)
    return lambda tx: can_see(services, tx, actor, "Component", component_id)


def seen_by_all(tx: Transaction) -> bool:
    """Return that the holder of a link may see what it leads to."""
    del tx
    return True


# ------------------------------------------------------------------------------------------------------- away


async def remove_component(request: Request) -> Response:
    """`GET /component/remove`.

    Free the bytes of a component. The component itself stays. Only for API credentials.
    """
    services = services_of(request)
    component_id = read_id(request)
    actor = await identify(request, Accepting.HEADERS_AND_QUERY)

    def remove(tx: Transaction) -> list[str]:
        if components.component_name(tx, component_id) is None or not can_see(
            services, tx, actor, "Component", component_id
        ):
            raise unknown(component_id)
        check_may_store(services.call(tx, actor, services.links("")), component_id)
        key = stored_files.delete_stored_file(tx, component_id)
        return [] if key is None else [key]

    await services.free(await services.write(remove))
    return Response(status_code=200, headers={"Cache-Control": "no-store"})


def read_id(request: Request) -> str:
    """Return the component that the request is about."""
    given = request.query_params.get("id")
    if not given or len(given) > 255 or "\0" in given:
        raise MalformedOperation(
            'The address needs "id", the identifier of a component.', code="component.id"
        )
    return identifier(given)


def unknown(component_id: str) -> NotFound:
    """Return the error for a component that does not exist, or that the actor may not know of."""
    return NotFound(f"There is no Component with the key {component_id[:80]}.")
