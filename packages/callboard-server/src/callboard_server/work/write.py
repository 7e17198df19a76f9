"""Write the staged entities: one statement for each table and kind of change."""

from __future__ import annotations

from callboard_server.model.attributes import Integer
from callboard_server.model.entity import Entity
from callboard_server.records.stored_files import delete_stored_files
from callboard_server.storage import entities, hierarchy
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.validate import bare, by_type, folded


def write(batch: Batch) -> None:
    """Write the changes of the batch.

    The database checks references when the transaction ends, so the order does not matter.
    """
    by_root: dict[str, list[Change]] = {}
    for change in batch.staged.touched():
        if not change.is_void:
            by_root.setdefault(batch.root(change.entity).name, []).append(change)
    for step in (_delete, _update, _insert):
        for name, changes in by_root.items():
            step(batch, name, changes)
    _keep_hierarchy(batch, by_root.get("Context", []))
    _free(batch)


def _keep_hierarchy(batch: Batch, contexts: list[Change]) -> None:
    """Update the table of the ancestors of contexts."""
    tx, tables = batch.call.tx, batch.call.tables
    kept = [change for change in contexts if not change.is_deleted]
    hierarchy.delete_pairs(tx, tables, {change.key[0] for change in contexts if change.is_deleted})
    hierarchy.rebuild_pairs(
        tx,
        tables,
        {change.key[0] for change in kept if not change.is_new and "parent_id" in change.changed()},
    )
    hierarchy.add_pairs(tx, tables, {change.key[0] for change in kept if change.is_new})


def _delete(batch: Batch, name: str, changes: list[Change]) -> None:
    keys = [change.key for change in changes if change.is_deleted]
    if keys:
        entities.delete(batch.call.tx, batch.call.tables, batch.call.model.entity(name), keys)


def _update(batch: Batch, name: str, changes: list[Change]) -> None:
    by_columns: dict[tuple[str, ...], list[Change]] = {}
    updated = [
        change for change in changes if not change.is_deleted and not change.is_new and change.changed()
    ]
    for change in updated:
        by_columns.setdefault(tuple(sorted(change.changed())), []).append(change)
    _release_unique_values(batch, name, updated)
    for columns, same in by_columns.items():
        rows = [change.values for change in same]
        entities.update(batch.call.tx, batch.call.tables, batch.call.model.entity(name), columns, rows)


def _release_unique_values(batch: Batch, name: str, updated: list[Change]) -> None:
    """Replace unique values that another row of *updated* takes over by temporary ones.

    Databases check a unique index row by row, so otherwise two rows could not swap their names.
    """
    if len(updated) < 2:
        return
    for kind, same in by_type(batch, updated).items():
        for names in kind.unique:
            for column, rows in _taken_over(kind, names, same).items():
                entities.update(
                    batch.call.tx, batch.call.tables, batch.call.model.entity(name), (column,), rows
                )


def _taken_over(
    kind: Entity, names: tuple[str, ...], changes: list[Change]
) -> dict[str, list[dict[str, object]]]:
    """Return rows of *changes* whose unique values another change takes over, by column.

    Each has a temporary unique value in that column.
    """
    held = {folded(kind, names, change.before): change for change in changes if change.before}
    claimed = ((change, folded(kind, names, change.values)) for change in changes)
    taken = (
        held[values]
        for change, values in claimed
        if None not in values and held.get(values, change) is not change
    )
    found: dict[str, list[dict[str, object]]] = {}
    for number, change in enumerate(taken, start=1):
        column = next(column for column in map(bare, names) if column in change.changed())
        temporary = -number if isinstance(kind.stored_by_name[column], Integer) else change.key[0]
        found.setdefault(column, []).append({**change.values, column: temporary})
    return found


def _insert(batch: Batch, name: str, changes: list[Change]) -> None:
    rows = [change.values for change in changes if change.is_new and not change.is_deleted]
    if rows:
        entities.insert(batch.call.tx, batch.call.tables, batch.call.model.entity(name), rows)


def _free(batch: Batch) -> None:
    """Delete the rows of stored files of emptied components; their bytes are deleted after the commit."""
    if batch.emptied:
        batch.call.freed.extend(delete_stored_files(batch.call.tx, batch.emptied))
