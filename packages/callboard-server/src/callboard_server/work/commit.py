"""The steps of a commit, in order."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.events.outbox import announce
from callboard_server.work.apply import apply
from callboard_server.work.authorize import authorize, authorize_parents, authorize_references, hide_unseen
from callboard_server.work.batch import Batch, Caller
from callboard_server.work.change import Change
from callboard_server.work.custom_attribute_defaults import write_custom_attribute_defaults
from callboard_server.work.operations import Operation
from callboard_server.work.orphans import leave_out_orphans
from callboard_server.work.removal import remove_dependents
from callboard_server.work.results import Result, result
from callboard_server.work.revisions import mark_revisions
from callboard_server.work.rules import apply_rules
from callboard_server.work.rules.component_project import settle_component_projects
from callboard_server.work.rules.feed import write_feed
from callboard_server.work.rules.job_project import settle_job_projects
from callboard_server.work.rules.note_project import move_notes
from callboard_server.work.rules.status_rules import check_statuses, given_statuses
from callboard_server.work.stage import stage
from callboard_server.work.update_event import describe
from callboard_server.work.validate import validate
from callboard_server.work.webhooks import queue_webhooks
from callboard_server.work.write import write


def commit(call: Caller, operations: Sequence[Operation]) -> list[Result]:
    """Apply *operations* as a whole or not at all, and return a result for each.

    The caller commits the transaction of *call*. There are a few statements for each touched table,
    regardless of the number of operations.
    """
    batch = Batch(call)
    stage(batch, operations)
    hide_unseen(batch)
    named = [apply(batch, operation) for operation in operations]
    authorize(batch)
    authorize_references(batch)
    leave_out_orphans(batch)
    restated = given_statuses(batch)
    settle(batch)
    check_statuses(batch, restated)
    validate(batch)
    write(batch)
    write_custom_attribute_defaults(batch)
    write_feed(batch)
    authorize_parents(batch)
    if not call.is_quiet:
        news = describe(batch)
        announce(call.tx, news, batch.now)
        queue_webhooks(batch, news)
    final = [batch.merged.get(change, change) for change in named]
    return [result(batch, operation, change) for operation, change in zip(operations, final, strict=True)]


def settle(batch: Batch) -> None:
    """Apply rules and cascading deletions until no further changes result.

    The rules receive a change once when it is created or updated, and once when it is deleted.
    """
    seen: set[tuple[Change, bool]] = set()
    while fresh := [change for change in batch.staged.touched() if (change, change.is_deleted) not in seen]:
        seen.update((change, change.is_deleted) for change in fresh)
        apply_rules(batch, fresh)
        remove_dependents(batch)
    move_notes(batch)
    settle_component_projects(batch)
    settle_job_projects(batch)
    mark_revisions(batch)
