"""What the client raises.

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

The names and constructors are those of the ftrack client (its API reference, module
`exception`), so that existing `except` clauses keep working.
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
    """Base of all client errors.

    *message* may name keys of *details* in braces. A message whose braces mean something
    else is shown as it is, so printing an error never fails. The *hint* is shown too.
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
        """The text of the traceback this error carries; empty before it was raised."""
        import traceback

        return "".join(traceback.format_exception(type(self), self, self.__traceback__))

    def __str__(self) -> str:
        text = self.message
        if self.details:
            try:
                text = text.format(**self.details)
            except (LookupError, ValueError, TypeError, builtins.AttributeError):
                text = self.message  # braces that are no placeholders
        return f"{text} {self.hint}" if self.hint else text


class AuthenticationError(Error):
    """Who is asking could not be established."""

    default_code = "client.authentication"
    default_message = "Authentication error."


class PermissionDeniedError(Error):
    """Who is asking may not do this."""

    default_code = "permission.denied"
    default_message = "Permission denied."


class NotFoundError(Error):
    """What was asked for does not exist."""

    default_code = "client.not_found"
    default_message = "Not found."


class NotUniqueError(Error):
    """What must be unique exists already."""

    default_code = "client.not_unique"
    default_message = "Non-unique value detected."


class ServerError(Error):
    """The server refused a request; *code* is the server's own code for the reason."""

    default_code = "server.error"
    default_message = "Server reported error processing request."


class ServerCompatibilityError(ServerError):
    """The server is too old, or lacks an action."""

    default_code = "server.incompatible"
    default_message = "Server incompatible."


class ServerUnreachableError(ServerError):
    """No answer came: nobody listens, the line broke, or time ran out."""

    default_code = "server.unreachable"
    default_message = "The server cannot be reached."


class ServerCredentialsError(ServerError, AuthenticationError):
    """The server does not accept the user and key."""

    default_code = "api_credentials_invalid"


class ServerPermissionError(ServerError, PermissionDeniedError):
    """The server knows who asks and does not allow it."""

    default_code = "permission.denied"


class ServerDuplicateEntryError(ServerError, NotUniqueError):
    """The server has an entry already that must be unique."""

    default_code = "conflict.duplicate"


class IncorrectResultError(Error):
    """A query gave another number of rows than was promised."""

    default_code = "client.incorrect_result"
    default_message = "Incorrect result detected."


class NoResultFoundError(IncorrectResultError):
    """A query that should find something found nothing."""

    default_code = "client.no_result"
    default_message = "Expected a result, but the query found none."


class MultipleResultsFoundError(IncorrectResultError):
    """A query that should find one row found several."""

    default_code = "client.multiple_results"
    default_message = "Expected one result, but the query found several."


class EntityTypeError(Error):
    """Something is wrong with an entity type."""

    default_code = "client.entity_type"
    default_message = "Entity type error."


class UnrecognisedEntityTypeError(EntityTypeError, KeyError):
    """The server has no entity type of this name."""

    default_code = "client.unknown_entity_type"
    default_message = 'Entity type "{entity_type}" is not known to this server.'

    def __init__(
        self, entity_type: str, message: str | None = None, known: Iterable[str] = (), **options: Any
    ) -> None:
        super().__init__(message, **_named(options, entity_type=entity_type))
        self._known = known

    def __str__(self) -> str:
        if self.hint is None:
            self.hint = closest(str(self.details["entity_type"]), self._known)
        return super().__str__()


class OperationError(Error):
    """An operation cannot be carried out."""

    default_code = "client.operation"
    default_message = "Operation error."


class InvalidStateError(Error):
    """An entity is in a state that does not allow this."""

    default_code = "client.invalid_state"
    default_message = "Invalid state."


class InvalidStateTransitionError(InvalidStateError):
    """An entity cannot change from one state into another."""

    default_message = 'Cannot change "{entity}" from state "{current_state}" to "{target_state}".'

    def __init__(
        self, current_state: Any, target_state: Any, entity: Any, message: str | None = None, **options: Any
    ) -> None:
        named = _named(options, current_state=current_state, target_state=target_state, entity=entity)
        super().__init__(message, **named)


class AttributeError(Error):  # noqa: A001 - existing scripts catch it under this name
    """Something is wrong with an attribute of an entity."""

    default_code = "client.attribute"
    default_message = "Attribute error."


