"""Reading the fields of operations, with errors for missing and invalid ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.errors import MalformedOperation, PermissionDenied

LONGEST = 255
ASK = "Ask an administrator."


def text_of(operation: Mapping[str, Any], name: str) -> str:
    """Return the text under *name*. Raises: MalformedOperation when there is none."""
    given = operation.get(name)
    if not isinstance(given, str) or not given or "\0" in given:
        raise MalformedOperation(f'The operation {operation["action"]} requires "{name}", a text.')
    return given


def identifier_of(operation: Mapping[str, Any], name: str) -> str:
    """Return the identifier under *name*. Raises: MalformedOperation when there is none."""
    given = text_of(operation, name)
    if len(given) > LONGEST:
        raise MalformedOperation(
            f'"{name}" of the operation {operation["action"]} is too long for an identifier.'
        )
    return given


def optional_text(operation: Mapping[str, Any], name: str) -> str | None:
    """Return the text under *name*, None when there is none.

    Raises: MalformedOperation for something else.
    """
    return None if operation.get(name) in (None, "") else text_of(operation, name)


def key_of(operation: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return "entity_key", which clients send as a text or a list; None when there is none."""
    given = operation.get("entity_key")
    if given is None:
        return None
    parts = [given] if isinstance(given, str) else given
    if (
        not isinstance(parts, list)
        or not parts
        or not all(isinstance(part, str) and part and "\0" not in part for part in parts)
    ):
        raise MalformedOperation(
            f'"entity_key" of the operation {operation["action"]} must be an identifier or a list of them.'
        )
    return tuple(parts)


def data_of(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return "entity_data", an object; an empty one when there is none."""
    given = operation.get("entity_data")
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise MalformedOperation(f'"entity_data" of the operation {operation["action"]} must be an object.')
    return given


def check_administrator(is_administrator: bool, what: str) -> None:
    """Raise PermissionDenied unless the actor is an administrator. *what* completes the message."""
    if not is_administrator:
        raise PermissionDenied(f"Only administrators may {what}.", hint=ASK)
