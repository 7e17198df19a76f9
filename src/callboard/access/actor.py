"""Whoever asks something of the server."""

from __future__ import annotations

from attrs import frozen


@frozen
class Actor:
    """A user, known by credentials that were checked. Administrators see and change everything."""

    user_id: str
    username: str
    name: str = ""
    is_administrator: bool = False
