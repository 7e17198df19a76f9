"""Who may read and change metadata."""

from __future__ import annotations

from callboard_server.access.permission import Rule
from callboard_server.access.rules.owners import of_owner

RULES = {"Metadata": Rule(of_owner, write=of_owner)}
