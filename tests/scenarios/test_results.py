"""Results of creates and updates: nulls that were sent, and times as precisely as they were sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.operations import create, moment, update
from tests.support.world import ADMIN, World

PRECISE = {
    "2026-11-24T10:11:12.345678": "2026-11-24T10:11:12.345678",
    "2026-11-24T10:11:12.345Z": "2026-11-24T10:11:12.345000",
    "2026-11-24T12:11:12.5+02:00": "2026-11-24T10:11:12.500000",
    "2026-11-24T10:11:12": "2026-11-24T10:11:12",
    "2026-11-24T10:11:12.000Z": "2026-11-24T10:11:12",
    "2026-11-24": "2026-11-24T00:00:00",
}


def test_nulls_that_nobody_set_are_absent(world: World) -> None:
    user = world.do(ADMIN, create("User", username="dee", first_name="Dee"))[0]["data"]
    assert sorted(user) == [
        "__entity_type__",
        "first_name",
        "id",
        "is_active",
        "is_otp_enabled",
        "is_totp_enabled",
        "require_details_update",
        "resource_type",
        "user_type_id",
        "username",
    ]
    file = world.do(ADMIN, create("FileComponent", name="a"))[0]["data"]
    assert sorted(file) == ["__entity_type__", "id", "name", "size", "system_type"]


def test_nulls_that_were_sent_are_present(film: World) -> None:
    user = film.do(ADMIN, create("User", username="dee", email=None, thumbnail=None))[0]["data"]
    assert (user["email"], user["thumbnail"], user["thumbnail_id"]) == (None, None, None)
    assert "last_name" not in user
    version = film.do(ADMIN, create("AssetVersion", asset_id="plate", version=None, task_id=None))[0]["data"]
    assert (version["version"], version["task_id"]) == (2, None)


def test_an_update_contains_the_null_that_it_set(world: World) -> None:
    changed = world.do(ADMIN, update("User", "ann-id", email=None))[0]["data"]
    assert changed["email"] is None


@pytest.mark.parametrize("sent", PRECISE)
def test_a_time_is_returned_as_precisely_as_it_was_sent(film: World, sent: str) -> None:
    for value in (moment(sent), sent):
        note = film.do(ADMIN, create("Note", content="x", date=value))[0]["data"]
        assert note["date"] == moment(PRECISE[sent])
        changed = film.do(ADMIN, update("Note", note["id"], completed_at=value))[0]["data"]
        assert changed["completed_at"] == moment(PRECISE[sent])
        (read,) = film.rows(ADMIN, f"select date, completed_at from Note where id is {note['id']}")
        assert read["date"] == read["completed_at"] == moment(PRECISE[sent][:19])


def test_the_time_of_a_custom_attribute_too(film: World) -> None:
    (date,) = film.values(ADMIN, "CustomAttributeType where name is date")
    configuration: dict[str, Any] = {
        "id": "due",
        "key": "due",
        "label": "Due",
        "entity_type": "show",
        "type_id": date,
        "config": "{}",
    }
    film.do(ADMIN, create("CustomAttributeConfiguration", **configuration))
    sent = moment("2026-11-24T10:11:12.345678")
    changed = film.do(ADMIN, update("ContextCustomAttributeValue", ["due", "film"], value=sent))[0]["data"]
    assert changed["value"] == sent
    (read,) = film.rows(ADMIN, "select custom_attributes from Project where id is film")
    stored = {each["configuration_id"]: each["value"] for each in read["custom_attributes"]}
    assert stored["due"] == moment("2026-11-24T10:11:12")


def test_a_time_that_the_server_sets_is_in_whole_seconds(world: World) -> None:
    note = world.do(ADMIN, create("Note", content="x"))[0]["data"]
    assert note["date"] == moment("2026-11-24T10:00:00")


def test_a_time_that_a_later_operation_replaces_is_that_one(world: World) -> None:
    first, second = world.do(
        ADMIN,
        create("Note", id="n", content="x", date=moment("2026-11-24T10:11:12.5")),
        update("Note", "n", date=moment("2026-11-25T10:11:12.25")),
    )
    assert first["data"]["date"] == moment("2026-11-25T10:11:12")
    assert second["data"]["date"] == moment("2026-11-25T10:11:12.250000")
