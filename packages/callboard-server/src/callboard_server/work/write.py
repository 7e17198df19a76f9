"""Writing staged entities: one statement for each table and kind of change."""

from __future__ import annotations

from callboard_server.model.attributes import Integer
from callboard_server.model.entity import Entity
from callboard_server.records.stored_files import delete_stored_files
from callboard_server.storage import entities, hierarchy
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.validate import bare, by_type, folded


def write(batch: Batch) -> None:
    """Write what the batch changed.

    References are checked by the database when the transaction ends, so no order is needed.
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
    """Bring up to date which contexts are inside which."""
    tx, tables = batch.call.tx, batch.call.tables
    kept = [change for change in contexts if not change.is_deleted]
    hierarchy.displace(tx, tables, {change.key[0] for change in contexts if change.is_deleted})
    hierarchy.move(
        tx,
        tables,
        {change.key[0] for change in kept if not change.is_new and "parent_id" in change.changed()},
    )
    hierarchy.place(tx, tables, {change.key[0] for change in kept if change.is_new})


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
    _step_aside(batch, name, updated)
    for columns, same in by_columns.items():
        rows = [change.values for change in same]
        entities.update(batch.call.tx, batch.call.tables, batch.call.model.entity(name), columns, rows)


def _step_aside(batch: Batch, name: str, updated: list[Change]) -> None:
    """Let whoever holds unique values that another row of *updated* is about to take give them up first.

    Databases check a unique index row by row, so two rows that swap their names would meet on the way.
    """
    if len(updated) < 2:  # nobody to meet
        return
    for kind, same in by_type(batch, updated).items():
        for names in kind.unique:
            for column, rows in _in_the_way(kind, names, same).items():
                entities.update(
                    batch.call.tx, batch.call.tables, batch.call.model.entity(name), (column,), rows
                )


def _in_the_way(
    kind: Entity, names: tuple[str, ...], changes: list[Change]
) -> dict[str, list[dict[str, object]]]:
    """Return rows for those of *changes* whose unique values another takes, each with one value that nobody
    else has, by its column.
    """
    held = {folded(kind, names, change.before): change for change in changes if change.before}
    wanted = ((change, folded(kind, names, change.values)) for change in changes)
    taken = (
        held[values]
        for change, values in wanted
        if None not in values and held.get(values, change) is not change
    )
    found: dict[str, list[dict[str, object]]] = {}
    for number, change in enumerate(taken, start=1):
        column = next(column for column in map(bare, names) if column in change.changed())
        nobodys = -number if isinstance(kind.stored_by_name[column], Integer) else change.key[0]
        found.setdefault(column, []).append({**change.values, column: nobodys})
    return found


def _insert(batch: Batch, name: str, changes: list[Change]) -> None:
    rows = [change.values for change in changes if change.is_new and not change.is_deleted]
    if rows:
        entities.insert(batch.call.tx, batch.call.tables, batch.call.model.entity(name), rows)


def _free(batch: Batch) -> None:
    """Forget the stored files of emptied components; their bytes go after the commit."""
    if batch.emptied:
        batch.call.freed.extend(delete_stored_files(batch.call.tx, batch.emptied))
