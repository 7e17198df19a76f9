"""The base classes of all errors.

::

    CallboardError
    ├── ParseError                 query.syntax
    │   ├── UnknownAttribute       query.unknown_attribute
    │   ├── UnknownEntityType      query.unknown_entity_type
    │   └── BadValue               query.bad_value
    ├── ValidationError            validation.invalid
    │   ├── ImmutableAttribute     validation.immutable
    │   └── UnknownReference       validation.unknown_reference
    ├── DuplicateEntry             conflict.duplicate
    ├── NotFound                   entity.not_found
    ├── PermissionDenied           permission.denied
    ├── InvalidCredentials         api_credentials_invalid
    ├── Throttled                  credentials.throttled
    ├── MalformedOperation         batch.malformed
    ├── UnknownAction              batch.unknown_action
    ├── TooLarge                   request.too_large
    ├── ChecksumMismatch           upload.checksum_mismatch
    ├── CursorTooOld               events.cursor_too_old
    └── Busy                       storage.busy

The errors of the Python client (`callboard.exception`) also derive from `CallboardError`, so
one `except` clause covers both sides.

An error is identified by its code, which never changes. Messages may be reworded.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BadValue",
    "Busy",
    "CallboardError",
    "ChecksumMismatch",
    "CursorTooOld",
    "DuplicateEntry",
    "ImmutableAttribute",
    "InvalidCredentials",
    "MalformedOperation",
    "NotFound",
    "ParseError",
    "PermissionDenied",
    "Span",
    "Throttled",
    "TooLarge",
    "UnknownAction",
    "UnknownAttribute",
    "UnknownEntityType",
    "UnknownReference",
    "ValidationError",
]

Span = tuple[int, int]
"""Start and end of the part of a text that an error refers to, in characters; the end is exclusive."""


class CallboardError(Exception):
    """An error with a message for people and a code for programs.

    *hint* suggests what to do. *span* is the part of the given text that the error refers to.
    """

    default_code: ClassVar[str] = "callboard.error"

    def __init__(
        self,
        message: str = "",
        *,
        code: str | None = None,
        hint: str | None = None,
        span: Span | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = self.default_code if code is None else code
        self.hint = hint
        self.span = span

    def __str__(self) -> str:
        return self.message


class ParseError(CallboardError):
    """The text of a query is not valid."""

    default_code = "query.syntax"


class UnknownAttribute(ParseError):
    """A query names an attribute that its entity type does not have."""

    default_code = "query.unknown_attribute"


class UnknownEntityType(ParseError):
    """The model has no entity type of that name."""

    default_code = "query.unknown_entity_type"


class BadValue(ParseError):
    """A value in a query cannot be compared with its attribute."""

    default_code = "query.bad_value"


class ValidationError(CallboardError):
    """A change violates a constraint of the model."""

    default_code = "validation.invalid"


class ImmutableAttribute(ValidationError):
    """A change sets an immutable attribute again."""

    default_code = "validation.immutable"


class UnknownReference(ValidationError):
    """A change references an entity that does not exist."""

    default_code = "validation.unknown_reference"


class DuplicateEntry(CallboardError):
    """A value that must be unique already exists."""

    default_code = "conflict.duplicate"


class NotFound(CallboardError):
    """The requested entity does not exist, or the user cannot see it."""

    default_code = "entity.not_found"


class PermissionDenied(CallboardError):
    """The user does not have the permission."""

    default_code = "permission.denied"


class InvalidCredentials(CallboardError):
    """The username, or its API key or password, is wrong."""

    default_code = "api_credentials_invalid"


class Throttled(CallboardError):
    """There were too many attempts; try again after `retry_after_seconds`."""

    default_code = "credentials.throttled"

    def __init__(
        self,
        message: str = "",
        *,
        retry_after_seconds: float = 0.0,
        code: str | None = None,
        hint: str | None = None,
        span: Span | None = None,
    ) -> None:
        super().__init__(message, code=code, hint=hint, span=span)
        self.retry_after_seconds = retry_after_seconds


class MalformedOperation(CallboardError):
    """An operation of a batch lacks a key, or has an invalid one."""

    default_code = "batch.malformed"


class UnknownAction(CallboardError):
    """The server has no action of the name in an operation."""

    default_code = "batch.unknown_action"


class TooLarge(CallboardError):
    """A request exceeds a size limit of the server."""

    default_code = "request.too_large"


class ChecksumMismatch(CallboardError):
    """The received bytes do not match their checksum."""

    default_code = "upload.checksum_mismatch"


class CursorTooOld(CallboardError):
    """The requested events have been deleted."""

    default_code = "events.cursor_too_old"


class Busy(CallboardError):
    """The database was locked for longer than its timeout; a retry may succeed."""

    default_code = "storage.busy"
