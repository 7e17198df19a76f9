"""Recording the bytes of an announced upload, after they were written to the store.

An upload comes as one file, or in parts that are put together once all have arrived. A later transfer of the
same bytes replaces an earlier one.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from callboard.errors import ChecksumMismatch, MalformedOperation, NotFound, PermissionDenied
from callboard_server.access.actor import Actor
from callboard_server.access.rights import actor_in
from callboard_server.actions.call import Call
from callboard_server.actions.uploads import check_may_store, check_whole, keep
from callboard_server.files.hashing import StoredContent
from callboard_server.records import uploads
from callboard_server.records.people import person
from callboard_server.records.uploads import ASSEMBLED, Part, Upload
from callboard_server.storage.transaction import Transaction


def find_upload(tx: Transaction, upload_id: str) -> Upload:
    """Return an announced upload. Raises: NotFound, when it was completed or has expired."""
    found = uploads.upload(tx, upload_id)
    if found is None:
        raise NotFound(
            "This upload was completed or has expired.",
            code="upload.not_found",
            hint="Request a new address with get_upload_metadata.",
        )
    return found


def check_part_number(upload: Upload, number: int | None) -> None:
    """Raise MalformedOperation unless *number* is a part of *upload*, or None for an upload in one piece."""
    if (number is None) != (upload.parts == 0):
        expected = f"in {upload.parts} parts" if upload.parts else "in one piece"
        raise MalformedOperation(f"This upload was announced {expected}.", code="upload.part")
    if number is not None and not 1 <= number <= upload.parts:
        raise MalformedOperation(
            f"The part must be a number from 1 to {upload.parts}; got {number}.", code="upload.part"
        )


def largest_size(upload: Upload, largest_file: int) -> int:
    """Return how many bytes *upload* may have, on a server that accepts files up to *largest_file*."""
    return largest_file if upload.size is None else min(upload.size, largest_file)


def check_content(upload: Upload, size: int, md5: str, content_md5: str | None) -> None:
    """Raise unless the received bytes match what was announced, and *content_md5* (in base64) where given.

    A part has no announced size. Raises: ChecksumMismatch, ValidationError.
    """
    if content_md5 and base64.b64decode(content_md5).hex() != md5:
        raise ChecksumMismatch("The bytes do not match the MD5 in Content-MD5; nothing was stored.")
    if not upload.parts:
        check_whole(upload, size, md5)


def uploader(tx: Transaction, upload: Upload) -> Actor:
    """Return the user who announced *upload*.

    Raises: PermissionDenied, when that user was deactivated since.
    """
    found = person(tx, upload.user_id)
    if found is None or not found.is_active:
        raise PermissionDenied("The user who announced this upload is no longer active.")
    return actor_in(tx, found)


def receive_file(call: Call, upload: Upload, content: StoredContent) -> None:
    """Make *content* the file of the component of *upload*. The actor of *call* is the uploader.

    Raises: PermissionDenied, when the uploader lost the permission since.
    """
    check_may_store(call, upload.component_id)
    keep(call, upload, Part(upload.id, ASSEMBLED, content.key, content.size, content.md5))


def receive_part(tx: Transaction, upload: Upload, number: int, content: StoredContent) -> list[str]:
    """Record a part of *upload*. Return the keys of stored files that are obsolete now."""
    return uploads.replace_part(tx, Part(upload.id, number, content.key, content.size, content.md5))


def parts_to_assemble(tx: Transaction, upload: Upload) -> Sequence[Part]:
    """Return the parts of *upload* in order; an empty list if parts are missing or already assembled."""
    parts = uploads.parts_of(tx, upload.id)
    is_complete = [part.part_number for part in parts] == list(range(1, upload.parts + 1))
    return parts if is_complete else ()


def receive_assembled(tx: Transaction, upload: Upload, parts: Sequence[Part], content: StoredContent) -> bool:
    """Record *content*, made from *parts*. Return False when a part has been replaced in the meantime.

    Raises: DuplicateEntry, when another request recorded it at the same moment.
    """
    if uploads.parts_of(tx, upload.id) != parts:
        return False
    uploads.add_part(tx, Part(upload.id, ASSEMBLED, content.key, content.size, content.md5))
    return True
