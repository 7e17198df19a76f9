"""The zip archive of all files of a job."""

from __future__ import annotations

import json
from collections.abc import Sequence

from attrs import frozen

from callboard.errors import NotFound
from callboard_server.actions.call import Call
from callboard_server.actions.visibility import check_can_see
from callboard_server.files.names import archive_name, download_name, unique_names
from callboard_server.files.store import Key
from callboard_server.files.zip_archive import ArchiveMember
from callboard_server.records import jobs
from callboard_server.records.stored_files import AttachedFile, files_of_job

LONGEST_TITLE = 120


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
    files = files_of_job(call.tx, job_id)
    if not files:
        raise NotFound("This job has no files.", code="archive.empty")
    return JobArchive(f"{archive_title(jobs.job_data(call.tx, job_id))}.zip", archive_members(files))


def archive_members(files: list[AttachedFile]) -> list[ArchiveMember]:
    """Return *files* under names that are safe and unique."""
    names = unique_names([path_in_archive(attached) for attached in files])
    return [
        ArchiveMember(name, Key(attached.file.key), attached.file.size)
        for name, attached in zip(names, files, strict=True)
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
    try:
        fields = json.loads(data) if data else None
    except ValueError:
        fields = None
    description = fields.get("description") if isinstance(fields, dict) else None
    text = " ".join(description.split()) if isinstance(description, str) else ""
    return text[:LONGEST_TITLE].strip() or "Job files"
