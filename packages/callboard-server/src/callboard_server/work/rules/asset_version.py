"""Asset versions: their numbers, their defaults, and the project that they are in."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.registry import When, on
from callboard_server.work.rules.sort_order import number
from callboard_server.work.rules.workflow import first_status_of_all, workflows_of
from callboard_server.work.workflow import Workflow


@on(When.SAVED, "AssetVersion")
def follow_asset(batch: Batch, versions: Sequence[Change]) -> None:
    """Set the project of new and moved versions to that of the asset."""
    moved = [version for version in versions if "asset_id" in version.changed()]
    assets = batch.find("Asset", (version.values["asset_id"] for version in moved))
    for version in versions:
        if version.values["asset_id"] is None:
            raise ValidationError("AssetVersion.asset_id is required.")
    for version in moved:
        asset = assets.get(version.values["asset_id"])
        version.values["project_id"] = asset.values["project_id"] if asset else None


@on(When.CREATED, "AssetVersion")
def complete_versions(batch: Batch, versions: Sequence[Change]) -> None:
    """Set the date, the user, and the first status of the project's schema on new versions."""
    for version in versions:
        set_defaults(version, date=batch.moment(), user_id=actor_id(batch))
    without_status = [version for version in versions if version.values["status_id"] is None]
    workflows = workflows_of(batch, (version.values["project_id"] for version in without_status))
    for version in without_status:
        workflow = workflows.get(version.values["project_id"], Workflow())
        set_defaults(version, status_id=workflow.first_version_status())
    undefined = [version for version in without_status if version.values["status_id"] is None]
    if undefined:
        default = first_status_of_all(batch)
        for version in undefined:
            version.values["status_id"] = default


@on(When.CREATED, "AssetVersion")
def number_versions(batch: Batch, versions: Sequence[Change]) -> None:
    """Give each version the next number of its asset, unless the client chose one.

    The row of the asset is locked until the batch ends, so two users who publish at the same time get
    different numbers. An index also requires the numbers of an asset to be unique.
    """
    number(batch, versions, "version", "asset_id", step=1)
