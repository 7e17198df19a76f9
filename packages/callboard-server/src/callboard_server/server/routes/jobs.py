"""`/web/jobs` and `/web/share`: the list of jobs, activity, checksums of files, and sharing a job."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard.errors import MalformedOperation
from callboard_server.actions.job_activity import job_activity
from callboard_server.actions.job_files import job_checksums
from callboard_server.actions.job_list import count_jobs, jobs_as_csv, list_jobs, read_filter, read_page
from callboard_server.actions.job_shares import SharedLink, job_links, open_shared_job, share_job, unshare_job
from callboard_server.files.names import content_disposition
from callboard_server.model.job_data import data_in_list
from callboard_server.server.authentication import authenticate
from callboard_server.server.request_body import read_form
from callboard_server.server.routes.api_keys import instant_field
from callboard_server.server.services import services_of

NO_STORE = {"Cache-Control": "no-store"}
LONGEST_DAYS = 3650


async def get_jobs(request: Request) -> Response:
    """`GET /web/jobs`: a page of the jobs that match the filter, and the offset of the next page.

    Very long data is cut, and the job then contains `_is_cut`, unless the parameter `whole` is 1.
    """
    services = services_of(request)
    actor = await authenticate(request)
    chosen, page = read_filter(request.query_params.multi_items()), read_page(request.query_params)
    found = await services.read_as(
        actor, lambda call: list_jobs(call, chosen, page), services.base_url(request)
    )
    is_whole = request.query_params.get("whole") == "1"
    jobs = found.data if is_whole else [job_in_list(job) for job in found.data]
    return JSONResponse({"data": jobs, "next": found.next_offset}, headers=NO_STORE)


def job_in_list(job: dict[str, Any]) -> dict[str, Any]:
    """Return *job* without the rest of very long data."""
    data = data_in_list(job["data"])
    return job if data == job["data"] else {**job, "data": data, "_is_cut": True}


async def get_counts(request: Request) -> Response:
    """`GET /web/jobs/counts`: the number of jobs that match the filter, by status."""
    actor = await authenticate(request)
    chosen = read_filter(request.query_params.multi_items())
    found = await services_of(request).read_as(actor, lambda call: count_jobs(call, chosen))
    return JSONResponse(found, headers=NO_STORE)


async def get_jobs_csv(request: Request) -> Response:
    """`GET /web/jobs.csv`: all jobs that match the filter, for spreadsheets."""
    services = services_of(request)
    actor = await authenticate(request)
    chosen, page = read_filter(request.query_params.multi_items()), read_page(request.query_params)
    text = await services.read_as(actor, lambda call: jobs_as_csv(call, chosen, page.sort))
    headers = {
        **NO_STORE,
        "Content-Disposition": content_disposition(f"Jobs {services.clock():%Y-%m-%d}.csv"),
    }
    # Excel needs the mark to read UTF-8.
    return Response(f"\ufeff{text}".encode(), media_type="text/csv; charset=utf-8", headers=headers)


async def get_activity(request: Request) -> Response:
    """`GET /web/jobs/signs`: when each running job last reported anything, by its identifier."""
    services = services_of(request)
    actor = await authenticate(request)
    found = await services.read_as(actor, job_activity, services.base_url(request))
    return JSONResponse(found, headers=NO_STORE)


async def get_checksums(request: Request) -> Response:
    """`GET /web/jobs/{id}/checksums`: the MD5 of each file of the job, by component."""
    actor = await authenticate(request)
    job_id = request.path_params["id"]
    found = await services_of(request).read_as(actor, lambda call: job_checksums(call, job_id))
    return JSONResponse(found, headers=NO_STORE)


async def get_shares(request: Request) -> Response:
    """`GET /web/jobs/{id}/share`: the links to the job, the newest first, without their tokens."""
    actor = await authenticate(request)
    job_id = request.path_params["id"]
    found = await services_of(request).read_as(actor, lambda call: job_links(call, job_id))
    return JSONResponse([link_fields(link) for link in found], headers=NO_STORE)


async def post_share(request: Request) -> Response:
    """`POST /web/jobs/{id}/share`: create a link to the job for signed-in users.

    The body may contain `expires_in_days`, a number. Only this response contains the token of the link.
    """
    services = services_of(request)
    actor = await authenticate(request)
    job_id = request.path_params["id"]
    expires_at = await read_expiry(request)
    token = await services.write_as(actor, lambda call: share_job(call, job_id, expires_at))
    path = f"/share/{token}"
    return JSONResponse(
        {"path": path, "url": services.base_url(request) + path}, status_code=201, headers=NO_STORE
    )


async def delete_share(request: Request) -> Response:
    """`DELETE /web/jobs/{id}/share`: withdraw all links to the job, or one, and what they permitted."""
    actor = await authenticate(request)
    job_id, link = request.path_params["id"], request.path_params.get("link")
    await services_of(request).write_as(actor, lambda call: unshare_job(call, job_id, link))
    return Response(status_code=204, headers=NO_STORE)


async def open_share(request: Request) -> Response:
    """`POST /web/share/{token}`: permit the user to see the job that the link leads to."""
    actor = await authenticate(request)
    token = request.path_params["token"]
    job_id = await services_of(request).write_as(actor, lambda call: open_shared_job(call, token))
    request.app.state.share_expiry.look_again()
    return JSONResponse({"job_id": job_id}, headers=NO_STORE)


async def read_expiry(request: Request) -> datetime | None:
    """Return when the link in the body of *request* expires; None for never. Raises: MalformedOperation."""
    if "content-type" not in request.headers:
        return None
    days = (await read_form(request)).get("expires_in_days")
    if days is None:
        return None
    if isinstance(days, bool) or not isinstance(days, int | float) or not 0 < days <= LONGEST_DAYS:
        raise MalformedOperation(
            f'"expires_in_days" must be a number above 0 and at most {LONGEST_DAYS}; got {str(days)[:80]!r}.',
            code="share.expiry",
        )
    return services_of(request).clock() + timedelta(days=days)


def link_fields(shared: SharedLink) -> dict[str, Any]:
    """Return a link as JSON. The digest of its token identifies it, and does not open it."""
    link = shared.link
    return {
        "id": link.digest,
        "created_at": instant_field(link.created_at),
        "expires_at": None if link.expires_at is None else instant_field(link.expires_at),
        "is_expired": shared.is_expired,
        "viewers": [{"username": person.username, "name": person.full_name} for person in shared.viewers],
    }
