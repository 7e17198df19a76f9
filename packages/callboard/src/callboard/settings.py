"""Server and credentials, from arguments or from the environment.

Each variable has two names, `CALLBOARD_…` and `FTRACK_…`; the first one takes precedence.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Credentials", "resolve_credentials", "text_mapping", "variable"]


class Credentials(NamedTuple):
    """The URL of a server, without a trailing slash, and the credentials of a user."""

    server_url: str
    api_key: str
    api_user: str


def resolve_credentials(server_url: str | None, api_key: str | None, api_user: str | None) -> Credentials:
    """Return the credentials to use.

    Raises: TypeError, which names the argument and its variables, when one is missing.
    """
    return Credentials(
        _required("server_url", server_url or variable("SERVER"), "FTRACK_SERVER").rstrip("/"),
        _required("api_key", api_key or variable("API_KEY", "APIKEY"), "FTRACK_API_KEY"),
        _required("api_user", api_user or variable("API_USER") or _login_name(), "FTRACK_API_USER"),
    )


def variable(*names: str) -> str | None:
    """Return the value of the first variable that is set of `CALLBOARD_<name>` and `FTRACK_<name>`."""
    for prefix in ("CALLBOARD_", "FTRACK_"):
        for name in names:
            value = os.environ.get(prefix + name)
            if value:
                return value
    return None


def text_mapping(name: str, value: object) -> dict[str, str]:
    """Return the argument *value* as a dictionary of strings.

    Raises: TypeError, when it is neither a mapping nor None.
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"`{name}` must be a mapping; got {type(value).__name__}.")
    return {str(key): str(item) for key, item in value.items()}


def _required(argument: str, value: str | None, name: str) -> str:
    if not value:
        raise TypeError(
            f"`{argument}` is required. Pass it, or set the environment variable "
            f"{name.replace('FTRACK', 'CALLBOARD')} or {name}."
        )
    return value


def _login_name() -> str | None:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no variable, no account, or no module
        return None
