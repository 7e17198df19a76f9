"""Marks that make every process reload its cached object types, automations and status rules."""

from __future__ import annotations

from callboard_server.access.administrators import AUTOMATIONS
from callboard_server.records.studio import note_automations, note_change, note_status_rules
from callboard_server.work.batch import Batch
from callboard_server.work.rules.automation import check_limits

STATUS_RULES = frozenset({"StatusRuleGroup", "StatusRule", "SecurityRole"})
"""The tables that status rules are read from. Rules contain the names of roles."""


def mark_revisions(batch: Batch) -> None:
    """Set a mark when object types, automations or status rules have changed.

    Each request compares the marks.
    """
    changed = {
        batch.root(change.entity).name
        for change in batch.staged.touched()
        if change.is_deleted or change.changed()
    }
    if "ObjectType" in changed:
        note_change(batch.call.tx, batch.call.new_id())
    if changed & STATUS_RULES:
        note_status_rules(batch.call.tx, batch.call.new_id())
    if changed & set(AUTOMATIONS):
        note_automations(batch.call.tx, batch.call.new_id())
        check_limits(batch)  # after the mark, which makes other transactions that change automations wait
