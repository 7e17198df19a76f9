"""`get_upload_metadata` and `complete_multipart_upload`: announce an upload, and complete one in parts.

The bytes themselves are sent to the addresses that are returned here. A component need not exist yet when its
upload is announced; clients may create it after the transfer.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from callboard.errors import (
    ChecksumMismatch,
    MalformedOperation,
    NotFound,
    PermissionDenied,
    ValidationError,
)
from callboard.wire.values import instant_text
from callboard_server.actions.call import Call
from callboard_server.files.content_types import content_type
from callboard_server.files.names import content_disposition, download_name, safe_name
from callboard_server.query.values import identifier
from callboard_server.records import components, stored_files, uploads
from callboard_server.records.stored_files import StoredFile
from callboard_server.records.uploads import ASSEMBLED, Part, Upload
from callboard_server.work.authorize import may_write

MOST_PARTS = 10_000
LONGEST_ID = 255
LONGEST_FILE_NAME = 4096
MD5_BYTES = 16


def get_upload_metadata(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `get_upload_metadata`: return the addresses for the bytes of a component.

    Raises: PermissionDenied, when the component, or a file that was uploaded for it, belongs to another user;
    ValidationError and MalformedOperation, for invalid fields.
    """
    component_id = read_component_id(operation)
    check_may_store(call, component_id)
    upload = announced_upload(call, component_id, operation)
    uploads.add_upload(call.tx, upload)
    return several_parts(call, upload) if upload.parts else one_part(call, upload)


def announced_upload(call: Call, component_id: str, operation: Mapping[str, Any]) -> Upload:
    """Return the upload that *operation* announces. Missing fields are taken from the component."""
    component = components.component_name(call.tx, component_id)
    name, size = read_name(operation), read_size(operation)
    if component is None and name is None:
        raise ValidationError(
            'A component that does not exist yet requires "file_name" and "file_size".',
            code="upload.unknown_component",
        )
    if component is not None:
        name = name or download_name(component.name, component.file_type)
        size = (component.size or None) if size is None else size
    return Upload(
        id=call.new_id(),
        component_id=component_id,
        user_id=call.actor.user_id,
        name=name or "",
        size=size,
        checksum=read_checksum(operation),
        parts=read_parts(operation),
        created_at=instant_text(call.clock()),
    )


def one_part(call: Call, upload: Upload) -> dict[str, Any]:
    """Return the result for an upload in one piece. The client sends exactly these headers.

    An empty file has no Content-Length, because the official Python client sends it in chunks.
    """
    headers = {
        "Content-Type": content_type(upload.name),
        "Content-Disposition": content_disposition(upload.name),
    }
    if upload.size:
        headers["Content-Length"] = str(upload.size)
    if upload.checksum:
        headers["Content-MD5"] = upload.checksum
    return {"url": call.links.upload_url(upload.id), "component_id": upload.component_id, "headers": headers}


def several_parts(call: Call, upload: Upload) -> dict[str, Any]:
    """Return the result for an upload in parts."""
    numbers = range(1, upload.parts + 1)
    urls = [
        {"signed_url": call.links.upload_url(upload.id, number), "part_number": number} for number in numbers
    ]
    return {"component_id": upload.component_id, "upload_id": upload.id, "urls": urls}


