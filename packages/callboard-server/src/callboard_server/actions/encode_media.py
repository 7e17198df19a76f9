"""`encode_media`: create a job that encodes a component for the web. A worker runs it later.

The data of the job is complete from the beginning, and the components of its outputs exist. The worker adds
their bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from attrs import frozen

from callboard.errors import MalformedOperation, PermissionDenied, ValidationError
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.actions.call import Call
from callboard_server.actions.visibility import can_see, check_can_see, not_found
from callboard_server.files.content_types import is_document, is_still
from callboard_server.files.names import download_name
from callboard_server.jobs import queue
from callboard_server.model.model import Model
from callboard_server.query.values import identifier
from callboard_server.records import components, stored_files
from callboard_server.records.components import ComponentName
from callboard_server.storage.entities import load
from callboard_server.work.authorize import may_write
from callboard_server.work.commit import commit
from callboard_server.work.operations import Create, Operation, Update

KIND = "encode_media"
"""The type of the job, and the kind of the task."""

MOVIE, PICTURE = "video/mp4", "image/jpeg"
REVIEW_NAMES = {MOVIE: "ftrackreview-mp4", PICTURE: "ftrackreview-image"}
"""The names of outputs that belong to a version."""

FILE_TYPES = {MOVIE: ".mp4", PICTURE: ".jpg"}
FALSE_TEXTS = frozenset({"false", "0", "no"})
LONGEST_ID = 255


def encode_media(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `encode_media`: create the job and enqueue its task.

    Raises: NotFound, when the actor cannot see the component or version; PermissionDenied, when the actor
    cannot change it; ValidationError, when the server does not have its file.
    """
    component_id, version_id = read_id(operation, "component_id"), read_version(operation)
    keep_original = read_keep_original(operation)
    component = source(call, component_id)
    if version_id is not None:
        check_version(call, version_id)
    job_id = call.new_id()
    outputs = reserved_outputs(call, component, version_id)
    data = {
        "description": description(component),
        "output": [{"format": output.format, "component_id": output.component_id} for output in outputs],
        "source_component_id": component_id,
        "keep_original": keep_original,
        **({"version_id": version_id} if version_id else {}),
    }
    values = {
        "id": job_id,
        "type": KIND,
        "status": "queued",
        "user_id": call.actor.user_id,
        "data": json.dumps(data),
    }
    operations: list[Operation] = [Create(call.model.entity("Job"), values)]
    for output in outputs:
        operations += output_creations(call.model, job_id, output, component, version_id)
    if keep_original and version_id:
        operations += kept_for_version(call, component, version_id)
    commit(call, operations)
    queue.enqueue(
        call.tx,
        task_id=call.new_id(),
        kind=KIND,
        job_id=job_id,
        payload={**data, "user_id": call.actor.user_id},
    )
    return {"job_id": job_id}


def description(component: ComponentName) -> str:
    """Return the description of the job for the interface."""
    return f"Encode {download_name(component.name, component.file_type)}"


# -- Outputs
# ------------------------------------------------------------------------------------------------------------


@frozen
class Output:
    """A component that encoding makes or, when the version was encoded before, gives new bytes."""

    format: str
    component_id: str
    is_new: bool = True


def reserved_outputs(call: Call, component: ComponentName, version_id: str | None) -> list[Output]:
    """Return the outputs of *component*: a movie and a picture, or only a picture.

    The choice depends on the file name. Outputs that cannot be made are removed when the job is done.
    """
    name = download_name(component.name, component.file_type)
    is_picture = component.system_type == "file" and (is_still(name) or is_document(name))
    formats = [PICTURE] if is_picture else [MOVIE, PICTURE]
    earlier = earlier_outputs(call, version_id) if version_id else {}
    return [
        Output(format_, earlier[format_], is_new=False)
        if format_ in earlier
        else Output(format_, call.new_id())
        for format_ in formats
    ]


def earlier_outputs(call: Call, version_id: str) -> dict[str, str]:
    """Return the components that an earlier encode made for a version, by format."""
    rows = load(call.tx, call.tables, call.model.entity("Component"), "version_id", [version_id])
    return {
        format_: row["id"]
        for row in rows
        for format_, name in REVIEW_NAMES.items()
        if (row["name"], row["file_type"]) == (name, FILE_TYPES[format_])
    }


