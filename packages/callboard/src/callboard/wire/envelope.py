"""The envelope of a batch: the names of actions, and the form of an error.

A batch is a JSON array of operations. The response is an array of results of the same length
or, when an operation fails, a single error object instead of all results.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = [
    "COMPLETE_MULTIPART_UPLOAD",
    "CREATE",
    "DELETE",
    "ENCODE_MEDIA",
    "GET_UPLOAD_METADATA",
    "GET_WIDGET_URL",
    "QUERY",
    "QUERY_SCHEMAS",
    "QUERY_SERVER_INFORMATION",
    "READING_ACTIONS",
    "RESET_REMOTE",
    "SEARCH",
    "SEND_REVIEW_SESSION_INVITE",
    "SEND_USER_INVITE",
    "UPDATE",
    "error_object",
    "error_span",
    "is_error",
    "without_braces",
]

QUERY: Final = "query"
SEARCH: Final = "search"
CREATE: Final = "create"
UPDATE: Final = "update"
DELETE: Final = "delete"
QUERY_SERVER_INFORMATION: Final = "query_server_information"
QUERY_SCHEMAS: Final = "query_schemas"
GET_UPLOAD_METADATA: Final = "get_upload_metadata"
COMPLETE_MULTIPART_UPLOAD: Final = "complete_multipart_upload"
ENCODE_MEDIA: Final = "encode_media"
RESET_REMOTE: Final = "reset_remote"
GET_WIDGET_URL: Final = "get_widget_url"
SEND_USER_INVITE: Final = "send_user_invite"
SEND_REVIEW_SESSION_INVITE: Final = "send_review_session_invite"

READING_ACTIONS: Final = frozenset({QUERY, SEARCH, QUERY_SERVER_INFORMATION, QUERY_SCHEMAS})
"""Actions that only read, so a batch of them can be sent again."""


def error_object(
    exception: str,
    content: str,
    *,
    code: str | None = None,
    span: tuple[int, int] | None = None,
    hint: str | None = None,
    path: str | None = None,
) -> dict[str, Any]:
    """Return the response to a failed batch.

    *exception* is a class name that existing clients check; *code* is the stable error code.
    """
    detail: dict[str, Any] = {}
    if span is not None:
        detail["position"] = span[0]
        detail["length"] = span[1] - span[0]
    if hint is not None:
        detail["hint"] = hint
    if path is not None:
        detail["path"] = path
    return {"exception": exception, "content": without_braces(content), "error_code": code, "error": detail}


def is_error(body: object) -> bool:
    """Return whether *body* is an error object rather than results."""
    return isinstance(body, Mapping) and "exception" in body


def error_span(detail: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the span in the *detail* of an error, or None."""
    position, length = detail.get("position"), detail.get("length")
    if not isinstance(position, int):
        return None
    return (position, position + (length if isinstance(length, int) else 0))


def without_braces(text: str) -> str:
    """Return *text* with parentheses in place of braces.

    Existing Python clients pass the text of an error to `str.format`, which raises a second error for a
    brace.
    """
    return text.replace("{", "(").replace("}", ")")
