"""The tree of errors every room of callboard raises from.

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

The Python client's own errors (`callboard.exception`) derive from
`CallboardError` as well, so one `except` covers both sides.

The code is the stable name of an error: messages may be reworded, codes may not.
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
"""Start and end, in characters, of the text an error is about; the end is exclusive."""


class CallboardError(Exception):
    """One sentence for people, one code for programs.

    *hint* says what to try instead; *span* points into the text that was given.
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
    """A query's text does not follow the language."""

    default_code = "query.syntax"


class UnknownAttribute(ParseError):
    """A query names an attribute its entity type does not have."""

    default_code = "query.unknown_attribute"


class UnknownEntityType(ParseError):
    """An entity type was named that the model does not have."""

    default_code = "query.unknown_entity_type"


class BadValue(ParseError):
    """A value in a query does not fit the attribute it is compared with."""

    default_code = "query.bad_value"


class ValidationError(CallboardError):
    """A change breaks a promise of the model."""

    default_code = "validation.invalid"


class ImmutableAttribute(ValidationError):
    """A change touches an attribute that is fixed once set."""

    default_code = "validation.immutable"


class UnknownReference(ValidationError):
    """A change refers to an entity that does not exist."""

    default_code = "validation.unknown_reference"


class DuplicateEntry(CallboardError):
    """What must be unique exists already."""

    default_code = "conflict.duplicate"


class NotFound(CallboardError):
    """The entity asked for does not exist, or the actor may not know of it."""

    default_code = "entity.not_found"


class PermissionDenied(CallboardError):
    """The actor is known and may not do this."""

    default_code = "permission.denied"


class InvalidCredentials(CallboardError):
    """Username and key (or password) do not belong together."""

    default_code = "api_credentials_invalid"


class Throttled(CallboardError):
    """Too many attempts: come back after `retry_after_seconds`."""

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
    """An operation of a batch lacks a key or has one of the wrong form."""

    default_code = "batch.malformed"


class UnknownAction(CallboardError):
    """An operation names an action the server does not know."""

    default_code = "batch.unknown_action"


class TooLarge(CallboardError):
    """A request is larger than the server accepts."""

    default_code = "request.too_large"


class ChecksumMismatch(CallboardError):
    """Bytes arrived that are not the bytes that were announced."""

    default_code = "upload.checksum_mismatch"


class CursorTooOld(CallboardError):
    """A reader asks for events that are not kept any more."""

    default_code = "events.cursor_too_old"


class Busy(CallboardError):
    """The database stayed locked beyond its timeout; trying again may help."""

    default_code = "storage.busy"
