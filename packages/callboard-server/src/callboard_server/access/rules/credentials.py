"""Who may read and change API keys and web sessions: their user, and administrators.

With a global key, a program acts for any user, so it must not see the credentials of the user.
"""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.query.compose import NEVER
from callboard_server.query.syntax import Criteria


def key(viewer: Viewer) -> Criteria:
    return NEVER if viewer.is_by_global_key else viewer.owns("resource_id")


def session(viewer: Viewer) -> Criteria:
    return NEVER if viewer.is_by_global_key else viewer.owns("user_id")


RULES = {"ApiKey": Rule(key, write=key), "UserSession": Rule(session, write=session)}
