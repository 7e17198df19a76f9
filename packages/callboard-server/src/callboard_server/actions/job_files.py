"""The checksums of a job's files."""

from __future__ import annotations

from callboard_server.actions.call import Call
from callboard_server.actions.visibility import check_can_see
from callboard_server.records.stored_files import checksums_of_job


def job_checksums(call: Call, job_id: str) -> dict[str, str]:
    """Return the MD5 of each stored file that is attached to a job, in hexadecimal, by component.

    The server computes it while the bytes arrive, so every stored file has one. Raises: NotFound, also when
    the actor may not see the job.
    """
    check_can_see(call, "Job", job_id)
    return checksums_of_job(call.tx, job_id)
