"""Settings, above all the storage scenario, which clients request when they start."""

from __future__ import annotations

import json
from typing import Any

import pytest

from callboard.errors import DuplicateEntry, ValidationError
from callboard_server.actions.server_information import query_server_information
from tests.support.film import one
from tests.support.operations import create, delete, update
from tests.support.world import Make, World

ASKED = 'select value from Setting where name is "storage_scenario" and group is "STORAGE"'
PLACE = ["storage_scenario", "STORAGE"]
CENTRAL = {
    "scenario": "ftrack.centralized-storage",
    "data": {"location_id": "studio", "accessor": {"mount_points": {"linux": "/mnt"}}},
}


def scenario(world: World) -> Any:
    """Return the storage scenario that clients receive when they start."""
    return world.database.read(
        lambda tx: query_server_information(world.call(tx, world.ann), {})["storage_scenario"]
    )


def test_a_new_server_has_a_storage_scenario(world: World) -> None:
    assert (
        json.loads(one(world, ASKED)["value"])
        == scenario(world)
        == {"scenario": "ftrack.automatic", "data": {}}
    )


def test_a_written_scenario_is_returned(world: World) -> None:
    world.do(
        world.admin,
        create("Location", id="studio", name="studio"),
        update("Setting", PLACE, value=json.dumps(CENTRAL)),
    )
    assert scenario(world) == CENTRAL


@pytest.mark.parametrize("value", [None, "", "not JSON", "[]", "5", "null"])
def test_an_unreadable_scenario_is_null(world: World, value: str | None) -> None:
    world.do(world.admin, update("Setting", PLACE, value=value))
    assert scenario(world) is None


def test_the_storage_scenario_cannot_be_deleted(world: World) -> None:
    assert isinstance(world.refusal(world.admin, delete("Setting", PLACE)), ValidationError)
    assert isinstance(
        world.refusal(world.admin, create("Setting", name="storage_scenario", group="STORAGE")),
        DuplicateEntry,
    )


def test_other_settings_can_be_written(world: World, make: Make) -> None:
    world.do(world.admin, create("Setting", name="logo", group="BRAND", value="callboard"))
    world.do(
        world.admin,
        create("SettingComponent", name="logo", group="BRAND", component_id=make.file(name="logo")),
    )
    found = one(world, "select setting.value, component.name from SettingComponent")
    assert (found["setting"]["value"], found["component"]["name"]) == ("callboard", "logo")
    world.do(world.admin, delete("Setting", ["logo", "BRAND"]))
