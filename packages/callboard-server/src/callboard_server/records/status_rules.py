"""Statements about status rules, which are entities: all groups, with their rules and roles."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.model.types.status_rules import VERSION_KIND
from callboard_server.records.schema import SECURITY_ROLE, STATUS_RULE, STATUS_RULE_GROUP
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class StatusRuleGroup:
    """From which statuses users with a role may change to a status.

    `kind` is an object type, or `VERSION_KIND`. `role` is the name of a role; None applies to all roles.
    """

    schema_id: str
    kind: str
    status_id: str
    role: str | None
    from_status_ids: frozenset[str]


_GROUPS = Prepared(
    sa.select(
        STATUS_RULE_GROUP.c.id,
        STATUS_RULE_GROUP.c.schema_id,
        STATUS_RULE_GROUP.c.entity_type,
        STATUS_RULE_GROUP.c.object_type_id,
        STATUS_RULE_GROUP.c.status_id,
        SECURITY_ROLE.c.name,
    )
    .select_from(
        STATUS_RULE_GROUP.outerjoin(SECURITY_ROLE, SECURITY_ROLE.c.id == STATUS_RULE_GROUP.c.role_id)
    )
    .order_by(STATUS_RULE_GROUP.c.id)
)
_RULES = Prepared(sa.select(STATUS_RULE.c.status_rule_group_id, STATUS_RULE.c.status_id))


def status_rule_groups(tx: Transaction) -> tuple[StatusRuleGroup, ...]:
    """Return all groups."""
    rows = tx.rows(_GROUPS)
    if not rows:
        return ()
    before: dict[str, set[str]] = {}
    for group_id, status_id in tx.rows(_RULES):
        before.setdefault(group_id, set()).add(status_id)
    return tuple(
        StatusRuleGroup(
            schema_id,
            VERSION_KIND if entity_type == VERSION_KIND else object_type_id or "",
            status_id,
            role,
            frozenset(before.get(group_id, ())),
        )
        for group_id, schema_id, entity_type, object_type_id, status_id, role in rows
    )
