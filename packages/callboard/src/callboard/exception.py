"""The exceptions of the client.

::

    CallboardError
    └── Error
        ├── AuthenticationError
        ├── PermissionDeniedError
        ├── ServerError
        │   ├── ServerCompatibilityError
        │   ├── ServerUnreachableError        no answer, or none in time
        │   ├── ServerCredentialsError        also an AuthenticationError
        │   ├── ServerPermissionError         also a PermissionDeniedError
        │   └── ServerDuplicateEntryError     also a NotUniqueError
        ├── NotFoundError, NotUniqueError, OperationError, ParseError, ConnectionClosedError
        ├── IncorrectResultError
        │   ├── NoResultFoundError
        │   └── MultipleResultsFoundError
        ├── EntityTypeError
        │   └── UnrecognisedEntityTypeError   also a KeyError
        ├── InvalidStateError
        │   └── InvalidStateTransitionError
        ├── AttributeError
        │   ├── ImmutableAttributeError
        │   └── UnknownAttributeError         also a KeyError
        ├── CollectionError
        │   ├── ImmutableCollectionError
        │   └── DuplicateItemInCollectionError
        ├── LocationError
        │   ├── ComponentNotInAnyLocationError
        │   ├── ComponentNotInLocationError
        │   └── ComponentInLocationError
        ├── AccessorError
        │   ├── AccessorOperationFailedError
        │   │   ├── AccessorUnsupportedOperationError
        │   │   └── AccessorPermissionDeniedError
        │   ├── AccessorResourceIdentifierError
        │   │   └── AccessorFilesystemPathError
        │   └── AccessorResourceError
        │       ├── AccessorResourceNotFoundError
        │       ├── AccessorParentResourceNotFoundError
        │       ├── AccessorResourceInvalidError
        │       └── AccessorContainerNotEmptyError
        ├── StructureError
        └── EventHubError
            ├── EventHubConnectionError
            └── EventHubPacketError

The names and constructors are those of the ftrack client, so existing `except` clauses keep
working.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from callboard.errors import CallboardError, Span

__all__ = [
    "AccessorContainerNotEmptyError",
    "AccessorError",
    "AccessorFilesystemPathError",
    "AccessorOperationFailedError",
    "AccessorParentResourceNotFoundError",
    "AccessorPermissionDeniedError",
    "AccessorResourceError",
    "AccessorResourceIdentifierError",
    "AccessorResourceInvalidError",
    "AccessorResourceNotFoundError",
    "AccessorUnsupportedOperationError",
    "AttributeError",
    "AuthenticationError",
    "CollectionError",
    "ComponentInLocationError",
    "ComponentNotInAnyLocationError",
    "ComponentNotInLocationError",
    "ConnectionClosedError",
    "DuplicateItemInCollectionError",
    "EntityTypeError",
    "Error",
    "EventHubConnectionError",
    "EventHubError",
    "EventHubPacketError",
    "ImmutableAttributeError",
    "ImmutableCollectionError",
    "IncorrectResultError",
    "InvalidStateError",
    "InvalidStateTransitionError",
    "LocationError",
    "MultipleResultsFoundError",
    "NoResultFoundError",
    "NotFoundError",
    "NotUniqueError",
    "OperationError",
    "ParseError",
    "PermissionDeniedError",
    "ServerCompatibilityError",
    "ServerCredentialsError",
    "ServerDuplicateEntryError",
    "ServerError",
    "ServerPermissionError",
    "ServerUnreachableError",
    "StructureError",
    "UnknownAttributeError",
    "UnrecognisedEntityTypeError",
]


class Error(CallboardError):
    """Base of all exceptions of the client.

    *message* can contain keys of *details* in braces. A message with other braces is printed
    unchanged, so printing an error never fails. The *hint* is printed after the message.
    """

    default_code = "client.error"
    default_message: ClassVar[str] = "Unspecified error occurred."

    def __init__(
        self,
        message: str | None = None,
        details: Mapping[str, Any] | None = None,
        *,
        code: str | None = None,
        hint: str | None = None,
        span: Span | None = None,
    ) -> None:
        super().__init__(
            self.default_message if message is None else message, code=code, hint=hint, span=span
        )
        self.details: dict[str, Any] = dict(details or {})

    @property
    def traceback(self) -> str:
        """The traceback of this error as text; without frames until it is raised."""
        import traceback

        return "".join(traceback.format_exception(type(self), self, self.__traceback__))

    def __str__(self) -> str:
        text = self.message
        if self.details:
            try:
                text = text.format(**self.details)
            except (LookupError, ValueError, TypeError, builtins.AttributeError):
                text = self.message  # braces that are not placeholders
        return f"{text} {self.hint}" if self.hint else text


class AuthenticationError(Error):
    """The user could not be authenticated."""

    default_code = "client.authentication"
    default_message = "Authentication error."


class PermissionDeniedError(Error):
    """The user does not have the permission."""

    default_code = "permission.denied"
    default_message = "Permission denied."


class NotFoundError(Error):
    """The requested item does not exist."""

    default_code = "client.not_found"
    default_message = "Not found."


class NotUniqueError(Error):
    """A value that must be unique already exists."""

    default_code = "client.not_unique"
    default_message = "Non-unique value detected."


class ServerError(Error):
    """The server rejected a request; *code* is the server's error code."""

    default_code = "server.error"
    default_message = "Server reported error processing request."


