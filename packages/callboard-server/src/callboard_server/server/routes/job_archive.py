"""`GET /archive/job/{id}` and `GET /archive/jobs?id=…`: all files of jobs as a zip archive."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from callboard_server.actions.call import Call
from callboard_server.actions.job_archive import JobArchive, job_archive, jobs_archive
from callboard_server.files.names import content_disposition
from callboard_server.files.zip_archive import zip_archive
from callboard_server.query.values import identifier
from callboard_server.server.authentication import Accepting, authenticate
from callboard_server.server.services import services_of
from callboard_server.server.streamed_response import StreamedResponse, large_blocks


async def get_job_archive(request: Request) -> Response:
    """Return the archive of one job."""
    job_id = identifier(request.path_params["id"])
    return await archive_response(request, lambda call: job_archive(call, job_id))


async def get_jobs_archive(request: Request) -> Response:
    """Return the archive of several jobs."""
    job_ids = [identifier(text) for text in request.query_params.getlist("id")]
    return await archive_response(request, lambda call: jobs_archive(call, job_ids))


async def archive_response(request: Request, make: Callable[[Call], JobArchive]) -> Response:
    """Return an archive. It is made while it is sent."""
    services = services_of(request)
    actor = await authenticate(request, Accepting.ALL)
    archive = await services.read_as(actor, make)
    size, content = zip_archive(services.store, archive.members)
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(size),
        "Content-Disposition": content_disposition(archive.name),
        "Cache-Control": "private, no-store",
    }
    return StreamedResponse(large_blocks(content), content.close, status=200, headers=headers)
