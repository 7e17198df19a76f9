"""Invitations by e-mail, which the server sends to users and to the guests of reviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from callboard.core.entity import Entity
from callboard.wire.envelope import SEND_REVIEW_SESSION_INVITE, SEND_USER_INVITE

if TYPE_CHECKING:
    from callboard.protocols import Caller

__all__ = ["invite_to_review", "invite_users"]


def invite_users(session: Caller, users: Iterable[Entity]) -> None:
    """Send an invitation to each of *users*, with one request."""
    _send(session, SEND_USER_INVITE, "user_id", users)


def invite_to_review(session: Caller, invitees: Iterable[Entity]) -> None:
    """Send an invitation to each of *invitees*, with one request."""
    _send(session, SEND_REVIEW_SESSION_INVITE, "review_session_invitee_id", invitees)


def _send(session: Caller, action: str, key: str, entities: Iterable[Entity]) -> None:
    operations: list[dict[str, Any]] = [{"action": action, key: entity["id"]} for entity in entities]
    if operations:
        session.call(operations)