def complete_multipart_upload(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `complete_multipart_upload`: make the parts the file of the component.

    The parts were assembled when the last one arrived, so this is fast for files of any size.

    Raises: NotFound, for an upload of another user; ValidationError, when parts are missing or do not have
    the announced size; ChecksumMismatch.
    """
    upload = own_upload(call, operation)
    arrived = {part.part_number: part for part in uploads.parts_of(call.tx, upload.id)}
    assembled = arrived.pop(ASSEMBLED, None)
    check_parts(read_part_tags(operation), arrived, upload)
    if assembled is None:
        raise incomplete("The parts have not been assembled.", hint="Send any one of the parts again.")
    check_whole(upload, assembled.size, assembled.md5)
    check_may_store(call, upload.component_id)
    keep(call, upload, assembled)
    return {
        "action": "complete_multipart_upload",
        "component_id": upload.component_id,
        "url": call.links.component_url(upload.component_id),
    }


def keep(call: Call, upload: Upload, received: Part) -> None:
    """Make *received* the file of the component of *upload*, and delete the upload's parts."""
    if upload.parts:
        obsolete = uploads.delete_upload(call.tx, upload.id)
        call.freed.extend(key for key in obsolete if key != received.key)
    file = StoredFile(
        component_id=upload.component_id,
        key=received.key,
        name=safe_name(upload.name),
        size=received.size,
        md5=received.md5,
        uploaded_by=upload.user_id,
        created_at=instant_text(call.clock()),
    )
    replaced = stored_files.replace_stored_file(call.tx, file)
    if replaced is not None:
        call.freed.append(replaced)


def check_may_store(call: Call, component_id: str) -> None:
    """Raise PermissionDenied unless the actor may set the file of the component."""
    if call.actor.is_administrator:
        return
    is_allowed = may_write(call, "Component", [component_id])
    uploaded = stored_files.stored_file(call.tx, component_id)
    if uploaded and uploaded.uploaded_by != call.actor.user_id:
        is_allowed = is_allowed and components.component_name(call.tx, component_id) is not None
    if not is_allowed:
        raise PermissionDenied(
            f"You may not change the component {component_id}.", hint="Ask an administrator for it."
        )


def check_whole(upload: Upload, size: int, md5: str) -> None:
    """Raise unless the received bytes have the size and the MD5 that *upload* announced."""
    if upload.size is not None and size != upload.size:
        raise ValidationError(
            (
                f"{upload.size} bytes were announced for {upload.name[:80]!r} and {size} arrived; "
                "nothing was stored."
            ),
            code="upload.size_mismatch",
        )
    if upload.checksum and base64.b64decode(upload.checksum).hex() != md5:
        raise ChecksumMismatch(
            f"The bytes of {upload.name[:80]!r} do not match the announced MD5; nothing was stored."
        )


def check_parts(tags: Mapping[int, str], arrived: Mapping[int, Part], upload: Upload) -> None:
    """Raise unless *tags* contains the ETag of every part of *upload*."""
    expected = set(range(1, upload.parts + 1))
    if missing := expected - arrived.keys():
        raise incomplete(
            f"{len(missing)} of {upload.parts} parts are missing; the first is part {min(missing)}."
        )
    if set(tags) != expected:
        raise incomplete(f'"parts" must contain the parts 1 to {upload.parts}.')
    for number in sorted(expected):
        if tags[number] != arrived[number].md5:
            raise ChecksumMismatch(f"Part {number} does not have the ETag {tags[number][:64]!r}.")


def own_upload(call: Call, operation: Mapping[str, Any]) -> Upload:
    """Return the actor's upload that *operation* names. Raises: NotFound."""
    identity = operation.get("upload_id")
    if not isinstance(identity, str) or "\0" in identity:
        raise MalformedOperation('The operation complete_multipart_upload requires "upload_id".')
    found = uploads.upload(call.tx, identity)
    is_own = found is not None and (found.user_id == call.actor.user_id or call.actor.is_administrator)
    if found is None or not is_own or found.component_id != read_component_id(operation) or not found.parts:
        raise NotFound("There is no such upload.", code="upload.not_found")
    return found


def incomplete(message: str, *, hint: str | None = None) -> ValidationError:
    """Return the error for an upload that cannot be completed yet."""
    return ValidationError(message, code="upload.incomplete", hint=hint)


def read_component_id(operation: Mapping[str, Any]) -> str:
    """Return the component that *operation* names."""
    given = operation.get("component_id")
    if not isinstance(given, str) or not 0 < len(given) <= LONGEST_ID or "\0" in given:
        raise MalformedOperation(
            f'The operation {operation["action"]} requires "component_id", the identifier of a component.'
        )
    return identifier(given)


def read_name(operation: Mapping[str, Any]) -> str | None:
    """Return the file name in *operation*, which can contain slashes: clients send names of components."""
    given = operation.get("file_name")
    if given is None or given == "":
        return None
    if not isinstance(given, str) or len(given) > LONGEST_FILE_NAME or "\0" in given:
        raise MalformedOperation('"file_name" must be the name of a file.')
    return given


def read_size(operation: Mapping[str, Any]) -> int | None:
    """Return the number of bytes in *operation*."""
    given = operation.get("file_size")
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given < 1 << 62:
        raise MalformedOperation(f'"file_size" must be a number of bytes; got {str(given)[:80]!r}.')
    return given


def read_checksum(operation: Mapping[str, Any]) -> str | None:
    """Return the MD5 in *operation*, in base64."""
    given = operation.get("checksum")
    if given is None or given == "":
        return None
    return checked_md5(given, '"checksum"')


def checked_md5(given: object, what: str) -> str:
    """Return *given* when it is an MD5 in base64. Raises: ValidationError, about *what*."""
    text = given.strip() if isinstance(given, str) else ""
    with contextlib.suppress(binascii.Error, ValueError):
        if len(base64.b64decode(text, validate=True)) == MD5_BYTES:
            return text
    raise ValidationError(
        f"{what} must be an MD5 digest in base64; got {str(given)[:80]!r}.", code="upload.checksum"
    )


def read_parts(operation: Mapping[str, Any]) -> int:
    """Return the number of parts in *operation*; 0 for bytes in one piece."""
    given = operation.get("parts")
    if given is None:
        return 0
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= MOST_PARTS:
        raise MalformedOperation(f'"parts" must be a number from 1 to {MOST_PARTS}; got {str(given)[:80]!r}.')
    return given


def read_part_tags(operation: Mapping[str, Any]) -> dict[int, str]:
    """Return the ETag of each part that *operation* lists, without quotes."""
    given = operation.get("parts")
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise MalformedOperation('The operation complete_multipart_upload requires "parts", a list.')
    tags = {}
    for part in given:
        number, tag = (part.get("part_number"), part.get("e_tag")) if isinstance(part, dict) else (None, None)
        if not isinstance(number, int) or not isinstance(tag, str):
            raise MalformedOperation('Each of "parts" requires "part_number" and "e_tag".')
        tags[number] = tag.strip('"').lower()
    return tags
