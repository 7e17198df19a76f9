"""Assets: the project that they and their versions are in."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.move import set_project
from callboard_server.work.rules.registry import When, on


@on(When.SAVED, "Asset")
def follow_context(batch: Batch, assets: Sequence[Change]) -> None:
    """Set the project of new and moved assets, and of their versions, to that of the context."""
    moved = [asset for asset in assets if "context_id" in asset.changed()]
    contexts = batch.find("Context", (asset.values["context_id"] for asset in moved))
    for asset in moved:
        context = contexts.get(asset.values["context_id"] or "")
        asset.values["project_id"] = context.values["project_id"] if context else None
    projects = {
        asset.key[0]: asset.values["project_id"]
        for asset in moved
        if asset.before is not None and asset.before["project_id"] != asset.values["project_id"]
    }
    for version in batch.having("AssetVersion", "asset_id", projects):
        set_project(batch, version, projects[version.values["asset_id"]])
