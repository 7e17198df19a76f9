"""Files on disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from callboard.accessor.base import Accessor
from callboard.data import Data, File
from callboard.exception import (
    AccessorContainerNotEmptyError,
    AccessorError,
    AccessorFilesystemPathError,
    AccessorOperationFailedError,
    AccessorParentResourceNotFoundError,
    AccessorPermissionDeniedError,
    AccessorResourceInvalidError,
    AccessorResourceNotFoundError,
    AccessorUnsupportedOperationError,
)

__all__ = ["DiskAccessor", "error_handler"]

_ERRORS: Final[dict[int, type[AccessorError]]] = {
    errno.ENOENT: AccessorResourceNotFoundError,
    errno.EPERM: AccessorPermissionDeniedError,
    errno.EACCES: AccessorPermissionDeniedError,
    errno.ENOTEMPTY: AccessorContainerNotEmptyError,
    errno.ENOTDIR: AccessorResourceInvalidError,
    errno.EISDIR: AccessorResourceInvalidError,
    errno.EINVAL: AccessorResourceInvalidError,
}


@contextmanager
def error_handler(operation: str = "", resource_identifier: str | None = None) -> Iterator[None]:
    """Convert errors of the operating system to accessor errors."""
    try:
        yield
    except OSError as error:
        kind: Any = _ERRORS.get(error.errno or 0, AccessorOperationFailedError)
        raise kind(operation, resource_identifier, error) from error


class DiskAccessor(Accessor):
    """Files below *prefix*; resource identifiers are paths relative to it.

    With an empty prefix, identifiers are complete paths. The prefix can contain `~` and
    environment variables, and can be changed later.
    """

    def __init__(self, prefix: str, **options: Any) -> None:
        super().__init__(**options)
        self.prefix = os.path.abspath(os.path.expandvars(os.path.expanduser(prefix))) if prefix else ""  # noqa: PTH100, PTH111 - scripts read and set text

    def list(self, resource_identifier: str) -> list[str]:
        """Return the identifiers of the files and folders in a folder."""
        path = self.get_filesystem_path(resource_identifier)
        with error_handler("list", resource_identifier):
            return [os.path.join(resource_identifier, name) for name in sorted(os.listdir(path))]  # noqa: PTH118, PTH208 - identifiers are text

    def exists(self, resource_identifier: str) -> bool:
        """Return whether the file or folder exists."""
        return Path(self.get_filesystem_path(resource_identifier)).exists()

    def is_file(self, resource_identifier: str) -> bool:
        """Return whether the resource is a file."""
        return Path(self.get_filesystem_path(resource_identifier)).is_file()

    def is_container(self, resource_identifier: str) -> bool:
        """Return whether the resource is a folder."""
        return Path(self.get_filesystem_path(resource_identifier)).is_dir()

    def is_sequence(self, resource_identifier: str) -> bool:
        """Raise AccessorUnsupportedOperationError, because files on disk don't record sequences."""
        raise AccessorUnsupportedOperationError("is_sequence", resource_identifier)

    def open(self, resource_identifier: str, mode: str = "rb") -> Data:
        """Return the file as data."""
        path = self.get_filesystem_path(resource_identifier)
        with error_handler("open", resource_identifier):
            return File(path, mode)

    def remove(self, resource_identifier: str) -> None:
        """Remove the file, or the folder when it is empty."""
        path = Path(self.get_filesystem_path(resource_identifier))
        with error_handler("remove", resource_identifier):
            path.rmdir() if path.is_dir() else path.unlink()

    def make_container(self, resource_identifier: str, recursive: bool = True) -> None:
        """Create a folder, with *recursive* also its parents, unless it exists."""
        path = Path(self.get_filesystem_path(resource_identifier))
        try:
            with error_handler("make_container", resource_identifier):
                path.mkdir(parents=recursive, exist_ok=True)
        except AccessorResourceNotFoundError as error:
            raise AccessorParentResourceNotFoundError("make_container", resource_identifier) from error

    def get_container(self, resource_identifier: str) -> str:
        """Return the identifier of the parent folder; empty for the prefix itself.

        Raises: AccessorParentResourceNotFoundError, when the parent is outside the prefix.
        """
        path = os.path.dirname(self.get_filesystem_path(resource_identifier))  # noqa: PTH120 - identifiers are text
        if not self.prefix:
            return path
        if not _is_within(path, self.prefix):
            raise AccessorParentResourceNotFoundError("get_container", resource_identifier)
        relative = os.path.relpath(path, self.prefix)
        return "" if relative == os.curdir else relative

    def get_filesystem_path(self, resource_identifier: str) -> str:
        """Return the path of the resource.

        Raises: AccessorFilesystemPathError, when it is outside the prefix.
        """
        path = os.path.normpath(os.path.join(self.prefix, resource_identifier or "."))  # noqa: PTH118 - identifiers are text
        if self.prefix and not _is_within(path, self.prefix):
            raise AccessorFilesystemPathError(
                resource_identifier,
                'Path "{resource_identifier}" is outside "{prefix}".',
                details={"prefix": self.prefix},
            )
        return path


def _is_within(path: str, folder: str) -> bool:
    """Compare whole path components: `/mnt/xyz` is not within `/mnt/x`."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
