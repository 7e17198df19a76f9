"""Conversations and their messages."""

from __future__ import annotations

from callboard_server.work.rules.creation_defaults import stamp_creation
from callboard_server.work.rules.permissions import Author, InOwnName, permissions
from callboard_server.work.rules.registry import When, on

permissions(
    "Conversation",
    "Message",
    create=InOwnName("created_by_id"),
    update=Author("created_by_id", keeps_author=True),
    delete=Author("created_by_id"),
)


on(When.CREATED, "Conversation", "Message")(stamp_creation)
