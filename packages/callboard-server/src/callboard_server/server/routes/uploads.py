"""`PUT /upload/{token}` and `/upload/{token}/{part}`: receive the bytes of an announced upload."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from callboard.errors import DuplicateEntry
from callboard_server.actions.receive_upload import (
    check_content,
    check_part_number,
    find_upload,
    largest_size,
    parts_to_assemble,
    receive_assembled,
    receive_file,
    receive_part,
    uploader,
)
from callboard_server.actions.uploads import checked_md5
from callboard_server.files.hashing import StoredContent, concatenate
from callboard_server.files.links import Purpose
from callboard_server.files.store import Key
from callboard_server.records.uploads import Upload
from callboard_server.server.services import Services, services_of
from callboard_server.server.upload_stream import interrupted, receive
from callboard_server.storage.transaction import Transaction


async def put_upload(request: Request) -> Response:
    """Store the body of the request. When the same bytes are sent twice, the last transfer counts."""
    services = services_of(request)
    upload_id = services.signer.subject(Purpose.UPLOAD, request.path_params["token"])
    upload = await services.read(lambda tx: find_upload(tx, upload_id))
    number = request.path_params.get("part")
    check_part_number(upload, number)
    content = await store_body(request, services, upload)
    try:
        obsolete = await services.write(lambda tx: record(services, tx, upload, number, content))
    except BaseException:
        await services.free([content.key])
        raise
    await services.free(obsolete)
    if number is not None:
        await assemble(services, upload)
    return Response(status_code=200, headers={"ETag": f'"{content.md5}"'})


async def store_body(request: Request, services: Services, upload: Upload) -> StoredContent:
    """Write the body of *request* to the store. Nothing is kept unless it matches what was announced."""
    header = request.headers.get("content-md5")
    content_md5 = checked_md5(header, "Content-MD5") if header else None
    try:
        return await receive(
            request,
            services.store,
            limit=largest_size(upload, services.settings.largest_file),
            check=lambda size, md5: check_content(upload, size, md5, content_md5),
        )
    except ClientDisconnect:
        raise interrupted() from None


def record(
    services: Services, tx: Transaction, upload: Upload, number: int | None, content: StoredContent
) -> list[str]:
    """Record what was received. Return the keys of stored files that are obsolete now."""
    if number is not None:
        return receive_part(tx, upload, number, content)
    call = services.call(tx, uploader(tx, upload), services.links(""))
    receive_file(call, upload, content)
    return call.freed


async def assemble(services: Services, upload: Upload) -> None:
    """Make one file of the parts once all of them have arrived.

    This happens here and not on completion, where a large file would block other writers.
    """
    parts = await services.read(lambda tx: parts_to_assemble(tx, upload))
    if not parts:
        return
    keys = [Key(part.key) for part in parts]
    content = await anyio.to_thread.run_sync(concatenate, services.store, keys)
    try:
        is_recorded = await services.write(lambda tx: receive_assembled(tx, upload, parts, content))
    except DuplicateEntry:  # the last two parts arrived at the same moment, and the other request was faster
        is_recorded = False
    if not is_recorded:
        await services.free([content.key])