class ImmutableAttributeError(AttributeError):
    """An attribute that is fixed once set was set again."""

    default_code = "client.immutable_attribute"
    default_message = 'Attribute "{attribute.name}" cannot be changed once it is set.'

    def __init__(self, attribute: Any, message: str | None = None, **options: Any) -> None:
        super().__init__(message, **_named(options, attribute=attribute))


class UnknownAttributeError(AttributeError, KeyError):
    """An entity type has no attribute of this name."""

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
            self.hint = closest(str(self.details["name"]), self._known)
        return super().__str__()


class CollectionError(Error):
    """Something is wrong with a collection."""

    default_code = "client.collection"
    default_message = "Collection error."

    def __init__(self, collection: Any, message: str | None = None, **options: Any) -> None:
        super().__init__(message, **_named(options, collection=collection))


class ImmutableCollectionError(CollectionError):
    """A collection that cannot be changed was changed."""

    default_message = "This collection cannot be changed."


class DuplicateItemInCollectionError(CollectionError):
    """An entity was added to a collection it is in already."""

    default_message = 'Item "{item}" is in the collection already.'

    def __init__(self, item: Any, collection: Any, message: str | None = None, **options: Any) -> None:
        super().__init__(collection, message, **_named(options, item=item))


class ParseError(Error):
    """Text does not follow its grammar."""

    default_code = "client.parse"
    default_message = "Failed to parse."


class LocationError(Error):
    """A location could not do its part."""

    default_code = "client.location"
    default_message = "Unspecified location error"


class ComponentNotInAnyLocationError(LocationError):
    """A component is in no location at all."""

    default_message = "The component is not available in any location."


class _ComponentsError(LocationError):
    def __init__(self, components: Any, location: Any, message: str | None = None, **options: Any) -> None:
        listed = list(components) if isinstance(components, (list, tuple)) else [components]
        formatted = ", ".join(map(str, listed))
        named = _named(options, components=listed, formatted_components=formatted, location=location)
        super().__init__(message, **named)


class ComponentNotInLocationError(_ComponentsError):
    """A component was expected in a location and is not there."""

    default_message = "{formatted_components} not found in {location}."


class ComponentInLocationError(_ComponentsError):
    """A component is in a location already."""

    default_message = "{formatted_components} already in {location}."


class AccessorError(Error):
    """Storage could not be reached or refused."""

    default_code = "client.accessor"
    default_message = "Unspecified accessor error"


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
    """This kind of storage has no such operation."""

    default_message = "Operation {operation} is not supported."


class AccessorPermissionDeniedError(AccessorOperationFailedError):
    """The storage denies access to a resource."""

    default_message = 'Cannot {operation} "{resource_identifier}": permission denied.'


class AccessorResourceIdentifierError(AccessorError):
    """A resource identifier has the wrong form."""

    default_message = 'Resource identifier "{resource_identifier}" is not valid.'

    def __init__(self, resource_identifier: str, message: str | None = None, **options: Any) -> None:
        super().__init__(message, **_named(options, resource_identifier=resource_identifier))


class AccessorFilesystemPathError(AccessorResourceIdentifierError):
    """A resource identifier cannot be turned into a path."""

    default_message = 'Resource identifier "{resource_identifier}" has no path on this file system.'


class AccessorResourceError(AccessorError):
    """Something is wrong with a single resource."""

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
    """A resource is of the wrong kind for the operation."""

    default_message = 'Resource "{resource_identifier}" is not valid for {operation}.'


class AccessorContainerNotEmptyError(AccessorResourceError):
    """A container that should be empty has content."""

    default_message = 'Container "{resource_identifier}" is not empty.'


class StructureError(Error):
    """A structure cannot name a place for an entity."""

    default_code = "client.structure"
    default_message = "Unspecified structure error"


class ConnectionClosedError(Error):
    """A session was used after it was closed."""

    default_code = "client.closed"
    default_message = "Connection closed."


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the sentence proposing what *name* may have meant; None when nothing is near."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f'Did you mean "{found[0]}"?' if found else None


def _named(options: dict[str, Any], **details: Any) -> dict[str, Any]:
    """Return *options* with *details* under those given by the caller."""
    return {**options, "details": {**details, **(options.get("details") or {})}}


class EventHubError(Error):
    """Something is wrong with the event hub."""

    default_code = "events.hub"
    default_message = "Event hub error occurred."


class EventHubConnectionError(EventHubError):
    """There is no connection to the event hub."""

    default_code = "events.not_connected"
    default_message = "Event hub is not connected."


class EventHubPacketError(EventHubError):
    """What the event hub sent makes no sense."""

    default_code = "events.packet"
    default_message = "Invalid packet."
