"""Merge duplicates: an existing entity replaces a new one with the same values."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change


def merge_duplicates(
    batch: Batch, created: Sequence[Change], columns: tuple[str, ...]
) -> list[tuple[Change, Change]]:
    """Delete each of *created* whose *columns* equal those of an entity that is stored or was created before.

    Existing entities are looked up by the first column, with one statement. Returns: pairs of each deleted
    entity and the entity that replaces it in the results.
    """
    found = batch.having(
        created[0].entity.name, columns[0], (change.values[columns[0]] for change in created)
    )
    first: dict[tuple[object, ...], Change] = {}
    for change in sorted(found, key=lambda one: (one.is_new, one.order)):
        first.setdefault(_values(change, columns), change)
    merged = []
    for change in created:
        existing = first.setdefault(_values(change, columns), change)
        if existing is not change:
            change.is_deleted = True
            batch.merged[change] = existing
            merged.append((change, existing))
    return merged


def _values(change: Change, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(change.values[column] for column in columns)
