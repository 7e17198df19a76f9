"""Start dates, due dates and custom dates: one calendar day, however a client sends it."""

from __future__ import annotations

from typing import Any

import pytest

from callboard_server.records.vocabulary import CUSTOM_ATTRIBUTE_TYPES
from tests.support.film import one
from tests.support.operations import create, moment, update
from tests.support.world import World

SPELLINGS: dict[str, Any] = {
    "a date": "2031-03-28",
    "a tagged date": {"__type__": "date", "value": "2031-03-28"},
    "the date of a Python client": moment("2031-03-28"),
    "midnight": moment("2031-03-28T00:00:00"),
    "midnight as text": "2031-03-28T00:00:00",
    "midnight with a blank": moment("2031-03-28 00:00:00"),
    "the milliseconds of the JavaScript client": moment("2031-03-28T00:00:00.000Z"),
    "midnight in UTC": moment("2031-03-28T00:00:00+00:00"),
    "the same moment in Los Angeles": moment("2031-03-27T17:00:00-07:00"),
    "the same moment in Auckland": moment("2031-03-28T13:00:00+13:00"),
}


@pytest.fixture(scope="module")
def day(shared_database: Any) -> World:
    """A world with a task and a custom date of tasks."""
    world = World(shared_database)
    about = {"entity_type": "task", "object_type_id": "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c"}
    world.do(
        world.admin,
        create("Project", id="p", name="p", project_schema_id="caddd816-acb5-11e1-8668-f23c91df1211"),
        create("Task", id="t", name="t", parent_id="p"),
        create(
            "CustomAttributeConfiguration",
            id="handover",
            key="handover",
            type_id=CUSTOM_ATTRIBUTE_TYPES["date"],
            **about,
        ),
    )
    return world


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", ["start_date", "end_date", "handover"])
def test_a_day_is_the_same_however_it_is_sent(day: World, name: str, spelling: str) -> None:
    given = SPELLINGS[spelling]
    if name == "handover":
        day.do(day.admin, update("ContextCustomAttributeValue", ["handover", "t"], value=given))
        (value,) = one(day, "select custom_attributes from Task")["custom_attributes"]
        found, path = value["value"], "custom_attributes.handover"
    else:
        day.do(day.admin, update("Task", "t", **{name: given}))
        found, path = one(day, f"select {name} from Task")[name], name
    assert found == moment("2031-03-28T00:00:00")
    for criteria, matches in {
        f'{path} is "2031-03-28"': True,
        f'{path} is "2031-03-27"': False,
        f'{path} < "2031-03-28"': False,
        f'{path} <= "2031-03-28"': True,
        f'{path} > "2031-03-27"': True,
        f'{path} < "2031-03-29"': True,
        f'{path} >= "2031-03-28T00:00:00.000Z"': True,
        f'{path} is "2031-03-27T17:00:00-07:00"': True,
    }.items():
        assert bool(day.rows(day.admin, f"Task where {criteria}")) is matches, criteria
