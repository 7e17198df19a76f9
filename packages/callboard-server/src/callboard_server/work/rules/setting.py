"""Settings that must exist."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard.wire.builtin import STORAGE_SCENARIO_SETTING
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.permissions import administrators_only
from callboard_server.work.rules.registry import When, on

administrators_only("Setting", "SettingComponent")


@on(When.DELETED, "Setting")
def keep_storage_scenario(batch: Batch, settings: Sequence[Change]) -> None:
    """Refuse to delete the storage scenario: clients expect exactly one row, which may be empty."""
    del batch
    for setting in settings:
        if setting.key == STORAGE_SCENARIO_SETTING and not setting.is_void:
            raise ValidationError(
                "The setting storage_scenario cannot be deleted.", hint="Set its value to null instead."
            )
