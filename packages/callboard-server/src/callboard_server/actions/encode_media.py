"""`encode_media`: create a job that encodes a component for the web. A worker runs it later.

The data of the job is complete from the beginning. It contains the identifiers of the components that the
worker will create.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from callboard.errors import MalformedOperation, PermissionDenied, ValidationError
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.actions.call import Call
from callboard_server.actions.visibility import can_see, check_can_see, not_found
from callboard_server.files.content_types import is_still
from callboard_server.files.names import download_name
from callboard_server.jobs import queue
from callboard_server.query.values import identifier
from callboard_server.records import components, stored_files
from callboard_server.records.components import ComponentName
from callboard_server.storage.entities import load
from callboard_server.work.authorize import may_write
from callboard_server.work.commit import commit
from callboard_server.work.operations import Create

KIND = "encode_media"
"""The type of the job, and the kind of the task."""

MOVIE, PICTURE = "video/mp4", "image/jpeg"
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
    data = {
        "description": description(component),
        "output": reserved_outputs(call, component),
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
    commit(call, [Create(call.model.entity("Job"), values)])
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


def reserved_outputs(call: Call, component: ComponentName) -> list[dict[str, str]]:
    """Return the outputs of *component* under new identifiers: a movie and a picture, or only a picture.

    The choice depends on the file name. Outputs that cannot be made are removed when the job is done.
    """
    is_picture = component.system_type == "file" and is_still(
        download_name(component.name, component.file_type)
    )
    formats = [PICTURE] if is_picture else [MOVIE, PICTURE]
    return [{"format": made, "component_id": call.new_id()} for made in formats]


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
    """Return whether the component is kept after encoding, which is the default."""
    given = operation.get("keep_original")
    if given is None or given == "auto":
        return True
    if not isinstance(given, bool):
        raise MalformedOperation(f'"keep_original" must be true or false; got {str(given)[:80]!r}.')
    return given
