"""Perform the operations of a request in order, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from callboard.errors import MalformedOperation, UnknownAction
from callboard_server.actions import invites, security_roles, unsupported
from callboard_server.actions.call import Call
from callboard_server.actions.convert_entity import convert_entity
from callboard_server.actions.delayed_job import delayed_job
from callboard_server.actions.encode_media import encode_media
from callboard_server.actions.permissions import permissions
from callboard_server.actions.query import query
from callboard_server.actions.reset_credentials import reset_remote
from callboard_server.actions.schemas import query_schemas
from callboard_server.actions.search import search
from callboard_server.actions.server_information import query_server_information
from callboard_server.actions.uploads import complete_multipart_upload, get_upload_metadata
from callboard_server.actions.widgets import generate_signed_url, get_widget_url
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation

CHANGES = frozenset({"create", "update", "delete"})
ACTIONS: Mapping[str, Callable[[Call, dict[str, Any]], Any]] = {
    "query_server_information": query_server_information,
    "query_schemas": query_schemas,
    "query": query,
    "get_upload_metadata": get_upload_metadata,
    "complete_multipart_upload": complete_multipart_upload,
    "encode_media": encode_media,
    "search": search,
    "permissions": permissions,
    "generate_signed_url": generate_signed_url,
    "get_widget_url": get_widget_url,
    "send_user_invite": invites.send_user_invite,
    "send_review_session_invite": invites.send_review_session_invite,
    "reset_remote": reset_remote,
    "delayed_job": delayed_job,
    "add_user_security_role": security_roles.add_user_security_role,
    "remove_user_security_role": security_roles.remove_user_security_role,
    "update_user_security_role": security_roles.update_user_security_role,
    "grant_user_security_role_project": security_roles.grant_user_security_role_project,
    "revoke_user_security_role_project": security_roles.revoke_user_security_role_project,
    "grant_api_key_security_role": security_roles.grant_api_key_security_role,
    "revoke_api_key_security_role": security_roles.revoke_api_key_security_role,
    "configure_totp": unsupported.configure_totp,
    "configure_otp": unsupported.configure_otp,
    "convert_entity": convert_entity,
    "compute_rollups": unsupported.unsupported("compute_rollups"),
    "_track_usage": unsupported.track_usage,
    "_authorize_operation": unsupported.authorize_operation,
}
READING = frozenset(
    {
        *("query_server_information", "query_schemas", "query", "search"),
        *("generate_signed_url", "get_widget_url", "_track_usage"),
    }
)
LARGEST_BATCH = 100_000


def check(operations: Any) -> list[dict[str, Any]]:
    """Return *operations* when it is a list of operations. Raises: MalformedOperation, UnknownAction."""
    if not isinstance(operations, list):
        raise MalformedOperation(
            f"A request must be a JSON array of operations; got {type(operations).__name__}."
        )
    if len(operations) > LARGEST_BATCH:
        raise MalformedOperation(
            f"A request can contain at most {LARGEST_BATCH} operations; got {len(operations)}."
        )
    for index, operation in enumerate(operations):
        if not isinstance(operation, dict) or not isinstance(operation.get("action"), str):
            raise MalformedOperation(f'Operation {index + 1} must be an object with an "action".')
        action = operation["action"]
        if action not in ACTIONS and action not in CHANGES:
            raise UnknownAction(f"Invalid action u'{action[:80]}'")
    return operations


def is_reading(operations: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether *operations* only read."""
    return all(operation["action"] in READING for operation in operations)


def perform(call: Call, operations: Sequence[dict[str, Any]]) -> list[Any]:
    """Perform *operations*, which `check` has returned, in order. Return their results.

    Consecutive changes are one unit, so that their entities may refer to each other in any order. Other
    operations see all changes before them.
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
    """Perform the changes in *pending* as one unit, and clear it."""
    if not pending:
        return []
    operations = [read_operation(operation, call.model) for operation in pending]
    pending.clear()
    return list(commit(call, operations))
