"""The envelope of a batch: names of actions and the shape of an error.

A batch is a JSON array of operations, answered by an array of results of the same length
or, when one operation fails, by a single error object in place of all results.
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
    "QUERY",
    "QUERY_SCHEMAS",
    "QUERY_SERVER_INFORMATION",
    "READING_ACTIONS",
    "RESET_REMOTE",
    "SEARCH",
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

READING_ACTIONS: Final = frozenset({QUERY, SEARCH, QUERY_SERVER_INFORMATION, QUERY_SCHEMAS})
"""Actions that change nothing, so a batch of them may be sent again."""


def error_object(
    exception: str,
    content: str,
    *,
    code: str | None = None,
    span: tuple[int, int] | None = None,
    hint: str | None = None,
    path: str | None = None,
) -> dict[str, Any]:
    """Return the object that answers a failed batch.

    *exception* is a class-like name existing clients react to, *code* our stable one.
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
    """Tell whether *body* is an error object rather than results."""
    return isinstance(body, Mapping) and "exception" in body


def error_span(detail: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the span an error's *detail* names; None when it names none."""
    position, length = detail.get("position"), detail.get("length")
    if not isinstance(position, int):
        return None
    return (position, position + (length if isinstance(length, int) else 0))


def without_braces(text: str) -> str:
    """Return *text* with round brackets for curly ones.

    Existing Python clients run the text of an error through `str.format` when it is
    printed, and would raise a second error for a brace.
    """
    return text.replace("{", "(").replace("}", ")")
