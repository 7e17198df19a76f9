"""The changes that a session records until the next commit."""

from callboard.core.operations import (
    CreateEntityOperation,
    DeleteEntityOperation,
    Operation,
    Operations,
    UpdateEntityOperation,
)

__all__ = [
    "CreateEntityOperation",
    "DeleteEntityOperation",
    "Operation",
    "Operations",
    "UpdateEntityOperation",
]
