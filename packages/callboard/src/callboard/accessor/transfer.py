"""Uploads to and downloads from a server.

Files are uploaded directly from disk, large ones in several parts at once. A failed part is
retried after a pause. No file is loaded into memory as a whole.
"""

from __future__ import annotations

import math
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from callboard.exception import AccessorOperationFailedError, ServerUnreachableError
from callboard.symbol import CHUNK_SIZE
from callboard.wire.envelope import COMPLETE_MULTIPART_UPLOAD, GET_UPLOAD_METADATA

if TYPE_CHECKING:
    from callboard.protocols import FileSession
    from callboard.transport import Answer

__all__ = ["download", "part_size_bytes", "remove", "upload"]

_MIB: Final = 1024 * 1024
_PART_SIZES: Final = ((64 * 1024, 128), (8 * 1024, 64), (1024, 32), (128, 16))
"""File sizes and the part size of larger files, in MiB. Existing clients use the same part sizes."""

_ATTEMPTS: Final = 5
_FIRST_PAUSE_SECONDS: Final = 0.5
_AT_ONCE: Final = 4


class _Slice(NamedTuple):
    """A piece of a file."""

    path: Path
    start: int
    size: int


def part_size_bytes(file_size_bytes: int) -> int:
    """Return the size of the parts for a file of that size; the last part can be smaller."""
    for above, size in _PART_SIZES:
        if file_size_bytes > above * _MIB:
            return size * _MIB
    return 8 * _MIB


def upload(session: FileSession, component_id: str, path: Path) -> None:
    """Upload the file at *path* as the file of the component.

    Raises: AccessorOperationFailedError, when the server rejects it.
    """
    try:
        size = path.stat().st_size
        part_size = part_size_bytes(size)
        if size > 2 * part_size:
            _upload_parts(session, component_id, path, size, part_size)
        else:
            _upload_whole(session, component_id, path, size)
    except OSError as error:
        raise AccessorOperationFailedError("upload", component_id, error) from error


def download(session: FileSession, component_id: str) -> Iterator[bytes]:
    """Yield the file of the component in pieces.

    Raises: AccessorOperationFailedError, when the server rejects the request, or the file is incomplete.
    """
    answer = _component_request(session, "get", component_id, stream=True)
    expected = answer.headers.get("content-length")
    received = 0
    try:
        for piece in answer.stream(CHUNK_SIZE):
            received += len(piece)
            yield piece
    except Exception as error:  # the transport can raise various errors while it reads a body
        raise AccessorOperationFailedError("read", component_id, error) from error
    finally:
        answer.release_conn()
    if expected is not None and not answer.headers.get("content-encoding") and received != int(expected):
        raise AccessorOperationFailedError("read", component_id, f"received {received} of {expected} bytes")


def remove(session: FileSession, component_id: str) -> None:
    """Remove the file of the component.

    Raises: AccessorOperationFailedError, when the server rejects the request.
    """
    _component_request(session, "remove", component_id)


def _component_request(
    session: FileSession, endpoint: str, component_id: str, stream: bool = False
) -> Answer:
    """Send a request with the credentials in headers, because URLs are often logged."""
    url = f"{session.server_url}/component/{endpoint}?{urlencode({'id': component_id})}"
    answer = session.api.request("GET", url, headers=session.api.identification, stream=stream)
    if answer.status >= 400:
        answer.release_conn()
        raise AccessorOperationFailedError(
            endpoint, component_id, f"the server returned status {answer.status}"
        )
    return answer


def _upload_whole(session: FileSession, component_id: str, path: Path, size: int) -> None:
    whole = _Slice(path, 0, size)
    checksum = _md5()
    for piece in _pieces(whole):
        checksum.update(piece)
    metadata = _metadata(session, component_id, path, size, checksum=b64encode(checksum.digest()).decode())
    _put(session, component_id, metadata["url"], whole, metadata.get("headers") or {})


def _upload_parts(session: FileSession, component_id: str, path: Path, size: int, part_size: int) -> None:
    from concurrent.futures import ThreadPoolExecutor

    metadata = _metadata(session, component_id, path, size, parts=math.ceil(size / part_size))
    if "urls" not in metadata:
        _put(session, component_id, metadata["url"], _Slice(path, 0, size), metadata.get("headers") or {})
        return

    def send(part: Mapping[str, Any]) -> dict[str, Any]:
        start = (part["part_number"] - 1) * part_size
        piece = _Slice(path, start, min(part_size, size - start))
        return {
            "part_number": part["part_number"],
            "e_tag": _put(session, component_id, part["signed_url"], piece, {}, needs_tag=True),
        }

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="callboard-upload") as pool:
        sent = list(pool.map(send, metadata["urls"]))
    session.api.post(
        [
            {
                "action": COMPLETE_MULTIPART_UPLOAD,
                "upload_id": metadata["upload_id"],
                "component_id": component_id,
                "parts": sorted(sent, key=lambda part: int(part["part_number"])),
            }
        ]
    )


def _metadata(session: FileSession, component_id: str, path: Path, size: int, **more: Any) -> dict[str, Any]:
    component = session.get("FileComponent", component_id)
    name = path.name if component is None else f"{component['name']}{component['file_type'] or ''}"
    operation = {
        "action": GET_UPLOAD_METADATA,
        "component_id": component_id,
        "file_name": name,
        "file_size": size,
        "checksum": None,
        "parts": None,
        **more,
    }
    metadata: dict[str, Any] = session.api.post([operation])[0]
    return metadata


def _put(
    session: FileSession,
    component_id: str,
    url: str,
    piece: _Slice,
    headers: Mapping[str, str],
    needs_tag: bool = False,
) -> str:
    """Send *piece* and return its entity tag; retry temporary failures."""
    sent_headers = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    sent_headers["Content-Length"] = str(piece.size)

    def attempt() -> tuple[Answer, str]:
        seen = _md5()
        body = _watched(_pieces(piece), seen.update) if piece.size else b""
        return session.api.request("PUT", url, headers=sent_headers, body=body), seen.hexdigest()

    reason: object = None
    for count in range(_ATTEMPTS):
        if count:
            time.sleep(_FIRST_PAUSE_SECONDS * 2 ** (count - 1))
        try:
            answer, digest = attempt()
        except ServerUnreachableError as error:
            reason = error
            continue
        tag = (answer.headers.get("etag") or "").strip('"')
        reason = f"the server returned status {answer.status}"
        if answer.status < 400 and not needs_tag:
            return tag
        if answer.status == 200 and tag:
            if len(tag) != len(digest) or tag.lower() == digest:
                return tag
            reason = "the server received different bytes"
        elif answer.status < 500 and answer.status not in (408, 429):
            break
    raise AccessorOperationFailedError("upload", component_id, reason)


def _pieces(piece: _Slice) -> Iterator[bytes]:
    remaining = piece.size
    with piece.path.open("rb") as source:
        source.seek(piece.start)
        while remaining:
            content = source.read(min(CHUNK_SIZE, remaining))
            if not content:
                raise OSError(f"{piece.path} was truncated during the upload")
            remaining -= len(content)
            yield content


def _watched(pieces: Iterator[bytes], watch: Callable[[bytes], object]) -> Iterator[bytes]:
    for piece in pieces:
        watch(piece)
        yield piece


def _md5() -> Any:
    import hashlib

    return hashlib.md5(usedforsecurity=False)
