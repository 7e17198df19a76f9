"""The interface of accessors."""

from __future__ import annotations

from abc import ABC, abstractmethod

from callboard.data import Data
from callboard.exception import AccessorUnsupportedOperationError

__all__ = ["Accessor"]


class Accessor(ABC):
    """Access to the resources of a storage by their identifiers.

    The methods raise AccessorResourceNotFoundError, AccessorResourceInvalidError and
    AccessorParentResourceNotFoundError where these apply.
    """

    @abstractmethod
    def list(self, resource_identifier: str) -> list[str]:
        """Return the identifiers of the resources in a container."""

    @abstractmethod
    def exists(self, resource_identifier: str) -> bool:
        """Return whether the resource exists."""

    @abstractmethod
    def is_file(self, resource_identifier: str) -> bool:
        """Return whether the resource is a file."""

    @abstractmethod
    def is_container(self, resource_identifier: str) -> bool:
        """Return whether the resource is a container."""

    @abstractmethod
    def is_sequence(self, resource_identifier: str) -> bool:
        """Return whether the resource is a sequence of files."""

    @abstractmethod
    def open(self, resource_identifier: str, mode: str = "rb") -> Data:
        """Return the resource as data."""

    @abstractmethod
    def remove(self, resource_identifier: str) -> None:
        """Remove the resource."""

    @abstractmethod
    def make_container(self, resource_identifier: str, recursive: bool = True) -> None:
        """Create a container, with *recursive* also its parents, unless it exists."""

    @abstractmethod
    def get_container(self, resource_identifier: str) -> str | None:
        """Return the identifier of the container of the resource."""

    def remove_container(self, resource_identifier: str) -> None:
        """Remove a container."""
        self.remove(resource_identifier)

    def get_filesystem_path(self, resource_identifier: str) -> str:
        """Return the path of the resource in the file system."""
        raise AccessorUnsupportedOperationError("get_filesystem_path", resource_identifier)

    def get_url(self, resource_identifier: str) -> str:
        """Return the URL of the resource."""
        raise AccessorUnsupportedOperationError("get_url", resource_identifier)
