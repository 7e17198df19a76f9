"""Moves of contexts: everything below them moves to the project of the new parent.

This includes their assets and versions. Notes and files follow after all other rules; see `note_project` and
`component_project`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from callboard_server.storage import hierarchy
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change

MOVES = frozenset({"parent_id", "project_id"})
"""Columns that move a context when they change."""


def settle_projects(batch: Batch, contexts: Sequence[Change]) -> None:
    """Set the project of *contexts*, and of everything below moved ones, according to their current parents.

    There are a few statements, regardless of the number of entities.
    """
    moved = {change.key[0] for change in contexts if not change.is_new and is_moved(batch, change)}
    unsettled = moved | {change.key[0] for change in contexts if change.is_new}
    if moved:
        below = hierarchy.inside_of(batch.call.tx, batch.call.tables, moved)
        unsettled |= below
        batch.find("Context", below)
    projects: dict[str, str | None] = {}
    for identifier, context in batch.find("Context", unsettled).items():
        project_id = project_above(batch, context, unsettled)
        before = context.before["project_id"] if context.before else None
        if {context.values["project_id"], before} != {project_id}:
            context.values["project_id"] = project_id
            batch.staged.touch(context)
            projects[identifier] = project_id
    if moved:
        move_assets(batch, projects)


def is_moved(batch: Batch, context: Change) -> bool:
    """Return whether a stored context has a new parent, or a project that differs from its parent's."""
    changed = context.changed()
    if "parent_id" in changed or "project_id" not in changed:
        return "parent_id" in changed
    parent = batch.get("Context", context.values["parent_id"])
    return parent is None or parent.values["project_id"] != context.values["project_id"]


def project_above(batch: Batch, context: Change, unsettled: Collection[str]) -> str | None:
    """Return the project above *context*, without using the project of any *unsettled* context.

    None when an ancestor is missing, or inside itself; `validate` reports that.
    """
    passed: set[str] = set()
    above: Change | None = context
    while above is not None and above.key[0] not in passed:
        if above.entity.name == "Project":
            return above.key[0]
        if above.key[0] not in unsettled:
            project_id: str | None = above.values["project_id"]
            return project_id
        passed.add(above.key[0])
        above = batch.get("Context", above.values["parent_id"])
    return None


def move_assets(batch: Batch, projects: dict[str, str | None]) -> None:
    """Set the project of the assets of contexts, and of their versions. *projects* has a key per context."""
    assets = batch.having("Asset", "context_id", projects)
    by_asset = {asset.key[0]: projects[asset.values["context_id"]] for asset in assets}
    for asset in assets:
        set_project(batch, asset, by_asset[asset.key[0]])
    for version in batch.having("AssetVersion", "asset_id", by_asset):
        set_project(batch, version, by_asset[version.values["asset_id"]])


def set_project(batch: Batch, change: Change, project_id: str | None) -> bool:
    """Set the project of an asset, a version, a note or a file; return whether it has changed."""
    if change.values["project_id"] == project_id:
        return False
    change.values["project_id"] = project_id
    batch.staged.touch(change)
    return True