class ServerCompatibilityError(ServerError):
    """The server is too old, or does not support an action."""

    default_code = "server.incompatible"
    default_message = "Server incompatible."


class ServerUnreachableError(ServerError):
    """There was no response: connection refused, connection lost, or timeout."""

    default_code = "server.unreachable"
    default_message = "The server cannot be reached."


class ServerCredentialsError(ServerError, AuthenticationError):
    """The server does not accept the username and the API key."""

    default_code = "api_credentials_invalid"


class ServerPermissionError(ServerError, PermissionDeniedError):
    """The server denies permission to the user."""

    default_code = "permission.denied"


class ServerDuplicateEntryError(ServerError, NotUniqueError):
    """The server already has an entry that must be unique."""

    default_code = "conflict.duplicate"


class IncorrectResultError(Error):
    """A query returned an unexpected number of rows."""

    default_code = "client.incorrect_result"
    default_message = "Incorrect result detected."


class NoResultFoundError(IncorrectResultError):
    """A query that must return a row returned none."""

    default_code = "client.no_result"
    default_message = "Expected one result; the query returned none."


class MultipleResultsFoundError(IncorrectResultError):
    """A query that must return one row returned several."""

    default_code = "client.multiple_results"
    default_message = "Expected one result; the query returned several."


class EntityTypeError(Error):
    """An entity type is invalid."""

    default_code = "client.entity_type"
    default_message = "Entity type error."


class UnrecognisedEntityTypeError(EntityTypeError, KeyError):
    """The server has no entity type of that name."""

    default_code = "client.unknown_entity_type"
    default_message = 'The server has no entity type "{entity_type}".'

    def __init__(
        self, entity_type: str, message: str | None = None, known: Iterable[str] = (), **options: Any
    ) -> None:
        super().__init__(message, **_named(options, entity_type=entity_type))
        self._known = known

    def __str__(self) -> str:
        if self.hint is None:
            self.hint = _closest(str(self.details["entity_type"]), self._known)
        return super().__str__()


class OperationError(Error):
    """An operation failed."""

    default_code = "client.operation"
    default_message = "Operation error."


class InvalidStateError(Error):
    """The state of an entity does not allow an operation."""

    default_code = "client.invalid_state"
    default_message = "Invalid state."


class InvalidStateTransitionError(InvalidStateError):
    """An entity cannot change from one state to another."""

    default_message = 'Cannot change "{entity}" from state "{current_state}" to "{target_state}".'

    def __init__(
        self, current_state: Any, target_state: Any, entity: Any, message: str | None = None, **options: Any
    ) -> None:
        named = _named(options, current_state=current_state, target_state=target_state, entity=entity)
        super().__init__(message, **named)


class AttributeError(Error):  # noqa: A001 - existing scripts catch it under this name
    """An attribute of an entity is used incorrectly."""

    default_code = "client.attribute"
    default_message = "Attribute error."


class ImmutableAttributeError(AttributeError):
    """An immutable attribute was set again."""

    default_code = "client.immutable_attribute"
    default_message = 'Attribute "{attribute.name}" is immutable and already has a value.'

    def __init__(self, attribute: Any, message: str | None = None, **options: Any) -> None:
        super().__init__(message, **_named(options, attribute=attribute))


