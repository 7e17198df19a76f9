"""Consecutive numbers: the numbers of versions, and the order of siblings."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.model.attributes import Integer
from callboard_server.model.entity import Entity
from callboard_server.query.values import LARGEST
from callboard_server.storage.entities import highest
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change


def number(batch: Batch, created: Sequence[Change], column: str, group: str, *, step: float = 1.0) -> None:
    """Set *column* of each of *created* without one to the next number among entities with the same *group*.

    The entities are numbered in order, so a number that the client chose affects those after it. There is one
    statement.
    """
    root = batch.root(created[0].entity)
    last = highest(
        batch.call.tx,
        batch.call.tables,
        root,
        column,
        group,
        {change.values[group] for change in created} - {None},
    )
    for change in (*_numbered_before(batch, root, column, created), *created):
        of = change.values[group]
        if change.values[column] is None:
            change.values[column] = (last.get(of) or 0) + step
            check_range(change, column)
        last[of] = max(last.get(of) or 0, change.values[column])


def check_range(change: Change, column: str) -> None:
    """Raise ValidationError when there is no number after the highest."""
    if change.values[column] > LARGEST and isinstance(change.entity.stored_by_name[column], Integer):
        raise ValidationError(
            f"{change.entity.name}.{column} has no next number; the highest one is {LARGEST}.",
            hint="Set the number explicitly.",
        )


def _numbered_before(batch: Batch, root: Entity, column: str, created: Sequence[Change]) -> list[Change]:
    """Return the other new entities in *root*'s table that have a number."""
    now = set(created)
    return [
        change
        for change in batch.staged
        if change.is_new
        and not change.is_deleted
        and change not in now
        and batch.root(change.entity) is root
        and change.values[column] is not None
    ]
