"""Performing the operations of a request in order, within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from callboard.actions.call import Call
from callboard.actions.encode import encode_media
from callboard.actions.information import query_server_information
from callboard.actions.query import query
from callboard.actions.schemas import query_schemas
from callboard.actions.upload import complete_multipart_upload, get_upload_metadata
from callboard.errors import MalformedOperation, UnknownAction
from callboard.work.commit import commit
from callboard.work.operations import read_operation

CHANGES = frozenset({"create", "update", "delete"})
ACTIONS: Mapping[str, Callable[[Call, dict[str, Any]], Any]] = {
    "query_server_information": query_server_information,
    "query_schemas": query_schemas,
    "query": query,
    "get_upload_metadata": get_upload_metadata,
    "complete_multipart_upload": complete_multipart_upload,
    "encode_media": encode_media,
}
READING = frozenset({"query_server_information", "query_schemas", "query"})
LARGEST_BATCH = 100_000


def check(operations: Any) -> list[dict[str, Any]]:
    """Return *operations* as the list that a request must hold. Raises: MalformedOperation, UnknownAction."""
    if not isinstance(operations, list):
        raise MalformedOperation(f"A request is a JSON array of operations; got {type(operations).__name__}.")
    if len(operations) > LARGEST_BATCH:
        raise MalformedOperation(f"A request holds at most {LARGEST_BATCH} operations; got {len(operations)}.")
    for index, operation in enumerate(operations):
        if not isinstance(operation, dict) or not isinstance(operation.get("action"), str):
            raise MalformedOperation(f'Operation {index + 1} of the request is no object with an "action".')
        action = operation["action"]
        if action not in ACTIONS and action not in CHANGES:
            raise UnknownAction(f"Invalid action u'{action[:80]}'")
    return operations


def is_reading(operations: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether *operations* change nothing."""
    return all(operation["action"] in READING for operation in operations)


def perform(call: Call, operations: Sequence[dict[str, Any]]) -> list[Any]:
    """Perform *operations*, as `check` returned them, in order; return their results.

    Changes that follow each other are one unit of change, so that entities may refer to each other in any order; what stands between
    sees all that came before.
    """
    results: list[Any] = []
    pending: list[dict[str, Any]] = []
    for operation in operations:
        if operation["action"] in CHANGES:
            pending.append(operation)
            continue
        results += flush(call, pending)
        results.append(ACTIONS[operation["action"]](call, operation))
    return results + flush(call, pending)


def flush(call: Call, pending: list[dict[str, Any]]) -> list[Any]:
    """Perform the changes in *pending* as one unit and empty it."""
    if not pending:
        return []
    operations = [read_operation(operation, call.model) for operation in pending]
    pending.clear()
    return list(commit(call, operations))