def output_creations(
    model: Model, job_id: str, output: Output, component: ComponentName, version_id: str | None
) -> list[Operation]:
    """Return the operations that create the component of *output*, and attach it to its job.

    Its bytes and its metadata follow when it is encoded.
    """
    name = REVIEW_NAMES[output.format] if version_id else base_name(component)
    values = {
        "id": output.component_id,
        "name": name,
        "file_type": FILE_TYPES[output.format],
        "version_id": version_id,
    }
    attached = {"job_id": job_id, "component_id": output.component_id}
    return [
        *([Create(model.entity("FileComponent"), values)] if output.is_new else []),
        Create(model.entity("JobComponent"), attached),
    ]


def kept_for_version(call: Call, component: ComponentName, version_id: str) -> list[Operation]:
    """Return the operations that make a kept source a component of the version, unless it has one."""
    (row,) = load(call.tx, call.tables, call.model.entity("Component"), "id", [component.id])
    if row["version_id"] is not None or row["container_id"] is not None:
        return []
    entity = "SequenceComponent" if component.system_type == "sequence" else "FileComponent"
    return [Update(call.model.entity(entity), (component.id,), {"version_id": version_id})]


def base_name(component: ComponentName) -> str:
    """Return the name of *component*, without its file type if it ends with that."""
    path = PurePosixPath(component.name)
    return (
        path.stem
        if component.file_type and path.suffix.lower() == component.file_type.lower()
        else component.name
    )


# -- What is asked for
# ------------------------------------------------------------------------------------------------------------


def source(call: Call, component_id: str) -> ComponentName:
    """Return the component, when the actor may change it and its file is on the server."""
    found = components.component_name(call.tx, component_id)
    if found is None or not can_see(call, "Component", component_id):
        raise not_found("Component", component_id)
    if not may_write(call, "Component", [component_id]):
        raise PermissionDenied(
            f"You may not change the component {component_id[:80]}.",
            hint="Ask an administrator for it.",
        )
    if found.system_type == "container":
        raise ValidationError(
            "A container cannot be encoded.",
            code="encode.container",
            hint="Encode one of its members.",
        )
    if not is_on_server(call, found):
        raise ValidationError(
            (
                f"The component {component_id[:80]} is not in the location ftrack.server, "
                "so the server cannot encode it."
            ),
            code="encode.not_on_server",
            hint="Add it to that location first.",
        )
    return found


def is_on_server(call: Call, component: ComponentName) -> bool:
    """Return whether *component* is in the server's location, and its file is in the store."""
    rows = load(call.tx, call.tables, call.model.entity("ComponentLocation"), "component_id", [component.id])
    is_located = any(row["location_id"] == SERVER_LOCATION_ID for row in rows)
    return is_located and (
        component.system_type == "sequence" or stored_files.stored_file(call.tx, component.id) is not None
    )


def check_version(call: Call, version_id: str) -> None:
    """Raise unless the actor may add components to the version."""
    check_can_see(call, "AssetVersion", version_id)
    if not may_write(call, "AssetVersion", [version_id]):
        raise PermissionDenied(
            f"You may not change the AssetVersion {version_id[:80]}.",
            hint="Ask an administrator for it.",
        )


def read_id(operation: Mapping[str, Any], name: str) -> str:
    """Return the identifier that *operation* has under *name*."""
    given = operation.get(name)
    if not isinstance(given, str) or not 0 < len(given) <= LONGEST_ID or "\0" in given:
        raise MalformedOperation(f'The operation {KIND} requires "{name}", the identifier of an entity.')
    return identifier(given)


def read_version(operation: Mapping[str, Any]) -> str | None:
    """Return the version that the outputs are added to; None for no version."""
    return None if operation.get("version_id") is None else read_id(operation, "version_id")


def read_keep_original(operation: Mapping[str, Any]) -> bool:
    """Return whether the component is kept after encoding, which is the default.

    Any value counts by its truth in Python, because publishing tools send texts such as "True".
    """
    given = operation.get("keep_original")
    if given is None:
        return True
    return bool(given) and not (isinstance(given, str) and given.strip().lower() in FALSE_TEXTS)
