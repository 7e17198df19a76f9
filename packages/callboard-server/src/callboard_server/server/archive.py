"""`GET /archive/job/{id}`: all files of a job as one zip, made while it is sent.

Nothing is compressed (renders and videos are already), so its size is known beforehand, and memory stays flat
whatever the size.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response

from callboard.errors import NotFound
from callboard_server.files.names import archive_name, content_disposition, download_name, unique_names
from callboard_server.files.store import BLOCK_BYTES, Key, Store
from callboard_server.query.values import identifier
from callboard_server.records import jobs
from callboard_server.records.stored_files import AttachedFile, files_of_job
from callboard_server.server.identity import Accepting, identify
from callboard_server.server.services import Services, services_of
from callboard_server.server.sight import can_see
from callboard_server.server.streamed_response import SentBlocks, gathered
from callboard_server.storage.transaction import Transaction

LONGEST_TITLE = 120


@frozen
class Member:
    """A file in an archive."""

    name: str
    key: Key
    size: int


async def job_archive(request: Request) -> Response:
    """Answer with the files of the job, those in sequences in a folder of their own.

    Raises: NotFound, when it has none.
    """
    services = services_of(request)
    actor = await identify(request, Accepting.ALL)
    job_id = identifier(request.path_params["id"])

    def look(tx: Transaction) -> tuple[str, list[Member]]:
        if not can_see(services, tx, actor, "Job", job_id):
            raise NotFound(f"There is no Job with the key {job_id[:80]}.")
        return title(jobs.job_data(tx, job_id)), members(files_of_job(tx, job_id))

    name, found = await services.read(look)
    if not found:
        raise NotFound("This job has no files.", code="archive.empty")
    return archive(services, f"{name}.zip", found)


def archive(services: Services, name: str, found: list[Member]) -> Response:
    """Return the answer with *found* as a zip called *name*."""
    size, pieces = zipped(services.store, found)
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(size),
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "private, no-store",
    }
    return SentBlocks(gathered(pieces), pieces.close, status=200, headers=headers)


def zipped(store: Store, found: list[Member]) -> tuple[int, Pieces]:
    """Return the size of a zip of *found*, and its bytes."""
    # Imported late, because the server starts faster without; the package ships no types.
    from zipstream import ZIP_STORED, ZipStream  # type: ignore[import-untyped]  # noqa: PLC0415

    stream = ZipStream(compress_type=ZIP_STORED, sized=True)
    for member in found:
        stream.add(content(store, member.key), member.name, size=member.size)
    return len(stream), Pieces(iter(stream))


class Pieces(Iterator[bytes]):
    """The bytes of an archive; closing it closes the file that is being read."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source

    def __next__(self) -> bytes:
        return next(self._source)

    def close(self) -> None:
        close = getattr(self._source, "close", None)
        if close:
            close()


def content(store: Store, key: Key) -> Iterator[bytes]:
    """Yield the bytes of *key*. The file is opened when its turn comes."""
    with store.open(key) as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def members(files: list[AttachedFile]) -> list[Member]:
    """Return *files* under names that are safe and unique."""
    names = unique_names([path_in_archive(attached) for attached in files])
    return [
        Member(name, Key(attached.file.key), attached.file.size)
        for name, attached in zip(names, files, strict=True)
    ]


def path_in_archive(attached: AttachedFile) -> str:
    """Return where a file stands: at the top, or in a folder that is called as its container."""
    name = archive_name(download_name(attached.component.name, attached.component.file_type))
    if attached.container is None:
        return name
    folder = archive_name(attached.container)
    return f"{folder}/{folder}.{name}"


def title(data: str | None) -> str:
    """Return what an archive is called: the description in the job's *data*."""
    try:
        told = json.loads(data) if data else None
    except ValueError:
        told = None
    description = told.get("description") if isinstance(told, dict) else None
    text = " ".join(description.split()) if isinstance(description, str) else ""
    return text[:LONGEST_TITLE].strip() or "Job files"
