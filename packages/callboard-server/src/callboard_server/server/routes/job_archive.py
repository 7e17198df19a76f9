"""`GET /archive/job/{id}`: all files of a job as a zip archive."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from callboard_server.actions.job_archive import job_archive
from callboard_server.files.names import content_disposition
from callboard_server.files.zip_archive import zip_archive
from callboard_server.query.values import identifier
from callboard_server.server.authentication import Accepting, authenticate
from callboard_server.server.services import services_of
from callboard_server.server.streamed_response import StreamedResponse, large_blocks


async def get_job_archive(request: Request) -> Response:
    """Return the archive. It is made while it is sent."""
    services = services_of(request)
    actor = await authenticate(request, Accepting.ALL)
    job_id = identifier(request.path_params["id"])
    archive = await services.read_as(actor, lambda call: job_archive(call, job_id))
    size, content = zip_archive(services.store, archive.members)
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(size),
        "Content-Disposition": content_disposition(archive.name),
        "Cache-Control": "private, no-store",
    }
    return StreamedResponse(large_blocks(content), content.close, status=200, headers=headers)
