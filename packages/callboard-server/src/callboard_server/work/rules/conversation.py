"""Conversations and their messages."""

from __future__ import annotations

from callboard_server.work.rules.creation_defaults import stamp_creation
from callboard_server.work.rules.registry import When, on

on(When.CREATED, "Conversation", "Message")(stamp_creation)
