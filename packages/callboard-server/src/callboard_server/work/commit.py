"""The whole of a change, in order."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.events.outbox import announce
from callboard_server.work.apply import apply
from callboard_server.work.authorize import authorize, authorize_places, authorize_references, hide_unseen
from callboard_server.work.batch import Batch, Caller
from callboard_server.work.beginnings import write_beginnings
from callboard_server.work.news import describe
from callboard_server.work.operations import Operation
from callboard_server.work.removal import remove_dependents
from callboard_server.work.results import Result, result
from callboard_server.work.rules import rules_for
from callboard_server.work.rules.feed import write_feed
from callboard_server.work.rules.places import settle_places
from callboard_server.work.stage import stage
from callboard_server.work.validate import validate
from callboard_server.work.webhooks import owe_webhooks
from callboard_server.work.write import write


def commit(call: Caller, operations: Sequence[Operation]) -> list[Result]:
    """Apply *operations* as one unit, all of them or none, and return a result for each.

    The transaction of *call* is left open: who called commits it. Number of statements: a few for each table
    that is touched, whatever the number of operations.
    """
    batch = Batch(call)
    stage(batch, operations)
    hide_unseen(batch)
    named = [apply(batch, operation) for operation in operations]
    authorize(batch)
    authorize_references(batch)
    settle(batch)
    validate(batch)
    write(batch)
    write_beginnings(batch)
    write_feed(batch)
    authorize_places(batch)
    if not call.is_quiet:
        news = describe(batch)
        announce(call.tx, news, batch.now)
        owe_webhooks(batch, news)
    told = [batch.merged.get(id(change), change) for change in named]
    return [result(batch, operation, change) for operation, change in zip(operations, told, strict=True)]


def settle(batch: Batch) -> None:
    """Let rules and deletions have their consequences until nothing more follows."""
    settled: set[tuple[int, bool]] = set()
    while fresh := [
        change for change in batch.staged.touched() if (id(change), change.is_deleted) not in settled
    ]:
        for change in fresh:
            settled.add((id(change), change.is_deleted))
            for rule in rules_for(batch, change):
                rule(batch, change)
        remove_dependents(batch)
    settle_places(batch)