class UnknownAttributeError(AttributeError, KeyError):
    """An entity type has no attribute of that name."""

    default_code = "client.unknown_attribute"
    default_message = '{entity_type} has no attribute "{name}".'

    def __init__(
        self,
        name: str,
        entity_type: str,
        known: Iterable[str] = (),
        message: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(message, **_named(options, name=name, entity_type=entity_type))
        self._known = known

    def __str__(self) -> str:
        if self.hint is None:
            self.hint = _closest(str(self.details["name"]), self._known)
        return super().__str__()


class CollectionError(Error):
    """A collection is used incorrectly."""

    default_code = "client.collection"
    default_message = "Collection error."

    def __init__(self, collection: Any, message: str | None = None, **options: Any) -> None:
        super().__init__(message, **_named(options, collection=collection))


class ImmutableCollectionError(CollectionError):
    """An immutable collection was changed."""

    default_message = "The collection is immutable."


class DuplicateItemInCollectionError(CollectionError):
    """An entity was added to a collection that already contains it."""

    default_message = 'The collection already contains "{item}".'

    def __init__(self, item: Any, collection: Any, message: str | None = None, **options: Any) -> None:
        super().__init__(collection, message, **_named(options, item=item))


class ParseError(Error):
    """A text could not be parsed."""

    default_code = "client.parse"
    default_message = "Failed to parse."


class LocationError(Error):
    """An operation of a location failed."""

    default_code = "client.location"
    default_message = "Unspecified location error."


class ComponentNotInAnyLocationError(LocationError):
    """A component is not in any location."""

    default_message = "The component is not available in any location."


class _ComponentsError(LocationError):
    def __init__(self, components: Any, location: Any, message: str | None = None, **options: Any) -> None:
        listed = list(components) if isinstance(components, (list, tuple)) else [components]
        formatted = ", ".join(map(str, listed))
        named = _named(options, components=listed, formatted_components=formatted, location=location)
        super().__init__(message, **named)


class ComponentNotInLocationError(_ComponentsError):
    """A component is not in a location."""

    default_message = "{location} does not contain {formatted_components}."


class ComponentInLocationError(_ComponentsError):
    """A component is already in a location."""

    default_message = "{location} already contains {formatted_components}."


class AccessorError(Error):
    """Storage could not be accessed."""

    default_code = "client.accessor"
    default_message = "Unspecified accessor error."


class AccessorOperationFailedError(AccessorError):
    """An operation on a resource failed; *error* is its cause."""

    default_message = "Operation {operation} failed: {error}"

    def __init__(
        self,
        operation: str = "",
        resource_identifier: str | None = None,
        error: object = None,
        message: str | None = None,
        **options: Any,
    ) -> None:
        named = _named(options, operation=operation, resource_identifier=resource_identifier, error=error)
        super().__init__(message, **named)


class AccessorUnsupportedOperationError(AccessorOperationFailedError):
    """The storage does not support the operation."""

    default_message = "Operation {operation} is not supported."


class AccessorPermissionDeniedError(AccessorOperationFailedError):
    """The storage denies access to a resource."""

    default_message = 'Cannot {operation} "{resource_identifier}": permission denied.'


class AccessorResourceIdentifierError(AccessorError):
    """A resource identifier is invalid."""

    default_message = 'Resource identifier "{resource_identifier}" is not valid.'

    def __init__(self, resource_identifier: str, message: str | None = None, **options: Any) -> None:
        super().__init__(message, **_named(options, resource_identifier=resource_identifier))


class AccessorFilesystemPathError(AccessorResourceIdentifierError):
    """A resource identifier has no path in the file system."""

    default_message = 'Resource identifier "{resource_identifier}" has no path in the file system.'


class AccessorResourceError(AccessorError):
    """An operation on a resource failed."""

    default_message = 'Operation {operation} failed on "{resource_identifier}".'

    def __init__(
        self,
        operation: str = "",
        resource_identifier: str | None = None,
        error: object = None,
        message: str | None = None,
        **options: Any,
    ) -> None:
        named = _named(options, operation=operation, resource_identifier=resource_identifier, error=error)
        super().__init__(message, **named)


class AccessorResourceNotFoundError(AccessorResourceError):
    """A resource does not exist."""

    default_message = 'Resource "{resource_identifier}" not found.'


class AccessorParentResourceNotFoundError(AccessorResourceError):
    """The container of a resource does not exist."""

    default_message = 'The container of "{resource_identifier}" was not found.'


class AccessorResourceInvalidError(AccessorResourceError):
    """An operation does not apply to a resource of this kind."""

    default_message = 'Resource "{resource_identifier}" is not valid for {operation}.'


class AccessorContainerNotEmptyError(AccessorResourceError):
    """A container is not empty."""

    default_message = 'Container "{resource_identifier}" is not empty.'


class StructureError(Error):
    """A structure cannot generate a resource identifier for an entity."""

    default_code = "client.structure"
    default_message = "Unspecified structure error."


class ConnectionClosedError(Error):
    """A closed session was used."""

    default_code = "client.closed"
    default_message = "The session is closed."


def _closest(name: str, known: Iterable[str]) -> str | None:
    """Return a hint with the entry of *known* that is most similar to *name*, or None."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f'Did you mean "{found[0]}"?' if found else None


def _named(options: dict[str, Any], **details: Any) -> dict[str, Any]:
    """Return *options* with *details* added; details given by the caller take precedence."""
    return {**options, "details": {**details, **(options.get("details") or {})}}


class EventHubError(Error):
    """An operation of the event hub failed."""

    default_code = "events.hub"
    default_message = "Event hub error occurred."


class EventHubConnectionError(EventHubError):
    """The event hub is not connected."""

    default_code = "events.not_connected"
    default_message = "Event hub is not connected."


class EventHubPacketError(EventHubError):
    """A packet from the event hub is invalid."""

    default_code = "events.packet"
    default_message = "Invalid packet."
