"""What must stay: the setting that says where files go, and the kinds that every production has."""

from __future__ import annotations

from callboard.errors import ValidationError
from callboard.wire.builtin import OBJECT_TYPE_IDS, STORAGE_SCENARIO_SETTING
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on

LASTING_KINDS = {OBJECT_TYPE_IDS[name] for name in ("Task", "Milestone")}


@on(When.DELETED, "Setting")
def keep_storage_scenario(batch: Batch, setting: Change) -> None:
    """Clients ask for the storage scenario and expect exactly one; it can say that there is none."""
    del batch
    if setting.key == STORAGE_SCENARIO_SETTING and not setting.is_void:
        raise ValidationError(
            "The setting storage_scenario cannot be deleted.", hint="Set its value to null instead."
        )


@on(When.DELETED, "ObjectType")
def keep_kinds(batch: Batch, kind: Change) -> None:
    """Tasks and milestones are part of every production."""
    del batch
    if kind.key[0] in LASTING_KINDS:
        raise ValidationError(
            f"The object type {kind.values['name']} cannot be deleted.", code="validation.in_use"
        )
