"""Operations that clients know and this server does not do: each says so, and none pretends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from callboard.errors import PermissionDenied, ValidationError
from callboard_server.actions.call import Call

REASONS = {
    "convert_entity": (
        "This server does not turn users into collaborators, or back.",
        "Make a new user instead.",
    ),
    "compute_rollups": ("This server does not compute rollups.", "Ask with group by, or for time_logged."),
}


def refusing(action: str) -> Callable[[Call, dict[str, Any]], NoReturn]:
    """Return what performs *action*: it raises ValidationError that says what to do instead."""
    message, hint = REASONS[action]

    def refuse(call: Call, operation: dict[str, Any]) -> NoReturn:
        del call, operation
        raise ValidationError(message, code="action.unsupported", hint=hint)

    return refuse


def authorize_operation(call: Call, operation: dict[str, Any]) -> NoReturn:
    """Perform the operation `_authorize_operation`.

    Nobody acts for somebody else. Raises: PermissionDenied.
    """
    del call, operation
    raise PermissionDenied(
        "Operations are not authorized ahead.",
        hint="Send the operation itself; its permissions are checked then.",
    )


def track_usage(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `_track_usage`.

    Accept what applications tell of themselves, and keep nothing of it.
    """
    del call, operation
    return {"action": "_track_usage", "data": True}
