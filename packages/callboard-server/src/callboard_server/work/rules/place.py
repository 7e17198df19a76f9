"""Where things are after a move.

Everything inside of what moves goes along, with its assets and their versions.
"""

from __future__ import annotations

from collections.abc import Collection

from callboard_server.storage import hierarchy
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change

PLACING = frozenset({"parent_id", "project_id"})


def settle_places(batch: Batch) -> None:
    """Work out which project everything is in that the batch moves, once for all of it.

    A few statements, however much moves.
    """
    if not batch.once("places"):
        return
    contexts = [change for change in batch.touched("Context") if change.entity.name != "Project"]
    moved = {change.key[0] for change in contexts if not change.is_new and PLACING & set(change.changed())}
    if not moved:
        return
    inside = hierarchy.inside_of(batch.call.tx, batch.call.tables, moved)
    batch.gather("Context", inside)
    afoot = moved | inside | {change.key[0] for change in contexts if change.is_new}
    displaced = {}
    for identifier in sorted(afoot):
        context = batch.get("Context", identifier)
        if context is None:
            continue
        project_id = project_above(batch, context, afoot)
        if (
            context.values["project_id"] != project_id
            or context.before is None
            or context.before["project_id"] != project_id
        ):
            context.values["project_id"] = project_id
            batch.staged.touch(context)
            displaced[identifier] = project_id
    move_assets(batch, displaced)


def project_above(batch: Batch, context: Change, afoot: Collection[str] = ()) -> str | None:
    """Return the project that *context* is in by what is above it now; only what is neither new nor *afoot*
    knows its own.

    None when something on the way does not exist, or is inside of itself, which is told later.
    """
    passed: set[str] = set()
    above: Change | None = context
    while above is not None and above.key[0] not in passed:
        if above.entity.name == "Project":
            return above.key[0]
        if not above.is_new and above.key[0] not in afoot:
            project_id: str | None = above.values["project_id"]
            return project_id
        passed.add(above.key[0])
        above = batch.get(
            "Context", above.values["parent_id"] or (above.values["project_id"] if above.is_new else None)
        )
    return None


def move_assets(batch: Batch, projects: dict[str, str | None]) -> None:
    """Tell the assets of contexts, and their versions, the project that each of these is in now."""
    model = batch.call.model
    assets = batch.having(model.entity("Asset"), "context_id", set(projects))
    by_asset = {asset.key[0]: projects[asset.values["context_id"]] for asset in assets}
    versions = batch.having(model.entity("AssetVersion"), "asset_id", set(by_asset))
    for change, project_id in [
        *((asset, by_asset[asset.key[0]]) for asset in assets),
        *((version, by_asset[version.values["asset_id"]]) for version in versions),
    ]:
        if change.values["_project_id"] != project_id:
            change.values["_project_id"] = project_id
            batch.staged.touch(change)
