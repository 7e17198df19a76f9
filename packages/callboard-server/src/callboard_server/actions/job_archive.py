"""The zip archive of all files of a job, or of several jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from callboard.errors import MalformedOperation, NotFound
from callboard_server.actions.call import Call
from callboard_server.actions.job_list import JobFilter, list_jobs
from callboard_server.actions.visibility import check_can_see
from callboard_server.files.names import archive_name, download_name, unique_names
from callboard_server.files.store import Key
from callboard_server.files.zip_archive import ArchiveMember
from callboard_server.model.job_data import parsed
from callboard_server.records import jobs
from callboard_server.records.stored_files import AttachedFile, files_of_jobs

LONGEST_TITLE = 120
MOST_JOBS = 200
"""The most jobs in one archive: their identifiers are in the address of the request."""


@frozen
class JobArchive:
    """The name of an archive, and the files to put into it."""

    name: str
    members: Sequence[ArchiveMember]


def job_archive(call: Call, job_id: str) -> JobArchive:
    """Return the archive of the files of a job. The frames of a sequence are in a folder of their own.

    Raises: NotFound, when the actor may not see the job, or it has no files.
    """
    check_can_see(call, "Job", job_id)
    files = files_of_jobs(call.tx, [job_id])
    if not files:
        raise NotFound("This job has no files.", code="archive.empty")
    return JobArchive(
        f"{archive_title(jobs.job_data(call.tx, job_id))}.zip",
        archive_members((path_in_archive(attached), attached) for attached in files),
    )


def jobs_archive(call: Call, job_ids: Sequence[str]) -> JobArchive:
    """Return the archive of the files of those jobs that the actor may see, with a folder for each job.

    Raises: MalformedOperation, for too many jobs; NotFound, when there is no file.
    """
    if not 0 < len(job_ids) <= MOST_JOBS:
        raise MalformedOperation(f'"id" must name between 1 and {MOST_JOBS} jobs; got {len(job_ids)}.')
    found = list_jobs(call, JobFilter(ids=job_ids)).data
    titles = [archive_name(archive_title(job["data"])) for job in found]
    folders = dict(zip((job["id"] for job in found), unique_names(titles), strict=True))
    files = files_of_jobs(call.tx, list(folders))
    if not files:
        raise NotFound("These jobs have no files.", code="archive.empty")
    return JobArchive(
        "Job files.zip",
        archive_members((f"{folders[one.job_id]}/{path_in_archive(one)}", one) for one in files),
    )


def archive_members(files: Iterable[tuple[str, AttachedFile]]) -> list[ArchiveMember]:
    """Return files under names that are safe and unique, made of their paths."""
    listed = list(files)
    names = unique_names([path for path, _ in listed])
    return [
        ArchiveMember(name, Key(attached.file.key), attached.file.size)
        for name, (_, attached) in zip(names, listed, strict=True)
    ]


def path_in_archive(attached: AttachedFile) -> str:
    """Return the path of a file: at the top, or in a folder with the name of its container."""
    name = archive_name(download_name(attached.component.name, attached.component.file_type))
    if attached.container is None:
        return name
    folder = archive_name(attached.container)
    return f"{folder}/{folder}.{name}"


def archive_title(data: str | None) -> str:
    """Return the name of an archive without its extension: the description in the job's *data*."""
    fields = parsed(data)
    description = fields.get("description") if isinstance(fields, dict) else None
    text = " ".join(description.split()) if isinstance(description, str) else ""
    return text[:LONGEST_TITLE].strip() or "Job files"
