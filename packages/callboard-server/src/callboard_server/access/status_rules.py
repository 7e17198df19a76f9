"""Which changes of a status the roles of a user allow.

A user may change a status if one of the user's roles allows it. A role allows it if it has no group for the
new status, or if a group lists the old status. Groups without a role belong to all roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from callboard_server.access.actor import USER, Actor
from callboard_server.records.roles import ADMINISTRATOR, RoleHeld, roles_of
from callboard_server.records.status_rules import StatusRuleGroup
from callboard_server.storage.transaction import Transaction


def roles_held(tx: Transaction, actor: Actor) -> list[RoleHeld]:
    """Return the roles of *actor*, wherever they apply.

    Rules apply to administrators as well, as to anyone with that role. A user without roles counts as a
    "User".
    """
    if actor.is_by_global_key:
        names: Iterable[str] = {ADMINISTRATOR} if actor.is_administrator else actor.rights.role_names
        return [RoleHeld(actor.user_id, name, "", True, None) for name in sorted(names)]
    held = roles_of(tx, actor.user_id)
    if held:
        return held
    return [RoleHeld(actor.user_id, ADMINISTRATOR if actor.is_administrator else USER, "", True, None)]


def roles_in(held: Iterable[RoleHeld], project_id: str | None, *, is_private: bool) -> frozenset[str]:
    """Return the names of those of the roles *held* that apply in a project."""
    return frozenset(
        role.name
        for role in held
        if role.name == ADMINISTRATOR
        or (role.project_id is not None and role.project_id == project_id)
        or (role.is_open and not is_private)
    )


def is_allowed(
    groups: Sequence[StatusRuleGroup], roles: Iterable[str], before: str | None, *, is_new: bool = False
) -> bool:
    """Return whether one of *roles* allows the change from the status *before* to the status of *groups*.

    *groups* are those about one status of one kind of entities. A new entity has no status before; it may
    have any status that can be reached from another one.
    """
    return not groups or any(_role_allows(groups, role, before, is_new=is_new) for role in roles)


def _role_allows(groups: Sequence[StatusRuleGroup], role: str, before: str | None, *, is_new: bool) -> bool:
    own = [group for group in groups if group.role in {None, role}]
    if not own:
        return True
    return any(group.from_status_ids if is_new else before in group.from_status_ids for group in own)
