"""Operations that clients may send and this server does not support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from callboard.errors import PermissionDenied, ValidationError
from callboard_server.actions.call import Call

REASONS = {
    "compute_rollups": (
        "This server does not compute rollups.",
        "Use a query with group by, or time_logged.",
    ),
}


def unsupported(action: str) -> Callable[[Call, dict[str, Any]], NoReturn]:
    """Return a function that refuses *action* with a ValidationError, and a hint what to do instead."""
    message, hint = REASONS[action]

    def refuse(call: Call, operation: dict[str, Any]) -> NoReturn:
        del call, operation
        raise ValidationError(message, code="action.unsupported", hint=hint)

    return refuse


def authorize_operation(call: Call, operation: dict[str, Any]) -> NoReturn:
    """Refuse the operation `_authorize_operation`. Raises: PermissionDenied."""
    del call, operation
    raise PermissionDenied(
        "Operations cannot be authorized in advance.",
        hint="Send the operation itself. Its permissions are checked when it is performed.",
    )


def track_usage(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `_track_usage`: accept what applications report, and store nothing."""
    del call, operation
    return {"action": "_track_usage", "data": True}


def configure_totp(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Refuse the operation `configure_totp`: this server has no second factors. Raises: ValidationError."""
    del call
    if not operation.get("code"):
        raise ValidationError("Code must be provided to enable totp.", code="credentials.code")
    raise no_second_factor()


def configure_otp(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Refuse the operation `configure_otp`. Raises: ValidationError."""
    del call, operation
    raise no_second_factor()


def no_second_factor() -> ValidationError:
    """Return the error for operations about second factors."""
    return ValidationError(
        "This server does not support a second factor at sign-in.", code="action.unsupported"
    )
