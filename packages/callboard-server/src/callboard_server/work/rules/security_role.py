"""Roles of users."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.permissions import administrators_only
from callboard_server.work.rules.registry import When, on

administrators_only("SecurityRole", "UserSecurityRole", "UserSecurityRoleProject")


@on(When.CREATED, "UserSecurityRole")
def limit_roles(batch: Batch, roles: Sequence[Change]) -> None:
    """Limit new roles to the listed projects, unless they are for all open projects."""
    del batch
    for role in roles:
        set_defaults(role, is_all_open_projects=False)
