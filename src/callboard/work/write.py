"""Writing staged entities: one statement for each table and kind of change."""

from __future__ import annotations

import sqlalchemy as sa

from callboard.storage import entities, hierarchy
from callboard.storage.transaction import Prepared
from callboard.work.batch import Batch
from callboard.work.change import Change


def write(batch: Batch) -> None:
    """Write what the batch changed. References are checked by the database when the transaction ends, so no order is needed."""
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
    hierarchy.move(tx, tables, {change.key[0] for change in kept if not change.is_new and "parent_id" in change.changed()})
    hierarchy.place(tx, tables, {change.key[0] for change in kept if change.is_new})


def _delete(batch: Batch, name: str, changes: list[Change]) -> None:
    keys = [change.key for change in changes if change.is_deleted]
    if keys:
        entities.delete(batch.call.tx, batch.call.tables, batch.call.model.entity(name), keys)


def _update(batch: Batch, name: str, changes: list[Change]) -> None:
    by_columns: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        if not change.is_deleted and not change.is_new and change.changed():
            by_columns.setdefault(tuple(sorted(change.changed())), []).append(change)
    for columns, same in by_columns.items():
        rows = [change.values for change in same]
        entities.update(batch.call.tx, batch.call.tables, batch.call.model.entity(name), columns, rows)


def _insert(batch: Batch, name: str, changes: list[Change]) -> None:
    rows = [change.values for change in changes if change.is_new and not change.is_deleted]
    if rows:
        entities.insert(batch.call.tx, batch.call.tables, batch.call.model.entity(name), rows)


def _free(batch: Batch) -> None:
    """Forget the stored files of emptied components; their bytes go after the commit."""
    if not batch.emptied:
        return
    table = batch.call.tables.metadata.tables["stored_file"]
    keys = batch.call.tx.dialect.list_parameter(sorted(batch.emptied))
    where = batch.call.tx.dialect.among(table.c.component_id, "keys", table.c.component_id.type)
    found = batch.call.tx.rows(Prepared(sa.select(table.c.key).where(where)), keys=keys)
    if found:
        batch.call.tx.run(Prepared(sa.delete(table).where(where)), keys=keys)
        batch.call.freed.extend(key for (key,) in found)
