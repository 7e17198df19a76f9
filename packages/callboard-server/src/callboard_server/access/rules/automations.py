"""Who may read automations: administrators, because automations can contain secrets."""

from __future__ import annotations

from callboard_server.access.administrators import AUTOMATIONS
from callboard_server.access.permission import Rule, Viewer
from callboard_server.query.compose import NEVER
from callboard_server.query.syntax import Criteria


def administrators_only(viewer: Viewer) -> Criteria:  # noqa: ARG001  # the signature of every rule
    return NEVER


RULES = dict.fromkeys(AUTOMATIONS, Rule(administrators_only))
