"""The transformer that changes nothing, to derive others from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from callboard.protocols import Repository

__all__ = ["ResourceIdentifierTransformer"]


class ResourceIdentifierTransformer:
    """Changes resource identifiers before they are stored, and back after they are read.

    A derived class overrides both methods; `decode` must reverse `encode`. It applies to a location
    that it is set on: `location.resource_identifier_transformer = MyTransformer(session)`.
    """

    def __init__(self, session: Repository) -> None:
        self.session = session

    def encode(self, resource_identifier: str, context: Mapping[str, Any] | None = None) -> str:
        """Return *resource_identifier* as it is stored; *context* contains the `component`."""
        del context
        return resource_identifier

    def decode(self, resource_identifier: str, context: Mapping[str, Any] | None = None) -> str:
        """Return the stored *resource_identifier* as the accessor uses it."""
        del context
        return resource_identifier
