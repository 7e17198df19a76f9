"""Assets and their versions."""

from __future__ import annotations

from callboard.errors import ValidationError
from callboard_server.storage.entities import highest
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.beginnings import begin
from callboard_server.work.rules.place import settle_places
from callboard_server.work.rules.registry import When, on
from callboard_server.work.rules.workflow import first_of_all, first_version_status


@on(When.CREATED, "Asset")
@on(When.UPDATED, "Asset")
def follow_context(batch: Batch, asset: Change) -> None:
    """An asset is in the project of its context, and so are its versions."""
    if "context_id" not in asset.changed():
        return
    settle_places(batch)
    context = batch.get("Context", asset.values["context_id"])
    asset.values["_project_id"] = context.values["project_id"] if context else None
    if asset.before is not None and asset.before["_project_id"] != asset.values["_project_id"]:
        take_versions_along(batch, asset)


def take_versions_along(batch: Batch, asset: Change) -> None:
    """Tell the versions of an asset that moved which project they are in now.

    One statement for all assets that the batch moves.
    """
    model = batch.call.model
    if batch.once("versions of moved assets"):
        moved = {change.key[0] for change in batch.touched("Asset") if not change.is_new}
        batch.having(model.entity("AssetVersion"), "asset_id", moved)
    for version in batch.staged:
        if (
            version.entity.name == "AssetVersion"
            and version.values["asset_id"] == asset.key[0]
            and not version.is_deleted
        ):
            version.values["_project_id"] = asset.values["_project_id"]
            batch.staged.touch(version)


@on(When.CREATED, "AssetVersion")
@on(When.UPDATED, "AssetVersion")
def follow_asset(batch: Batch, version: Change) -> None:
    """A version is of an asset, and in the project of that."""
    if version.values["asset_id"] is None:
        raise ValidationError("AssetVersion.asset_id is required.")
    if "asset_id" not in version.changed():
        return
    asset = batch.get("Asset", version.values["asset_id"])
    if asset is not None and asset.is_new and asset.values["_project_id"] is None:
        follow_context(batch, asset)
    version.values["_project_id"] = asset.values["_project_id"] if asset else None


@on(When.CREATED, "AssetVersion")
def complete_version(batch: Batch, version: Change) -> None:
    """A new version is of today, of whoever makes it, and begins as the project's schema says."""
    begin(version, date=batch.now, user_id=batch.call.actor.user_id or None)
    if version.values["status_id"] is None:
        version.values["status_id"] = first_version_status(
            batch, version.values["_project_id"]
        ) or first_of_all(batch)


@on(When.CREATED, "AssetVersion")
def number_version(batch: Batch, version: Change) -> None:
    """A version gets the next number of its asset, unless its maker chose one.

    The asset's row is held until the batch ends, so two makers at once get two numbers; an index holds the
    rule as well.
    """
    asset_id = version.values["asset_id"]
    numbers = batch.known.get("numbers of versions")
    if numbers is None:
        new = [change for change in batch.staged if change.is_new and change.entity is version.entity]
        assets = {change.values["asset_id"] for change in new if change.values["asset_id"]}
        root = batch.root(version.entity)
        numbers = batch.known["numbers of versions"] = highest(
            batch.call.tx, batch.call.tables, root, "version", "asset_id", assets
        )
    if version.values["version"] is None:
        version.values["version"] = (numbers.get(asset_id) or 0) + 1
    numbers[asset_id] = max(numbers.get(asset_id) or 0, version.values["version"])
